import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { examineLine } from '../../shared/instruments/doctor.ts';
import type { DoctorReport } from '../../shared/instruments/doctor-verdicts.ts';
import { createLineObserver, type LineObserver } from '../../shared/instruments/line-observer.ts';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import type { StoreClock } from '../store/types.ts';
import { createConversation } from './conversation-parts.ts';
import { type KeeperState, LinkKeeper } from './link-keeper.ts';
import type { LinkListener, ModemLines, OpenLink } from './links/link.ts';
import { type HeardExchange, type HeardMessage, Session, type WireSink } from './session.ts';
import { takeBlock } from './take-block.ts';
import { wallAt, wallText } from './wall-time.ts';

/** How well what was heard fits the definition, for the doctor. */
export interface Fit {
  readonly fits: boolean;
  /** Who the message says it is from, empty where it does not. */
  readonly sender: string;
}

/** What a line tells its owner. */
export interface LineOwner {
  heard(message: HeardMessage, isLineFree: boolean): Fit | null;
  exchanged(exchange: HeardExchange): Fit | null;
  rejected(rejection: { reason: string; byteCount: number; frames: readonly number[]; at: string }): void;
  notice(code: string, data: Readonly<Record<string, string | number>>): void;
  settled(frames: readonly number[], reason: string): void;
  stirred(): void;
  /** The link's state changed. */
  state(state: KeeperState): void;
}

export interface LineParts {
  readonly instrumentId: string;
  readonly definition: InstrumentDefinition;
  readonly link: LinkSettings;
  readonly isAnswering: boolean;
  readonly wire: WireSink;
  readonly clock: StoreClock;
  readonly newId: () => string;
  readonly open: (settings: LinkSettings, listener: LinkListener) => Promise<OpenLink>;
  readonly owner: LineOwner;
}

/** Counts since the line was made, for the listen test and for `probe`. */
export interface LineCounts {
  byteCount: number;
  frameCount: number;
  rejectedCount: number;
}

/** One instrument's line: its link, kept open, the conversation on it, and what the doctor sees of both. */
export class InstrumentLine {
  readonly counts: LineCounts = { byteCount: 0, frameCount: 0, rejectedCount: 0 };
  readonly #parts: LineParts;
  readonly #observer: LineObserver = createLineObserver();
  readonly #keeper: LinkKeeper;
  #session: Session;
  #isAnswering: boolean;
  #modemLines: ModemLines | null = null;
  #heardWallMs: number | null = null;
  #heardMs: number | null = null;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#isAnswering = parts.isAnswering;
    this.#session = this.#newSession();
    const { clock, owner } = parts;
    this.#keeper = new LinkKeeper(parts.link, {
      clock,
      open: parts.open,
      onState: (state) => {
        if (state.state === 'open') this.#observer.reset();
        owner.state(state);
      },
      onConnected: () => this.#session.connected(),
      onBytes: (bytes) => {
        this.counts.byteCount += bytes.length;
        this.#heardWallMs = clock.wallMs();
        this.#heardMs = clock.monoMs();
        this.#session.bytes(bytes);
      },
      onBlock: (block) => {
        this.counts.byteCount += block.bytes.length;
        this.#heardWallMs = clock.wallMs();
        this.#heardMs = clock.monoMs();
        this.counts.frameCount += 1;
        return takeBlock(block, { ...parts, observer: this.#observer });
      },
      onUnread: (reason, byteCount) => {
        this.counts.rejectedCount += 1;
        owner.rejected({ reason, byteCount, frames: [], at: wallAt(clock) });
      },
      onDisconnected: () => this.#session.disconnected(),
    });
  }

  get state(): KeeperState {
    return this.#keeper.state;
  }

  get settings(): LinkSettings {
    return this.#keeper.settings;
  }

  get isAnswering(): boolean {
    return this.#isAnswering;
  }

  get heardAt(): string | null {
    return this.#heardWallMs === null ? null : wallText(this.#parts.clock, this.#heardWallMs);
  }

  /** Milliseconds of silence on the open line: since the last byte, or since it opened. Null while it is not open. */
  get silentMs(): number | null {
    if (this.state.state !== 'open') return null;
    const openMs = this.#keeper.openForMs;
    return this.#heardMs === null ? openMs : Math.min(openMs, this.#parts.clock.monoMs() - this.#heardMs);
  }

  start(): void {
    this.#keeper.start();
  }

  async stop(): Promise<void> {
    await this.#keeper.stop();
    await this.#session.settle();
  }

  async changeLink(link: LinkSettings): Promise<void> {
    await this.#keeper.change(link);
  }

  /**
   * Answering begins or ends with a new conversation: the link closes and opens, so that no transfer is answered by
   * halves.
   */
  async setAnswering(isAnswering: boolean): Promise<void> {
    if (isAnswering === this.#isAnswering) return;
    const wasOn = this.#keeper.isWanted;
    await this.stop();
    this.#isAnswering = isAnswering;
    this.#session = this.#newSession();
    if (wasOn) this.start();
  }

  retry(): void {
    this.#keeper.retry();
  }

  portsChanged(): void {
    this.#keeper.portsChanged();
  }

  async suspend(): Promise<void> {
    await this.#keeper.suspend();
    await this.#session.settle();
  }

  resume(): void {
    this.#keeper.resume();
  }

  /** Refuses bids while nothing can be stored. */
  setReady(isReady: boolean): void {
    this.#session.setReady(isReady);
  }

  /** Once a second: is the link really there, and what do its modem lines say? */
  async check(): Promise<void> {
    await this.#keeper.check();
    if (this.settings.kind === 'serial') this.#modemLines = await this.#keeper.modemLines();
  }

  report(): DoctorReport {
    const { clock, definition } = this.#parts;
    const finding = examineLine(this.#observer.facts(clock.monoMs()), {
      state: this.state.state,
      link: this.settings,
      // What has no wire is never examined as silent: only a polled instrument owes answers.
      conversation: definition.conversation === 'polled' ? 'polled' : 'receiver',
      isAnswering: this.#isAnswering,
      openForMs: this.#keeper.openForMs,
      modemLines: this.#modemLines,
    });
    return { ...finding, at: wallAt(clock) };
  }

  #newSession(): Session {
    const { instrumentId, definition, wire, clock, newId, owner } = this.#parts;
    const note = (fit: Fit | null): void => {
      if (fit !== null) this.#observer.message(fit, clock.monoMs());
    };
    return new Session({
      instrumentId,
      ...createConversation(definition, this.#isAnswering),
      observer: this.#observer,
      wire: {
        append: (entry) => {
          this.counts.frameCount += 1;
          return wire.append(entry);
        },
        note: (entry) => wire.note(entry),
        flush: () => wire.flush(),
      },
      clock,
      newId,
      write: (bytes) => this.#keeper.write(bytes),
      owner: {
        heard: (message, isLineFree) => note(owner.heard(message, isLineFree)),
        exchanged: (exchange) => note(owner.exchanged(exchange)),
        rejected: (rejection) => {
          this.counts.rejectedCount += 1;
          owner.rejected(rejection);
        },
        notice: (code, data) => owner.notice(code, data),
        settled: (frames, reason) => owner.settled(frames, reason),
        stirred: () => owner.stirred(),
      },
    });
  }
}
