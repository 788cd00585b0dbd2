import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver, readStoredBlocks } from '../../shared/instruments/drivers/all.ts';
import type { FramingValue } from '../../shared/instruments/framing/values.ts';
import type { Lis02Message } from '../../shared/instruments/protocols/lis02.ts';
import { HEADER_FIELDS } from '../../shared/instruments/protocols/lis02-fields.ts';
import { readStoredLis02 } from '../../shared/instruments/protocols/lis02-stored.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { concatBytes, latin1ToText } from '../../shared/kernel/bytes.ts';
import type { Capture } from './capture-file.ts';
import { createFramer } from './definition-framer.ts';
import { createReader, lis02Options } from './message-reader.ts';
import type { Hashing } from './specimen-hash.ts';

/**
 * Every signal of what was stored, in the order it was sent and as it is read: a capture, raw bytes of a line, or plain
 * LIS02 text. Nobody can be asked to send a damaged frame again, so all that is there is given, with its checksum verdict
 * (decision 7).
 *
 * @param at ISO time with zone: when the file was read
 */
export function* replayStored(
  capture: Capture,
  definition: InstrumentDefinition,
  hashing: Hashing,
  at: string,
): Generator<Signal> {
  const reader = createReader(definition, definition.key, hashing);
  if (definition.protocol.kind === 'lis02') {
    const wire = concatBytes(capture.steps.map((step) => step.bytes));
    const told = new Set<string>();
    for (const stored of readStoredLis02(wire, lis02Options(definition))) {
      const isResend = !stored.isPartial && isToldAgain(stored.message, hashing, told);
      yield* reader.stored({ ...stored, receivedAt: at, isResend }).signals;
    }
    return;
  }
  const driver = findDriver(definition);
  if (driver !== null) {
    const told = new Set<string>();
    const wire = concatBytes(capture.steps.map((step) => step.bytes));
    for (const stored of readStoredBlocks(driver, definition, wire)) {
      const content = hashing.keyed(latin1ToText(stored.block));
      // The same answer to another question is no re-send.
      const isResend = definition.conversation !== 'polled' && told.has(content);
      yield* reader.storedBlock(stored, at, isResend).signals;
      told.add(content);
    }
    return;
  }
  let signals: Signal[] = [];
  let command = '';
  const framer = createFramer(definition);
  const take = (value: FramingValue): void => {
    if (value.kind !== 'line') return;
    const exchange = { command, outcome: 'answered', attempts: 0, conversation: '', receivedAt: at } as const;
    signals.push(...(reader.exchange({ ...exchange, lines: [value.text], frames: [] })?.signals ?? []));
  };
  for (const { bytes, saidBefore } of capture.steps) {
    command =
      latin1ToText(saidBefore)
        .trim()
        .split(/[\r\n]+/)
        .at(-1) || command;
    framer.feed(bytes, take);
    yield* signals;
    signals = [];
  }
  framer.flush(take);
  yield* signals;
}

/** Whether these records came before, the time of H left out (decision 4). What is remembered are hashes. */
function isToldAgain({ records }: Lis02Message, hashing: Hashing, told: Set<string>): boolean {
  const texts = records.map(({ type, text, fields }) =>
    type === 'H' ? fields.toSpliced(HEADER_FIELDS.sentAt - 1, 1).join('\n') : text,
  );
  const content = hashing.keyed(texts.join('\r'));
  const isKnown = told.has(content);
  told.add(content);
  return isKnown;
}
