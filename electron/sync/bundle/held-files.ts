import type { Store } from '../../store/store.ts';
import { gatherNames, ownFiles } from '../named-blobs.ts';

/** Own files that another bench said, with its signature, that it holds. */
const heldKey = 'sync.filesHeldElsewhere';

/** Files that records of these logs name and that are here, whole: what a receipt may vouch for. */
export function heldFilesOf(store: Pick<Store, 'db' | 'settings' | 'transaction' | 'blobs'>, logs: string[]): string[] {
  while (gatherNames(store));
  const named = store.db
    .prepare<[string], string>(
      `SELECT sha256 FROM named_blobs JOIN record_log USING (lsn) JOIN logs USING (log_id)
       WHERE log IN (SELECT value FROM json_each(?)) ORDER BY sha256`,
    )
    .pluck()
    .all(JSON.stringify(logs)) as string[];
  return named.filter((sha256) => store.blobs.has(sha256));
}

/** Keeps what a proved receipt says of own files; of others it says nothing that counts here. */
export function rememberHeldFiles(
  store: Pick<Store, 'db' | 'settings' | 'transaction' | 'blobs' | 'keys'>,
  files: readonly string[],
): void {
  while (gatherNames(store));
  const own = new Set(ownFiles(store).map(({ sha256 }) => sha256));
  const held = filesHeldElsewhere(store);
  const fresh = files.filter((sha256) => own.has(sha256) && !held.has(sha256));
  if (fresh.length > 0) store.settings.set(heldKey, [...held, ...fresh]);
}

export function filesHeldElsewhere({ settings }: Pick<Store, 'settings'>): ReadonlySet<string> {
  return new Set((settings.get(heldKey) as string[] | undefined) ?? []);
}
