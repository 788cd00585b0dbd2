import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { AppError } from '../../shared/kernel/errors.ts';
import { isTooOldSqlite, makeSafe } from '../../shared/records/sqlite-safety.ts';
import { migrateHub } from './migrate.ts';
import { hubMigrations } from './migrations.ts';
import type { HubDatabase, HubTables } from './tables.ts';

/**
 * Opens (or makes) `hub.sqlite` in a folder of the hub's own.
 *
 * @throws AppError `hub/unsafe-settings`, `hub/sqlite-too-old`, and what `migrateHub` throws
 */
export async function openSqlite(folder: string, now: () => string): Promise<HubDatabase> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const raw = new Database(join(folder, 'hub.sqlite'), { timeout: 10_000 });
  try {
    applySettings(raw);
    await migrate(raw, now());
  } catch (error) {
    raw.close();
    throw error;
  }
  const db = new Kysely<HubTables>({ dialect: new SqliteDialect({ database: raw }) });
  const add = raw.prepare(
    `INSERT INTO records (site_id, arrival, log_id, seq, hash, sig, type, raw, via, received_at)
     VALUES (:site_id, :arrival, :log_id, :seq, :hash, :sig, :type, :raw, :via, :received_at)`,
  );
  return {
    kind: 'sqlite',
    db,
    // A write: the transaction has the file to itself from its first statement on.
    lockSite: (trx, scope) =>
      trx
        .updateTable('sites')
        .set((set) => ({ next_arrival: set.ref('next_arrival') }))
        .where('scope', '=', scope)
        .returningAll()
        .executeTakeFirst(),
    // There is one connection, so this is inside the transaction that asks.
    async addRecords(_trx, rows) {
      for (const row of rows) add.run(row);
    },
    close: () => db.destroy(),
  };
}

function applySettings(db: Database.Database): void {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  if (isTooOldSqlite(version)) throw new AppError('hub/sqlite-too-old', { version });
  const unsafe = makeSafe((text) => db.pragma(text, { simple: true }));
  if (unsafe) throw new AppError('hub/unsafe-settings', unsafe);
  if (process.platform === 'darwin') {
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
  }
}

async function migrate(db: Database.Database, at: string): Promise<void> {
  const hasTable = (name: string) =>
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name LIKE ?").get(name) !== undefined;
  db.exec('BEGIN IMMEDIATE');
  try {
    await migrateHub(
      {
        kind: 'sqlite',
        execute: async (sql) => void db.exec(sql),
        applied: async () =>
          hasTable('migrations') ? (db.prepare('SELECT * FROM migrations ORDER BY number').all() as never) : undefined,
        hasTables: async () => hasTable('%'),
        note: async (row) =>
          void db
            .prepare(
              'INSERT INTO migrations (number, name, hash, applied_at) VALUES (:number, :name, :hash, :applied_at)',
            )
            .run(row),
      },
      hubMigrations,
      at,
    );
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
