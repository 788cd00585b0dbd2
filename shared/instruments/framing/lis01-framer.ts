import type { EmitValue, Framer, FrameValue, RejectReason } from './values.ts';

/**
 * Bytes of a LIS01 (E1381) line -> controls, frames, rejected frames, noise. A frame is
 * `STX number text (ETX|ETB) c1 c2 CR LF`; the checksum is the byte sum from the number through ETX/ETB modulo 256, in
 * hex (E1381-95 6.3, LIS01-A2 6.3). The sum is over bytes as received, whatever code page they are in.
 */

/** Text bytes of one frame at most: LIS01-A2 and E1381-02 allow 64 000 (E1381-95: 240). */
export const MAX_FRAME_TEXT_BYTES = 64_000;
/** STX, number, ETX or ETB, two checksum digits, CR, LF. */
export const FRAME_OVERHEAD_BYTES = 7;
/** How long a missing CR LF, or what follows an ENQ or EOT inside a frame, is waited for. */
export const FRAME_GRACE_MS = 1_000;

export interface Lis01FramerOptions {
  /** Text longer than this is rejected with `too-long`; never more than this plus the overhead is kept. */
  readonly maxTextBytes?: number;
  readonly graceMs?: number;
}

const NUL = 0x00;
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
const ENQ = 0x05;
const ACK = 0x06;
const LF = 0x0a;
const CR = 0x0d;
const XON = 0x11;
const XOFF = 0x13;
const NAK = 0x15;
const ETB = 0x17;

/** Outside a frame. */
const IDLE = 0;
/** After STX: the next character is the frame number. */
const NUMBER = 1;
const TEXT = 2;
/** After ETX or ETB: two digits are to come. */
const CHECK = 3;
/** Both digits are in: CR LF is to come. */
const TAIL = 4;

const CONTROLS = {
  [EOT]: { kind: 'control', control: 'EOT', raw: Uint8Array.of(EOT) },
  [ENQ]: { kind: 'control', control: 'ENQ', raw: Uint8Array.of(ENQ) },
  [ACK]: { kind: 'control', control: 'ACK', raw: Uint8Array.of(ACK) },
  [NAK]: { kind: 'control', control: 'NAK', raw: Uint8Array.of(NAK) },
} as const;

/** Bytes that end the hot loop. */
const isMark = new Uint8Array(256);
for (const byte of [STX, ETX, EOT, ENQ, ACK, NAK, ETB]) isMark[byte] = 1;

/** Frames are cut out of slabs of this size: one allocation for hundreds of frames. */
const SLAB_BYTES = 16_384;

function isControl(byte: number): boolean {
  return byte === EOT || byte === ENQ || byte === ACK || byte === NAK;
}

/** Value of an ASCII hex digit of either case, or -1. Senders must use upper case; receivers lose nothing by not minding. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}

/** A new framer in its idle state. Throws a `RangeError` for bounds that are no positive whole numbers. */
export function createLis01Framer(options: Lis01FramerOptions = {}): Framer {
  return new Lis01Framer(options.maxTextBytes ?? MAX_FRAME_TEXT_BYTES, options.graceMs ?? FRAME_GRACE_MS);
}

/** Views are made when asked for: whoever only counts frames pays for none. */
class Frame implements FrameValue {
  readonly kind = 'frame';
  readonly number: number;
  private readonly slab: Uint8Array;
  private readonly start: number;
  private readonly length: number;
  private readonly endIndex: number;

  constructor(number: number, slab: Uint8Array, start: number, length: number, endIndex: number) {
    this.number = number;
    this.slab = slab;
    this.start = start;
    this.length = length;
    this.endIndex = endIndex;
  }

  get raw(): Uint8Array {
    return this.slab.subarray(this.start, this.start + this.length);
  }

  get text(): Uint8Array {
    return this.slab.subarray(this.start + 2, this.start + this.endIndex);
  }

  get end(): 'ETX' | 'ETB' {
    return this.slab[this.start + this.endIndex] === ETX ? 'ETX' : 'ETB';
  }

  get tail(): 'crlf' | 'cr' | 'lf' | 'none' {
    const tailStart = this.endIndex + 3;
    if (this.length === tailStart) return 'none';
    if (this.length === tailStart + 2) return 'crlf';
    return this.slab[this.start + tailStart] === LF ? 'lf' : 'cr';
  }
}

class Lis01Framer implements Framer {
  private readonly maxTextBytes: number;
  private readonly graceMs: number;
  private state = IDLE;
  /** Holds the frame in the making, from `start` on; earlier frames in it belong to whoever got them. */
  private slab = new Uint8Array(SLAB_BYTES);
  private start = 0;
  /** Bytes of the frame so far, STX included. */
  private length = 0;
  private sum = 0;
  private frameNumber = 0;
  /** Where ETX or ETB stands, counted from `start`. */
  private endIndex = 0;
  private digitCount = 0;
  private hasTailCr = false;
  /** The frame cannot be good any more, for this reason; its end is still looked for, so that the answer comes in time. */
  private reason: RejectReason | null = null;
  /** The end that was seen was not the end: silence, too, ends the frame now. */
  private isEndDoubtful = false;
  /** A control seen inside a frame: the next byte (or silence) tells whether it was meant or is a garbled character. */
  private held = NUL;

