import { AppError, isAppError } from '../../shared/kernel/errors.ts';
import type { LoopState } from '../../shared/sync/state.ts';
import type { SyncProblem } from './loop-work.ts';

/** Seconds to wait after a failure, longer each time. */
const backOffSeconds = [2, 5, 15, 60, 300] as const;
/** A try that fails for these will fail again until a person does something: no hurry. */
const lasting = /^sync\/(revoked|hub-refused|other-hub|other-site)$/;

export interface LoopOptions {
  /** One run. `signal` breaks it off. */
  readonly run: (told: {
    signal: AbortSignal;
    progress: (done: number, total: number | null) => void;
    note: (problem: SyncProblem) => void;
  }) => Promise<void>;
  /** Between two runs when nothing calls for one. */
  readonly everyMs: number;
  readonly wallMs: () => number;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
}

const off: LoopState = { state: 'off', problem: null, nextTryAt: null, lastDoneAt: null, done: 0, total: null };

/** Runs one thing again and again: when asked, now and then, and after failures with growing patience. Never two at once. */
export class Loop {
  readonly #o: LoopOptions;
  #state: LoopState = off;
  #timer: NodeJS.Timeout | undefined;
  #abort: AbortController | undefined;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #isOn = false;
  #failures = 0;

  constructor(options: LoopOptions) {
    this.#o = options;
  }

  get state(): LoopState {
    return this.#state;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#failures = 0;
    this.#set({ ...this.#state, state: 'idle', problem: null });
    this.poke();
  }

  /** Breaks off what runs; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#isOn = false;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    await this.#running;
    if (!this.#isOn) this.#set({ ...off, lastDoneAt: this.#state.lastDoneAt });
  }

  /** A run soon; one that is under way is followed by another. A waiting loop keeps waiting unless `isUrgent`. */
  poke(delayMs = 0, isUrgent = false): void {
    if (!this.#isOn) return;
    if (this.#running) {
      this.#isAskedAgain = true;
      return;
    }
    if (this.#state.state === 'waiting' && !isUrgent) return;
    if (isUrgent) this.#failures = 0;
    this.#plan(delayMs);
  }

  /** Runs at once and resolves when that run is over, whatever became of it. */
  async runNow(): Promise<void> {
    await this.#running;
    if (!this.#isOn) return;
    clearTimeout(this.#timer);
    await this.#begin();
  }

  #plan(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#begin(), delayMs);
    this.#timer.unref();
  }

  #begin(): Promise<void> {
    this.#running ??= this.#once().finally(() => {
      this.#running = undefined;
      if (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        this.poke();
      }
    });
    return this.#running;
  }

  async #once(): Promise<void> {
    if (!this.#isOn) return;
    const abort = new AbortController();
    this.#abort = abort;
    let noted: SyncProblem | null = null;
    this.#set({ ...this.#state, state: 'working', nextTryAt: null, done: 0, total: null });
    try {
      await this.#o.run({
        signal: abort.signal,
        progress: (done, total) => this.#set({ ...this.#state, done, total }),
        note: (problem) => {
          noted ??= problem;
        },
      });
      if (!this.#isOn) return;
      this.#failures = 0;
      const lastDoneAt = new Date(this.#o.wallMs()).toISOString();
      this.#set({ ...this.#state, state: 'idle', problem: noted, lastDoneAt, nextTryAt: null });
      this.#plan(this.#o.everyMs);
    } catch (error) {
      if (this.#isOn && !abort.signal.aborted) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const known = isAppError(error) ? error : new AppError('sync/fault', {}, { cause: error });
    if (known !== error) this.#o.onFault(error);
    const asked = known.code === 'sync/hub-busy' ? Number(known.data.seconds ?? 0) : 0;
    const step = lasting.test(known.code) ? backOffSeconds.length - 1 : this.#failures;
    const seconds = Math.max(asked, backOffSeconds[Math.min(step, backOffSeconds.length - 1)]!);
    this.#failures++;
    const nextTryAt = new Date(this.#o.wallMs() + seconds * 1000).toISOString();
    this.#set({ ...this.#state, state: 'waiting', problem: { code: known.code, data: known.data }, nextTryAt });
    this.#plan(seconds * 1000);
  }

  #set(state: LoopState): void {
    this.#state = state;
    this.#o.onChange();
  }
}
