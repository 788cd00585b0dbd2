import type Database from 'better-sqlite3';
import type { Transactions } from './transactions.ts';

/** Facts the store keeps about itself. */
export type MetaKey =
  | 'generation'
  | 'verified_at'
  | 'verified_lsn'
  | 'backup_at'
  | 'backup_state'
  | 'epoch_reason'
  | 'recovery_pending'
  | 'recovery_report'
  | 'unknown_mark'
  | 'wire_accounted_through';

export interface StoreMeta {
  get(key: MetaKey): string | undefined;
  set(key: MetaKey, value: string): void;
}

export function openMeta(db: Database.Database, transactions: Pick<Transactions, 'run'>): StoreMeta {
  const read = db.prepare<[string], string>('SELECT value FROM store_meta WHERE key = ?').pluck();
  const write = db.prepare('INSERT OR REPLACE INTO store_meta (key, value) VALUES (?, ?)');
  return {
    get: (key) => read.get(key) as string | undefined,
    set: (key, value) => {
      transactions.run(() => write.run(key, value));
    },
  };
}