  constructor(maxTextBytes: number, graceMs: number) {
    if (!(Number.isInteger(maxTextBytes) && maxTextBytes > 0)) throw new RangeError('maxTextBytes must be positive');
    if (!(Number.isInteger(graceMs) && graceMs > 0)) throw new RangeError('graceMs must be positive');
    this.maxTextBytes = maxTextBytes;
    this.graceMs = graceMs;
  }

  get silenceMs(): number | null {
    return this.held !== NUL || this.state === TAIL || this.isEndDoubtful ? this.graceMs : null;
  }

  feed(chunk: Uint8Array, emit: EmitValue): void {
    const end = chunk.length;
    let index = 0;
    while (index < end) {
      if (this.held !== NUL) this.decideHeld(chunk[index]!, emit);
      else if (this.state === TEXT) index = this.feedText(chunk, index, emit);
      else if (this.state === IDLE) index = this.feedIdle(chunk, index, emit);
      else index = this.feedMark(chunk[index]!, index, emit);
    }
  }

  expire(emit: EmitValue): void {
    if (this.held !== NUL) this.acceptHeld(emit);
    else if (this.state === TAIL) this.finish('nak', emit);
    else if (this.isEndDoubtful) this.reject(this.reason ?? 'cut-off', 'nak', emit);
  }

  flush(emit: EmitValue): void {
    if (this.held !== NUL) this.acceptHeld(emit);
    else if (this.state === TAIL) this.finish('none', emit);
    else if (this.state !== IDLE) this.reject(this.reason ?? 'cut-off', 'none', emit);
  }

  /** Outside a frame: everything up to the next STX or control is noise. */
  private feedIdle(chunk: Uint8Array, from: number, emit: EmitValue): number {
    let index = from;
    while (index < chunk.length) {
      const byte = chunk[index]!;
      if (byte === STX || isControl(byte)) break;
      index += 1;
    }
    if (index > from) emit({ kind: 'noise', isInsideFrame: false, raw: chunk.slice(from, index) });
    if (index === chunk.length) return index;
    const byte = chunk[index]!;
    if (byte === STX) this.begin();
    else emit(CONTROLS[byte as keyof typeof CONTROLS]);
    return index + 1;
  }

  /** The hot loop: copies text until something ends it. */
  private feedText(chunk: Uint8Array, from: number, emit: EmitValue): number {
    const end = Math.min(chunk.length, from + this.maxTextBytes + 2 - this.length);
    this.reserve(end - from);
    const slab = this.slab;
    const shift = this.start + this.length - from;
    let sum = this.sum;
    let index = from;
    for (; index < end; index += 1) {
      const byte = chunk[index]!;
      if (byte <= ETB && byte !== CR && isMark[byte] === 1) break;
      slab[index + shift] = byte;
      sum += byte;
    }
    this.length += index - from;
    this.sum = sum & 0xff;
    if (index === chunk.length) return index;
    const byte = chunk[index]!;
    if (byte === ETX || byte === ETB) {
      this.endIndex = this.length;
      if (this.reason === null && this.isWholeEnd(chunk, index)) {
        for (let next = index; next < index + 5; next += 1) this.put(chunk[next]!);
        this.emitFrame(emit);
        return index + 5;
      }
      this.digitCount = 0;
      this.hasTailCr = false;
      this.state = CHECK;
      this.put(byte);
      this.sum = (this.sum + byte) & 0xff;
      return index + 1;
    }
    if (byte === STX) return this.beginAgain(index, emit);
    if (isControl(byte)) {
      this.held = byte;
      return index + 1;
    }
    this.spill(emit);
    return index;
  }

  /** The usual case in one look: end, two right digits, CR, LF, all in this chunk. Says nothing when it says false. */
  private isWholeEnd(chunk: Uint8Array, index: number): boolean {
    if (index + 4 >= chunk.length || chunk[index + 3] !== CR || chunk[index + 4] !== LF) return false;
    const high = hexDigit(chunk[index + 1]!);
    const low = hexDigit(chunk[index + 2]!);
    return high >= 0 && low >= 0 && high * 16 + low === ((this.sum + chunk[index]!) & 0xff);
  }

  /** One byte of the number, the checksum or the tail. */
  private feedMark(byte: number, index: number, emit: EmitValue): number {
    if (this.state === TAIL && byte !== EOT && byte !== ENQ) return this.feedTail(byte, index, emit);
    if (isControl(byte)) {
      this.held = byte;
      return index + 1;
    }
    if (byte === STX) return this.beginAgain(index, emit);
    if (this.state === CHECK) {
      this.putDigit(byte);
      return index + 1;
    }
    this.state = TEXT;
    this.frameNumber = byte - 0x30;
    if (byte < 0x30 || byte > 0x37) {
      this.reason = 'frame-number-invalid';
      if (byte === ETX || byte === ETB) return index;
    }
    this.put(byte);
    this.sum = byte;
    return index + 1;
  }

