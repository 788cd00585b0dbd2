import { DEFAULT_SPLITTING, encodeFrame, type FrameSplitting, splitIntoFrameTexts } from './framing/lis01-encoder.ts';
import { CONTROL_BYTES, type ControlName, type FramingValue } from './framing/values.ts';
import type { LinkEffect, LinkEvent, LinkMachine, SendOutcome, TimerName } from './link-machine.ts';

/** The LIS01 sender (E1381-95 6.5, LIS01-A2 6.5): drives the simulators. State names follow the standard's table. */

export const ESTABLISH_TIMEOUT_MS = 15_000;
export const FRAME_REPLY_TIMEOUT_MS = 15_000;
export const BUSY_WAIT_MS = 10_000;
export const HOST_CONTENTION_MS = 20_000;
export const INSTRUMENT_CONTENTION_MS = 1_000;
export const HOLD_OFF_MS = 15_000;
/**
 * After noise among the answers it is not known how many answers are still on their way. So much quiet after the next ACK
 * makes sure that a late one is not taken for the answer to the next frame.
 */
export const REPLY_SETTLE_MS = 500;
/** LIS01-A2 6.5.1.2: one frame is sent six times at most. */
export const MAX_FRAME_TRIES = 6;
/** The standard sets no limit on bids; a sender that bids for ever hides that nobody takes its messages. */
export const MAX_BIDS = 3;

export interface Lis01SenderOptions {
  /** Decides who gives way when both ends bid: the host does. */
  readonly role: 'instrument' | 'host';
  readonly splitting?: Partial<FrameSplitting>;
  readonly maxBids?: number;
}

type SenderState = 'neutral' | 'bid' | 'busy-wait' | 'contend' | 'wait-reply' | 'settle' | 'hold-off';

interface Job {
  readonly id: string;
  readonly records: readonly Uint8Array[];
}

export function createLis01Sender(options: Lis01SenderOptions): LinkMachine {
  return new Lis01Sender(options);
}

class Lis01Sender implements LinkMachine {
  private readonly isHost: boolean;
  private readonly splitting: FrameSplitting;
  private readonly maxBids: number;
  private effects: LinkEffect[] = [];
  private phase: SenderState = 'neutral';
  private readonly jobs: Job[] = [];
  private frames: Uint8Array[] = [];
  private frameIndex = 0;
  private tries = 0;
  private bids = 0;
  private isLineTaken = false;
  private isInterrupted = false;
  /** An answer to the present frame was unreadable. */
  private hasHeardNoise = false;

  constructor(options: Lis01SenderOptions) {
    this.isHost = options.role === 'host';
    this.splitting = { ...DEFAULT_SPLITTING, ...options.splitting };
    this.maxBids = options.maxBids ?? MAX_BIDS;
  }

  get state(): string {
    return this.phase;
  }

