import { normalizeCode } from '../../../shared/instruments/error-book.ts';
import { summarizeBackground } from '../../../shared/instruments/mapping/background.ts';
import type { BackgroundSignal, ErrorSignal, Signal } from '../../../shared/instruments/signals.ts';
import { backgroundErrorCode, failedReadings } from '../../../shared/modules/errors/rules.ts';
import type { SignalBatch } from '../../host/context.ts';
import type { HostContext } from '../../host/module.ts';
import { instrumentAuthor } from '../authors.ts';
import type { ErrorDesk, Occurrence } from './desk.ts';

/**
 * What one message says about errors. Nothing with a failed checksum counts, a re-send raises nothing, a code said
 * several times in one message is one occurrence, and a failed background is an error like any other.
 */
export function takeSignals(batch: SignalBatch, context: HostContext, desk: ErrorDesk): void {
  if (batch.isResend) return;
  const signals = batch.signals.filter((signal) => signal.checksum !== 'failed');
  const background = readBackground(batch, signals, context);
  const raisedCodes = new Set<string>();
  for (const signal of signals) {
    if (signal.kind === 'error') {
      const key = normalizeCode(signal.code);
      if (raisedCodes.has(key)) continue;
      raisedCodes.add(key);
      const said = fromSignal(batch, signal);
      const failed = background && key === normalizeCode(background.code) ? background.failed : null;
      desk.raise(
        failed ? { ...said, origin: 'background', readings: failed.readings, specimen: null } : said,
        instrumentAuthor(batch.instrumentId),
      );
    } else if (signal.kind === 'error-cleared') {
      const how = { at: signal.at, by: 'instrument', messageId: batch.messageId } as const;
      desk.clear(batch.instrumentId, { code: signal.code }, how);
    }
  }
  if (!background) return;
  if (background.failed && !raisedCodes.has(normalizeCode(background.code))) {
    desk.raise(background.failed, instrumentAuthor(batch.instrumentId));
  } else if (background.isPass) {
    const how = { at: background.at, by: 'background-passed', messageId: batch.messageId } as const;
    desk.clear(batch.instrumentId, { origin: 'background' }, how);
  }
}

function fromSignal(batch: SignalBatch, signal: ErrorSignal): Occurrence {
  return {
    instrumentId: batch.instrumentId,
    code: signal.code,
    text: signal.text,
    severity: signal.severity,
    affectsResults: signal.affectsResults,
    origin: 'wire',
    at: signal.at,
    messageId: batch.messageId,
    frames: signal.frames,
    definition: signal.definition,
    specimen: signal.specimen?.hash ?? null,
    readings: [],
  };
}

interface BackgroundSaid {
  readonly code: string;
  readonly at: string;
  readonly isPass: boolean;
  /** What to raise when it failed, else null. */
  readonly failed: Occurrence | null;
}

function readBackground(batch: SignalBatch, signals: readonly Signal[], context: HostContext): BackgroundSaid | null {
  const rows = signals.filter((signal): signal is BackgroundSignal => signal.kind === 'background');
  const [first] = rows;
  if (!first) return null;
  const definition = first.definition ? context.catalog.get(first.definition.key) : undefined;
  const mapping = definition?.mapping.kind === 'lis02' ? definition.mapping.background : null;
  const code = mapping?.errorCode ?? backgroundErrorCode;
  const sender = signals.find((signal) => signal.kind === 'message')?.sender;
  const summary = definition ? summarizeBackground(definition, rows, sender?.model ?? '') : null;
  const hasFailed = rows.some((row) => row.verdict === 'fail');
  const failed: Occurrence | null = hasFailed
    ? {
        instrumentId: batch.instrumentId,
        code,
        text: summary?.worst ?? '',
        severity: null,
        affectsResults: null,
        origin: 'background',
        at: first.at,
        messageId: batch.messageId,
        frames: [...new Set(rows.flatMap((row) => row.frames))],
        definition: first.definition,
        // A blank has no patient; its specimen name is the same for all of them and says nothing.
        specimen: null,
        readings: failedReadings(rows),
      }
    : null;
  return { code, at: first.at, isPass: !batch.isPartial && summary?.verdict === 'pass', failed };
}
