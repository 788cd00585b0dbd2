import type { EmitValue, Framer } from './values.ts';

/**
 * Blocks between a start and an end mark, without a checksum: the vendor formats of the kind STX .. ETX. A block comes out
 * as a `line` value whose text is what stands between the marks.
 */

/** Longest block kept; fixed-width result blocks with their curves stay below 16 kB. */
export const MAX_BLOCK_BYTES = 65_536;

export interface MarkedFramerOptions {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  /** A longer block comes out as noise. */
  readonly maxBlockBytes?: number;
  /** The start mark can not stand inside a block: where it does, the block before lost its end and is noise. */
  readonly isStartUnique?: boolean;
}

/** A new framer. Throws a `RangeError` for an empty mark. Empty blocks, and bytes outside blocks, are noise. */
export function createMarkedFramer(options: MarkedFramerOptions): Framer {
  const { start, end, maxBlockBytes = MAX_BLOCK_BYTES, isStartUnique = false } = options;
  if (start.length === 0 || end.length === 0) throw new RangeError('a mark needs at least one byte');
  return new MarkedFramer(start, end, maxBlockBytes, isStartUnique);
}

class MarkedFramer implements Framer {
  readonly silenceMs = null;
  private readonly start: Uint8Array;
  private readonly end: Uint8Array;
  private readonly maxBlockBytes: number;
  private readonly isStartUnique: boolean;
  private buffer: Uint8Array = new Uint8Array(1_024);
  /**
   * What is not given out yet stands from `first` to `last`: a possible beginning of the start mark, or the block so far
   * with its start mark.
   */
  private first = 0;
  private last = 0;
  private isInside = false;

  constructor(start: Uint8Array, end: Uint8Array, maxBlockBytes: number, isStartUnique: boolean) {
    this.start = start;
    this.end = end;
    this.maxBlockBytes = maxBlockBytes;
    this.isStartUnique = isStartUnique;
  }

  feed(chunk: Uint8Array, emit: EmitValue): void {
    const heldCount = this.last - this.first;
    this.append(chunk);
    // What was held has been searched, but for a mark that the cut fell into.
    const searched = heldCount - Math.max(this.start.length, this.end.length) + 1;
    let from = this.first + Math.max(this.isInside ? this.start.length : 0, searched);
    while (this.step(from, emit)) from = this.first + (this.isInside ? this.start.length : 0);
    if (!this.isInside && this.first < this.last) {
      const held = this.buffer.subarray(this.first, this.last);
      this.giveNoise(held.length - partialMatch(held, this.start), false, emit);
    }
  }

  expire(): void {
    // Nothing of this framing waits for silence.
  }

  flush(emit: EmitValue): void {
    this.giveNoise(this.last - this.first, this.isInside, emit);
    this.isInside = false;
  }

  /** Finds the next mark from a place of the buffer on, gives out what stands before it; false where there is none. */
  private step(from: number, emit: EmitValue): boolean {
    if (!this.isInside) {
      const at = findMark(this.buffer, this.start, from, this.last);
      if (at < 0) return false;
      this.giveNoise(at - this.first, false, emit);
      this.isInside = true;
      return true;
    }
    const at = findMark(this.buffer, this.end, from, this.last, this.isStartUnique ? this.start : null);
    if (at >= 0 && this.isStartUnique && isMark(this.buffer, this.start, at) && at - this.first <= this.maxBlockBytes) {
      this.giveNoise(at - this.first, true, emit);
      return true;
    }
    const length = (at < 0 ? this.last : at + this.end.length) - this.first;
    if (length > this.maxBlockBytes) {
      this.giveNoise(this.maxBlockBytes, true, emit);
      this.isInside = false;
      return true;
    }
    if (at < 0) return false;
    this.giveBlock(length, emit);
    return true;
  }

  private append(chunk: Uint8Array): void {
    const heldCount = this.last - this.first;
    if (this.last + chunk.length > this.buffer.length) {
      const needed = heldCount + chunk.length;
      const target =
        needed > this.buffer.length ? new Uint8Array(Math.max(needed, this.buffer.length * 2)) : this.buffer;
      target.set(this.buffer.subarray(this.first, this.last), 0);
      this.buffer = target;
      this.first = 0;
      this.last = heldCount;
    }
    this.buffer.set(chunk, this.last);
    this.last += chunk.length;
  }

  /** The next `length` bytes, given away as a copy: the buffer is written over. */
  private cut(length: number): Uint8Array {
    const raw = this.buffer.slice(this.first, this.first + length);
    this.first += length;
    if (this.first === this.last) {
      this.first = 0;
      this.last = 0;
    }
    return raw;
  }

  private giveBlock(length: number, emit: EmitValue): void {
    const raw = this.cut(length);
    this.isInside = false;
    const text = raw.subarray(this.start.length, length - this.end.length);
    if (text.length === 0) emit({ kind: 'noise', isInsideFrame: false, raw });
    else emit({ kind: 'line', text, raw });
  }

  private giveNoise(length: number, isInsideFrame: boolean, emit: EmitValue): void {
    if (length > 0) emit({ kind: 'noise', isInsideFrame, raw: this.cut(length) });
  }
}

/**
 * Place of a whole mark (or of the other one) from `from` on and before `to`, or minus one. A plain loop: reads are short,
 * and a call into the platform for each costs more than the bytes.
 */
function findMark(
  bytes: Uint8Array,
  mark: Uint8Array,
  from: number,
  to: number,
  other: Uint8Array | null = null,
): number {
  const head = mark[0];
  const otherHead = other === null ? head : other[0];
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte !== head && byte !== otherHead) continue;
    if (at + mark.length <= to && isMark(bytes, mark, at)) return at;
    if (other !== null && at + other.length <= to && isMark(bytes, other, at)) return at;
  }
  return -1;
}

function isMark(bytes: Uint8Array, mark: Uint8Array, at: number): boolean {
  for (let index = 0; index < mark.length; index += 1) if (bytes[at + index] !== mark[index]) return false;
  return true;
}

/** How many bytes at the end of `bytes` could be the beginning of `mark`. */
function partialMatch(bytes: Uint8Array, mark: Uint8Array): number {
  for (let length = Math.min(bytes.length, mark.length - 1); length > 0; length -= 1) {
    const tail = bytes.length - length;
    if (mark.subarray(0, length).every((byte, index) => bytes[tail + index] === byte)) return length;
  }
  return 0;
}
