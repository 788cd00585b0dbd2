import type { Store } from '../store/store.ts';

/** A file that a record names. */
export interface NamedBlob {
  readonly sha256: string;
  readonly byteCount: number;
  /** Own record; a file of ours that is not here is nowhere else. */
  readonly isOwn: boolean;
  /** The hub has the record that names it. */
  readonly isRecordOnHub: boolean;
}

const lookedAtKey = 'sync.blobs.lookedAt';
const pageRows = 500;
const mention = /"sha256":"[0-9a-f]{64}"|"sealedAs":"[0-9a-f]{64}"/;

/** Looks through records that were added since the last time for files they name. Answers true when there is more to look at. */
export function gatherNames(store: Pick<Store, 'db' | 'settings' | 'transaction'>): boolean {
  const rows = store.db
    .prepare('SELECT lsn, hex(hash) AS id, raw FROM record_log WHERE lsn > ? ORDER BY lsn LIMIT ?')
    .all(lookedAt(store), pageRows) as { lsn: number; id: string; raw: string }[];
  if (rows.length === 0) return false;
  const keep = store.db.prepare('INSERT OR IGNORE INTO named_blobs (sha256, byte_count, lsn) VALUES (?, ?, ?)');
  store.transaction(() => {
    for (const { lsn, raw } of rows) {
      if (!mention.test(raw)) continue;
      for (const [sha256, byteCount] of namesIn((JSON.parse(raw) as { body: unknown }).body)) {
        keep.run(sha256, byteCount, lsn);
      }
    }
    const { lsn, id } = rows.at(-1)!;
    store.settings.set(lookedAtKey, { lsn, id });
  });
  return rows.length === pageRows;
}

/** How far the log was looked through; a main file that was rebuilt has its records in other places. */
function lookedAt(store: Pick<Store, 'db' | 'settings'>): number {
  const { lsn = 0, id = '' } = (store.settings.get(lookedAtKey) ?? {}) as { lsn?: number; id?: string };
  const there = store.db.prepare('SELECT hex(hash) FROM record_log WHERE lsn = ?').pluck().get(lsn);
  return there === id ? lsn : 0;
}

/** Files the hub is not known to hold, or that are not here; oldest record first. */
export function openBlobs(store: Store): NamedBlob[] {
  const rows = store.db
    .prepare(
      `SELECT sha256, byte_count, is_on_hub, logs.log, seq,
         coalesce((SELECT max(h.seq) FROM log_holders h WHERE h.log = logs.log AND kind = 'hub'), 0) AS hub_seq
       FROM named_blobs JOIN record_log USING (lsn) JOIN logs USING (log_id) ORDER BY lsn`,
    )
    .all() as { sha256: string; byte_count: number; is_on_hub: number; log: string; seq: number; hub_seq: number }[];
  return rows
    .filter(({ sha256, is_on_hub }) => is_on_hub === 0 || !store.blobs.has(sha256))
    .map(({ sha256, byte_count, log, seq, hub_seq }) => ({
      sha256,
      byteCount: byte_count,
      isOwn: log.startsWith(`${store.keys.device}/`),
      isRecordOnHub: hub_seq >= seq,
    }));
}

/** Files that records of this machine name, whoever else holds them. */
export function ownFiles(
  store: Pick<Store, 'db' | 'blobs' | 'keys'>,
): { readonly sha256: string; readonly isOnHub: boolean; readonly isHere: boolean }[] {
  const rows = store.db
    .prepare(
      `SELECT sha256, is_on_hub FROM named_blobs JOIN record_log USING (lsn) JOIN logs USING (log_id)
       WHERE logs.log LIKE ? || '/%'`,
    )
    .all(store.keys.device) as { sha256: string; is_on_hub: number }[];
  return rows.map(({ sha256, is_on_hub: onHub }) => ({
    sha256,
    isOnHub: onHub === 1,
    isHere: store.blobs.has(sha256),
  }));
}

export function markOnHub(store: Store, sha256: string): void {
  store.transaction(() => store.db.prepare('UPDATE named_blobs SET is_on_hub = 1 WHERE sha256 = ?').run(sha256));
}

/** Every `{ sha256, byteCount }` (or `sealedAs`) in a body, however deep. */
function namesIn(value: unknown): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  const { sha256, sealedAs, byteCount } = value as Record<string, unknown>;
  const size = typeof byteCount === 'number' ? byteCount : 0;
  const own = [sha256, sealedAs]
    .filter((hash): hash is string => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash))
    .map((hash): [string, number] => [hash, size]);
  return [...own, ...Object.values(value).flatMap(namesIn)];
}
