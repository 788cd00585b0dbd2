import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver, readStoredBlocks } from '../../shared/instruments/drivers/all.ts';
import type { BlockDriver } from '../../shared/instruments/drivers/driver.ts';
import { createLis01Framer } from '../../shared/instruments/framing/lis01-framer.ts';
import type { FrameValue, FramingValue } from '../../shared/instruments/framing/values.ts';
import { type Assembled, Lis02Assembler } from '../../shared/instruments/protocols/lis02-assembler.ts';
import { equalBytes } from '../../shared/kernel/bytes.ts';
import type { WireEntry } from '../store/types.ts';
import type { HeardMessage } from './session.ts';

/** Frames that came twice because their ACK was lost: no message needs the second ones. */
export interface Duplicates {
  readonly duplicates: readonly number[];
}

/**
 * Messages, whole or partial, from frames that are in the wire store but in no message. What was whole becomes the
 * message it is; the rest is a partial message, shown until a re-send completes it (decision 5).
 *
 * @param groups frames of one instrument by conversation, in arrival order
 */
export function recoverConversations(
  groups: readonly { readonly conversation: string; readonly entries: readonly WireEntry[] }[],
  definition: InstrumentDefinition,
): (HeardMessage | Duplicates)[] {
  const driver = findDriver(definition);
  return groups.flatMap(({ conversation, entries }) =>
    driver === null ? recoverOne(conversation, entries) : recoverBlocks(driver, definition, conversation, entries),
  );
}

/** Each stored block is a message of its own; bytes that are no block settle as what nobody needs. */
function recoverBlocks(
  driver: BlockDriver,
  definition: InstrumentDefinition,
  conversation: string,
  entries: readonly WireEntry[],
): (HeardMessage | Duplicates)[] {
  return entries.map(({ id, bytes, wallAt }) => {
    const [stored] = readStoredBlocks(driver, definition, bytes, { asSent: true });
    if (stored === undefined || stored.checksum === 'failed') return { duplicates: [id] };
    const checksum = stored.checksum === 'absent' ? 'absent' : 'ok';
    return { bytes: stored.block, checksum, conversation, receivedAt: wallAt, frames: [id], partial: null };
  });
}

function recoverOne(conversation: string, entries: readonly WireEntry[]): (HeardMessage | Duplicates)[] {
  const assembler = new Lis02Assembler('ok');
  const found: (HeardMessage | Duplicates)[] = [];
  const duplicates: number[] = [];
  const timeOf = new Map(entries.map((entry) => [entry.id, entry.wallAt]));
  const give = (assembled: Assembled | null): void => {
    if (assembled === null) return;
    const { refs, bytes, checksum } = assembled.message;
    const partial = assembled.kind === 'complete' ? null : assembled.reason;
    const receivedAt = timeOf.get(refs.at(-1) ?? 0) ?? entries.at(-1)?.wallAt ?? '';
    found.push({ bytes, checksum, conversation, receivedAt, frames: refs, partial });
  };
  let last: FrameValue | null = null;
  for (const { id, bytes } of entries) {
    const frame = frameOf(bytes);
    if (frame === null) {
      duplicates.push(id);
      continue;
    }
    if (last !== null && last.number === frame.number && last.end === frame.end && equalBytes(last.text, frame.text)) {
      duplicates.push(id);
      continue;
    }
    last = frame;
    for (const assembled of assembler.add(frame.text, frame.end, id)) give(assembled);
  }
  give(assembler.drop('link-closed'));
  return duplicates.length > 0 ? [...found, { duplicates }] : found;
}

/** The frame that stored bytes are, or null for bytes that are none. */
function frameOf(bytes: Uint8Array): FrameValue | null {
  const values: FramingValue[] = [];
  const framer = createLis01Framer();
  framer.feed(bytes, (value) => values.push(value));
  framer.flush((value) => values.push(value));
  return values.find((value) => value.kind === 'frame') ?? null;
}
