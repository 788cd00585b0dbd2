import type { EmitValue, Framer, RejectReason } from '../../framing/values.ts';

/**
 * MLLP (HL7's minimal lower layer): VT, the message, FS, CR. A block comes out as a `line` value whose text is the
 * message. Serial analyzers send the same bytes. Tolerated, because real ones do it: idle bytes between blocks (Mindray
 * sends 0x02), an LF for the CR or nothing at all behind FS, and a message without VT that begins with `MSH`.
 */

const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const LF = 0x0a;
const MSH = [0x4d, 0x53, 0x48] as const;

/** Longest message kept unless a definition says less: pictures travel as Base64 inside OBX-5. */
export const MAX_HL7_BYTES = 4 * 1024 * 1024;

/** FS came and nothing after it: the message is over, its sender forgets the CR. */
const AFTER_END_MS = 1_000;
/** A message without VT and FS ends where its sender stops at the end of a segment. */
const BARE_END_MS = 2_000;
/** A message with VT is given up when its rest does not come for so long. */
const STALLED_MS = 30 * 60_000;

export interface MllpOptions {
  /** Longest message, marks left out; a longer one comes out as noise and one rejected value. */
  readonly maxBlockBytes?: number;
}

/** A new framer. Bytes outside blocks are noise; an empty block is noise too. */
export function createMllpFramer(options: MllpOptions = {}): Framer {
  return new MllpFramer(options.maxBlockBytes ?? MAX_HL7_BYTES);
}

/** `between` blocks; `inside` one; `ended`: FS came, its CR did not yet; `skipping` the rest of one that grew too long. */
type Place = 'between' | 'inside' | 'ended' | 'skipping';

class MllpFramer implements Framer {
  private readonly maxBlockBytes: number;
  /** Bytes not given out yet: a block so far, or the first letters of a possible `MSH`. Grows by doubling. */
  private held = new Uint8Array(256);
  private length = 0;
  private place: Place = 'between';
  /** Bytes of the block's start mark: 1 for VT, 0 for a message that begins with `MSH` at once. */
  private markLength = 0;
  /** Outside blocks: whether a message without VT may begin here (nothing, or no letter or digit, stood before). */
  private mayBegin = true;

  constructor(maxBlockBytes: number) {
    this.maxBlockBytes = maxBlockBytes;
  }

  get silenceMs(): number | null {
    if (this.place === 'ended') return AFTER_END_MS;
    if (this.place === 'inside') return this.markLength === 0 ? BARE_END_MS : STALLED_MS;
    if (this.place === 'skipping') return STALLED_MS;
    return this.length > 0 ? BARE_END_MS : null;
  }

