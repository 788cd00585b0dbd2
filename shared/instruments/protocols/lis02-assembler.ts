import { ByteBuffer } from '../../kernel/byte-buffer.ts';
import type { LinkMessage, PartialReason, WireRef } from '../link-machine.ts';

/**
 * Frame texts -> messages, on bytes: where H begins and L ends one, whatever the frame boundaries were. Records may run
 * over ETB frames, many may share a frame, L itself may be cut in two, and an ETX ends a record whose CR is missing
 * (Sysmex CS). A message is over with its L record, not with EOT, which may come glued to the frame or never.
 */

/** Bytes of one message at most; the largest real one seen, with images as text, is below 50 kB. */
export const MAX_MESSAGE_BYTES = 4_194_304;

export type Assembled =
  | { readonly kind: 'complete'; readonly message: LinkMessage }
  | { readonly kind: 'partial'; readonly reason: PartialReason; readonly message: LinkMessage };

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const HEADER = 0x48;
const TERMINATOR = 0x4c;

export class Lis02Assembler {
  private readonly checksum: LinkMessage['checksum'];
  private readonly maxMessageBytes: number;
  /** Finished records of the open message with their line ends as they came. */
  private readonly message = new ByteBuffer(1_024);
  /** The record that is not finished yet. */
  private readonly record = new ByteBuffer();
  private refs: WireRef[] = [];
  /** The frame in which the unfinished record began. */
  private recordRef: WireRef = 0;
  /** The frame in which the last finished record ended. */
  private messageRef: WireRef = 0;
  private hasHeader = false;
  /** Field delimiter the open message declared; NUL before its header. */
  private delimiter = NUL;
  private lastLineEnd = CR;

  constructor(checksum: LinkMessage['checksum'], maxMessageBytes: number = MAX_MESSAGE_BYTES) {
    this.checksum = checksum;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** True while anything of an unfinished message is held. */
  get hasOpen(): boolean {
    return this.message.length > 0 || this.record.length > 0;
  }

  /** True while the last record heard is not over. */
  get isInRecord(): boolean {
    return this.record.length > 0;
  }

  /** Would a frame of so much text take the open message over the bound? */
  isOverfull(textLength: number): boolean {
    return this.message.length + this.record.length + textLength + 1 > this.maxMessageBytes;
  }

  /** Takes the text of one accepted frame (or line: with `ETX`) and gives what it finished, in order. */
  add(text: Uint8Array, end: 'ETX' | 'ETB', ref: WireRef): Assembled[] {
    const out: Assembled[] = [];
    this.refs.push(ref);
    let from = 0;
    for (let index = 0; index < text.length; index += 1) {
      const byte = text[index]!;
      if (byte !== CR && byte !== LF) continue;
      this.extendRecord(text.subarray(from, index), ref);
      this.endRecord(byte, ref, out);
      from = index + 1;
    }
    this.extendRecord(text.subarray(from), ref);
    if (end === 'ETX') this.endRecord(CR, ref, out);
    if (!this.hasOpen) this.refs = [];
    return out;
  }

  /** Gives up what is held as a partial message, or null when nothing is. */
  drop(reason: PartialReason): Assembled | null {
    if (!this.hasOpen) return null;
    if (this.record.length > 0) this.moveRecord(CR, this.refs.at(-1)!);
    const message = this.takeMessage();
    this.refs = [];
    return { kind: 'partial', reason, message };
  }

  private extendRecord(bytes: Uint8Array, ref: WireRef): void {
    if (bytes.length === 0) return;
    if (this.record.length === 0) this.recordRef = ref;
    this.record.append(bytes);
  }

  private endRecord(lineEnd: number, ref: WireRef, out: Assembled[]): void {
    if (this.record.length === 0) {
      // LF after CR, or an empty line: kept inside a message, so that a reader sees how the line ended.
      if (lineEnd === LF && this.message.length > 0) this.message.appendByte(LF);
      if (this.message.length > 0) this.lastLineEnd = lineEnd;
      return;
    }
    const first = this.firstIndex();
    if (first === this.record.length && this.message.length === 0) {
      this.record.take();
      return;
    }
    const type = (this.record.at(first) ?? NUL) & 0xdf;
    const second = this.record.at(first + 1) ?? NUL;
    if (type === HEADER && this.isHeader(second)) {
      if (this.message.length > 0) {
        out.push({ kind: 'partial', reason: 'new-header', message: this.takeMessage() });
        this.refs = this.refs.filter((earlier) => earlier >= this.recordRef);
      }
      this.hasHeader = true;
      this.delimiter = second;
    }
    const isTerminator = type === TERMINATOR && this.isTerminator(first, second);
    this.moveRecord(lineEnd, ref);
    if (!isTerminator) return;
    const hadHeader = this.hasHeader;
    const message = this.takeMessage();
    this.refs = [ref];
    out.push(hadHeader ? { kind: 'complete', message } : { kind: 'partial', reason: 'no-header', message });
  }

  /** Index of the first byte that is no indentation (some analyzers indent records by level) and no line filler. */
  private firstIndex(): number {
    let index = 0;
    while (index < this.record.length && (this.record.at(index) === SPACE || this.record.at(index) === NUL)) index += 1;
    return index;
  }

  /**
   * H followed by a delimiter. After a lone line feed inside a message, which may be a stray one inside base64 text, the
   * delimiter must be the one the message declared.
   */
  private isHeader(second: number): boolean {
    if (this.hasHeader && this.lastLineEnd === LF && second !== this.delimiter) return false;
    const isLetterOrDigit =
      (second >= 0x30 && second <= 0x39) || ((second & 0xdf) >= 0x41 && (second & 0xdf) <= 0x5a) || second === NUL;
    return !isLetterOrDigit && second !== SPACE;
  }

  /** L alone, or L and the field delimiter. */
  private isTerminator(first: number, second: number): boolean {
    if (this.record.length === first + 1) return true;
    return this.hasHeader ? second === this.delimiter : second === 0x7c;
  }

  private moveRecord(lineEnd: number, ref: WireRef): void {
    this.message.append(this.record.take());
    this.message.appendByte(lineEnd);
    this.lastLineEnd = lineEnd;
    this.messageRef = ref;
  }

  /** Hands out the finished records; the caller says which frames go on. */
  private takeMessage(): LinkMessage {
    const refs = this.refs.filter((ref) => ref <= this.messageRef);
    this.hasHeader = false;
    this.delimiter = NUL;
    this.lastLineEnd = CR;
    return { refs, bytes: this.message.take(), checksum: this.checksum };
  }
}
