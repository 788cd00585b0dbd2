import type { Framer, FramingValue } from '../../shared/instruments/framing/values.ts';
import type { LineObserver } from '../../shared/instruments/line-observer.ts';
import type {
  Exchange,
  LinkEffect,
  LinkEvent,
  LinkMachine,
  LinkMessage,
  PartialReason,
  TimerName,
  WireRef,
} from '../../shared/instruments/link-machine.ts';
import { isAppError } from '../../shared/kernel/errors.ts';
import type { StoreClock, WireEntryInput } from '../store/types.ts';
import { wallAt } from './wall-time.ts';

/** Where a session keeps what passed on the wire. Without a store (listen test, `probe`) nothing is kept. */
export interface WireSink {
  /** Queues in arrival order; resolves after COMMIT with the entry's id, or null where nothing is kept. */
  append(entry: WireEntryInput): Promise<number | null>;
  /** Queues an entry nobody waits for. */
  note(entry: WireEntryInput): void;
  /** Stores what is queued now. */
  flush(): void;
}

/** A message, or what there is of one, with the ids of its stored frames. */
export interface HeardMessage extends Omit<LinkMessage, 'refs'> {
  readonly conversation: string;
  readonly receivedAt: string;
  readonly frames: readonly number[];
  readonly partial: PartialReason | null;
}

/** One question to a polled instrument and what came back, with the ids of the stored lines. */
export interface HeardExchange extends Omit<Exchange, 'lines'> {
  readonly conversation: string;
  readonly receivedAt: string;
  readonly lines: readonly Uint8Array[];
  readonly frames: readonly number[];
}

/** What a session tells its owner. `heard` and `exchanged` come in the order of the line, after the bytes are stored. */
export interface SessionOwner {
  /** `isLineFree`: the sender has ended its transfer, so nobody waits for an answer while the message is worked on. */
  heard(message: HeardMessage, isLineFree: boolean): void;
  exchanged(exchange: HeardExchange): void;
  /** A frame that is not part of any message, by the framing's or the machine's reason. */
  rejected(rejection: { reason: string; byteCount: number; frames: readonly number[]; at: string }): void;
  /** Something a person should know: a failed or slow commit, a frame rejected again and again. */
  notice(code: string, data: Readonly<Record<string, string | number>>): void;
  /** Stored frames that no message needs any more. */
  settled(frames: readonly number[], reason: string): void;
  /** Entries were queued for the wire store: the wire view may want them. */
  stirred(): void;
}

export interface SessionParts {
  readonly instrumentId: string;
  readonly machine: LinkMachine;
  readonly framer: Framer;
  /** A line is a whole message: what is stored of it must become one (blocks), unlike answers of a polled instrument. */
  readonly owesLines: boolean;
  readonly observer: LineObserver;
  readonly wire: WireSink;
  readonly clock: StoreClock;
  readonly newId: () => string;
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly owner: SessionOwner;
}

/** A frame or line on its way into the wire store. */
interface Kept {
  readonly stored: Promise<number | null>;
  /** Its id once it is stored, null once it is known that it never will be. */
  id?: number | null;
  readonly byteCount: number;
}

/** What is to be done, in the order of the line, once these entries are stored. */
interface Due {
  readonly kept: readonly (Kept | undefined)[];
  readonly work: (frames: number[], isLineFree: boolean) => void;
}

/** Between the answer to a message's last frame and the work on the message, where the sender does not end its transfer. */
const restMs = 1;

/** Frames a machine may still ask for; far above what one message and a queue of duplicates need. */
const maxKept = 20_000;

