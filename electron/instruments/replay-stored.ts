import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { FramingValue } from '../../shared/instruments/framing/values.ts';
import { readStoredLis02 } from '../../shared/instruments/protocols/lis02-stored.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { concatBytes } from '../../shared/kernel/bytes.ts';
import { readCapture } from './capture-file.ts';
import { createFramer } from './definition-framer.ts';
import { createReader, lis02Options } from './message-reader.ts';
import type { Hashing } from './specimen-hash.ts';

/**
 * Every signal of a stored file, in the order it was sent: a capture, raw bytes of a line, or plain LIS02 text. Nobody
 * can be asked to send a damaged frame again, so all that is there is given, with its checksum verdict (decision 7).
 *
 * @param at ISO time with zone: when the file was read
 * @throws AppError `link/capture-not-understood` for a damaged capture
 */
export function replayStored(
  bytes: Uint8Array,
  definition: InstrumentDefinition,
  hashing: Hashing,
  at: string,
): Signal[] {
  const reader = createReader(definition, definition.key, hashing);
  const wire = concatBytes(readCapture(bytes).steps.map((step) => step.bytes));
  if (definition.protocol.kind === 'lis02') {
    return readStoredLis02(wire, lis02Options(definition)).flatMap(
      (stored) => reader.stored({ ...stored, receivedAt: at }).signals,
    );
  }
  const signals: Signal[] = [];
  const framer = createFramer(definition);
  const take = (value: FramingValue): void => {
    if (value.kind !== 'line') return;
    const exchange = { command: '', outcome: 'answered', attempts: 0, conversation: '', receivedAt: at } as const;
    signals.push(...(reader.exchange({ ...exchange, lines: [value.text], frames: [] })?.signals ?? []));
  };
  framer.feed(wire, take);
  framer.flush(take);
  return signals;
}
