import { Slab } from '../../framing/slab.ts';
import type { EmitValue, Framer } from '../../framing/values.ts';
import { ANSWER_BYTES, ANSWER_END, ANSWER_START, MODEL_DIGITS } from './answer.ts';

const CR = 0x0d;
/**
 * An answer comes without a pause: 45 bytes take 47 ms at 9600 baud. What stands still for so long is over (our choice: an
 * adapter gathers bytes for tens of milliseconds).
 */
const SILENCE_MS = 250;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;

/**
 * A new framer of a K204's answers: 45 bytes from 0x02 to 0x03, or three digits and CR (no letter or digit before them). Their
 * `line` values have the 45 bytes, or the digits, as `text`. 45 bytes without their end are rejected with `bad-length`, fewer
 * before a silence with `cut-off`, and the search goes on at the next 0x02 inside them. Keeps 45 bytes at most.
 */
export const createK204Framer = (): Framer => new K204Framer();

class K204Framer implements Framer {
  private readonly held = new Uint8Array(ANSWER_BYTES);
  private readonly pieces = new Slab();
  private length = 0;
  /** What is held begins with a start mark. */
  private isInside = false;
  /** It does so inside an answer that was rejected: it is told of once. */
  private isRest = false;
  /** So many bytes at the end of what is held may be a model. */
  private digits = 0;
  private isAfterText = false;

  get silenceMs(): number | null {
    return this.length > 0 ? SILENCE_MS : null;
  }

  feed(chunk: Uint8Array, emit: EmitValue): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.isInside) at = this.takeInside(chunk, at, emit);
      else this.takeOutside(chunk[at++]!, emit);
    }
    if (!this.isInside) this.giveNoise(this.length - this.digits, emit);
  }

  expire(emit: EmitValue): void {
    if (this.isInside && !this.isRest) this.reject('cut-off', this.length, emit);
    else this.giveNoise(this.length, emit);
    this.startAnew();
  }

  flush(emit: EmitValue): void {
    this.expire(emit);
  }

  private takeInside(chunk: Uint8Array, from: number, emit: EmitValue): number {
    const { held } = this;
    const end = Math.min(chunk.length, from + ANSWER_BYTES - this.length);
    for (let at = from; at < end; at += 1) held[this.length++] = chunk[at]!;
    if (this.length < ANSWER_BYTES) return end;
    if (held[ANSWER_BYTES - 1] === ANSWER_END) {
      const raw = this.take(ANSWER_BYTES);
      this.startAnew();
      emit({ kind: 'line', text: raw, raw });
      return end;
    }
    const isAfterText = isPrintable(held[ANSWER_BYTES - 1]!);
    const next = held.indexOf(ANSWER_START, 1);
    const count = next < 0 ? ANSWER_BYTES : next;
    if (this.isRest) this.giveNoise(count, emit);
    else this.reject('bad-length', count, emit);
    if (next < 0) {
      this.startAnew();
      this.isAfterText = isAfterText;
    } else this.isRest = true;
    return end;
  }

  private takeOutside(byte: number, emit: EmitValue): void {
    if (byte === ANSWER_START) {
      this.giveNoise(this.length, emit);
      this.startAnew();
      this.isInside = true;
    }
    if (byte === CR && this.digits === MODEL_DIGITS) {
      this.giveNoise(this.length - MODEL_DIGITS, emit);
      this.held[this.length++] = byte;
      const raw = this.take(this.length);
      this.startAnew();
      emit({ kind: 'line', text: raw.subarray(0, MODEL_DIGITS), raw });
      return;
    }
    if (this.length === ANSWER_BYTES) this.giveNoise(this.length - this.digits, emit);
    this.held[this.length++] = byte;
    const goesOn = this.digits > 0 ? this.digits < MODEL_DIGITS : !this.isAfterText;
    this.digits = isDigit(byte) && goesOn ? this.digits + 1 : 0;
    this.isAfterText = isPrintable(byte);
  }

  private startAnew(): void {
    this.isInside = false;
    this.isRest = false;
    this.digits = 0;
    this.isAfterText = false;
  }

  /** The first `count` bytes of what is held, as a piece of their own. */
  private take(count: number): Uint8Array {
    const piece = this.pieces.of(this.held, count);
    this.held.copyWithin(0, count, this.length);
    this.length -= count;
    return piece;
  }

  private giveNoise(count: number, emit: EmitValue): void {
    if (count > 0) emit({ kind: 'noise', isInsideFrame: this.isInside, raw: this.take(count) });
  }

  private reject(reason: 'bad-length' | 'cut-off', count: number, emit: EmitValue): void {
    emit({ kind: 'rejected', reason, answer: 'none', raw: this.take(count) });
  }
}
