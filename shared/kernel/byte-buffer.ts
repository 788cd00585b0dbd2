/** A growing row of bytes. `take` hands out a copy and empties it; the room it grew to is kept for the next use. */
export class ByteBuffer {
  private room: Uint8Array;
  private used = 0;

  constructor(firstRoom = 256) {
    this.room = new Uint8Array(firstRoom);
  }

  get length(): number {
    return this.used;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.room.set(bytes, this.used);
    this.used += bytes.length;
  }

  appendByte(byte: number): void {
    this.reserve(1);
    this.room[this.used] = byte;
    this.used += 1;
  }

  /** The byte at `index`, counted from the end when negative; undefined outside. */
  at(index: number): number | undefined {
    const place = index < 0 ? this.used + index : index;
    return place < this.used ? this.room[place] : undefined;
  }

  /** A copy of everything; the buffer is empty afterwards. */
  take(): Uint8Array {
    const bytes = this.room.slice(0, this.used);
    this.used = 0;
    return bytes;
  }

  private reserve(count: number): void {
    const needed = this.used + count;
    if (needed <= this.room.length) return;
    const grown = new Uint8Array(Math.max(needed, this.room.length * 2));
    grown.set(this.room.subarray(0, this.used));
    this.room = grown;
  }
}
