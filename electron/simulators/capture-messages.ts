import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { createLis01Framer } from '../../shared/instruments/framing/lis01-framer.ts';
import type { FramingValue } from '../../shared/instruments/framing/values.ts';
import { Lis02Assembler } from '../../shared/instruments/protocols/lis02-assembler.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { readCapture } from '../instruments/capture-file.ts';
import { blocksIn, freshenBlock } from './block-messages.ts';

/** One message a simulated instrument can send: its records without CR, or its one block with the marks around it. */
export interface SimulatedMessage {
  /** Name of the capture it is from, and its place in it. */
  readonly name: string;
  readonly records: readonly Uint8Array[];
}

/**
 * The messages in a definition's captures (`captures/*.jsonl`), by file name and then in the order they were sent.
 *
 * @param definition whose captures they are; left out they are LIS02
 * @throws AppError `simulate/no-captures`
 */
export async function readCaptureMessages(
  folder: string,
  definition: InstrumentDefinition | null = null,
): Promise<SimulatedMessage[]> {
  const files = await readdir(folder).catch(() => []);
  const messages: SimulatedMessage[] = [];
  for (const file of files.filter((name) => /(?<!\.signals)\.jsonl$/.test(name)).sort()) {
    const bytes = await readFile(join(folder, file));
    messages.push(...messagesOf(file.replace(/\.jsonl$/, ''), bytes, definition));
  }
  if (messages.length === 0) throw new AppError('simulate/no-captures', { folder });
  return messages;
}

/**
 * Messages of the device that sent the first one: one simulated instrument has one identity, and a line with two would
 * rightly be called a line with two talkers.
 */
export function ofOneSender(messages: readonly SimulatedMessage[]): SimulatedMessage[] {
  const [first] = messages;
  if (first === undefined) return [];
  return messages.filter((message) => senderOf(message) === senderOf(first));
}

/** H.5, by the delimiter the header declares. */
function senderOf({ records }: SimulatedMessage): string {
  const header = Buffer.from(records[0] ?? []).toString('latin1');
  return header.split(header.charAt(1))[4] ?? '';
}

/** The whole messages of one capture. */
export function messagesOf(
  name: string,
  capture: Uint8Array,
  definition: InstrumentDefinition | null = null,
): SimulatedMessage[] {
  const driver = definition === null ? null : findDriver(definition);
  if (definition !== null && driver !== null) {
    const sent = Buffer.concat(readCapture(capture).steps.map(({ bytes }) => bytes));
    return blocksIn(driver, definition, sent)
      .filter(({ text }) => driver.verify(definition, text) !== 'failed')
      .map(({ raw }, index) => ({ name: `${name} ${index + 1}`, records: [raw] }));
  }
  const framer = createLis01Framer();
  const assembler = new Lis02Assembler('ok');
  const messages: SimulatedMessage[] = [];
  let ref = 0;
  const take = (value: FramingValue): void => {
    if (value.kind !== 'frame') return;
    ref += 1;
    for (const assembled of assembler.add(value.text, value.end, ref)) {
      if (assembled.kind !== 'complete') continue;
      messages.push({ name: `${name} ${messages.length + 1}`, records: splitRecords(assembled.message.bytes) });
    }
  };
  for (const { bytes } of readCapture(capture).steps) framer.feed(bytes, take);
  framer.flush(take);
  return messages;
}

function splitRecords(bytes: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  let start = 0;
  for (let index = 0; index <= bytes.length; index += 1) {
    const byte = bytes[index];
    if (index < bytes.length && byte !== 0x0d && byte !== 0x0a) continue;
    if (index > start) records.push(bytes.slice(start, index));
    start = index + 1;
  }
  return records;
}

/**
 * The same message as if it had been measured now: every date-time of 14 digits becomes `now`, so that it is another
 * message and not a re-send (decision 4). A message without such a time stays what it is.
 *
 * @param definition whose message it is; left out it is LIS02
 */
export function freshen(
  { name, records }: SimulatedMessage,
  now: Date,
  definition: InstrumentDefinition | null = null,
): SimulatedMessage {
  if (definition !== null && findDriver(definition) !== null) {
    return { name, records: records.map((record) => freshenBlock(definition, record, now)) };
  }
  const stamp = now.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const fresh = records.map((record) =>
    Buffer.from(
      Buffer.from(record)
        .toString('latin1')
        .replace(/(?<!\d)20\d{12}(?!\d)/g, stamp),
      'latin1',
    ),
  );
  return { name, records: fresh };
}