  handle(event: LinkEvent): LinkEffect[] {
    switch (event.kind) {
      case 'send-message':
        this.queueMessage(event.id, event.records);
        break;
      case 'cancel-message':
        this.cancelMessage(event.id);
        break;
      case 'value':
        this.onValue(event.value);
        break;
      case 'timer':
        this.onTimer(event.name);
        break;
      case 'line-taken':
        this.isLineTaken = true;
        if (this.phase === 'busy-wait' || this.phase === 'contend') this.leave('busy', 'contention');
        break;
      case 'line-free':
        this.isLineTaken = false;
        if (this.phase === 'hold-off') this.leave('hold-off');
        this.bidIfDue();
        break;
      case 'link-opened':
        this.bidIfDue();
        break;
      case 'link-closed':
        this.onLinkClosed();
        break;
      default:
        // The remaining events belong to receivers and pollers.
        break;
    }
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  private queueMessage(id: string, records: readonly Uint8Array[]): void {
    const first = records[0]?.[0] ?? 0;
    if ((first & 0xdf) !== 0x48) {
      this.outcome(id, 'rejected', 'first-record-is-not-header');
      return;
    }
    try {
      this.encode(records);
    } catch {
      this.outcome(id, 'rejected', 'restricted-character');
      return;
    }
    this.jobs.push({ id, records });
    this.bidIfDue();
  }

  /** Takes a message back unless its first frame has left. */
  private cancelMessage(id: string): void {
    const index = this.jobs.findIndex((job) => job.id === id);
    const isUnderWay = this.phase === 'wait-reply' || this.phase === 'settle';
    if (index < 0 || (index === 0 && isUnderWay)) return;
    this.jobs.splice(index, 1);
    this.outcome(id, 'nothing-sent', 'cancelled');
  }

  private encode(records: readonly Uint8Array[]): Uint8Array[] {
    return splitIntoFrameTexts(records, this.splitting).map((text, index) => encodeFrame((index + 1) % 8, text));
  }

  private onValue(value: FramingValue): void {
    const control = value.kind === 'control' ? value.control : null;
    if (this.phase === 'bid') this.onBidReply(control);
    else if (this.phase === 'wait-reply') this.onFrameReply(control);
    // In every other state an answer is late (LIS01-A2: ignored); an ENQ is the receiver's business.
  }

  private onBidReply(control: ControlName | null): void {
    if (control === 'ACK') {
      this.cancelTimer('establish');
      this.bids = 0;
      this.startFrames();
    } else if (control === 'NAK') {
      this.cancelTimer('establish');
      this.phase = 'busy-wait';
      this.startTimer('busy', BUSY_WAIT_MS);
      if (this.bids < this.maxBids) return;
      this.bids = 0;
      const job = this.jobs.shift();
      if (job !== undefined) this.outcome(job.id, 'failed', 'bid-refused');
    } else if (control === 'ENQ') {
      this.cancelTimer('establish');
      this.phase = 'contend';
      this.bids = 0;
      this.startTimer('contention', this.isHost ? HOST_CONTENTION_MS : INSTRUMENT_CONTENTION_MS);
      this.emit({ kind: 'notice', code: 'contention', data: { role: this.isHost ? 'host' : 'instrument' } });
    }
    // Any other byte is ignored (LIS01-A2 6.5.2).
  }

  private startFrames(): void {
    const job = this.jobs[0];
    if (job === undefined) {
      this.endTransfer();
      return;
    }
    this.frames = this.encode(job.records);
    this.frameIndex = 0;
    this.tries = 0;
    this.hasHeardNoise = false;
    this.sendFrame();
  }

  private sendFrame(): void {
    const frame = this.frames[this.frameIndex];
    if (frame === undefined) {
      this.finishMessage();
      return;
    }
    this.phase = 'wait-reply';
    this.tries += 1;
    this.emit({ kind: 'send', bytes: frame, label: `frame ${String.fromCharCode(frame[1]!)}` });
    this.startTimer('frame-reply', FRAME_REPLY_TIMEOUT_MS);
  }

  private onFrameReply(control: ControlName | null): void {
    if (control === 'ACK' || control === 'EOT') {
      if (control === 'EOT') {
        this.isInterrupted = true;
        this.emit({ kind: 'notice', code: 'interrupt-requested', data: {} });
      }
      this.frameIndex += 1;
      this.tries = 0;
      if (this.hasHeardNoise) {
        this.hasHeardNoise = false;
        this.cancelTimer('frame-reply');
        this.phase = 'settle';
        this.startTimer('reply-settle', REPLY_SETTLE_MS);
      } else this.sendFrame();
      return;
    }
    if (control !== 'NAK') this.hasHeardNoise = true;
    // NAK, and anything else, is a refusal (LIS01-A2 6.5.1.2).
    if (this.tries < MAX_FRAME_TRIES) this.sendFrame();
    else {
      this.send('EOT');
      this.giveUp('failed', 'frame-refused');
    }
  }

  private finishMessage(): void {
    this.outcome(this.jobs.shift()!.id, 'delivered', 'acknowledged');
    this.endTransfer();
  }

  private endTransfer(): void {
    this.cancelTimer('frame-reply');
    this.send('EOT');
    this.emit({ kind: 'transfer', phase: 'ended' });
    this.frames = [];
    if (this.isInterrupted) {
      this.isInterrupted = false;
      this.phase = 'hold-off';
      this.startTimer('hold-off', HOLD_OFF_MS);
      return;
    }
    this.phase = 'neutral';
    this.bidIfDue();
  }

  /** The message at hand goes back to the caller; the next one, if any, gets its own bids. */
  private giveUp(outcome: SendOutcome, reason: string): void {
    this.cancelTimer('frame-reply');
    this.phase = 'neutral';
    this.bids = 0;
    this.frames = [];
    this.isInterrupted = false;
    const job = this.jobs.shift();
    if (job !== undefined) this.outcome(job.id, outcome, reason);
    this.bidIfDue();
  }

  private bidIfDue(): void {
    if (this.phase === 'neutral' && !this.isLineTaken && this.jobs.length > 0) this.bid();
  }

  private bid(): void {
    this.phase = 'bid';
    this.bids += 1;
    this.send('ENQ');
    this.startTimer('establish', ESTABLISH_TIMEOUT_MS);
  }

  private onTimer(name: TimerName): void {
    if (name === 'establish' && this.phase === 'bid') {
      this.send('EOT');
      this.giveUp('retry-later', 'no-answer-to-bid');
    } else if (name === 'frame-reply' && this.phase === 'wait-reply') {
      this.send('EOT');
      this.giveUp('failed', 'no-answer-to-frame');
    } else if ((name === 'busy' && this.phase === 'busy-wait') || (name === 'contention' && this.phase === 'contend')) {
      this.phase = 'neutral';
      this.bidIfDue();
    } else if (name === 'reply-settle' && this.phase === 'settle') {
      this.sendFrame();
    } else if (name === 'hold-off' && this.phase === 'hold-off') {
      this.phase = 'neutral';
      this.bidIfDue();
    }
  }

  private leave(...timers: TimerName[]): void {
    for (const timer of timers) this.cancelTimer(timer);
    this.phase = 'neutral';
  }

  /** A broken link gives every message back: none is half sent for ever. */
  private onLinkClosed(): void {
    this.leave('establish', 'frame-reply', 'reply-settle', 'busy', 'contention', 'hold-off');
    this.bids = 0;
    this.frames = [];
    this.isInterrupted = false;
    this.isLineTaken = false;
    for (const job of this.jobs.splice(0)) this.outcome(job.id, 'retry-later', 'link-closed');
  }

  private outcome(id: string, outcome: SendOutcome, reason: string): void {
    this.emit({ kind: 'send-outcome', id, outcome, reason });
  }

  private send(control: ControlName): void {
    this.emit({ kind: 'send', bytes: Uint8Array.of(CONTROL_BYTES[control]), label: control });
  }

  private startTimer(name: TimerName, ms: number): void {
    this.emit({ kind: 'start-timer', name, ms });
  }

  private cancelTimer(name: TimerName): void {
    this.emit({ kind: 'cancel-timer', name });
  }

  private emit(effect: LinkEffect): void {
    this.effects.push(effect);
  }
}
