import { createHash } from 'node:crypto';
import { AppError } from '../../shared/kernel/errors.ts';
import type { HubMigration } from './migrations.ts';

/** What the runner needs of a database; one connection, so that a transaction is one. */
export interface MigrationTarget {
  readonly kind: 'sqlite' | 'postgresql';
  /** Runs statements that answer nothing. */
  execute(sql: string): Promise<void>;
  /** Numbers, names and hashes applied so far; undefined when this database was never a hub's. */
  applied(): Promise<readonly { readonly number: number; readonly name: string; readonly hash: string }[] | undefined>;
  /** True when there are tables already. */
  hasTables(): Promise<boolean>;
  note(row: { number: number; name: string; hash: string; applied_at: string }): Promise<void>;
}

/** SHA-256 of a step's number, name and text for one kind of database, hex. */
export function hubMigrationHash(migration: HubMigration, kind: MigrationTarget['kind']): string {
  return createHash('sha256').update(`${migration.number}\n${migration.name}\n${migration[kind]}`).digest('hex');
}

/**
 * Brings a database to the newest layout; the caller holds a transaction around all of it. Answers the numbers applied now.
 *
 * @throws AppError `hub/not-ours` (another program's tables), `hub/from-the-future`, `hub/migration-edited`
 */
export async function migrateHub(
  target: MigrationTarget,
  migrations: readonly HubMigration[],
  appliedAt: string,
): Promise<number[]> {
  let applied = await target.applied();
  if (!applied) {
    if (await target.hasTables()) throw new AppError('hub/not-ours', {});
    await target.execute(
      'CREATE TABLE migrations (number bigint PRIMARY KEY, name text NOT NULL, hash text NOT NULL, applied_at text NOT NULL)',
    );
    applied = [];
  }
  for (const row of applied) {
    const ours = migrations[row.number - 1];
    if (!ours) throw new AppError('hub/from-the-future', { number: row.number, name: row.name });
    if (hubMigrationHash(ours, target.kind) !== row.hash) {
      throw new AppError('hub/migration-edited', { number: row.number, name: row.name });
    }
  }
  const pending = migrations.slice(applied.length);
  for (const migration of pending) {
    await target.execute(migration[target.kind]);
    const { number, name } = migration;
    await target.note({ number, name, hash: hubMigrationHash(migration, target.kind), applied_at: appliedAt });
  }
  return pending.map(({ number }) => number);
}
