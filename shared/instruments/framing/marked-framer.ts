import { concatBytes } from '../../kernel/bytes.ts';
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
}

/** A new framer. Throws a `RangeError` for an empty mark. Empty blocks, and bytes outside blocks, are noise. */
export function createMarkedFramer(options: MarkedFramerOptions): Framer {
  if (options.start.length === 0 || options.end.length === 0) throw new RangeError('a mark needs at least one byte');
  return new MarkedFramer(options.start, options.end, options.maxBlockBytes ?? MAX_BLOCK_BYTES);
}

class MarkedFramer implements Framer {
  readonly silenceMs = null;
  private readonly start: Uint8Array;
  private readonly end: Uint8Array;
  private readonly maxBlockBytes: number;
  /** Bytes that are not given out yet: a possible beginning of the start mark, or the block so far with its start mark. */
  private held: Uint8Array = new Uint8Array(0);
  private isInside = false;

  constructor(start: Uint8Array, end: Uint8Array, maxBlockBytes: number) {
    this.start = start;
    this.end = end;
    this.maxBlockBytes = maxBlockBytes;
  }

  feed(chunk: Uint8Array, emit: EmitValue): void {
    // Where the search may go on: what was held has been searched, but for a mark that the cut fell into.
    let from = Math.max(this.isInside ? this.start.length : 0, this.held.length - this.markLength() + 1);
    this.held = concatBytes([this.held, chunk]);
    for (;;) {
      const at = indexOfBytes(this.held, this.isInside ? this.end : this.start, Math.max(0, from));
      if (at < 0) break;
      if (this.isInside) {
        this.giveBlock(at + this.end.length, emit);
        from = 0;
      } else {
        this.giveNoise(at, false, emit);
        this.isInside = true;
        from = this.start.length;
      }
    }
    if (!this.isInside) this.giveNoise(this.held.length - partialMatch(this.held, this.start), false, emit);
    else if (this.held.length > this.maxBlockBytes) {
      this.giveNoise(this.held.length, true, emit);
      this.isInside = false;
    }
  }

  expire(): void {
    // Nothing of this framing waits for silence.
  }

  flush(emit: EmitValue): void {
    this.giveNoise(this.held.length, this.isInside, emit);
    this.isInside = false;
  }

  private markLength(): number {
    return this.isInside ? this.end.length : this.start.length;
  }

  private giveBlock(length: number, emit: EmitValue): void {
    const raw = this.held.slice(0, length);
    this.held = this.held.slice(length);
    this.isInside = false;
    const text = raw.subarray(this.start.length, length - this.end.length);
    if (text.length === 0) emit({ kind: 'noise', isInsideFrame: false, raw });
    else emit({ kind: 'line', text, raw });
  }

  private giveNoise(length: number, isInsideFrame: boolean, emit: EmitValue): void {
    if (length === 0) return;
    const raw = this.held.slice(0, length);
    this.held = this.held.slice(length);
    emit({ kind: 'noise', isInsideFrame, raw });
  }
}

function indexOfBytes(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(mark[0]!, from); at >= 0; at = bytes.indexOf(mark[0]!, at + 1)) {
    if (mark.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

/** How many bytes at the end of `bytes` could be the beginning of `mark`. */
function partialMatch(bytes: Uint8Array, mark: Uint8Array): number {
  for (let length = Math.min(bytes.length, mark.length - 1); length > 0; length -= 1) {
    const tail = bytes.length - length;
    if (mark.subarray(0, length).every((byte, index) => bytes[tail + index] === byte)) return length;
  }
  return 0;
}
