import type { Framer, FramingValue } from '../../shared/instruments/framing/values.ts';
import type {
  LinkEffect,
  LinkEvent,
  LinkMachine,
  LinkMessage,
  PartialReason,
} from '../../shared/instruments/link-machine.ts';
import { concatBytes } from '../../shared/kernel/bytes.ts';

export interface DriverOptions {
  /** Answers a commit request; by default every frame is committed at once. */
  readonly commit?: (ref: number) => 'committed' | 'failed' | 'later';
}

/** Drives a framer and a link machine in virtual time, as the host's session does in real time. */
export class LinkDriver {
  readonly values: { ref: number; value: FramingValue }[] = [];
  readonly effects: LinkEffect[] = [];
  readonly messages: LinkMessage[] = [];
  readonly partials: { reason: PartialReason; message: LinkMessage }[] = [];
  readonly notices: string[] = [];
  private readonly framer: Framer;
  private readonly machine: LinkMachine;
  private readonly commit: (ref: number) => 'committed' | 'failed' | 'later';
  private readonly timers = new Map<string, number>();
  private sent: Uint8Array[] = [];
  private now = 0;
  private nextRef = 1;

  constructor(framer: Framer, machine: LinkMachine, options: DriverOptions = {}) {
    this.framer = framer;
    this.machine = machine;
    this.commit = options.commit ?? (() => 'committed');
  }

  get state(): string {
    return this.machine.state;
  }

  /** What was written since the last call. */
  takeSent(): Uint8Array {
    const sent = concatBytes(this.sent);
    this.sent = [];
    return sent;
  }

  receive(bytes: Uint8Array): void {
    const before = this.values.length;
    this.framer.feed(bytes, (value) => this.emit(value));
    if (this.values.length === before && bytes.length > 0) this.tell({ kind: 'heard' });
    this.watchFraming();
  }

  tell(event: LinkEvent): void {
    for (const effect of this.machine.handle(event)) this.carryOut(effect);
  }

  /** The link ends: what is held comes out, then the machine is told. */
  close(): void {
    this.framer.flush((value) => this.emit(value));
    this.timers.delete('framing');
    this.tell({ kind: 'link-closed' });
  }

  wait(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, at]) => at <= until).sort((left, right) => left[1] - right[1])[0];
      if (due === undefined) break;
      const [name, at] = due;
      this.now = at;
      this.timers.delete(name);
      if (name === 'framing') {
        this.framer.expire((value) => this.emit(value));
        this.watchFraming();
      } else this.tell({ kind: 'timer', name: name as never });
    }
    this.now = until;
  }

  private watchFraming(): void {
    if (this.framer.silenceMs === null) this.timers.delete('framing');
    else this.timers.set('framing', this.now + this.framer.silenceMs);
  }

  private emit(value: FramingValue): void {
    const ref = this.nextRef;
    this.nextRef += 1;
    this.values.push({ ref, value });
    this.tell({ kind: 'value', value, ref });
  }

  private carryOut(effect: LinkEffect): void {
    this.effects.push(effect);
    if (effect.kind === 'send') this.sent.push(effect.bytes);
    else if (effect.kind === 'start-timer') this.timers.set(effect.name, this.now + effect.ms);
    else if (effect.kind === 'cancel-timer') this.timers.delete(effect.name);
    else if (effect.kind === 'message-complete') this.messages.push(effect.message);
    else if (effect.kind === 'partial-message') this.partials.push(effect);
    else if (effect.kind === 'notice') this.notices.push(effect.code);
    else if (effect.kind === 'reset-framing') {
      this.framer.flush((value) => this.emit(value));
      this.timers.delete('framing');
    } else if (effect.kind === 'commit-frame') {
      const outcome = this.commit(effect.ref);
      if (outcome === 'committed') this.tell({ kind: 'frame-committed', ref: effect.ref });
      else if (outcome === 'failed') this.tell({ kind: 'commit-failed', ref: effect.ref, code: 'store/disk-full' });
    }
  }
}
