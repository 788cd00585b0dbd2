import type { AnyRouter } from '@orpc/server';
import type { Actor, LinkControl, SignalBatch, TopicBus } from './context.ts';

/** The host's two clocks. Wall time may step; durations are measured on the monotonic one only. */
export interface HostClock {
  now(): Date;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number;
}

/** What the program knows of itself, given by whoever starts the host (main, the command line, a test). */
export interface AppInfo {
  readonly appVersion: string;
  readonly build: string;
  /** Electron's version, empty under plain Node. */
  readonly electron: string;
  /** `official`, `registry fallback`, `none` (plain Node). */
  readonly electronSource: string;
}

/** Marks on the start-up clock, for the diagnostics page and the start-time measurements. */
export interface StartMarks {
  mark(name: string): void;
  readonly all: readonly { readonly name: string; readonly atMs: number }[];
}

/** Everything a module may use. One object, made by `createHost`; a module keeps no other way to the outside. */
export interface HostContext {
  readonly dataFolder: string;
  readonly links: LinkControl;
  readonly topics: TopicBus;
  readonly clock: HostClock;
  readonly actor: Actor;
  readonly appInfo: AppInfo;
  readonly marks: StartMarks;
}

/**
 * One module of the host. `createHandlers` implements the module's contract (`implement(contract.<name>)`);
 * `onSignals` is told every stored message's signals, after the message is durable, in the order of storing, and must
 * not throw for a broken rule. `start` runs after every module's tables are up to date and before the first link opens.
 */
export interface HostModule {
  readonly name: string;
  createHandlers(context: HostContext): AnyRouter;
  onSignals?(batch: SignalBatch, context: HostContext): void | Promise<void>;
  start?(context: HostContext): void | Promise<void>;
  stop?(context: HostContext): void | Promise<void>;
}
