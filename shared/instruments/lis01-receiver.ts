import { equalBytes } from '../kernel/bytes.ts';
import { CONTROL_BYTES, type ControlName, type FrameValue, type FramingValue } from './framing/values.ts';
import type {
  LinkEffect,
  LinkEvent,
  LinkMachine,
  NoticeCode,
  RefusalReason,
  TimerName,
  WireRef,
} from './link-machine.ts';
import { type Assembled, Lis02Assembler } from './protocols/lis02-assembler.ts';

/**
 * The LIS01 receiver (E1381-95 6.5, LIS01-A2 6.5 and annex): the state table of a computer that takes results. It answers
 * ACK only after the frame was reported as committed; a failed commit is answered NAK. Whatever arrives while a commit is
 * under way waits in a bounded queue, so the answers do not depend on how reads were cut.
 */

/** LIS01-A2: the receiver gives a transfer up after 30 s without a frame. */
export const RECEIVE_TIMEOUT_MS = 30_000;
/** LIS01-A2: a frame must be answered within 15 s; one second is left for the way. */
export const REPLY_DUE_MS = 14_000;
/** An ENQ in the middle of a message counts when nothing follows it for so long. Half of the sender's patience is 7 s. */
export const ENQ_SETTLE_MS = 1_000;
/** Bytes that wait behind a commit at most. A sender that waits for answers has one frame under way. */
export const MAX_QUEUED_BYTES = 4_194_304;
/** After so many refusals of one frame a person is told which rule it breaks; the sender gives up after six. */
export const REFUSALS_UNTIL_NOTICE = 3;

/** Numbers run modulo 8: a jump of one to three is taken for frames lost, a longer one for a step back. */
export const LONGEST_LOSS = 3;

export interface Lis01ReceiverOptions {
  /**
   * `strict`: 1 after ENQ, then one more each time, modulo 8. `lenient`: any number is taken (real analyzers number
   * 1 2 3 1 1 1 5), except that a jump ahead by one to three after something unreadable looks like lost frames and is
   * refused. Without that a sender that took noise for an ACK would leave a hole in a message.
   */
  readonly frameNumbers: 'strict' | 'lenient';
  readonly isReady?: boolean;
  readonly maxMessageBytes?: number;
}

/** Could this be what is left of a frame? Line ends and fillers between frames are not. */
export function isDamage(value: FramingValue): boolean {
  return value.kind === 'rejected' || (value.kind === 'noise' && value.raw.some((byte) => byte >= 0x20));
}

interface Pending {
  readonly frame: FrameValue;
  readonly ref: WireRef;
}

interface LastFrame {
  readonly number: number;
  readonly text: Uint8Array;
  readonly end: 'ETX' | 'ETB';
}

export function createLis01Receiver(options: Lis01ReceiverOptions): LinkMachine {
  return new Lis01Receiver(options);
}

class Lis01Receiver implements LinkMachine {
  private readonly isLenient: boolean;
  private readonly assembler: Lis02Assembler;
  private effects: LinkEffect[] = [];
  private phase: 'neutral' | 'waiting' | 'committing' = 'neutral';
  private isReady: boolean;
  private expected = 1;
  private last: LastFrame | null = null;
  private pending: Pending | null = null;
  private queue: { value: FramingValue; ref: WireRef }[] = [];
  private queuedBytes = 0;
  private frameCount = 0;
  private refusals = 0;
  private isInterruptWanted = false;
  /** ENQs heard in the middle of a message and not decided yet. */
  private undecidedEnqs = 0;
  /** Something unreadable was heard since the last accepted frame. */
  private hasHeardDamage = false;

  constructor(options: Lis01ReceiverOptions) {
    this.isLenient = options.frameNumbers === 'lenient';
    this.isReady = options.isReady ?? true;
    this.assembler = new Lis02Assembler('ok', options.maxMessageBytes);
  }

  get state(): string {
    return this.phase;
  }

