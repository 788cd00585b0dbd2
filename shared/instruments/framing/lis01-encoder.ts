import { concatBytes } from '../../kernel/bytes.ts';
import { AppError } from '../../kernel/errors.ts';

/** Records -> LIS01 frames, for the simulators and for whatever else sends. */

/** E1381-95 6.3.1: 247 characters in all, 240 of them text. LIS01-A2 advises large frames on TCP only. */
export const E1381_95_TEXT_BYTES = 240;

const STX = 0x02;
const ETX = 0x03;
const ETB = 0x17;
const CR = 0x0d;
const LF = 0x0a;

/** LIS01-A2 6.6: SOH STX ETX EOT ENQ ACK, LF, DLE, DC1 to DC4, NAK, SYN, ETB may not stand in text. */
const isRestricted = new Uint8Array(256);
for (const byte of [1, 2, 3, 4, 5, 6, 0x0a, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17]) isRestricted[byte] = 1;

export interface FrameText {
  readonly text: Uint8Array;
  readonly end: 'ETX' | 'ETB';
}

export interface FrameSplitting {
  /** `record`: every record begins a new frame, as E1394 practice is. `message`: the whole message is one stream. */
  readonly packing: 'record' | 'message';
  readonly maxTextBytes: number;
  /** With `record` packing: does each record end with ETX, or only the last one of the message? */
  readonly etx: 'each-record' | 'message-end';
  /** Some analyzers (Sysmex CS) send no CR before ETX. */
  readonly recordEnd: 'cr' | 'none';
}

export const DEFAULT_SPLITTING: FrameSplitting = {
  packing: 'record',
  maxTextBytes: E1381_95_TEXT_BYTES,
  etx: 'each-record',
  recordEnd: 'cr',
};

/** Two upper-case hex digits: the sum of the bytes modulo 256. `body` runs from the frame number through ETX or ETB. */
export function frameChecksum(body: Uint8Array): string {
  let sum = 0;
  for (const byte of body) sum += byte;
  return (sum & 0xff).toString(16).toUpperCase().padStart(2, '0');
}

/**
 * One whole frame, STX to LF.
 *
 * Throws `lis01/frame-number-out-of-range` for a number that is not 0 to 7 and `lis01/restricted-character` for text
 * with a byte that LIS01-A2 6.6 forbids.
 */
export function encodeFrame(number: number, { text, end }: FrameText): Uint8Array {
  if (!(Number.isInteger(number) && number >= 0 && number <= 7)) {
    throw new AppError('lis01/frame-number-out-of-range', { number });
  }
  const restrictedAt = text.findIndex((byte) => isRestricted[byte] === 1);
  if (restrictedAt >= 0) {
    throw new AppError('lis01/restricted-character', { at: restrictedAt, byte: text[restrictedAt]! });
  }
  const frame = new Uint8Array(text.length + 7);
  frame[0] = STX;
  frame[1] = 0x30 + number;
  frame.set(text, 2);
  frame[text.length + 2] = end === 'ETX' ? ETX : ETB;
  const digits = frameChecksum(frame.subarray(1, text.length + 3));
  frame[text.length + 3] = digits.charCodeAt(0);
  frame[text.length + 4] = digits.charCodeAt(1);
  frame[text.length + 5] = CR;
  frame[text.length + 6] = LF;
  return frame;
}

/**
 * Cuts records (without CR) into frame texts. Every H record begins a new frame and the frame before it ends with ETX:
 * two messages never share a frame (LIS01-A2 6.3). Throws a `RangeError` when `maxTextBytes` is below 1.
 */
export function splitIntoFrameTexts(
  records: readonly Uint8Array[],
  options: Partial<FrameSplitting> = {},
): readonly FrameText[] {
  const { packing, maxTextBytes, etx, recordEnd } = { ...DEFAULT_SPLITTING, ...options };
  if (maxTextBytes < 1) throw new RangeError('maxTextBytes must be at least 1');
  const ended = records.map((record) => (recordEnd === 'cr' ? concatBytes([record, Uint8Array.of(CR)]) : record));
  const streams: { bytes: Uint8Array; isMessageEnd: boolean }[] = [];
  for (const message of splitAtHeaders(ended)) {
    const parts = packing === 'message' ? [concatBytes(message)] : message;
    parts.forEach((bytes, index) => {
      streams.push({ bytes, isMessageEnd: index === parts.length - 1 });
    });
  }
  const texts: FrameText[] = [];
  for (const { bytes, isMessageEnd } of streams) {
    const lastStart = Math.max(0, Math.ceil(bytes.length / maxTextBytes) - 1) * maxTextBytes;
    for (let start = 0; start <= lastStart; start += maxTextBytes) {
      const isEnd = start === lastStart && (isMessageEnd || etx === 'each-record');
      texts.push({ text: bytes.subarray(start, start + maxTextBytes), end: isEnd ? 'ETX' : 'ETB' });
    }
  }
  return texts;
}

/** All frames of these records, numbered from `firstNumber` (1 after an ENQ) on: ...6, 7, 0, 1... Throws as `encodeFrame`. */
export function encodeFrames(
  records: readonly Uint8Array[],
  options: Partial<FrameSplitting> & { readonly firstNumber?: number } = {},
): readonly Uint8Array[] {
  const first = options.firstNumber ?? 1;
  return splitIntoFrameTexts(records, options).map((text, index) =>
    encodeFrame(index === 0 ? first : (first + index) % 8, text),
  );
}

function splitAtHeaders(records: readonly Uint8Array[]): Uint8Array[][] {
  const messages: Uint8Array[][] = [];
  for (const record of records) {
    const isHeader = record[0] === 0x48 || record[0] === 0x68;
    if (isHeader || messages.length === 0) messages.push([]);
    messages.at(-1)!.push(record);
  }
  return messages;
}
