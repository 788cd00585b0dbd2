import type { Store } from '../store/store.ts';
import type { HubClient, PinnedHub } from './hub-client.ts';

/** What a problem of a loop says to the page: a code, and what its sentence needs. */
export interface SyncProblem {
  readonly code: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** One run of a loop: brings what is there, then ends. Whatever it throws is tried again later. */
export interface LoopWork {
  readonly store: Store;
  readonly client: HubClient;
  readonly hub: PinnedHub;
  readonly progress: (done: number, total: number | null) => void;
  /** Something a person should see although the run goes on. */
  readonly note: (problem: SyncProblem) => void;
}

/** Lets clicks and instruments in between two batches. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