  feed(chunk: Uint8Array, emit: EmitValue): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.place === 'between') at = this.readBetween(chunk, at, emit);
      else if (this.place === 'ended') at = this.readEnd(chunk, at, emit);
      else at = this.readInside(chunk, at, emit);
    }
    if (this.place === 'between' && !this.isHoldingStart()) this.giveNoise(false, emit);
    if (this.place === 'skipping') this.giveNoise(true, emit);
  }

  expire(emit: EmitValue): void {
    if (this.place === 'ended') this.giveBlock(emit);
    else if (this.place === 'inside' && this.markLength === 0 && this.endsAtSegment()) this.giveBlock(emit);
    else this.flush(emit);
  }

  flush(emit: EmitValue): void {
    if (this.place === 'ended') this.giveBlock(emit);
    else if (this.place === 'inside') this.reject('cut-off', emit);
    else if (this.place === 'skipping') this.reject('too-long', emit);
    else this.giveNoise(false, emit);
    this.place = 'between';
    this.mayBegin = true;
  }

  /** Takes what stands outside, up to the start of a block. */
  private readBetween(chunk: Uint8Array, from: number, emit: EmitValue): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      if (byte === VT) {
        this.giveNoise(false, emit);
        this.hold(chunk, at, at + 1);
        this.begin(1);
        return at + 1;
      }
      if (this.isHoldingStart() && byte !== MSH[this.length]) this.giveNoise(false, emit);
      if (this.mayBegin && byte === MSH[this.isHoldingStart() ? this.length : 0]) {
        if (!this.isHoldingStart()) this.giveNoise(false, emit);
        this.hold(chunk, at, at + 1);
        if (this.length === MSH.length) {
          this.begin(0);
          return at + 1;
        }
        continue;
      }
      this.hold(chunk, at, at + 1);
      this.mayBegin = !isWordByte(byte);
      if (this.length >= this.maxBlockBytes) this.giveNoise(false, emit);
    }
    return chunk.length;
  }

  /** Whether what is held outside a block is the beginning of `MSH`, not noise. */
  private isHoldingStart(): boolean {
    return this.mayBegin && this.length > 0 && this.length < MSH.length && startsAsHeader(this.held, this.length);
  }

  /** Takes the text of a block up to FS, or up to a second VT: then the first message lost its end. */
  private readInside(chunk: Uint8Array, from: number, emit: EmitValue): number {
    let end = chunk.indexOf(FS, from);
    if (end < 0) end = chunk.length;
    const next = chunk.subarray(from, end).indexOf(VT);
    const stop = next < 0 ? end : from + next;
    if (this.place === 'inside' && this.length + (stop - from) - this.markLength > this.maxBlockBytes) {
      this.place = 'skipping';
    }
    if (this.place === 'skipping') {
      this.giveNoise(true, emit);
      if (stop > from) emit({ kind: 'noise', isInsideFrame: true, raw: chunk.slice(from, stop) });
    } else this.hold(chunk, from, stop);
    if (stop === chunk.length) return stop;
    if (chunk[stop] === VT) {
      if (this.place === 'inside' && this.markLength === 0 && this.endsAtSegment()) this.giveBlock(emit);
      else this.reject(this.place === 'skipping' ? 'too-long' : 'cut-off', emit);
      this.place = 'between';
      return stop;
    }
    this.hold(chunk, stop, stop + 1);
    if (this.place === 'skipping') {
      this.reject('too-long', emit);
      this.place = 'between';
      this.mayBegin = true;
    } else this.place = 'ended';
    return stop + 1;
  }

  /** The byte after FS: CR (or LF) belongs to the block, anything else does not. */
  private readEnd(chunk: Uint8Array, at: number, emit: EmitValue): number {
    const isPart = chunk[at] === CR || chunk[at] === LF;
    if (isPart) this.hold(chunk, at, at + 1);
    this.giveBlock(emit);
    return isPart ? at + 1 : at;
  }

  private begin(markLength: number): void {
    this.place = 'inside';
    this.markLength = markLength;
  }

  private endsAtSegment(): boolean {
    const last = this.held[this.length - 1];
    return last === CR || last === LF;
  }

  private hold(chunk: Uint8Array, from: number, to: number): void {
    const wanted = this.length + (to - from);
    if (wanted > this.held.length) {
      const grown = new Uint8Array(Math.max(wanted, this.held.length * 2));
      grown.set(this.held.subarray(0, this.length));
      this.held = grown;
    }
    if (to - from === 1) this.held[this.length] = chunk[from]!;
    else this.held.set(chunk.subarray(from, to), this.length);
    this.length = wanted;
  }

  private take(): Uint8Array {
    const raw = this.held.slice(0, this.length);
    // A message with pictures must not keep its megabytes for the small ones after it.
    if (this.held.length > 65_536) this.held = new Uint8Array(256);
    this.length = 0;
    return raw;
  }

  private giveBlock(emit: EmitValue): void {
    const { markLength } = this;
    const raw = this.take();
    this.place = 'between';
    this.mayBegin = true;
    const end = raw.lastIndexOf(FS);
    const text = raw.subarray(markLength, end < 0 ? raw.length : end);
    if (text.length === 0) emit({ kind: 'noise', isInsideFrame: false, raw });
    else emit({ kind: 'line', text, raw });
  }

  private reject(reason: RejectReason, emit: EmitValue): void {
    emit({ kind: 'rejected', reason, answer: 'none', raw: this.take() });
  }

  private giveNoise(isInsideFrame: boolean, emit: EmitValue): void {
    if (this.length > 0) emit({ kind: 'noise', isInsideFrame, raw: this.take() });
  }
}

function startsAsHeader(bytes: Uint8Array, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (bytes[at] !== MSH[at]) return false;
  return true;
}

function isWordByte(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isDigit || isLetter;
}
