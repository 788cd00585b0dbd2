import { latin1ToText } from '../../../kernel/bytes.ts';
import { hexAt } from '../../framing/hex-digits.ts';
import { Slab } from '../../framing/slab.ts';
import type { EmitValue, Framer } from '../../framing/values.ts';

/**
 * Frames of the Diesse MINI-CUBE (user and service manual, as restated): `>`, `00`, LEN, `01`, COM, DATA, CR, CHK. LEN, COM and
 * CHK are two hex digits; CHK is the XOR of every byte from `>` to CR. `>` may stand in DATA (`>140`), CR can not.
 */

const START = 0x3e;
const CR = 0x0d;
const [ZERO, ONE, LETTER_D] = [0x30, 0x31, 0x44];
const COMMAND_AT = 7;
const HEAD_BYTES = 9;
const CHECK_BYTES = 2;
/** Head, at most 255 bytes of data, CR, checksum. */
const MAX_FRAME_BYTES = HEAD_BYTES + 255 + 1 + CHECK_BYTES;

/** What is wrong with a frame; the refusals the instrument knows have a code each. */
export type FrameFault = 'none' | 'general' | 'checksum' | 'length-field' | 'data-length';

interface MiniCubeFrame {
  readonly fault: FrameFault;
  /** In debug mode the checksum's bytes mean nothing. */
  readonly isDebug: boolean;
  /** `51` results, `52` control; the first digit is `D` in debug mode. */
  readonly command: string;
  readonly data: string;
}

/** Reads a frame without judging its data. Takes any bytes. */
export function readFrame(bytes: Uint8Array): MiniCubeFrame {
  const end = bytes.indexOf(CR);
  const text = latin1ToText(bytes);
  const data = text.slice(HEAD_BYTES, Math.max(end, HEAD_BYTES));
  const isDebug = bytes[COMMAND_AT] === LETTER_D;
  return { fault: findFault(bytes, 0, end), isDebug, command: text.slice(COMMAND_AT, HEAD_BYTES), data };
}

/** Judges the frame that begins at `start` and whose CR stands at `end` (-1 for none). */
function findFault(bytes: Uint8Array, start: number, end: number): FrameFault {
  if (end - start < HEAD_BYTES || bytes[start] !== START || bytes[start + 1] !== ZERO || bytes[start + 2] !== ZERO)
    return 'general';
  if (bytes[start + 5] !== ZERO || bytes[start + 6] !== ONE) return 'general';
  const length = hexAt(bytes, start + 3);
  if (length === null) return 'length-field';
  if (length !== end - start - HEAD_BYTES) return 'data-length';
  if (bytes[start + COMMAND_AT] === LETTER_D) return 'none';
  let sum = 0;
  for (let at = start; at <= end; at += 1) sum ^= bytes[at]!;
  return bytes.length === end + 1 + CHECK_BYTES && hexAt(bytes, end + 1) === sum ? 'none' : 'checksum';
}

/** A new framer; its `line` values are whole frames, from `>` to the checksum. */
export function createMiniCubeFramer(): Framer {
  return new MiniCubeFramer();
}

class MiniCubeFramer implements Framer {
  readonly silenceMs = null;
  private readonly buffer = new Uint8Array(MAX_FRAME_BYTES);
  private readonly pieces = new Slab();
  private length = 0;
  /** Bytes of the checksum still to come; -1 before the CR. */
  private missing = -1;

  feed(chunk: Uint8Array, emit: EmitValue): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.missing < 0) at = this.takeData(chunk, at);
      if (at < chunk.length) this.take(chunk[at++]!, emit);
    }
    // Nothing that can not become a frame waits.
    if (this.length > 0 && this.buffer[0] !== START) this.giveNoise(this.length, emit);
  }

  expire(): void {
    // A frame's length is in it: nothing waits for silence.
  }

  flush(emit: EmitValue): void {
    this.giveNoise(this.length, emit);
    this.missing = -1;
  }

  /** Data changes nothing inside a frame: keeps it up to the next mark, or until the buffer is full; answers where that is. */
  private takeData(chunk: Uint8Array, from: number): number {
    const { buffer } = this;
    let { length } = this;
    let at = from;
    for (; at < chunk.length && length < MAX_FRAME_BYTES; at += 1) {
      const byte = chunk[at]!;
      if (byte === CR || byte === START) break;
      buffer[length++] = byte;
    }
    this.length = length;
    return at;
  }

  private take(byte: number, emit: EmitValue): void {
    // The checksum was lost and the next frame begins.
    if (this.missing >= 0 && byte === START) this.finish(emit);
    if (this.length === MAX_FRAME_BYTES) this.giveNoise(this.length, emit);
    this.buffer[this.length] = byte;
    this.length += 1;
    if (this.missing >= 0) {
      this.missing -= 1;
      if (this.missing === 0) this.finish(emit);
    } else if (byte === CR) {
      if (this.buffer[0] === START) this.missing = CHECK_BYTES;
    } else if (byte === START && this.buffer[0] !== START) {
      this.giveNoise(this.length - 1, emit);
      this.buffer[0] = START;
      this.length = 1;
    }
  }

  /** The frame, and before it what only looked like the beginning of one. */
  private finish(emit: EmitValue): void {
    const held = this.pieces.of(this.buffer, this.length);
    this.missing = -1;
    const start = findStart(held);
    if (start > 0) this.giveNoise(start, emit);
    this.length = 0;
    const raw = start === 0 ? held : held.subarray(start);
    emit({ kind: 'line', text: raw, raw });
  }

  private giveNoise(length: number, emit: EmitValue): void {
    if (length > 0) emit({ kind: 'noise', isInsideFrame: this.buffer[0] === START, raw: this.buffer.slice(0, length) });
    this.length = 0;
  }
}

/** Where in a stretch that ends with CR and a checksum the frame begins whose length fits; the first `>` where none does. */
function findStart(bytes: Uint8Array): number {
  const end = bytes.indexOf(CR);
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== START) continue;
    const fault = findFault(bytes, at, end);
    if (fault === 'none' || fault === 'checksum') return at;
  }
  return 0;
}
