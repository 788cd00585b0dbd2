import { MessageChannelMain, type MessagePortMain, type UtilityProcess } from 'electron';
import { isAppError } from '../../shared/kernel/errors.ts';
import type { HostState, PowerEvent, Unlocking } from '../../shared/shell/bridge.ts';
import { type FromHost, fromHost, type HostSettings, type ToHost } from '../host/main-messages.ts';
import { afterLoss, noLosses, type Series } from './restart-policy.ts';
import type { KeyStore } from './secrets.ts';

/** How long the host may take to close its files and ports before it is killed. */
const STOP_WITHIN_MS = 5_000;

/** How the process is; which site it serves is the shell's matter. */
type ProcessState = Omit<HostState, 'hasOtherSites'>;

export interface SupervisorOptions {
  /** Makes a host process, which waits for what it is told. */
  readonly fork: () => UtilityProcess;
  /** May come later than the first start: the process is made while the key store is still being asked. */
  readonly settings: () => Promise<Omit<HostSettings, 'unlocking'>>;
  readonly keyStore: KeyStore;
  readonly onState: (state: ProcessState) => void;
  /** A new host process exists; ports to it can be opened. */
  readonly onStarted: () => void;
  readonly onMark: (name: string, at: number) => void;
  /** What needs a person has changed. */
  readonly onAttention: (attention: Extract<FromHost, { type: 'attention' }>) => void;
}

/**
 * Starts the host, starts it again when it is lost, and hands out ports to it. Main keeps nothing else of the host: a
 * native add-on that dies takes neither the window nor what was acknowledged with it.
 */
