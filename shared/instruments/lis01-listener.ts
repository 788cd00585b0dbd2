import { equalBytes } from '../kernel/bytes.ts';
import type { ControlName, FrameValue, FramingValue } from './framing/values.ts';
import type { LinkEffect, LinkEvent, LinkMachine, WireRef } from './link-machine.ts';
import { isDamage } from './lis01-receiver.ts';
import { type Assembled, Lis02Assembler } from './protocols/lis02-assembler.ts';

/**
 * Listens on a LIS01 line, or to plain LIS02 lines, and never says a word (decision 1). On a tapped line it may hear both
 * ends at once: answers are noticed and otherwise ignored. It cannot ask for a damaged frame again; a message with a hole
 * is therefore never delivered as a whole one.
 */

/** Bytes heard from one side may stop in mid-message; after so much silence what there is becomes a partial message. */
export const LISTEN_TIMEOUT_MS = 60_000;

export interface Lis01ListenerOptions {
  /** `absent` for plain text lines, which carry no checksum. */
  readonly checksum?: 'ok' | 'absent';
  readonly maxMessageBytes?: number;
}

export function createLis01Listener(options: Lis01ListenerOptions = {}): LinkMachine {
  return new Lis01Listener(options);
}

class Lis01Listener implements LinkMachine {
  private readonly assembler: Lis02Assembler;
  private effects: LinkEffect[] = [];
  private phase: 'neutral' | 'listening' = 'neutral';
  private last: { readonly number: number; readonly end: 'ETX' | 'ETB'; readonly text: Uint8Array } | null = null;
  /** Something unreadable was heard since the last frame: its re-send is due. */
  private isHealingDue = false;
  /** The open message has a hole. */
  private hasHole = false;
  constructor(options: Lis01ListenerOptions) {
    this.assembler = new Lis02Assembler(options.checksum ?? 'ok', options.maxMessageBytes);
  }

  get state(): string {
    return this.phase;
  }

  handle(event: LinkEvent): LinkEffect[] {
    if (event.kind === 'value') this.onValue(event.value, event.ref);
    else if (event.kind === 'heard') this.restartTimer();
    else if (event.kind === 'timer' && event.name === 'receive' && this.phase === 'listening') {
      this.effects.push({ kind: 'reset-framing' });
      this.give(this.assembler.drop('timed-out'));
      this.endTransfer();
    } else if (event.kind === 'link-opened' || event.kind === 'link-closed') {
      this.give(this.assembler.drop('link-closed'));
      this.endTransfer();
    }
    const effects = this.effects;
    this.effects = [];
    return effects;
  }

  private onValue(value: FramingValue, ref: WireRef): void {
    if (isDamage(value)) this.isHealingDue = this.assembler.hasOpen;
    if (value.kind === 'control') this.onControl(value.control);
    else if (value.kind === 'frame') this.onFrame(value, ref);
    else if (value.kind === 'line') this.onLine(value.text, ref);
  }

  private onControl(control: ControlName): void {
    if (control === 'EOT') {
      this.give(this.assembler.drop('ended-early'));
      this.endTransfer();
    } else if (control === 'ENQ' && !this.assembler.hasOpen) {
      this.startTransfer();
      this.last = null;
    }
    // An ENQ in mid-message may be noise or the other end's bid; a new H settles it.
  }

  private onFrame(frame: FrameValue, ref: WireRef): void {
    const text = frame.text;
    const last = this.last;
    const isRepeat =
      last !== null && last.number === frame.number && last.end === frame.end && equalBytes(last.text, text);
    if (isRepeat) {
      this.isHealingDue = false;
      this.effects.push({ kind: 'notice', code: 'frame-duplicate', data: { number: frame.number } });
      this.restartTimer();
      return;
    }
    this.startTransfer();
    // After damage the next frame must be the one that was due; a sender that counts its own way is given no benefit.
    const isDue = last === null || frame.number === (last.number + 1) % 8;
    if (this.isHealingDue && !isDue && this.assembler.hasOpen) this.hasHole = true;
    this.isHealingDue = false;
    this.last = { number: frame.number, end: frame.end, text };
    this.append(text, frame.end, ref);
  }

  private onLine(text: Uint8Array, ref: WireRef): void {
    this.startTransfer();
    this.append(text, 'ETX', ref);
  }

  private append(text: Uint8Array, end: 'ETX' | 'ETB', ref: WireRef): void {
    if (this.assembler.isOverfull(text.length)) this.give(this.assembler.drop('message-too-long'));
    this.effects.push({ kind: 'commit-frame', ref });
    for (const assembled of this.assembler.add(text, end, ref)) this.give(assembled);
  }

  private give(assembled: Assembled | null): void {
    if (assembled === null) return;
    const { message } = assembled;
    if (assembled.kind === 'partial') this.effects.push({ kind: 'partial-message', reason: assembled.reason, message });
    else if (this.hasHole) this.effects.push({ kind: 'partial-message', reason: 'frame-missed', message });
    else this.effects.push({ kind: 'message-complete', message });
    this.hasHole = false;
  }

  private startTransfer(): void {
    if (this.phase === 'neutral') this.effects.push({ kind: 'transfer', phase: 'started' });
    this.phase = 'listening';
    this.restartTimer();
  }

  private restartTimer(): void {
    if (this.phase === 'listening') this.effects.push({ kind: 'start-timer', name: 'receive', ms: LISTEN_TIMEOUT_MS });
  }

  private endTransfer(): void {
    this.last = null;
    this.isHealingDue = false;
    this.hasHole = false;
    if (this.phase === 'neutral') return;
    this.phase = 'neutral';
    this.effects.push({ kind: 'cancel-timer', name: 'receive' });
    this.effects.push({ kind: 'transfer', phase: 'ended' });
  }
}
