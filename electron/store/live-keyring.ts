import { isAppError } from '../../shared/kernel/errors.ts';
import type { BoxedBytes } from './box.ts';
import type { DataFileKey, Keyring } from './keyring.ts';

/** A keyring that goes on with the newest keys: whoever holds it signs as the machine is now. */
export interface LiveKeyring extends Keyring {
  /** Like `joinSite` and `openEpoch`; `atOnce` runs in the same turn as the change, before anything else can be signed. */
  joinSiteThen(site: Keyring['scope'], name: string, atOnce: () => void): Promise<void>;
  openEpochThen(atOnce: () => void): Promise<void>;
  /** Where the keys lie that other machines passed on: what does not open with ours is tried with them. */
  openAlsoWith(others: () => readonly BoxedBytes[]): void;
}

/** Wraps the keys of a running store. Changes go one after the other: each starts from what the one before has kept. */
export function liveKeyring(first: Keyring): LiveKeyring {
  let current = first;
  let last: Promise<unknown> = Promise.resolve();
  let others: () => readonly BoxedBytes[] = () => [];

  function open(purpose: string, sealed: Uint8Array): Uint8Array {
    try {
      return first.open(purpose, sealed);
    } catch (error) {
      for (const boxed of isAppError(error) ? others() : []) {
        try {
          return first.openOfOther(boxed, purpose, sealed);
        } catch {
          // Another machine's, then.
        }
      }
      throw error;
    }
  }

  const change = (next: (from: Keyring) => Promise<Keyring>, atOnce: () => void = () => {}): Promise<Keyring> => {
    const run = last.then(async () => {
      current = await next(current);
      atOnce();
      return live;
    });
    last = run.catch(() => {});
    return run;
  };
  const live: LiveKeyring = {
    get device() {
      return current.device;
    },
    get epoch() {
      return current.epoch;
    },
    get publicKey() {
      return current.publicKey;
    },
    get scope() {
      return current.scope;
    },
    get machine() {
      return current.machine;
    },
    get epochs() {
      return current.epochs;
    },
    get adoptions() {
      return current.adoptions;
    },
    get boxKey() {
      return current.boxKey;
    },
    get dataFile() {
      return current.dataFile;
    },
    get fileKeys() {
      return current.fileKeys;
    },
    sign: (hash) => current.sign(hash),
    // The data key never changes: what seals need not look who is current.
    seal: first.seal,
    open,
    sealKeys: first.sealKeys,
    openOfOther: first.openOfOther,
    openAlsoWith(source) {
      others = source;
    },
    specimenHash: first.specimenHash,
    agree: first.agree,
    openEpoch: (machine) => change((from) => from.openEpoch(machine)),
    joinSite: (site, name) => change((from) => from.joinSite(site, name)),
    keepDataFile: (next: DataFileKey | undefined) => change((from) => from.keepDataFile(next)),
    async joinSiteThen(site, name, atOnce) {
      await change((from) => from.joinSite(site, name), atOnce);
    },
    async openEpochThen(atOnce) {
      await change((from) => from.openEpoch(from.machine), atOnce);
    },
  };
  return live;
}
