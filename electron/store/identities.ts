import type Database from 'better-sqlite3';
import type { StoreKeys } from './keys.ts';
import type { IdentityStore } from './store.ts';
import type { Transactions } from './transactions.ts';

const purpose = 'identity';

/** Specimen ids, sealed one by one under their keyed hash. */
export function openIdentities(options: {
  db: Database.Database;
  transactions: Transactions;
  keys: StoreKeys;
  now: () => string;
}): IdentityStore {
  const { db, transactions, keys } = options;
  const has = db.prepare('SELECT 1 FROM specimen_identities WHERE specimen_hash = ?');
  const insert = db.prepare('INSERT INTO specimen_identities (specimen_hash, sealed, kept_at) VALUES (?, ?, ?)');
  const read = db.prepare('SELECT sealed FROM specimen_identities WHERE specimen_hash = ?').pluck();
  const remove = db.prepare('DELETE FROM specimen_identities WHERE specimen_hash = ?');
  return {
    keep(specimenId) {
      const hash = keys.specimenHash(specimenId);
      if (!has.get(hash)) {
        transactions.run(() => insert.run(hash, keys.seal(purpose, Buffer.from(specimenId, 'utf8')), options.now()));
      }
      return { hash, shows: specimenId.slice(-4) };
    },
    reveal(hash) {
      const sealed = read.get(hash) as Buffer | undefined;
      return sealed && Buffer.from(keys.open(purpose, sealed)).toString('utf8');
    },
    destroy(hash) {
      db.pragma('secure_delete = ON');
      try {
        return transactions.run(() => remove.run(hash).changes > 0);
      } finally {
        db.pragma('secure_delete = OFF');
        // The old page also lies in the WAL until it is written over.
        if (!transactions.isOpen) db.pragma('wal_checkpoint(TRUNCATE)');
      }
    },
  };
}
