import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { createRegistry, type RecordRegistry } from '../../shared/records/registry.ts';
import { LogHeads } from './log-heads.ts';
import { mainFileKind, mainMigrations } from './main-file.ts';
import { checkMigrations, migrate } from './migrate.ts';
import { type OpenDatabaseOptions, openDatabase } from './open-database.ts';
import type { AnyProjection, StoreModule } from './projection.ts';
import { Projector } from './projector.ts';
import { RecordReader } from './record-reader.ts';
import { openMeta, type StoreMeta } from './store-meta.ts';
import { bringTablesUpToDate } from './tables.ts';
import { Transactions } from './transactions.ts';

/** The main database opened, with the parts that work on it. */
export interface MainDatabase {
  readonly path: string;
  readonly db: Database.Database;
  readonly transactions: Transactions;
  readonly registry: RecordRegistry;
  readonly reader: RecordReader;
  readonly heads: LogHeads;
  readonly projector: Projector;
  readonly meta: StoreMeta;
  readonly projections: readonly AnyProjection[];
  /** Of an encrypted file. */
  readonly key: Uint8Array | undefined;
}

export interface MainDatabaseOptions {
  readonly path: string;
  readonly modules: readonly StoreModule[];
  readonly device: string;
  readonly database: OpenDatabaseOptions;
  readonly trouble: (error: unknown) => void;
  /** Asked before tables are built on the log; false ends in `store/damaged`. */
  readonly isSound?: (db: Database.Database) => Promise<boolean>;
  /** Rebuilds every table, see `bringTablesUpToDate`. */
  readonly rebuildTables?: boolean;
  readonly onProgress?: ((what: string, done: number, total: number) => void) | undefined;
}

/** Tables made by another version of the program would be read wrongly, and nothing may be rebuilt here. */
function requireCurrentTables(db: Database.Database, modules: readonly StoreModule[]): void {
  const built = db.prepare('SELECT version FROM projection_state WHERE name = ?').pluck();
  const stale = modules
    .flatMap(({ projections }) => projections)
    .filter(({ name, version }) => built.get(name) !== version);
  if (stale.length > 0) throw new AppError('store/needs-migration', { pending: stale.length });
}

/**
 * Opens the main database: settings asserted, layout migrated, tables of modules brought up to date. Opened for reading
 * it is checked but not changed.
 *
 * @throws AppError the codes of `openDatabase`, `migrate` and `bringTablesUpToDate`; `store/needs-migration` when an
 * older file is opened for reading only.
 */
export async function openMainDatabase(options: MainDatabaseOptions): Promise<MainDatabase> {
  const db = openDatabase(options.path, options.database);
  try {
    if (options.database.readonly) {
      const pending = checkMigrations(db, mainFileKind, mainMigrations);
      if (pending.length > 0) throw new AppError('store/needs-migration', { pending: pending.length });
      requireCurrentTables(db, options.modules);
    } else {
      migrate(db, mainFileKind, mainMigrations, new Date().toISOString());
    }
    if (options.isSound && !(await options.isSound(db))) throw new AppError('store/damaged', { path: options.path });
    const registry = createRegistry(options.modules.flatMap((module) => module.records));
    const projections = options.modules.flatMap((module) => module.projections);
    const reader = new RecordReader(db, registry, options.device);
    if (!options.database.readonly) {
      await bringTablesUpToDate({
        db,
        registry,
        reader,
        projections,
        isForced: options.rebuildTables ?? false,
        onProgress: (done, total) => options.onProgress?.('rebuild', done, total),
      });
    }
    const transactions = new Transactions(db, options.trouble);
    const projector = new Projector({
      db,
      registry,
      reader,
      projections,
      touch: (table) => transactions.touch(table),
    });
    const heads = new LogHeads(db);
    transactions.onRollback(() => {
      heads.forget();
      projector.forget();
    });
    const meta = openMeta(db, transactions);
    const { key } = options.database;
    return { path: options.path, db, transactions, registry, reader, heads, projector, meta, projections, key };
  } catch (error) {
    db.close();
    throw error;
  }
}
