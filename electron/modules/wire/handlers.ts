import { implement } from '@orpc/server';
import { type LinesOfInstrument, lineAt } from '../../../shared/instruments/line-at.ts';
import { type LinkSettings, serialSettings } from '../../../shared/instruments/link-settings.ts';
import { toHex } from '../../../shared/kernel/bytes.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { instrumentStream, linkChanged } from '../../../shared/modules/instruments/records.ts';
import { type WireLine, wireContract } from '../../../shared/modules/wire/contract.ts';
import { captureExported, frameRevealed, instrumentWireStream } from '../../../shared/modules/wire/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { createWireLineReader } from '../../instruments/wire-lines.ts';
import { personAuthor } from '../authors.ts';
import { paced } from '../paced.ts';
import { readSettings } from '../settings-values.ts';
import { writeCapture } from './capture.ts';
import { nameBytes } from './unmasked.ts';

/** Lines kept for one reader between two pushes; what is more is counted and left out, the store has it. */
const mostLinesAPush = 300;
/** The doctor's verdict may change while nothing arrives. */
const reportEveryMs = 1000;
/** A push is drawn in two steps (new lines, then their measured heights): two a second stay under four updates (decision 31). */
const linesEveryMs = 500;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext) {
  const os = implement(wireContract);
  const { store, links, catalog } = context;
  const author = () => personAuthor(context.actor);

  /** What the register holds of an instrument's line. @throws AppError `instruments/not-found` */
  const requireLine = (instrumentId: string): { definitionKey: string; link: LinkSettings } => {
    const text = store.db.prepare('SELECT current FROM instruments WHERE instrument_id = ?').pluck().get(instrumentId);
    if (typeof text !== 'string') throw new AppError('instruments/not-found', { instrumentId });
    const current = JSON.parse(text) as { definitionKey: string } & LinesOfInstrument;
    return { definitionKey: current.definitionKey, link: lineAt(current, store.keys.device).link };
  };
  const definitionOf = (instrumentId: string) => catalog.get(requireLine(instrumentId).definitionKey) ?? null;

  return os.router({
    tail: os.tail.handler(({ input: { instrumentId, before, limit } }) => {
      const definition = definitionOf(instrumentId);
      const entries = store.wire.read({ instrumentId, limit, ...(before === null ? {} : { before }) });
      return createWireLineReader(definition).read(entries);
    }),

    live: os.live.handler(({ input: { instrumentId }, signal }) => {
      requireLine(instrumentId);
      return liveWire(context, instrumentId, signal);
    }),

    report: os.report.handler(({ input: { instrumentId } }) => links.report(instrumentId)),

    tryAdvice: os.tryAdvice.handler(({ input: { instrumentId, ...advice } }) => {
      const { link } = requireLine(instrumentId);
      if (link.kind !== 'serial') throw new AppError('wire/not-serial', { instrumentId });
      const wanted = Object.fromEntries(Object.entries(advice).filter(([, value]) => value !== null));
      const serial = serialSettings.safeParse({ ...link.serial, ...wanted });
      if (!serial.success) throw new AppError('wire/bad-setting', { value: Object.values(wanted).join(' ') });
      const changed: LinkSettings = { ...link, serial: serial.data };
      if (JSON.stringify(changed) === JSON.stringify(link)) return {};
      const body = { instrumentId, from: link, link: changed, reason: 'Link doctor', answers: [] };
      store.records.append([draft(linkChanged, instrumentStream(instrumentId), body)], author());
      return {};
    }),

    exportCapture: os.exportCapture.handler(async ({ input }) => {
      const { instrumentId, from, to } = input;
      for (const value of [from, to]) {
        if (Number.isNaN(Date.parse(value))) throw new AppError('wire/bad-time', { value });
      }
      const file = context.files.take(input.grant, 'capture');
      const range = { instrumentId, from, to, file };
      const { lineCount, byteCount, sha256, fileName } = await writeCapture(
        store.wire,
        definitionOf(instrumentId),
        range,
      );
      const body = { instrumentId, from, to, lineCount, byteCount, fileName: fileName.slice(0, 260), sha256 };
      store.records.append([draft(captureExported, instrumentWireStream(instrumentId), body)], author());
      return { lineCount, byteCount, file };
    }),

    reveal: os.reveal.handler(({ input: { instrumentId, entryId, reason } }) => {
      const [entry] = store.wire.byIds([entryId]);
      if (!entry || entry.instrumentId !== instrumentId) throw new AppError('wire/entry-not-found', { entryId });
      const { wallAt: receivedAt, bytes } = entry;
      const body = { instrumentId, entryId, receivedAt, byteCount: bytes.length, reason };
      // Recorded first: nobody sees what is not on the record.
      store.records.append([draft(frameRevealed, instrumentWireStream(instrumentId), body)], author());
      return { text: nameBytes(bytes), hex: toHex(bytes) };
    }),

    storage: os.storage.handler(() => {
      const { wireMaxAgeDays: maxAgeDays, wireMaxMegabytes: maxMegabytes } = readSettings(store.settings);
      return { ...store.wire.storage(), maxAgeDays, maxMegabytes };
    }),
  });
}

/** New lines of one instrument with the doctor's verdict, gathered; a quiet line still gets its verdict anew. */
function liveWire(context: HostContext, instrumentId: string, signal: AbortSignal | undefined) {
  const { links } = context;
  let lines: WireLine[] = [];
  let droppedCount = 0;
  let newest = 0;
  let shown = '';
  return paced({
    signal,
    everyMs: linesEveryMs,
    tickMs: reportEveryMs,
    subscribe: (wake) => {
      const hear = (line: WireLine): void => {
        if (line.id <= newest) return;
        newest = line.id;
        if (lines.length >= mostLinesAPush) {
          lines.shift();
          droppedCount += 1;
        }
        lines.push(line);
        wake();
      };
      let stop = links.onWireLine(instrumentId, (line) => hear(line));
      // A change of definition makes the line anew: the new one is heard before the old one is let go of.
      const stopChanges = links.onChange((changed) => {
        if (changed !== instrumentId) return;
        const stopOld = stop;
        stop = links.onWireLine(instrumentId, (line) => hear(line));
        stopOld();
      });
      return () => {
        stopChanges();
        stop();
      };
    },
    take: () => {
      const report = links.report(instrumentId);
      const { at: _at, ...verdict } = report;
      const text = JSON.stringify(verdict);
      if (lines.length === 0 && text === shown) return null;
      shown = text;
      const pushed = { lines, droppedCount, report };
      lines = [];
      droppedCount = 0;
      return pushed;
    },
  });
}