export class HostSupervisor {
  readonly #options: SupervisorOptions;
  #child: UtilityProcess | null = null;
  #state: ProcessState = { state: 'starting', generation: 0, code: null, data: {} };
  #series: Series = noLosses;
  #refused = false;
  #readyAt: number | null = null;
  #restartTimer: NodeJS.Timeout | null = null;
  #unlocking: Unlocking | null = null;
  #folder: string | null = null;
  #isStopping = false;
  readonly #granting = new Map<string, () => void>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get state(): ProcessState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#child !== null || this.#isStopping) return;
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer);
    this.#restartTimer = null;
    this.#refused = false;
    const generation = this.#state.generation + 1;
    this.#setState({ state: generation === 1 ? 'starting' : 'restarting', generation });
    const child = this.#options.fork();
    this.#child = child;
    child.on('message', (message: unknown) => this.#hear(child, message));
    child.once('exit', (code) => this.#lost(child, code));
    const unlocking = this.#unlocking;
    this.#options.settings().then(
      (settings) => {
        // What opens one site's keys is not tried on another's.
        const isSame = this.#folder === null || this.#folder === settings.dataFolder;
        this.#folder = settings.dataFolder;
        if (!isSame) this.#unlocking = null;
        const start = { ...settings, unlocking: isSame ? unlocking : null };
        child.postMessage({ type: 'start', settings: start } satisfies ToHost);
      },
      (error: unknown) => this.#cannotStart(child, 'host/cannot-start', { reason: String(error) }),
    );
    this.#options.onStarted();
  }

  /** A person asked: a new series of starts. */
  retry(): void {
    this.#series = noLosses;
    this.start();
  }

  /** A person typed what opens the keys. A passphrase serves every later start too, an escrow code this one. */
  unlock(unlocking: Unlocking): void {
    this.#unlocking = unlocking;
    this.retry();
    if (unlocking.way === 'escrow-code') this.#unlocking = null;
  }

  tell(message: Exclude<ToHost, { type: 'client' | 'start' }>): void {
    this.#child?.postMessage(message);
  }

  /**
   * Hands over a chosen place or the window's pages, and resolves when the host has it. A host that is lost meanwhile has
   * it not: the call that names it is then refused, and the person chooses again.
   */
  async grant(message: Extract<ToHost, { type: 'file-grant' | 'parcel' }>): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const { id } = message.type === 'parcel' ? message.parcel : message.grant;
    await new Promise<void>((resolve) => {
      this.#granting.set(id, resolve);
      child.postMessage(message);
    });
  }

  power(event: PowerEvent): void {
    this.tell({ type: 'power', event });
  }

  /** A fresh port to the present host, or null while there is none; the host queues what arrives before it is ready. */
  openPort(): { port: MessagePortMain; generation: number } | null {
    if (this.#child === null) return null;
    const { port1, port2 } = new MessageChannelMain();
    const { generation } = this.#state;
    this.#child.postMessage({ type: 'client', generation } satisfies ToHost, [port1]);
    return { port: port2, generation };
  }

  /** Ends the present host as at the end of the program, and starts another. */
  async restart(): Promise<void> {
    if (this.#isStopping) return;
    await this.stop();
    this.#isStopping = false;
    this.#child = null;
    this.#series = noLosses;
    this.start();
  }

  /** Lets the host close its files and ports; kills it when that takes too long. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill(), STOP_WITHIN_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.postMessage({ type: 'stop' } satisfies ToHost);
    });
  }

  #hear(child: UtilityProcess, raw: unknown): void {
    const parsed = fromHost.safeParse(raw);
    if (!parsed.success || child !== this.#child) return;
    const message = parsed.data;
    switch (message.type) {
      case 'ready':
        this.#readyAt = performance.now();
        this.#setState({ state: 'ready', generation: this.#state.generation });
        return;
      case 'cannot-start':
        this.#cannotStart(child, message.code, message.data);
        return;
      case 'mark':
        this.#options.onMark(message.name, message.at);
        return;
      case 'key-question':
        void this.#answer(child, message);
        return;
      case 'granted':
        this.#granting.get(message.id)?.();
        this.#granting.delete(message.id);
        return;
      case 'restart':
        void this.restart();
        return;
      case 'attention':
        this.#options.onAttention(message);
        return;
      case 'stopped':
        return;
    }
  }

  /** The same data folder would refuse again: wait for a person instead of trying ten times. */
  #cannotStart(child: UtilityProcess, code: string, data: ProcessState['data']): void {
    if (child !== this.#child) return;
    this.#refused = true;
    // It holds nothing, and its place is needed for the next try.
    this.#child = null;
    child.kill();
    this.#setState({ state: 'failed', generation: this.#state.generation, code, data });
  }

  async #answer(child: UtilityProcess, { id, ask }: Extract<FromHost, { type: 'key-question' }>): Promise<void> {
    let answer: ToHost;
    try {
      const secret =
        ask.what === 'read'
          ? ((await this.#options.keyStore.read()) ?? null)
          : await this.#options.keyStore.write(ask.secret).then(() => null);
      answer = { type: 'key-answer', id, secret, code: null };
    } catch (error) {
      answer = { type: 'key-answer', id, secret: null, code: isAppError(error) ? error.code : 'keys/unreadable' };
    }
    child.postMessage(answer);
  }

  #lost(child: UtilityProcess, exitCode: number): void {
    if (child !== this.#child) return;
    this.#child = null;
    for (const resolve of this.#granting.values()) resolve();
    this.#granting.clear();
    const readyForMs = this.#readyAt === null ? null : performance.now() - this.#readyAt;
    this.#readyAt = null;
    if (this.#isStopping || this.#refused) return;
    const next = afterLoss(this.#series, readyForMs);
    this.#series = next.series;
    const { generation } = this.#state;
    const state = next.waitMs === null ? 'failed' : 'restarting';
    this.#setState({ state, generation, code: 'host/exited', data: { exitCode } });
    if (next.waitMs === null) return;
    this.#restartTimer = setTimeout(() => this.start(), next.waitMs);
  }

  #setState(next: Pick<ProcessState, 'state' | 'generation'> & Partial<ProcessState>): void {
    this.#state = { code: null, data: {}, ...next };
    this.#options.onState(this.#state);
  }
}
