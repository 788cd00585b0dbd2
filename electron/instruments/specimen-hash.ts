import { createHmac, randomBytes } from 'node:crypto';
import type { MaskedSpecimen } from '../../shared/instruments/mapping/context.ts';
import { showTail } from '../../shared/instruments/mapping/identity-policy.ts';
import type { StoreKeys } from '../store/keys.ts';

/** Keyed hashes: of specimen ids, and of message contents. */
export interface Hashing {
  specimen(raw: string): MaskedSpecimen;
  keyed(text: string): string;
}

function masked(keyed: (text: string) => string): Hashing {
  // Every result of a message names the same specimen; the last one is enough to remember.
  let last: { id: string; specimen: MaskedSpecimen } | null = null;
  return {
    keyed,
    specimen(raw) {
      const id = raw.trim();
      if (last?.id !== id) last = { id, specimen: { hash: keyed(id), shows: showTail(id) } };
      return last.specimen;
    },
  };
}

/** Hashes with the site's key: the same specimen is recognised on every bench of the site (decision 3). */
export function siteHashing(keys: StoreKeys): Hashing {
  return masked((text) => keys.specimenHash(text));
}

/** Hashes with a key of this run only: for `replay`, `probe` and the listen test, which keep nothing. */
export function passingHashing(): Hashing {
  const key = randomBytes(32);
  return masked((text) => createHmac('sha256', key).update(text).digest('base64url'));
}
