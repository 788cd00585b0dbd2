import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';

/** One step of a file's layout. Numbered from 1 without gaps; once released, its text never changes. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** Marks a file as ours, and which kind (`BSdb`, `BSws`); SQLite keeps it in the header. */
export interface FileKind {
  readonly applicationId: number;
}

/** SHA-256 of a migration's number, name and text, hex: kept when it is applied, compared at every start. */
export function migrationHash(migration: Migration): string {
  return createHash('sha256').update(`${migration.number}\n${migration.name}\n${migration.sql}`).digest('hex');
}

/**
 * Brings a file to the newest layout, each step in its own transaction; answers the numbers applied now.
 *
 * @throws AppError `store/not-ours` (another program's file), `store/from-the-future` (a newer Benchside wrote it),
 * `store/migration-edited`, `store/migration-missing`, `store/bad-migrations` (gaps or doubles in the program itself).
 */
export function migrate(
  db: Database.Database,
  kind: FileKind,
  migrations: readonly Migration[],
  appliedAt: string,
): number[] {
  requireNumbered(migrations);
  const pending = checkMigrations(db, kind, migrations);
  for (const migration of pending) {
    db.transaction(() => {
      if (migration.number === 1) {
        db.pragma(`application_id = ${kind.applicationId}`);
        db.exec(
          'CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
        );
      }
      db.exec(migration.sql);
      db.prepare('INSERT INTO migrations (number, name, hash, applied_at) VALUES (?, ?, ?, ?)').run(
        migration.number,
        migration.name,
        migrationHash(migration),
        appliedAt,
      );
    }).immediate();
  }
  return pending.map((migration) => migration.number);
}

/** Checks a file's applied migrations without changing it; answers those still to come. Errors as `migrate`. */
export function checkMigrations(db: Database.Database, kind: FileKind, migrations: readonly Migration[]): Migration[] {
  const hasTable =
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").get() !== undefined;
  if (!hasTable) {
    const hasAny = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
    if (hasAny) throw new AppError('store/not-ours', { why: 'no migrations' });
    return [...migrations];
  }
  const id = db.pragma('application_id', { simple: true });
  if (id !== kind.applicationId) throw new AppError('store/not-ours', { applicationId: String(id) });
  const applied = db.prepare('SELECT number, name, hash FROM migrations ORDER BY number').all() as {
    number: number;
    name: string;
    hash: string;
  }[];
  const newest = migrations.at(-1)?.number ?? 0;
  const future = applied.find((row) => row.number > newest);
  if (future) throw new AppError('store/from-the-future', { number: future.number, name: future.name, known: newest });
  for (const row of applied) {
    const ours = migrations[row.number - 1];
    if (ours && migrationHash(ours) !== row.hash)
      throw new AppError('store/migration-edited', { number: row.number, name: row.name });
  }
  const numbers = new Set(applied.map((row) => row.number));
  const last = applied.at(-1)?.number ?? 0;
  const skipped = migrations.find((migration) => migration.number < last && !numbers.has(migration.number));
  if (skipped) throw new AppError('store/migration-missing', { number: skipped.number, name: skipped.name });
  return migrations.filter((migration) => !numbers.has(migration.number));
}

function requireNumbered(migrations: readonly Migration[]): void {
  migrations.forEach((migration, at) => {
    if (migration.number !== at + 1)
      throw new AppError('store/bad-migrations', { number: migration.number, at: at + 1 });
  });
}