  private feedTail(byte: number, index: number, emit: EmitValue): number {
    if (byte === LF) {
      this.put(byte);
      this.finish('nak', emit);
      return index + 1;
    }
    if (byte === CR && !this.hasTailCr) {
      this.put(byte);
      this.hasTailCr = true;
      return index + 1;
    }
    const isLineFiller = byte === NUL || byte === CR || byte === XON || byte === XOFF;
    if (isLineFiller || byte === STX || byte === ACK || byte === NAK) {
      this.finish('nak', emit);
      return index;
    }
    // Text after the digits: the ETX before them was a garbled character, or the tail is. Either way the frame cannot be
    // trusted, and an answer is due only when the sender has really stopped.
    this.reason ??= this.checksumFault() ?? 'bad-tail';
    this.isEndDoubtful = true;
    this.state = TEXT;
    return index;
  }

  private begin(): void {
    this.state = NUMBER;
    this.length = 0;
    this.put(STX);
    this.sum = 0;
    this.reason = null;
    this.isEndDoubtful = false;
  }

  private beginAgain(index: number, emit: EmitValue): number {
    this.reject('stx-inside', 'none', emit);
    this.begin();
    return index + 1;
  }

  private put(byte: number): void {
    if (this.start + this.length === this.slab.length) this.reserve(1);
    this.slab[this.start + this.length] = byte;
    this.length += 1;
  }

  private putDigit(byte: number): void {
    this.put(byte);
    this.digitCount += 1;
    if (this.digitCount === 2) this.state = TAIL;
  }

  /** Makes room for `count` more bytes of this frame: in a new slab when this one is used up. */
  private reserve(count: number): void {
    const needed = this.length + count;
    if (this.start + needed <= this.slab.length) return;
    const bound = this.maxTextBytes + FRAME_OVERHEAD_BYTES;
    const grown = new Uint8Array(Math.max(needed, SLAB_BYTES, Math.min(bound, this.length * 2)));
    grown.set(this.slab.subarray(this.start, this.start + this.length));
    this.slab = grown;
    this.start = 0;
  }

  /** Hands out the bytes of the frame in the making and starts after them. */
  private take(): Uint8Array {
    const raw = new Uint8Array(this.slab.buffer, this.start, this.length);
    this.start += this.length;
    this.length = 0;
    return raw;
  }

  /** The text is over the bound: what is kept goes out as noise, the end is still looked for. */
  private spill(emit: EmitValue): void {
    this.reason = 'too-long';
    emit({ kind: 'noise', isInsideFrame: true, raw: this.take() });
  }

  /** `next` follows a control inside a frame. What may follow a real one makes it real; text makes it a garbled character. */
  private decideHeld(next: number, emit: EmitValue): void {
    const isAfterDigits = this.state === TAIL && next === CR;
    if (next === STX || isControl(next) || isAfterDigits) {
      this.acceptHeld(emit);
      return;
    }
    const byte = this.held;
    this.held = NUL;
    this.reason ??= this.state === TAIL ? (this.checksumFault() ?? 'bad-tail') : 'control-inside';
    if (this.state === CHECK) {
      this.putDigit(byte);
      return;
    }
    if (this.state === TAIL) this.isEndDoubtful = true;
    this.state = TEXT;
    this.put(byte);
    this.sum = (this.sum + byte) & 0xff;
  }

  /** It was meant: the frame ends here and the control counts. */
  private acceptHeld(emit: EmitValue): void {
    const byte = this.held as keyof typeof CONTROLS;
    this.held = NUL;
    if (this.state === TAIL) this.finish('none', emit);
    else this.reject('cut-off', 'none', emit);
    emit(CONTROLS[byte]);
  }

  /** Which rule the two digits break, or null when they are right. */
  private checksumFault(): RejectReason | null {
    const end = this.start + this.endIndex;
    const high = hexDigit(this.slab[end + 1]!);
    const low = hexDigit(this.slab[end + 2]!);
    if (high < 0 || low < 0) return 'checksum-not-hex';
    return high * 16 + low === this.sum ? null : 'checksum-wrong';
  }

  /** Both digits are in and the tail is over: a frame, or a rejected one that gets `answer`. */
  private finish(answer: 'nak' | 'none', emit: EmitValue): void {
    const fault = this.reason ?? this.checksumFault();
    if (fault !== null) {
      this.reject(fault, answer, emit);
      return;
    }
    this.emitFrame(emit);
  }

  private emitFrame(emit: EmitValue): void {
    const frame = new Frame(this.frameNumber, this.slab, this.start, this.length, this.endIndex);
    this.state = IDLE;
    this.start += this.length;
    this.length = 0;
    emit(frame);
  }

  private reject(reason: RejectReason, answer: 'nak' | 'none', emit: EmitValue): void {
    this.state = IDLE;
    this.isEndDoubtful = false;
    this.reason = null;
    if (this.length > 0) emit({ kind: 'rejected', reason, answer, raw: this.take() });
  }
}
