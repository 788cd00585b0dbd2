import type { ChecksumVerdict } from '../signals.ts';

/** LIS01 frames in a stored file. Loggers turn CR into LF or CR LF inside frames; the checksum tells when that can be undone. */

export interface StoredFrame {
  /** 0 to 7, or null where the frame has none. */
  readonly number: number | null;
  /** Text with its line ends restored, where the checksum proves them. */
  readonly text: Uint8Array;
  readonly end: 'ETX' | 'ETB';
  readonly verdict: ChecksumVerdict;
  readonly startsAt: number;
  readonly endsAt: number;
}

const STX = 0x02;
const ETX = 0x03;
const ETB = 0x17;
const LF = 0x0a;
const CR = 0x0d;

/** Every STX .. ETX|ETB of the file with its verdict. A frame cut short by the next STX or the end is left out. */
export function findStoredFrames(wire: Uint8Array): StoredFrame[] {
  const frames: StoredFrame[] = [];
  let startsAt = wire.indexOf(STX);
  while (startsAt >= 0) {
    const endIndex = endOf(wire, startsAt + 1);
    if (endIndex >= 0 && wire[endIndex] !== STX) frames.push(readFrame(wire, startsAt, endIndex));
    const nextFrom = endIndex < 0 ? wire.length : endIndex + (wire[endIndex] === STX ? 0 : 1);
    startsAt = wire.indexOf(STX, nextFrom);
  }
  return frames;
}

/** Index of the ETX, ETB or STX that comes first, or -1. */
function endOf(wire: Uint8Array, from: number): number {
  for (let index = from; index < wire.length; index += 1) {
    const byte = wire[index]!;
    if (byte === ETX || byte === ETB || byte === STX) return index;
  }
  return -1;
}

function readFrame(wire: Uint8Array, startsAt: number, endIndex: number): StoredFrame {
  const endByte = wire[endIndex]!;
  const end = endByte === ETX ? 'ETX' : 'ETB';
  const body = wire.subarray(startsAt + 1, endIndex);
  const first = body[0] ?? 0;
  const isNumbered = first >= 0x30 && first <= 0x37;
  let digitsAt = endIndex + 1;
  while (wire[digitsAt] === CR || wire[digitsAt] === LF) digitsAt += 1;
  const high = hexValue(wire[digitsAt]);
  const low = hexValue(wire[digitsAt + 1]);
  const common = { number: isNumbered ? first - 0x30 : null, end, startsAt } as const;
  const textOf = (bytes: Uint8Array): Uint8Array => (isNumbered ? bytes.subarray(1) : bytes);
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