/**
 * One live conversation with one instrument: carries bytes from the link to the framer, values to the wire store and
 * the link machine, and carries out what the machine decides. A frame is answered only after the store has committed
 * it, because the machine asks for the commit first and is told when it is done.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #kept = new Map<WireRef, Kept>();
  readonly #timers = new Map<TimerName, NodeJS.Timeout>();
  readonly #events: LinkEvent[] = [];
  #isHandling = false;
  #silence: NodeJS.Timeout | null = null;
  #nextRef: WireRef = 1;
  #conversation = '';
  #isInTransfer = false;
  readonly #due: Due[] = [];
  #deliveries: Promise<void> = Promise.resolve();
  #isOpen = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** State of the link machine, for the wire view and for tests. */
  get state(): string {
    return this.#parts.machine.state;
  }

  connected(): void {
    if (this.#isOpen) this.disconnected();
    this.#isOpen = true;
    this.#handle({ kind: 'link-opened' });
  }

  bytes(bytes: Uint8Array): void {
    if (!this.#isOpen) return;
    this.#parts.observer.heard(bytes, this.#parts.clock.monoMs());
    const before = this.#nextRef;
    this.#frame((emit) => this.#parts.framer.feed(bytes, emit));
    // A long frame on a slow line is under way: the machine must not take it for silence.
    if (this.#nextRef === before) this.#handle({ kind: 'heard' });
  }

  /** The line is gone: what was unfinished becomes a partial message. */
  disconnected(): void {
    if (!this.#isOpen) return;
    this.#frame((emit) => this.#parts.framer.flush(emit));
    this.#handle({ kind: 'link-closed' });
    this.#isOpen = false;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#conversation = '';
    this.#isInTransfer = false;
  }

  /** Not ready: bids are refused until it is (a full disk, a host that is stopping). */
  setReady(isReady: boolean): void {
    this.#handle({ kind: 'set-ready', isReady });
  }

  /** Resolves when everything heard so far has been handed on. */
  async settle(): Promise<void> {
    let last: Promise<void> | null = null;
    while (last !== this.#deliveries) {
      last = this.#deliveries;
      await last;
    }
  }

  #frame(work: (emit: (value: FramingValue) => void) => void): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
    this.#silence = null;
    work((value) => this.#take(value));
    const { silenceMs } = this.#parts.framer;
    if (silenceMs === null || !this.#isOpen) return;
    this.#silence = setTimeout(() => this.#frame((emit) => this.#parts.framer.expire(emit)), silenceMs);
  }

  #entry(dir: 'in' | 'out', kind: WireEntryInput['kind'], bytes: Uint8Array): WireEntryInput {
    const { clock, instrumentId } = this.#parts;
    return {
      instrumentId,
      conversation: this.#conversation,
      dir,
      kind,
      bytes,
      monoMs: clock.monoMs(),
      wallAt: wallAt(clock),
    };
  }

  #take(value: FramingValue): void {
    const { observer, wire, owner, clock, owesLines } = this.#parts;
    const ref = this.#nextRef++;
    // A conversation begins with the bid, or with the first frame of a sender that sends without one.
    if (this.#conversation === '' && value.kind !== 'noise') this.#conversation = this.#parts.newId();
    observer.framed(value, clock.monoMs());
    const entry = this.#entry('in', value.kind, value.raw);
    if (value.kind === 'frame' || value.kind === 'line') {
      const stored = wire.append(value.kind === 'frame' || owesLines ? { ...entry, isOwed: true } : entry);
      // A failure is told by whoever waits for the commit; here it must only not go unhandled.
      const kept: Kept = { stored, byteCount: value.raw.length };
      stored.then(
        (id) => {
          kept.id = id;
        },
        () => {
          kept.id = null;
        },
      );
      this.#kept.set(ref, kept);
      if (this.#kept.size > maxKept) this.#forgetUpTo(ref - maxKept);
    } else {
      wire.note(value.kind === 'rejected' ? { ...entry, reason: value.reason } : entry);
      if (value.kind === 'rejected') {
        const { reason } = value;
        owner.rejected({ reason, byteCount: value.raw.length, frames: [], at: entry.wallAt });
      }
    }
    owner.stirred();
    // Bytes around a bid are stored before it is answered: the first frame, which waits for its own commit, waits for no more.
    if (value.kind === 'control' && value.control === 'ENQ') wire.flush();
    this.#handle({ kind: 'value', value, ref });
    const isOver = value.kind === 'control' && value.control === 'EOT' && !this.#isInTransfer;
    if (isOver) this.#conversation = '';
  }

  /** Events wait in line: an effect may bring about the next event before this one is carried out. */
  #handle(event: LinkEvent): void {
    this.#events.push(event);
    if (this.#isHandling) return;
    this.#isHandling = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        for (const effect of this.#parts.machine.handle(next)) this.#carryOut(effect);
      }
    } finally {
      this.#isHandling = false;
    }
  }

  #carryOut(effect: LinkEffect): void {
    const { owner, observer, clock } = this.#parts;
    switch (effect.kind) {
      case 'send':
        this.#send(effect.bytes, effect.label);
        return;
      case 'start-timer':
        this.#startTimer(effect.name, effect.ms);
        return;
      case 'cancel-timer':
        clearTimeout(this.#timers.get(effect.name));
        this.#timers.delete(effect.name);
        return;
      case 'commit-frame':
        this.#commit(effect.ref);
        return;
      case 'frame-refused':
        observer.refused(clock.monoMs());
        this.#refuse(effect.ref, effect.reason);
        return;
      case 'message-complete':
        this.#deliver(effect.message, null);
        return;
      case 'partial-message':
        this.#deliver(effect.message, effect.reason);
        return;
      case 'transfer':
        this.#isInTransfer = effect.phase === 'started';
        if (effect.phase === 'ended') {
          this.#conversation = '';
          // The best moment for the work: whoever bids next can wait, a sender in mid-transfer waits for each answer.
          this.#workOff(true);
        }
        return;
      case 'notice':
        owner.notice(effect.code, effect.data);
        return;
      case 'reset-framing':
        this.#frame((emit) => this.#parts.framer.flush(emit));
        return;
      case 'exchange':
        this.#deliverExchange(effect.exchange);
        return;
      case 'unsolicited':
        this.#deliverExchange({
          command: '',
          outcome: 'answered',
          attempts: 0,
          lines: [{ ref: effect.ref, text: effect.text }],
        });
        return;
      case 'send-outcome':
        return;
    }
  }

  #send(bytes: Uint8Array, label: string): void {
    const { wire, owner, observer, clock, write } = this.#parts;
    // A question may be a single letter.
    const isControl = bytes.length === 1 && bytes[0]! < 0x20;
    wire.note({ ...this.#entry('out', isControl ? 'control' : 'line', bytes), reason: label });
    if (!isControl) observer.asked(clock.monoMs());
    owner.stirred();
    // A write that fails means the link is going down; the link says so itself, and the sender will send again.
    write(bytes).catch(() => owner.notice('write-failed', { label }));
  }

  #startTimer(name: TimerName, ms: number): void {
    clearTimeout(this.#timers.get(name));
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      this.#handle({ kind: 'timer', name });
    }, ms);
    this.#timers.set(name, timer);
  }

  #commit(ref: WireRef): void {
    const stored = this.#kept.get(ref)?.stored ?? Promise.reject(new Error('unknown frame'));
    stored.then(
      () => this.#handle({ kind: 'frame-committed', ref }),
      (error: unknown) => {
        const code = isAppError(error) ? error.code : 'store/commit-failed';
        this.#handle({ kind: 'commit-failed', ref, code });
      },
    );
  }

  #refuse(ref: WireRef, reason: string): void {
    const kept = this.#kept.get(ref);
    const at = wallAt(this.#parts.clock);
    this.#kept.delete(ref);
    this.#after([kept], (frames) => {
      this.#parts.owner.rejected({ reason, byteCount: kept?.byteCount ?? 0, frames, at });
      if (frames.length > 0) this.#parts.owner.settled(frames, reason);
    });
  }

  #deliver(message: LinkMessage, partial: PartialReason | null): void {
    const conversation = this.#conversation;
    const receivedAt = wallAt(this.#parts.clock);
    const kept = message.refs.map((ref) => this.#kept.get(ref));
    const last = message.refs.at(-1);
    for (const ref of message.refs) this.#kept.delete(ref);
    // Frames before the last one that are in no message were duplicates: the message store must not wait for them.
    const left = last === undefined ? [] : this.#forgetUpTo(last);
    this.#after(kept, (frames, isLineFree) => {
      const { bytes, checksum } = message;
      this.#parts.owner.heard({ bytes, checksum, conversation, receivedAt, frames, partial }, isLineFree);
    });
    if (left.length > 0) {
      this.#after(left, (frames) => {
        if (frames.length > 0) this.#parts.owner.settled(frames, 'duplicate');
      });
    }
  }

  #deliverExchange(exchange: Exchange): void {
    const { observer, clock, owner } = this.#parts;
    const conversation = this.#conversation;
    const receivedAt = wallAt(clock);
    if (exchange.outcome === 'answered') observer.answered(clock.monoMs());
    const kept = exchange.lines.map(({ ref }) => this.#kept.get(ref));
    for (const { ref } of exchange.lines) this.#kept.delete(ref);
    const lines = exchange.lines.map(({ text }) => text.slice());
    this.#conversation = '';
    this.#after(kept, (frames) => owner.exchanged({ ...exchange, lines, frames, conversation, receivedAt }));
  }

  /** Runs `work` in the order of the line, once these entries are stored (or will never be). */
  #after(kept: Due['kept'], work: Due['work']): void {
    this.#due.push({ kept, work });
    const ids = Promise.allSettled(kept.map((each) => each?.stored));
    this.#deliveries = this.#deliveries.then(async () => {
      await ids;
      // The answer to the last frame is on its way out; whoever reads the message would hold it up for as long as that takes.
      await new Promise((resolve) => setTimeout(resolve, restMs));
      this.#workOff(false);
    });
  }

  /** Does what is due as far as its entries are stored; the rest waits for its turn. */
  #workOff(isLineFree: boolean): void {
    for (let due = this.#due[0]; due !== undefined; due = this.#due[0]) {
      const ids = due.kept.map((each) => (each === undefined ? null : each.id));
      if (ids.includes(undefined)) return;
      this.#due.shift();
      due.work(
        ids.filter((id) => typeof id === 'number'),
        isLineFree,
      );
    }
  }

  #forgetUpTo(last: WireRef): Kept[] {
    const left: Kept[] = [];
    for (const [ref, kept] of this.#kept) {
      // Insertion order is arrival order.
      if (ref > last) break;
      this.#kept.delete(ref);
      left.push(kept);
    }
    return left;
  }
}
