import { Slab } from '../../framing/slab.ts';
import { CONTROL_BYTES, type EmitValue, type Framer } from '../../framing/values.ts';

/**
 * Records of the 8-digit format: an optional STX, a letter (`A` a sample, `B` and `C` controls), digits, 0x1A. Logs leave
 * the STX out, so a letter begins a record too.
 */
const STX = 0x02;
const END = 0x1a;
const FIRST_CONTROL_CODE = 0x20;
const FIRST_LETTER = 0x41;
const LAST_LETTER = 0x43;
/** A sample has 2,454 bytes; what is longer is no record. */
const MAX_RECORD_BYTES = 8_192;

/** A new framer; the `text` of its `line` values is the letter and what follows, without STX and 0x1A. */
export const createMindray8idFramer = (): Framer => new Mindray8idFramer();

class Mindray8idFramer implements Framer {
  readonly silenceMs = null;
  private readonly held = new Slab();
  private isInside = false;
  private hasStx = false;

  feed(chunk: Uint8Array, emit: EmitValue): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.isInside ? this.takeInside(chunk, at, emit) : this.takeOutside(chunk, at, emit);
    }
    if (!this.isInside) this.giveNoise(false, emit);
  }

  expire(): void {
    // The end has a mark: nothing waits for silence.
  }

  flush(emit: EmitValue): void {
    this.giveNoise(this.isInside, emit);
    this.isInside = false;
  }

  private takeOutside(chunk: Uint8Array, at: number, emit: EmitValue): number {
    const byte = chunk[at]!;
    const begins = byte === STX || (byte >= FIRST_LETTER && byte <= LAST_LETTER);
    if (begins || byte === CONTROL_BYTES.ENQ) this.giveNoise(false, emit);
    if (byte === CONTROL_BYTES.ENQ) {
      emit({ kind: 'control', control: 'ENQ', raw: Uint8Array.of(byte) });
      return at + 1;
    }
    this.held.add(chunk, at, at + 1);
    this.isInside = begins;
    this.hasStx = byte === STX;
    return at + 1;
  }

  /** Takes digits up to the next control character, which ends the record, breaks it off or begins the next one. */
  private takeInside(chunk: Uint8Array, from: number, emit: EmitValue): number {
    const room = Math.min(chunk.length, from + MAX_RECORD_BYTES - this.held.length);
    let at = from;
    while (at < room && chunk[at]! >= FIRST_CONTROL_CODE) at += 1;
    this.held.add(chunk, from, at);
    if (at === chunk.length) return at;
    if (at < room && chunk[at] === END) {
      this.held.add(chunk, at, at + 1);
      this.giveRecord(emit);
      return at + 1;
    }
    // A garbled record, or one that lost its end: what stands here may begin the next.
    this.giveNoise(true, emit);
    this.isInside = false;
    return at;
  }

  private giveRecord(emit: EmitValue): void {
    const raw = this.held.take();
    const text = raw.subarray(this.hasStx ? 1 : 0, raw.length - 1);
    this.isInside = false;
    if (text.length === 0) emit({ kind: 'noise', isInsideFrame: false, raw });
    else emit({ kind: 'line', text, raw });
  }

  private giveNoise(isInsideFrame: boolean, emit: EmitValue): void {
    if (this.held.length > 0) emit({ kind: 'noise', isInsideFrame, raw: this.held.take() });
  }
}
