import { latin1ToText } from '../../../kernel/bytes.ts';
import type { EmitValue, Framer } from '../../framing/values.ts';

/**
 * Frames of the Diesse MINI-CUBE (user and service manual, as restated): `>`, `00`, LEN, `01`, COM, DATA, CR, CHK. LEN, COM and
 * CHK are two hex digits; CHK is the XOR of every byte from `>` to CR. `>` may stand in DATA (`>140`), CR can not.
 */

const START = 0x3e;
const CR = 0x0d;
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
  const command = text.slice(7, 9);
  const isDebug = command.startsWith('D');
  const data = text.slice(HEAD_BYTES, Math.max(end, HEAD_BYTES));
  const fault = findFault(bytes, text, end, isDebug);
  return { fault, isDebug, command, data };
}

function findFault(bytes: Uint8Array, text: string, end: number, isDebug: boolean): FrameFault {
  if (end < HEAD_BYTES || !text.startsWith('>00') || text.slice(5, 7) !== '01') return 'general';
  const length = text.slice(3, 5);
  if (!/^[0-9A-Fa-f]{2}$/.test(length)) return 'length-field';
  if (Number.parseInt(length, 16) !== end - HEAD_BYTES) return 'data-length';
  let sum = 0;
  for (let at = 0; at <= end; at += 1) sum ^= bytes[at] ?? 0;
  const sent = text.slice(end + 1);
  const isRight = /^[0-9A-Fa-f]{2}$/.test(sent) && Number.parseInt(sent, 16) === sum;
  return isDebug || isRight ? 'none' : 'checksum';
}

/** A new framer; its `line` values are whole frames, from `>` to the checksum. */
export function createMiniCubeFramer(): Framer {
  return new MiniCubeFramer();
}

class MiniCubeFramer implements Framer {
  readonly silenceMs = null;
  private readonly buffer = new Uint8Array(MAX_FRAME_BYTES);
  private length = 0;
  /** Bytes of the checksum still to come; null before the CR. */
  private missing: number | null = null;

  feed(chunk: Uint8Array, emit: EmitValue): void {
    for (let at = 0; at < chunk.length; at += 1) this.take(chunk[at]!, emit);
    // Nothing that can not become a frame waits.
    if (this.length > 0 && this.buffer[0] !== START) this.giveNoise(this.length, emit);
  }

  expire(): void {
    // A frame's length is in it: nothing waits for silence.
  }

  flush(emit: EmitValue): void {
    this.giveNoise(this.length, emit);
    this.missing = null;
  }

  private take(byte: number, emit: EmitValue): void {
    // The checksum was lost and the next frame begins.
    if (this.missing !== null && byte === START) this.finish(emit);
    if (this.length === MAX_FRAME_BYTES) this.giveNoise(this.length, emit);
    this.buffer[this.length] = byte;
    this.length += 1;
    if (this.missing !== null) {
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
    const held = this.buffer.slice(0, this.length);
    this.missing = null;
    const start = findStart(held);
    if (start > 0) this.giveNoise(start, emit);
    this.length = 0;
    const raw = held.subarray(start);
    emit({ kind: 'line', text: raw, raw });
  }

  private giveNoise(length: number, emit: EmitValue): void {
    if (length > 0) emit({ kind: 'noise', isInsideFrame: this.buffer[0] === START, raw: this.buffer.slice(0, length) });
    this.length = 0;
  }
}

/** Where in a stretch that ends with CR and a checksum the frame begins whose length fits; the first `>` where none does. */
function findStart(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== START) continue;
    const { fault } = readFrame(bytes.subarray(at));
    if (fault === 'none' || fault === 'checksum') return at;
  }
  return 0;
}
