import { draft, isRecordOf } from '../../shared/records/define.ts';
import { fileKeysPassedOn } from '../../shared/sync/records.ts';
import { otherWorkstations } from './other-workstations.ts';
import type { Store } from './store.ts';

/** What files that records name are sealed for; every workstation of a site must open them, wherever they were taken. */
export const sharedPurposes = ['photo', 'certificate', 'import'] as const;

const streamOf = (device: string): string => `file-keys/${device}`;

/**
 * Passes the keys of this machine's files on to the other workstations, each sealed to its own key, once. A revoked one gets
 * none, and can open what it has had before: keys can not be taken back.
 */
export function passFileKeysOn(store: Store): void {
  const own = store.keys.device;
  const passed = new Set(
    store.records
      .read(streamOf(own))
      .flatMap((record) =>
        isRecordOf(record, fileKeysPassedOn) ? [`${record.body.device} ${record.body.boxKey}`] : [],
      ),
  );
  const drafts = otherWorkstations(store)
    .filter(({ device, boxKey }) => !passed.has(`${device} ${boxKey}`))
    .map(({ device, boxKey }) => {
      const body = { device, boxKey, ...store.sync.sealFileKeys(boxKey) };
      return draft(fileKeysPassedOn, streamOf(own), body);
    });
  store.records.append(drafts, { actor: 'system', auth: { session: null, proof: 'none' } });
}

/** Whether another workstation that still counts was given the keys of this machine's files. */
export function areFileKeysElsewhere(store: Pick<Store, 'records' | 'sync' | 'keys'>): boolean {
  const counts = new Set(otherWorkstations(store).map(({ device }) => device));
  return store.records
    .read(streamOf(store.keys.device))
    .some((record) => isRecordOf(record, fileKeysPassedOn) && counts.has(record.body.device));
}

/** What others passed on to this machine, newest last. */
export function fileKeysForUs(store: Pick<Store, 'records' | 'sync' | 'keys'>): { from: string; sealed: string }[] {
  const devices = new Set(store.sync.devices().map(({ device }) => device));
  return [...devices].flatMap((device) =>
    store.records
      .read(streamOf(device))
      .flatMap((record) =>
        isRecordOf(record, fileKeysPassedOn) && record.body.device === store.keys.device ? [record.body] : [],
      ),
  );
}
