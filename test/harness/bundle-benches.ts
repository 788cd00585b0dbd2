import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Keyring } from '../../electron/store/keyring.ts';
import type { RunningStore } from '../../electron/store/running-store.ts';
import { importBundle, previewBundle } from '../../electron/sync/bundle/import-bundle.ts';
import { batchesOf } from '../../electron/sync/bundle/plan.ts';
import { writeBundle } from '../../electron/sync/bundle/write-bundle.ts';
import { draft, type RecordDraft } from '../../shared/records/define.ts';
import { workstationEnrolled } from '../../shared/sync/records.ts';
import { lampMeasured, tester } from './sample-module.ts';
import { openTestStore, testFolder } from './store.ts';

/** Benches of one site that carry bundles to each other. */

export const theSite = 'site:0192b3c4-0000-7000-8000-00000000000a';

export interface BundleBench {
  readonly store: RunningStore;
  readonly folder: string;
  readonly label: string;
}

/** Benches of one site: the first decides who writes for it, and the others joined on its invitation. */
export async function benchesOfOneSite(...labels: string[]): Promise<BundleBench[]> {
  const benches: BundleBench[] = [];
  for (const label of labels) {
    const folder = testFolder(label);
    const store = await openTestStore(folder);
    await store.sync.joinSite(theSite, 'Ward lab');
    benches.push({ store, folder, label });
  }
  const [first, ...others] = benches as [BundleBench, ...BundleBench[]];
  for (const other of others) enrol(first, other);
  for (const other of others) {
    const { device, epoch, publicKey } = first.store.keys;
    const { boxKey } = first.store.sync;
    other.store.sync.trust({ device, epoch, publicKey, boxKey, label: first.label, source: 'inviter' });
    for (const { log, seq } of first.store.sync.heads()) {
      for (const batch of batchesOf(first.store.sync, log, 1, seq)) other.store.sync.take(batch, 'invitation');
    }
  }
  return benches;
}

/** The first bench says in its log that the other writes for the site. */
function enrol(by: BundleBench, who: BundleBench): void {
  const { device, epoch, publicKey, boxKey, adoptions } = who.store.keys as Keyring;
  const scopes = [theSite, ...adoptions.map(({ provisional }) => provisional)];
  const body = { device, epoch, publicKey, boxKey, label: who.label, site: theSite, scopes, mayEnrol: false };
  by.store.records.append([draft(workstationEnrolled, `workstation/${device}`, body)], tester);
}

/** Saves some measurements, `count` in one transaction. */
export function measure({ store }: BundleBench, stream: string, count: number, note?: string): void {
  const drafts: RecordDraft[] = Array.from({ length: count }, (_, at) =>
    draft(lampMeasured, stream, { lux: at, ...(note === undefined ? {} : { note }) }),
  );
  store.records.append(drafts, tester);
}

/** Keeps a file and a record that names it. */
export function photograph(bench: BundleBench, bytes: Uint8Array): string {
  const { sha256 } = bench.store.blobs.put(bytes);
  measure(bench, 'lamp/photo', 1, sha256);
  return sha256;
}

type WriteOptions = Parameters<typeof writeBundle>[0];

let bundles = 0;

/** Writes a bundle into the maker's folder, for anybody unless said otherwise. */
export function pack(bench: BundleBench, options: Partial<WriteOptions> = {}) {
  const path = join(bench.folder, `bundle-${++bundles}.benchside`);
  return writeBundle({
    store: bench.store,
    path,
    what: 'all',
    to: [],
    passphrase: null,
    label: bench.label,
    madeBy: 'Jo Field',
    madeAt: '2026-11-23T10:00:00.000Z',
    newId: () => crypto.randomUUID(),
    ...options,
  });
}

export const recipient = ({ store, label }: BundleBench) => ({
  device: store.keys.device,
  label,
  boxKey: store.sync.boxKey,
});

/** Looks and takes, as a person would. */
export async function take({ store }: BundleBench, path: string, passphrase?: string) {
  const asked = { store, paths: [path], ...(passphrase === undefined ? {} : { passphrase }) };
  const preview = await previewBundle(asked);
  return { preview, report: await importBundle({ ...asked, mark: preview.mark }) };
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
