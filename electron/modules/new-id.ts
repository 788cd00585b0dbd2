import { createIdSource } from '../../shared/kernel/ids.ts';
import { pooledRandomBytes } from '../store/record-crypto.ts';

/** A new UUIDv7: a name for an instrument, an error, a run. Never an order of events. */
export const newId: () => string = createIdSource({
  wallMs: () => Date.now(),
  randomBytes: pooledRandomBytes(),
});
