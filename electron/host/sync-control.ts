import { AppError } from '../../shared/kernel/errors.ts';
import type { EngineState, LoopState } from '../../shared/sync/state.ts';

/** A hub that answered, before anything is said to it about this workstation. */
export interface FoundHub {
  readonly address: string;
  readonly device: string;
  /** Ed25519, 32 bytes, base64url. People compare its six words with those printed beside the code. */
  readonly publicKey: string;
}

/** Everything modules may ask of sync over a network (`context.sync`). Nothing here waits for a network but `lookUp` and `enrol`. */
export interface SyncControl {
  state(): EngineState;
  /** Told after every change of `state`; the listener coalesces. */
  onChange(listener: () => void): () => void;
  /** All three loops at once, whatever their back-off. */
  syncNow(): void;
  /** The one switch. False: everything that runs is broken off, and no socket is opened until it is true again. */
  setAllowed(isAllowed: boolean): void;
  /** @throws AppError `sync/network-off`, `sync/hub-unreachable`, `sync/not-a-hub`, `sync/bad-address` */
  lookUp(address: string): Promise<FoundHub>;
  /**
   * Joins the hub that was looked up: its key is pinned, this workstation gets its site. One that belongs to a site keeps it:
   * the code is of that site, or one with which the site is brought to the hub.
   *
   * @throws AppError as `lookUp`, `sync/other-hub` when another key answers, `sync/code-refused`, `sync/other-site`,
   *   `sync/code-for-existing-site` (it belongs to none), `sync/site-is-at-hub` (the hub has it: a code of it will do)
   */
  enrol(hub: FoundHub, code: string, label: string): Promise<{ site: string; siteName: string }>;
  /** Another address of the same hub (it moved); its pinned key must answer. @throws AppError as `lookUp`, `sync/other-hub` */
  moveHub(address: string): Promise<void>;
}

const off: LoopState = { state: 'off', problem: null, nextTryAt: null, lastDoneAt: null, done: 0, total: null };

const refuse = async (): Promise<never> => {
  throw new AppError('sync/network-off', {});
};

/** A host that never uses a network: one that only looks (a folder that can not be written to). */
export const noSync: SyncControl = {
  state: () => ({ isAllowed: false, hub: null, lastContactAt: null, push: off, pull: off, blobs: off }),
  onChange: () => () => undefined,
  syncNow: () => undefined,
  setAllowed: () => undefined,
  lookUp: refuse,
  enrol: refuse,
  moveHub: refuse,
};
