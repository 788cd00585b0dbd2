import type { StoreKeys } from './keys.ts';
import type { KnownDevice, SyncStore } from './sync-store.ts';

/** Workstations something can be sealed for: every other one that was not revoked, as it is in its newest epoch. */
export function otherWorkstations(store: {
  readonly sync: Pick<SyncStore, 'devices'>;
  readonly keys: Pick<StoreKeys, 'device'>;
}): (KnownDevice & { readonly boxKey: string })[] {
  const newest = new Map<string, KnownDevice & { readonly boxKey: string }>();
  for (const one of store.sync.devices()) {
    const { boxKey, device, isRevoked } = one;
    if (device !== store.keys.device && !isRevoked && boxKey !== null) newest.set(device, { ...one, boxKey });
  }
  return [...newest.values()];
}