  handle(event: LinkEvent): LinkEffect[] {
    switch (event.kind) {
      case 'value':
        this.take(event.value, event.ref);
        break;
      case 'heard':
        if (this.phase === 'waiting') this.startTimer('receive', RECEIVE_TIMEOUT_MS);
        break;
      case 'frame-committed':
        this.onCommitted(event.ref);
        break;
      case 'commit-failed':
        this.onCommitFailed(event.ref, event.code);
        break;
      case 'timer':
        this.onTimer(event.name);
        break;
      case 'link-opened':
      case 'link-closed':
        this.onLinkChange();
        break;
      case 'set-ready':
        this.isReady = event.isReady;
        break;
      case 'request-interrupt':
        this.isInterruptWanted = true;
        break;
      default:
        // The remaining events belong to senders and pollers.
        break;
    }
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  private take(value: FramingValue, ref: WireRef): void {
    if (this.phase !== 'committing') {
      this.process(value, ref);
      return;
    }
    if (this.queuedBytes + value.raw.length > MAX_QUEUED_BYTES) {
      this.notice('input-overrun', { byteCount: value.raw.length });
      return;
    }
    this.queue.push({ value, ref });
    this.queuedBytes += value.raw.length;
  }

  private drainQueue(): void {
    while (this.phase !== 'committing' && this.queue.length > 0) {
      const { value, ref } = this.queue.shift()!;
      this.queuedBytes -= value.raw.length;
      this.process(value, ref);
    }
  }

  private process(value: FramingValue, ref: WireRef): void {
    if (isDamage(value)) this.hasHeardDamage = true;
    if (value.kind === 'control') this.onControl(value.control);
    else if (value.kind === 'frame') this.onFrame(value, ref);
    else if (value.kind === 'rejected' && value.answer === 'nak' && this.phase === 'waiting') {
      this.forgetEnqs();
      this.nak(value.reason);
    }
  }

  private onControl(control: ControlName): void {
    if (control === 'ENQ') this.onEnq();
    else if (control === 'EOT' && this.phase === 'waiting') this.onEot();
    // ACK and NAK mean nothing to a receiver, EOT nothing in neutral (LIS01-A2 6.5: other characters are ignored).
  }

  private onEnq(): void {
    if (this.phase === 'waiting' && this.assembler.hasOpen) {
      this.undecidedEnqs += 1;
      this.startTimer('enq-settle', ENQ_SETTLE_MS);
      return;
    }
    this.acceptBid();
  }

  private acceptBid(): void {
    if (!this.isReady) {
      this.send('NAK');
      this.notice('bid-refused', {});
      if (this.phase === 'waiting') this.endTransfer();
      return;
    }
    if (this.phase === 'neutral') this.emit({ kind: 'transfer', phase: 'started' });
    this.phase = 'waiting';
    this.expected = 1;
    this.last = null;
    this.frameCount = 0;
    this.refusals = 0;
    this.hasHeardDamage = false;
    this.send('ACK');
    this.startTimer('receive', RECEIVE_TIMEOUT_MS);
  }

  /** The ENQs in mid-message were meant: the unfinished half is dropped and the transfer starts anew (decision 6). */
  private acceptUndecidedEnqs(): void {
    const count = this.undecidedEnqs;
    this.forgetEnqs();
    this.give(this.assembler.drop('started-anew'));
    for (let index = 0; index < count; index += 1) this.acceptBid();
  }

  private forgetEnqs(): void {
    if (this.undecidedEnqs === 0) return;
    this.undecidedEnqs = 0;
    this.emit({ kind: 'cancel-timer', name: 'enq-settle' });
  }

  private onEot(): void {
    this.forgetEnqs();
    if (this.frameCount === 0 && this.refusals === 0) this.notice('keep-alive', {});
    this.give(this.assembler.drop('ended-early'));
    this.endTransfer();
  }

  private onFrame(frame: FrameValue, ref: WireRef): void {
    if (this.phase === 'neutral') {
      this.emit({ kind: 'frame-refused', ref, reason: 'outside-transfer', attempt: 0 });
      this.notice('frame-outside-transfer', { number: frame.number });
      return;
    }
    const text = frame.text;
    if (this.undecidedEnqs > 0) {
      // A new transfer begins with frame 1 and H; anything else shows that the ENQ was noise in a running one.
      const isNewStart = frame.number === 1 && (text[0] === 0x48 || text[0] === 0x68);
      if (isNewStart) this.acceptUndecidedEnqs();
      else this.forgetEnqs();
      if (this.phase !== 'waiting') return;
    }
    if (this.isRepeat(frame, text)) {
      this.refusals = 0;
      this.notice('frame-duplicate', { number: frame.number });
      this.send('ACK');
      this.startTimer('receive', RECEIVE_TIMEOUT_MS);
      return;
    }
    const refusal = this.numberFault(frame) ?? (this.assembler.isOverfull(text.length) ? 'message-too-long' : null);
    if (refusal !== null) {
      this.refuse(ref, refusal);
      return;
    }
    this.pending = { frame, ref };
    this.phase = 'committing';
    this.emit({ kind: 'cancel-timer', name: 'receive' });
    this.startTimer('reply-due', REPLY_DUE_MS);
    this.emit({ kind: 'commit-frame', ref });
  }

  /** The last accepted frame again: its ACK was lost. Same number and same bytes (LIS01-A2 6.5.1.1). */
  private isRepeat(frame: FrameValue, text: Uint8Array): boolean {
    const last = this.last;
    return last !== null && last.number === frame.number && last.end === frame.end && equalBytes(last.text, text);
  }

  private numberFault(frame: FrameValue): RefusalReason | null {
    const jump = (frame.number - this.expected + 8) % 8;
    if (jump === 0) return null;
    if (!this.isLenient) return 'frame-number-unexpected';
    if (this.hasHeardDamage && jump <= LONGEST_LOSS) return 'frame-number-unexpected';
    this.notice('frame-number-lenient', { number: frame.number, expected: this.expected });
    return null;
  }

  private refuse(ref: WireRef, reason: RefusalReason): void {
    this.nak(reason);
    this.emit({ kind: 'frame-refused', ref, reason, attempt: this.refusals });
  }

  private nak(reason: string): void {
    this.send('NAK');
    this.startTimer('receive', RECEIVE_TIMEOUT_MS);
    this.refusals += 1;
    if (this.refusals === REFUSALS_UNTIL_NOTICE) {
      this.notice('frame-rejected-repeatedly', { reason, count: this.refusals });
    }
  }

  private onCommitted(ref: WireRef): void {
    const pending = this.pending;
    // A commit that came after its frame was already refused changes nothing: the sender will send the frame again.
    if (pending === null || pending.ref !== ref) return;
    this.pending = null;
    this.phase = 'waiting';
    this.emit({ kind: 'cancel-timer', name: 'reply-due' });
    const { number, text, end } = pending.frame;
    this.last = { number, text, end };
    this.expected = (number + 1) % 8;
    this.frameCount += 1;
    this.refusals = 0;
    this.hasHeardDamage = false;
    if (this.isInterruptWanted) {
      this.isInterruptWanted = false;
      this.send('EOT');
    } else this.send('ACK');
    this.startTimer('receive', RECEIVE_TIMEOUT_MS);
    for (const assembled of this.assembler.add(text, end, ref)) this.give(assembled);
    this.drainQueue();
  }

  private onCommitFailed(ref: WireRef, code: string): void {
    if (this.pending === null || this.pending.ref !== ref) return;
    this.notice('commit-failed', { code });
    this.refusePending();
  }

  private refusePending(): void {
    const { ref } = this.pending!;
    this.hasHeardDamage = true;
    this.pending = null;
    this.phase = 'waiting';
    this.emit({ kind: 'cancel-timer', name: 'reply-due' });
    this.refuse(ref, 'not-committed');
    this.drainQueue();
  }

  private onTimer(name: TimerName): void {
    if (name === 'receive' && this.phase === 'waiting') {
      this.forgetEnqs();
      this.emit({ kind: 'reset-framing' });
      this.give(this.assembler.drop('timed-out'));
      this.endTransfer();
    } else if (name === 'reply-due' && this.pending !== null) {
      this.notice('commit-slow', {});
      this.refusePending();
    } else if (name === 'enq-settle' && this.undecidedEnqs > 0) this.acceptUndecidedEnqs();
  }

  private onLinkChange(): void {
    this.forgetEnqs();
    this.queue = [];
    this.queuedBytes = 0;
    if (this.pending !== null) this.emit({ kind: 'cancel-timer', name: 'reply-due' });
    this.pending = null;
    this.give(this.assembler.drop('link-closed'));
    this.isInterruptWanted = false;
    if (this.phase !== 'neutral') this.endTransfer();
  }

  private endTransfer(): void {
    this.phase = 'neutral';
    this.refusals = 0;
    this.emit({ kind: 'cancel-timer', name: 'receive' });
    this.emit({ kind: 'transfer', phase: 'ended' });
  }

  private give(assembled: Assembled | null): void {
    if (assembled === null) return;
    const { message } = assembled;
    if (assembled.kind === 'complete') this.emit({ kind: 'message-complete', message });
    else this.emit({ kind: 'partial-message', reason: assembled.reason, message });
  }

  private send(control: ControlName): void {
    this.emit({ kind: 'send', bytes: Uint8Array.of(CONTROL_BYTES[control]), label: control });
  }

  private startTimer(name: TimerName, ms: number): void {
    this.emit({ kind: 'start-timer', name, ms });
  }

  private notice(code: NoticeCode, data: Record<string, string | number>): void {
    this.emit({ kind: 'notice', code, data });
  }

  private emit(effect: LinkEffect): void {
    this.effects.push(effect);
  }
}
