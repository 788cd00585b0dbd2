import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { PackageFile } from '../../../shared/modules/support/contract.ts';
import { compareConfigurations } from '../../../shared/modules/support/rules.ts';
import type { HostContext } from '../../host/module.ts';
import { createWireLineReader } from '../../instruments/wire-lines.ts';
import { knownLines, type Registered, readSnapshots } from './configuration.ts';

/** What a maker's support asks for on the telephone, in one file, with nothing in it that names a patient. */

/** Entries of the wire that go in: some hundred messages of an analyzer. */
const maxWireEntries = 1_500;
const maxErrors = 200;
const maxRuns = 60;
/** A mailbox takes no more. */
const maxPackageBytes = 24 * 1024 * 1024;
/** Characters of one file that a preview shows. */
const shownCharacters = 60_000;

export interface CallPackage {
  readonly instrumentId: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly files: PackageFile[];
}

export interface PackageWishes {
  readonly problem: string;
  /** Photos a person looked at and chose. */
  readonly photos: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * The package, in memory. Frames are the masked ones of the wire view; of errors only what the instrument and the books
 * say goes in, nothing a person typed, for a note may name a patient. The problem is what the caller writes for the maker.
 *
 * @throws AppError `support/too-large`
 */
export function makePackage(context: HostContext, instrument: Registered, wishes: PackageWishes): CallPackage {
  const now = new Date(context.clock.wallMs()).toISOString();
  const texts: [string, string][] = [
    ['README.txt', readme(context, instrument, wishes, now)],
    ['configuration.json', json(configurationOf(context, instrument))],
    ['line.json', json(lineOf(context, instrument))],
    ['wire.jsonl', jsonLines(wireOf(context, instrument))],
    ['errors.jsonl', jsonLines(errorsOf(context, instrument))],
    ['controls.jsonl', jsonLines(runsOf(context, instrument, 'instrument_qc_runs', 'control_lot AS controlLot'))],
    ['backgrounds.jsonl', jsonLines(runsOf(context, instrument, 'instrument_backgrounds', 'verdict, worst'))],
  ];
  const photos = wishes.photos.map(({ name, bytes }, index): [string, Uint8Array] => {
    // The name a person gave the file may say more than the picture.
    return [`photos/photo-${index + 1}.${/\.([a-z]{3,4})$/i.exec(name)?.[1]?.toLowerCase() ?? 'bin'}`, bytes];
  });
  const entries = [...texts.map(([name, text]): [string, Uint8Array] => [name, strToU8(text)]), ...photos];
  const total = entries.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  if (total > maxPackageBytes) throw new AppError('support/too-large', { maxMegabytes: maxPackageBytes / 1024 ** 2 });
  const bytes = zipSync(Object.fromEntries(entries), { mtime: new Date(now) });
  return {
    instrumentId: instrument.instrumentId,
    fileName: `support-${instrument.definitionKey}-${now.slice(0, 10)}.zip`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    files: [
      ...texts.map(([name, text]) => ({
        name,
        byteCount: Buffer.byteLength(text),
        text: text.slice(0, shownCharacters),
        isShownWhole: text.length <= shownCharacters,
      })),
      ...photos.map(([name, content]) => ({
        name,
        byteCount: content.length,
        text: null,
        isShownWhole: true,
      })),
    ],
  };
}

/** Photos of guided steps on this instrument. */
export function photosOf({ store }: HostContext, instrumentId: string): { sha256: string; name: string }[] {
  const isKept = store.db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'guide_photos'").get();
  if (!isKept) return [];
  return store.db
    .prepare(
      `SELECT DISTINCT p.sha256, p.name FROM guide_photos p JOIN guide_runs r ON r.stream = p.stream
       WHERE r.instrument_id = ? LIMIT 200`,
    )
    .all(instrumentId) as { sha256: string; name: string }[];
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const jsonLines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

function readme(context: HostContext, instrument: Registered, { problem }: PackageWishes, now: string): string {
  const definition = context.catalog.get(instrument.definitionKey);
  const said = knownLines(context, instrument).filter(({ group }) => group === 'wire');
  const saidOf = (key: string): string => said.find((line) => line.key === key)?.value ?? 'not said';
  return [
    'For the support of the maker',
    '',
    `Instrument:               ${definition?.maker ?? ''} ${definition?.model ?? instrument.definitionKey}`,
    `Serial number, register:  ${instrument.serialNumber || 'not entered'}`,
    `Serial number, wire:      ${saidOf('serial-number')}`,
    `Model, wire:              ${saidOf('model')}`,
    `Software, wire:           ${saidOf('software')}`,
    `Firmware, register:       ${instrument.firmware || 'not entered'}`,
    `Made:                     ${now} by Benchside ${context.appInfo.appVersion}`,
    '',
    'The problem, in the words of the caller:',
    problem || '(nothing was written)',
    '',
    'In this file:',
    '  configuration.json  how the instrument is set, and what changed since the time before',
    '  line.json           the line and what the link doctor says of it',
    '  wire.jsonl          the last frames in both directions; patient identity is replaced by x',
    '  errors.jsonl        errors with their times, without notes of people',
    '  controls.jsonl      control runs by lot',
    '  backgrounds.jsonl   background runs',
    '  photos/             photos, only those that a person chose',
    '',
    'Names, birth dates and specimen ids of patients were removed. Where something was removed, x stands for it.',
    '',
  ].join('\n');
}

function configurationOf(context: HostContext, instrument: Registered): unknown {
  const now = knownLines(context, instrument);
  const [last, before] = readSnapshots(context, instrument.instrumentId);
  const bare = (snapshot: typeof last) => snapshot && { at: snapshot.at, lines: snapshot.lines };
  return {
    now,
    lastSnapshot: bare(last) ?? null,
    snapshotBefore: bare(before) ?? null,
    changes:
      last && before ? compareConfigurations(before.lines, last.lines).filter(({ change }) => change !== 'same') : [],
  };
}

function lineOf(
  { links, catalog }: HostContext,
  { instrumentId, definitionKey, link, isAnswering }: Registered,
): unknown {
  const { state, reason, since, lastHeardAt } = links.snapshot(instrumentId);
  return {
    link,
    isAnswering,
    state,
    reason,
    since,
    lastHeardAt,
    doctor: links.report(instrumentId),
    definition: catalog.get(definitionKey)?.stamp ?? null,
  };
}

function wireOf({ store, catalog }: HostContext, { instrumentId, definitionKey }: Registered): unknown[] {
  const entries = store.wire.read({ instrumentId, limit: maxWireEntries });
  return createWireLineReader(catalog.get(definitionKey) ?? null)
    .read(entries)
    .map(({ at, sinceMs, dir, kind, byteCount, text, frame, reason }) => ({
      ...{ at, sinceMs, dir, kind, byteCount, text, frame, reason },
    }));
}

/** Text of the wire and of the books; what was typed or scanned is a person's. */
const isOurs = (origin: string): boolean => origin === 'wire' || origin === 'background';

function errorsOf({ store, catalog }: HostContext, { instrumentId, definitionKey }: Registered): unknown[] {
  const isKept = store.db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'errors'").get();
  if (!isKept) return [];
  const rows = store.db
    .prepare(
      `SELECT code, text, severity, affects_results AS affectsResults, origin, state, raised_at AS raisedAt,
         raised_count AS raisedCount, last_raised_at AS lastRaisedAt
       FROM errors WHERE instrument_id = ? ORDER BY last_raised_at DESC LIMIT ?`,
    )
    .all(instrumentId, maxErrors) as { code: string; text: string; origin: string }[];
  const book = catalog.get(definitionKey)?.errorBook.entries ?? [];
  return rows.map((row) => ({
    ...row,
    // What a person typed may hold a name; the book's title says what the code means.
    text: isOurs(row.origin) ? row.text : (book.find(({ code }) => code === row.code)?.title ?? ''),
    code: isOurs(row.origin) || book.some(({ code }) => code === row.code) ? row.code : '(typed)',
  }));
}

function runsOf(
  { store }: HostContext,
  { instrumentId }: Registered,
  table: 'instrument_qc_runs' | 'instrument_backgrounds',
  columns: string,
): unknown[] {
  const rows = store.db
    .prepare(
      `SELECT at, ${columns}, readings, part FROM ${table} WHERE instrument_id = ? ORDER BY hlc DESC LIMIT ${maxRuns}`,
    )
    .all(instrumentId) as { readings: string }[];
  return rows.map((row) => ({ ...row, readings: JSON.parse(row.readings) as unknown }));
}
