import type { Signal } from '../../../shared/instruments/signals.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { FieldEntry, WireReading } from '../../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../../host/module.ts';
import type { StoredMessage } from '../../store/types.ts';

type Source = { readonly kind: WireReading['kind']; readonly test: string };

/** Messages looked through for readings: a bench's last days, not its history. */
const lookBack = 200;

/** One signal as a reading to be copied, or null when it carries none or its checksum failed. */
function toReading(signal: Signal, messageId: string): WireReading | null {
  if (signal.checksum === 'failed') return null;
  const { at, definition } = signal;
  const base = { messageId, at, frames: signal.frames.slice(0, 100), definition };
  switch (signal.kind) {
    case 'background':
    case 'qc-result':
    case 'result':
      return { ...base, kind: signal.kind, test: signal.test, rawValue: signal.rawValue, unit: signal.unit };
    case 'meter':
      return { ...base, kind: 'meter', test: signal.meter, rawValue: signal.reading, unit: signal.unit };
    default:
      return null;
  }
}

/** A mapped test code is compared whole, then by its first component (`^^^^WBC^1` and `WBC`). */
function isTest(sent: string, wanted: string): boolean {
  if (wanted === '' || sent === wanted) return true;
  return sent.split('^').includes(wanted);
}

function readingsOf(message: StoredMessage, source: Source): WireReading[] {
  return message.signals.flatMap((signal) => {
    const reading = toReading(signal, message.messageId);
    return reading && reading.kind === source.kind && isTest(reading.test, source.test) ? [reading] : [];
  });
}

/** Readings on the wire that could fill a field, newest first. A patient's results are offered without any identity. */
export function listReadings(context: HostContext, instrumentId: string, source: Source, limit: number): WireReading[] {
  const { messages } = context.store;
  const only = source.kind === 'background' ? 'background' : source.kind === 'qc-result' ? 'qc' : 'all';
  const found: WireReading[] = [];
  for (const row of messages.page({ instrumentId, only }, { limit: lookBack })) {
    if (row.checksum === 'failed') continue;
    const message = messages.get(row.messageId);
    if (message) found.push(...readingsOf(message, source));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/**
 * An entry whose reading comes from the wire, with everything but the reference copied from the stored message: the page
 * chooses, it does not say what the instrument said.
 *
 * @throws AppError `maintenance/reading-not-found`
 */
export function fillFromWire(context: HostContext, instrumentId: string, entry: FieldEntry): FieldEntry {
  const { reading } = entry;
  if (reading === null) return entry;
  const message = context.store.messages.get(reading.messageId);
  const stored =
    message?.instrumentId === instrumentId
      ? readingsOf(message, reading).find((one) => one.rawValue === reading.rawValue && one.test === reading.test)
      : undefined;
  if (!stored) throw new AppError('maintenance/reading-not-found', { test: reading.test });
  return { ...entry, value: stored.rawValue, reading: stored };
}
