import type { FileBlock } from '../../shared/instruments/files/byte-source.ts';
import type { LinkSettings, LinkState } from '../../shared/instruments/link-settings.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import type { StoreClock } from '../store/types.ts';
import { backOffMs, settledMs } from './back-off.ts';
import {
  type LinkListener,
  type LinkProblem,
  type ModemLines,
  type OpenLink,
  problemOf,
  whereOf,
} from './links/link.ts';
import { wallAt } from './wall-time.ts';

export interface KeeperState {
  readonly state: LinkState;
  readonly reason: string | null;
  readonly where: string;
  readonly since: string;
}

export interface KeeperParts {
  readonly clock: StoreClock;
  /** Opens what the settings say, wherever the port is now. */
  readonly open: (settings: LinkSettings, listener: LinkListener) => Promise<OpenLink>;
  readonly onState: (state: KeeperState) => void;
  readonly onConnected: (peer: string) => void;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onBlock?: (block: FileBlock) => Promise<void>;
  readonly onUnread?: (reason: string, byteCount: number) => void;
  readonly onDisconnected: () => void;
}

/** Reasons after which trying again by itself makes no sense: the settings are wrong, or there is nothing more to read. */
const finalReasons: ReadonlySet<string> = new Set([
  'link/peers-required',
  'link/replay-finished',
  'link/capture-not-understood',
  'link/setting-not-supported',
]);

/**
 * Holds one link open for as long as it should be: opens it, notices that it went, waits (1, 2, 5, 10, 30 s, decision
 * 8) and opens it again; at once when told that ports have changed. Serves one instrument or one listen test.
 */
export class LinkKeeper {
  readonly #parts: KeeperParts;
  #settings: LinkSettings;
  #link: OpenLink | null = null;
  #state: KeeperState;
  #attempts = 0;
  #openedMs = 0;
  #hasHeard = false;
  #isAsleep = false;
  #isWanted = false;
  #timer: NodeJS.Timeout | null = null;
  /** Grows with every opening and closing, so that a late answer of an earlier one is recognised. */
  #turn = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(settings: LinkSettings, parts: KeeperParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#state = { state: 'off', reason: null, where: whereOf(settings), since: wallAt(parts.clock) };
  }

  get state(): KeeperState {
    return this.#state;
  }

  get settings(): LinkSettings {
    return this.#settings;
  }

  /** Whether the link should be open: it was started and not stopped, whatever its state is now. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Milliseconds since the link opened, 0 while it is not open. */
  get openForMs(): number {
    return this.#state.state === 'open' ? this.#parts.clock.monoMs() - this.#openedMs : 0;
  }

  start(): void {
    if (this.#settings.kind === 'none') return;
    this.#isWanted = true;
    this.#openSoon(0);
  }

  /** Closes and stays closed. Resolves when the port is free. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    await this.#close();
    this.#show('off', null);
  }

  /** Other settings: closes what is open and opens the new. */
  async change(settings: LinkSettings): Promise<void> {
    await this.stop();
    this.#settings = settings;
    this.#attempts = 0;
    this.#show('off', null);
    this.start();
  }

  /** A person's "Retry": closes and opens at once. */
  retry(): void {
    if (this.#settings.kind === 'none') return;
    this.#isWanted = true;
    this.#attempts = 0;
    void this.#close().then(() => this.#openSoon(0));
  }

  /** Ports came or went: what waits for a port tries at once. */
  portsChanged(): void {
    if (!this.#isWanted || this.#isAsleep || this.#link !== null || this.#settings.kind !== 'serial') return;
    if (this.#timer === null) return;
    this.#attempts = 0;
    this.#openSoon(0);
  }

  /** The machine goes to sleep: lets go of the port, and opens it again on `resume`. */
  async suspend(): Promise<void> {
    this.#isAsleep = true;
    if (!this.#isWanted) return;
    await this.#close();
    this.#show('waiting-to-reopen', 'link/asleep');
  }

  resume(): void {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    this.#attempts = 0;
    if (this.#isWanted) this.#openSoon(0);
  }

  /** Once a second: asks an open link whether it is really there. */
  async check(): Promise<void> {
    await this.#link?.check();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#link === null ? Promise.reject(new Error('not open')) : this.#link.write(bytes);
  }

  async modemLines(): Promise<ModemLines | null> {
    return (await this.#link?.modemLines().catch(() => null)) ?? null;
  }

  #openSoon(delayMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#work = this.#work.then(() => this.#open());
    }, delayMs);
  }

  async #open(): Promise<void> {
    if (!this.#isWanted || this.#isAsleep || this.#link !== null) return;
    const turn = ++this.#turn;
    const isCurrent = (): boolean => this.#turn === turn;
    // A port that is still missing or busy keeps saying so; it does not flicker to "opening" at every attempt.
    if (this.#attempts === 0) this.#show('opening', null);
    let isConnected = false;
    const connect = (peer: string): void => {
      isConnected = true;
      this.#parts.onConnected(peer);
    };
    let early: string | null = null;
    const listener: LinkListener = {
      connected: (peer) => {
        if (!isCurrent()) return;
        // A conversation may begin with a question of ours, so it begins when the link can be written to.
        if (this.#link === null) early = peer;
        else connect(peer);
      },
      bytes: (bytes) => {
        if (!isCurrent()) return;
        this.#hasHeard = true;
        this.#parts.onBytes(bytes);
      },
      block: async (block) => {
        // A folder that was let go of reads on to the end of its block: what is not stored is read again.
        if (!isCurrent()) throw new AppError('link/closed');
        this.#hasHeard = true;
        await this.#parts.onBlock?.(block);
      },
      unread: (reason, byteCount) => {
        if (isCurrent()) this.#parts.onUnread?.(reason, byteCount);
      },
      disconnected: () => {
        if (!isCurrent()) return;
        isConnected = false;
        this.#parts.onDisconnected();
      },
      closed: (problem) => {
        if (!isCurrent()) return;
        this.#turn += 1;
        this.#link = null;
        if (isConnected) this.#parts.onDisconnected();
        this.#failed(problem);
      },
    };
    try {
      const link = await this.#parts.open(this.#settings, listener);
      if (!isCurrent()) {
        await link.close();
        return;
      }
      this.#link = link;
      this.#openedMs = this.#parts.clock.monoMs();
      this.#hasHeard = false;
      this.#show('open', null, link.where);
      if (early !== null) connect(early);
    } catch (error) {
      if (isCurrent()) this.#failed(problemOf(error));
    }
  }

  #failed(problem: LinkProblem): void {
    const wasOpen = this.#state.state === 'open';
    const hadSettled = wasOpen && (this.#hasHeard || this.#parts.clock.monoMs() - this.#openedMs >= settledMs);
    this.#attempts = hadSettled ? 1 : this.#attempts + 1;
    this.#show(problem.state, problem.code);
    if (this.#isWanted && !this.#isAsleep && !finalReasons.has(problem.code)) {
      this.#openSoon(backOffMs(this.#attempts));
    }
  }

  async #close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#turn += 1;
    const link = this.#link;
    this.#link = null;
    if (link !== null) {
      this.#parts.onDisconnected();
      await link.close();
    }
    // An opening under way closes what it opened when it finds that its turn is over.
    await this.#work;
  }

  #show(state: LinkState, reason: string | null, where: string = whereOf(this.#settings)): void {
    const isSame = this.#state.state === state && this.#state.reason === reason && this.#state.where === where;
    if (isSame) return;
    this.#state = { state, reason, where, since: wallAt(this.#parts.clock) };
    this.#parts.onState(this.#state);
  }
}
