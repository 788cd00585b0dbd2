/** Most pieces are short: hundreds of them share one allocation. */
const SLAB_BYTES = 16_384;

/**
 * Bytes that are gathered and then given away as one piece. A piece is never written to again; pieces lie side by side in
 * memory they share, so a short one costs no allocation of its own.
 */
export class Slab {
  private bytes = new Uint8Array(SLAB_BYTES);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** Adds the bytes of `chunk` from `from` to before `to`. */
  add(chunk: Uint8Array, from: number, to: number): void {
    const count = to - from;
    if (this.end + count > this.bytes.length) this.grow(count);
    const { bytes } = this;
    let end = this.end;
    // A few bytes are copied faster by hand than through a view of them.
    for (let at = from; at < to; at += 1) bytes[end++] = chunk[at]!;
    this.end = end;
  }

  /** What was gathered behind the first `from` bytes; good until the next `add`. */
  viewFrom(from: number): Uint8Array {
    return this.bytes.subarray(this.start + from, this.end);
  }

  /** Everything gathered, as a piece of its own. */
  take(): Uint8Array {
    const piece = this.bytes.subarray(this.start, this.end);
    this.start = this.end;
    return piece;
  }

  /** The first `length` bytes of `source`, as a piece of its own. */
  of(source: Uint8Array, length: number): Uint8Array {
    this.add(source, 0, length);
    return this.take();
  }

  private grow(count: number): void {
    const { length } = this;
    const wanted = length + count;
    const grown = new Uint8Array(Math.max(SLAB_BYTES, wanted > SLAB_BYTES ? wanted * 2 : 0));
    grown.set(this.bytes.subarray(this.start, this.end));
    this.bytes = grown;
    this.start = 0;
    this.end = length;
  }
}
