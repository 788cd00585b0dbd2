import { latin1ToText } from '../../../kernel/bytes.ts';
import { Slab } from '../../framing/slab.ts';
import type { EmitValue, Framer } from '../../framing/values.ts';
import { CRC_BYTES, ETX, NUMBER_BYTES, STX } from './blocks.ts';
import { isKnownTagLine, RULE } from './lines.ts';

/** Longest block and longest record kept; curves run to some thousands of characters. Nobody published either. */
const MAX_BLOCK_BYTES = 8_192;
const MAX_RECORD_BYTES = 65_536;
/** A closing line without a line end counts as finished after so much silence. */
const CLOSING_SILENCE_MS = 1_000;
/** So much of a line says what it is. */
const HEAD_BYTES = 32;

const LF = 0x0a;
const CR = 0x0d;
const DC1 = 0x11;
const BLANK = 0x20;
const DASH = 0x2d;

/** A new framer; its `line` values are whole records from the opening line to the closing one, blocks and all. */
export function createCoulterTextFramer(): Framer {
  return new CoulterTextFramer();
}

/**
 * The same line opens and closes a record, so one that is lost would turn every record inside out. An opening line with
 * nothing behind it was a closing one; a line with a known tag right behind a closed record opens one.
 */
class CoulterTextFramer implements Framer {
  private readonly held = new Slab();
  /** `lost`: nothing is known yet of where records begin. */
  private state: 'lost' | 'closed' | 'open' = 'lost';
  private hasContent = false;
  /** What is held of the line or record came in blocks: bytes between blocks are no part of it. */
  private isBlocked = false;
  private readonly head = new Uint8Array(HEAD_BYTES);
  private lineLength = 0;
  private hasInk = false;
  private isSkipped = false;
  /** Where in what is held the block under way begins, behind its STX; -1 outside of one. */
  private blockAt = -1;

  get silenceMs(): number | null {
    return this.blockAt < 0 && this.isClosing() ? CLOSING_SILENCE_MS : null;
  }

