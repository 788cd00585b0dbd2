import { Slab } from './slab.ts';
import type { EmitValue, Framer } from './values.ts';

/** Lines of text: MT-SICS (CR LF), and LIS02 records that come without LIS01 frames (CR, LF or both). */

/** Longest line kept; an MT-SICS answer is far below 200 characters, a LIS02 record with an image may be long. */
export const MAX_LINE_BYTES = 65_536;

const LF = 0x0a;
const CR = 0x0d;

export interface LineFramerOptions {
  /**
   * `crlf`: LF ends a line, a CR before it belongs to the end (a lone CR stays text). `any`: CR, LF or any run of them.
   */
  readonly end: 'crlf' | 'any';
  /** A longer line comes out as noise, whole. */
  readonly maxLineBytes?: number;
  /** When set, a line without its end is taken as finished after so much silence. */
  readonly silenceMs?: number;
}

/** A new framer. Empty lines and stray line ends come out as noise, so every byte comes out once. */
export function createLineFramer(options: LineFramerOptions): Framer {
  return new LineFramer(options.end, options.maxLineBytes ?? MAX_LINE_BYTES, options.silenceMs ?? null);
}

class LineFramer implements Framer {
  private readonly end: 'crlf' | 'any';
  private readonly maxLineBytes: number;
  private readonly silenceLimitMs: number | null;
  private readonly held = new Slab();
  private isTooLong = false;

  constructor(end: 'crlf' | 'any', maxLineBytes: number, silenceLimitMs: number | null) {
    if (!(Number.isInteger(maxLineBytes) && maxLineBytes > 0)) throw new RangeError('maxLineBytes must be positive');
    this.end = end;
    this.maxLineBytes = maxLineBytes;
    this.silenceLimitMs = silenceLimitMs;
  }

  get silenceMs(): number | null {
    return this.held.length > 0 ? this.silenceLimitMs : null;
  }

  feed(chunk: Uint8Array, emit: EmitValue): void {
    const isAny = this.end === 'any';
    let from = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (byte !== LF && !(isAny && byte === CR)) continue;
      this.put(chunk, from, index + 1, emit);
      this.finish(emit);
      from = index + 1;
    }
    this.put(chunk, from, chunk.length, emit);
  }

  expire(emit: EmitValue): void {
    this.finish(emit);
  }

  flush(emit: EmitValue): void {
    if (this.held.length > 0) emit({ kind: 'noise', isInsideFrame: true, raw: this.held.take() });
    this.isTooLong = false;
  }

  /** Keeps the bytes from `from` to before `to`; a line that grows beyond its bound goes out piece by piece. */
  private put(chunk: Uint8Array, from: number, to: number, emit: EmitValue): void {
    for (let at = from; at < to; ) {
      if (this.held.length === this.maxLineBytes) {
        emit({ kind: 'noise', isInsideFrame: true, raw: this.held.take() });
        this.isTooLong = true;
      }
      const next = Math.min(to, at + this.maxLineBytes - this.held.length);
      this.held.add(chunk, at, next);
      at = next;
    }
  }

  private finish(emit: EmitValue): void {
    if (this.held.length === 0) return;
    const raw = this.held.take();
    const isTooLong = this.isTooLong;
    this.isTooLong = false;
    let textEnd = raw.length;
    if (raw[textEnd - 1] === LF) textEnd -= 1;
    if (textEnd > 0 && raw[textEnd - 1] === CR) textEnd -= 1;
    if (isTooLong || textEnd === 0) emit({ kind: 'noise', isInsideFrame: isTooLong, raw });
    else emit({ kind: 'line', text: raw.subarray(0, textEnd), raw });
  }
}
