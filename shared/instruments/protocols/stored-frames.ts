import type { ChecksumVerdict } from '../signals.ts';

/** LIS01 frames in a stored file. Loggers turn CR into LF or CR LF inside frames; the checksum tells when that can be undone. */

export interface StoredFrame {
  /** 0 to 7 (some devices count on to 9), or null where the frame has none. */
  readonly number: number | null;
  /** Text with its line ends restored, where the checksum proves them. */
  readonly text: Uint8Array;
  /** `cut`: the frame has no end; its text holds the records that were over by then. */
  readonly end: 'ETX' | 'ETB' | 'cut';
  readonly verdict: ChecksumVerdict;
  /** Counts up where ENQ or EOT stands before a frame: what repeats in another transfer is no repeat. */
  readonly transfer: number;
  readonly startsAt: number;
  readonly endsAt: number;
}

const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
const ENQ = 0x05;
const ETB = 0x17;
const LF = 0x0a;
const CR = 0x0d;

type LoneFrame = Omit<StoredFrame, 'transfer'>;

/**
 * Every STX .. ETX|ETB of the file with its verdict. A frame that breaks off (at the file's end, at the end of the
 * transfer, or at another frame's STX) gives the records that were complete by then, unless it was sent again.
 */
export function* readStoredFrames(wire: Uint8Array): Generator<StoredFrame> {
  let transfer = 0;
  let looked = 0;
  let startsAt = wire.indexOf(STX);
  while (startsAt >= 0) {
    const between = wire.subarray(looked, startsAt);
    if (between.includes(EOT) || between.includes(ENQ)) transfer += 1;
    const endIndex = endOf(wire, startsAt + 1);
    const isWhole = endIndex < wire.length && wire[endIndex] !== STX;
    const frame = isWhole ? readFrame(wire, startsAt, endIndex) : readCutFrame(wire, startsAt, endIndex);
    if (frame !== null) yield { ...frame, transfer };
    looked = frame?.endsAt ?? startsAt + 1;
    startsAt = wire.indexOf(STX, endIndex + (isWhole ? 1 : 0));
  }
}

/** Index of the ETX, ETB or STX that comes first, or the length. */
function endOf(wire: Uint8Array, from: number): number {
  for (let index = from; index < wire.length; index += 1) {
    const byte = wire[index]!;
    if (byte === ETX || byte === ETB || byte === STX) return index;
  }
  return wire.length;
}

function readCutFrame(wire: Uint8Array, startsAt: number, endIndex: number): LoneFrame | null {
  const body = wire.subarray(startsAt + 1, endIndex);
  const transferEnd = body.findIndex((byte) => byte === EOT || byte === ENQ);
  const heard = transferEnd < 0 ? body : body.subarray(0, transferEnd);
  const number = numberOf(heard);
  // What comes next under the same number is this frame once more.
  if (number !== null && numberOf(wire.subarray(endIndex + 1)) === number && transferEnd < 0) return null;
  const text = heard.subarray(number === null ? 0 : 1, heard.findLastIndex((byte) => byte === CR || byte === LF) + 1);
  if (text.length === 0) return null;
  return { number, text, end: 'cut', verdict: 'failed', startsAt, endsAt: startsAt + 1 + heard.length };
}

function numberOf(body: Uint8Array): number | null {
  const first = body[0] ?? 0;
  return first >= 0x30 && first <= 0x39 ? first - 0x30 : null;
}

function readFrame(wire: Uint8Array, startsAt: number, endIndex: number): LoneFrame {
  const endByte = wire[endIndex]!;
  const end = endByte === ETX ? 'ETX' : 'ETB';
  const body = wire.subarray(startsAt + 1, endIndex);
  const number = numberOf(body);
  let digitsAt = endIndex + 1;
  while (wire[digitsAt] === CR || wire[digitsAt] === LF) digitsAt += 1;
  const high = hexValue(wire[digitsAt]);
  const low = hexValue(wire[digitsAt + 1]);
  const common = { number, end, startsAt } as const;
  const textOf = (bytes: Uint8Array): Uint8Array => (number === null ? bytes : bytes.subarray(1));
  if (high < 0 || low < 0) return { ...common, text: textOf(body), verdict: 'absent', endsAt: endIndex + 1 };
  const wanted = high * 16 + low;
  const endsAt = digitsAt + 2;
  if (sumOf(body, endByte) === wanted) return { ...common, text: textOf(body), verdict: 'ok', endsAt };
  for (const restore of RESTORATIONS) {
    const restored = restore(body);
    if (sumOf(restored, endByte) === wanted) {
      return { ...common, text: textOf(restored), verdict: 'line-ends-restored', endsAt };
    }
  }
  return { ...common, text: textOf(body), verdict: 'failed', endsAt };
}

/** What loggers did, undone, the likeliest first. Each more would let 1 in 256 damaged frames pass, so there are few. */
const RESTORATIONS: readonly ((body: Uint8Array) => Uint8Array)[] = [
  // CR was written as CR LF: LF after CR goes.
  (body) => body.filter((byte, index) => !(byte === LF && body[index - 1] === CR)),
  // CR was written as LF.
  (body) => body.map((byte) => (byte === LF ? CR : byte)),
  // A line end was added before ETX.
  (body) => body.subarray(0, body.findLastIndex((byte) => byte !== CR && byte !== LF) + 1),
];

function sumOf(body: Uint8Array, endByte: number): number {
  let sum = endByte;
  for (const byte of body) sum += byte;
  return sum & 0xff;
}

function hexValue(byte: number | undefined): number {
  return byte === undefined ? -1 : '0123456789ABCDEF'.indexOf(String.fromCharCode(byte).toUpperCase());
}