  feed(chunk: Uint8Array, emit: EmitValue): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.blockAt < 0 ? this.takePlain(chunk, at, emit) : this.takeBlock(chunk, at, emit);
      if (this.held.length > MAX_RECORD_BYTES) this.abandon(emit);
    }
  }

  expire(emit: EmitValue): void {
    if (this.blockAt < 0 && this.isClosing()) this.finish(emit);
  }

  flush(emit: EmitValue): void {
    this.expire(emit);
    this.abandon(emit);
  }

  /** Bytes outside of blocks, up to the next line end or STX. */
  private takePlain(chunk: Uint8Array, from: number, emit: EmitValue): number {
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      if (byte >= BLANK) continue;
      if (byte === CR || byte === LF || byte === STX) break;
      if (byte === DC1 && !this.isBlocked) this.isSkipped = true;
    }
    const isEnd = at < chunk.length;
    if (!this.isBlocked) this.addToLine(chunk, from, at);
    if (isEnd && chunk[at] === STX) {
      this.held.add(chunk, from, at);
      // A plain line or record that a block breaks into has lost its rest.
      if (!this.isBlocked) this.giveNoise(emit, this.state === 'open' ? 'lost' : this.state);
      this.held.add(chunk, at, at + 1);
      this.blockAt = this.held.length;
      return at + 1;
    }
    const next = isEnd ? at + 1 : at;
    this.held.add(chunk, from, next);
    if (!isEnd || this.isBlocked) return next;
    if (this.endLine()) this.finish(emit);
    else if (this.state !== 'open') this.giveNoise(emit, this.state);
    return next;
  }

  /** Bytes of a block, up to its ETX. */
  private takeBlock(chunk: Uint8Array, from: number, emit: EmitValue): number {
    const room = MAX_BLOCK_BYTES - (this.held.length - this.blockAt);
    const limit = Math.min(chunk.length, from + room);
    let at = from;
    for (; at < limit; at += 1) {
      const byte = chunk[at];
      if (byte === ETX || byte === STX) break;
    }
    this.held.add(chunk, from, at);
    if (at === chunk.length) return at;
    if (chunk[at] !== ETX) {
      // Too long, or the block lost its end: what was begun has a hole.
      this.abandon(emit);
      return at;
    }
    const block = this.held.viewFrom(this.blockAt);
    const textAt = this.blockAt + NUMBER_BYTES;
    this.blockAt = -1;
    const cuts = isBlock(block) ? this.readBlock(block.subarray(NUMBER_BYTES, block.length - CRC_BYTES), textAt) : null;
    this.held.add(chunk, at, at + 1);
    if (cuts === null) this.abandon(emit);
    else if (cuts.length > 0) this.giveRecords(cuts, emit);
    else if (!this.isBlocked) this.giveNoise(emit, this.state);
    return at + 1;
  }

  /** Reads the lines of a block whose text begins at a place of what is held; gives the places where records end. */
  private readBlock(text: Uint8Array, textAt: number): number[] {
    const cuts: number[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const byte = text[at]!;
      if (byte >= BLANK) continue;
      if (byte === DC1) this.isSkipped = true;
      if (byte !== CR && byte !== LF) continue;
      const start = from;
      from = at + 1;
      if (this.isOrdinary(text[start]!)) this.isSkipped = false;
      else {
        this.addToLine(text, start, at);
        if (this.endLine()) cuts.push(textAt + from);
      }
    }
    this.addToLine(text, from, text.length);
    if (this.isClosing()) {
      this.close();
      cuts.push(textAt + text.length);
    }
    this.isBlocked = this.state === 'open' || this.hasInk;
    return cuts;
  }

  /** Records that end at the given places of what is held; the rest stays, or belongs to the last one where it says nothing. */
  private giveRecords(cuts: readonly number[], emit: EmitValue): void {
    const all = this.held.take();
    let from = 0;
    for (const [index, cut] of cuts.entries()) {
      const to = index === cuts.length - 1 && !this.isBlocked ? all.length : cut;
      const raw = all.subarray(from, to);
      emit({ kind: 'line', text: raw, raw });
      from = to;
    }
    this.held.add(all, from, all.length);
  }

  /** A whole line inside a record that begins so can change nothing: most lines are such. */
  private isOrdinary(firstByte: number): boolean {
    return this.hasContent && this.lineLength === 0 && firstByte !== DASH && this.state === 'open';
  }

  private addToLine(bytes: Uint8Array, from: number, to: number): void {
    const { head } = this;
    let length = this.lineLength;
    for (let at = from; at < to && length < HEAD_BYTES; at += 1) head[length++] = bytes[at]!;
    this.lineLength += to - from;
    for (let at = from; at < to && !this.hasInk; at += 1) this.hasInk = bytes[at]! > BLANK;
  }

  /** Judges the line that ended; true where it closed a record. */
  private endLine(): boolean {
    const isRule = this.isRule();
    const isContent = this.hasInk && !this.isSkipped && !isRule;
    if (isRule && this.state === 'open' && this.hasContent) {
      this.close();
      return true;
    }
    if (isRule) this.state = 'open';
    else if (isContent && this.state === 'closed' && isKnownTagLine(this.headText())) this.state = 'open';
    if (isContent && this.state === 'open') this.hasContent = true;
    this.startLine();
    return false;
  }

  private headText(): string {
    return latin1ToText(this.head.subarray(0, Math.min(this.lineLength, HEAD_BYTES)));
  }

  private isRule(): boolean {
    if (this.lineLength < RULE.length || this.isSkipped) return false;
    for (let at = 0; at < RULE.length; at += 1) if (this.head[at] !== DASH) return false;
    return true;
  }

  private isClosing(): boolean {
    return this.state === 'open' && this.hasContent && this.isRule();
  }

  private close(): void {
    this.state = 'closed';
    this.hasContent = false;
    this.startLine();
  }

  private startLine(): void {
    this.lineLength = 0;
    this.hasInk = false;
    this.isSkipped = false;
  }

  private finish(emit: EmitValue): void {
    this.close();
    const raw = this.held.take();
    emit({ kind: 'line', text: raw, raw });
  }

  /** What is held is given up, and with it the knowledge of where records begin. */
  private abandon(emit: EmitValue): void {
    this.giveNoise(emit, 'lost');
    this.blockAt = -1;
  }

  private giveNoise(emit: EmitValue, state: 'lost' | 'closed' | 'open'): void {
    const isInsideFrame = this.state === 'open';
    if (this.held.length > 0) emit({ kind: 'noise', isInsideFrame, raw: this.held.take() });
    this.state = state;
    this.hasContent = false;
    this.isBlocked = false;
    this.startLine();
  }
}

/** Number, text and a CRC of four hex digits. */
function isBlock(bytes: Uint8Array): boolean {
  if (bytes.length < NUMBER_BYTES + CRC_BYTES) return false;
  for (let at = bytes.length - CRC_BYTES; at < bytes.length; at += 1) if (!isHex(bytes[at]!)) return false;
  return true;
}

function isHex(byte: number): boolean {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}
