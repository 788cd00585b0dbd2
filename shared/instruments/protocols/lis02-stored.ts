import type { ChecksumVerdict } from '../signals.ts';
import { type Lis02Message, type Lis02Options, parseLis02 } from './lis02.ts';
import { type Assembled, Lis02Assembler } from './lis02-assembler.ts';
import { FIELDS_BY_TYPE } from './lis02-fields.ts';
import { readStoredFrames } from './stored-frames.ts';
import { countsOn, dropRepeats, isAfterGap } from './stored-repeats.ts';
import { readTextMessages, worstVerdict } from './stored-text.ts';
import { readAnnotatedTrace } from './stored-trace.ts';

/**
 * A stored file -> LIS02 messages: raw line captures, captures whose line ends a logger changed, frames whose control
 * characters were stripped, plain text, annotated traces of a line monitor. Nobody can be asked to send again, so what is
 * there is given, each message with its checksum verdict (decision 7); nothing with `failed` may become a record.
 */

export interface StoredLis02 {
  readonly message: Lis02Message;
  /** The worst of its frames. */
  readonly checksum: ChecksumVerdict;
  /** No L record: the file ends in mid-message, or the device never sends one. */
  readonly isPartial: boolean;
}

const STX = 0x02;
const LINE_END = Uint8Array.of(0x0d);

/** All messages of a stored file, in order, one by one: only the file itself and one message are held. Never throws. */
export function* readStoredLis02(bytes: Uint8Array, options: Lis02Options = {}): Generator<StoredLis02> {
  const wire = bytes.includes(STX) ? bytes : (readAnnotatedTrace(bytes) ?? bytes);
  if (wire.includes(STX)) {
    yield* readFramed(wire, options);
    return;
  }
  for (const { bytes: records, checksum, isCut } of readTextMessages(wire)) {
    const message = parseLis02(records, { ...options, isCut });
    if (isMessage(message)) yield { message, checksum, isPartial: !message.isTerminated };
  }
}

/** Chance puts a lone letter, or an H and a sign, on a line of any file; a message has a header or a record with fields. */
function isMessage({ records }: Lis02Message): boolean {
  return records.some(({ type, fields: [, second] }) => {
    if (second === undefined) return false;
    return type === 'H' ? /^[!-/:-@[-`{-~]{0,5}$/.test(second) : Object.hasOwn(FIELDS_BY_TYPE, type);
  });
}

function* readFramed(wire: Uint8Array, options: Lis02Options): Generator<StoredLis02> {
  const isCounting = countsOn(readStoredFrames(wire));
  const assembler = new Lis02Assembler('ok');
  const verdicts: ChecksumVerdict[] = [];
  function* give(assembled: Assembled | null, isCut = false): Generator<StoredLis02> {
    if (assembled === null) return;
    const message = parseLis02(assembled.message, { ...options, isCut });
    if (!isMessage(message)) return;
    const checksum = assembled.message.refs.map((ref) => verdicts[ref]!).reduce(worstVerdict, 'ok');
    yield { message, checksum, isPartial: assembled.kind === 'partial' };
  }
  function* giveRest(): Generator<StoredLis02> {
    const isCut = assembler.isInRecord;
    yield* give(assembler.drop('ended-early'), isCut);
  }
  let before = null;
  for (const frame of dropRepeats(readStoredFrames(wire), isCounting)) {
    const isOther = before !== null && before.transfer !== frame.transfer;
    if (isOther || assembler.isOverfull(frame.text.length)) yield* giveRest();
    // Two halves of different records must not become one: the rest of the lost one stays a stray line.
    else if (before !== null && isAfterGap(frame, before, isCounting)) {
      for (const assembled of assembler.add(LINE_END, 'ETX', verdicts.length - 1)) yield* give(assembled);
    }
    verdicts.push(frame.verdict);
    const end = frame.end === 'ETB' ? 'ETB' : 'ETX';
    for (const assembled of assembler.add(frame.text, end, verdicts.length - 1)) yield* give(assembled);
    before = frame;
  }
  yield* giveRest();
}
