import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import type { RecordRegistry } from '../../shared/records/registry.ts';
import { LateIndexes } from './late-indexes.ts';
import type { AnyProjection } from './projection.ts';
import { Projector } from './projector.ts';
import type { RecordReader } from './record-reader.ts';
import { toStoreError } from './store-errors.ts';

const namePattern = /^[a-z][a-z0-9_]*$/;

/** Records between two looks at progress (and two turns of the event loop). */
const stepRows = 2000;
/** Pages held during a rebuild: a stream's records lie all over the log. */
const rebuildCacheKib = 96 * 1024;

interface StateRow {
  name: string;
  version: number;
  shape: string;
  tables: string;
}

/** Hash of a projection's tables: a changed `ddl` rebuilds even where the version was forgotten. */
function shapeOf(projection: AnyProjection): string {
  return createHash('sha256')
    .update(JSON.stringify([projection.ddl, projection.tables]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * Rebuilds, in one transaction, the tables of every projection that is new or changed, and drops those of projections
 * that are gone. Answers the names that were rebuilt. Nobody may write meanwhile.
 *
 * @throws AppError `store/bad-projection`, or the store's codes.
 */
export async function bringTablesUpToDate(options: {
  db: Database.Database;
  registry: RecordRegistry;
  reader: RecordReader;
  projections: readonly AnyProjection[];
  /** Rebuilds all of them, changed or not: after damage, and when everything is checked. */
  isForced?: boolean;
  onProgress?: ((done: number, total: number) => void) | undefined;
}): Promise<string[]> {
  const { db, projections } = options;
  requireSound(projections);
  const kept = new Map(
    (db.prepare('SELECT name, version, shape, tables FROM projection_state').all() as StateRow[]).map((row) => [
      row.name,
      row,
    ]),
  );
  const isLearned = options.isForced || learnsOldRecords(db, options.registry);
  const stale = projections.filter((projection) => {
    if (isLearned) return true;
    const row = kept.get(projection.name);
    return row?.version !== projection.version || row.shape !== shapeOf(projection);
  });
  const names = new Set(projections.map((projection) => projection.name));
  const gone = [...kept.values()].filter((row) => !names.has(row.name));
  if (stale.length === 0 && gone.length === 0) {
    keepKnownTypes(db, options.registry);
    return [];
  }
  const usualCache = db.pragma('cache_size', { simple: true }) as number;
  db.pragma(`cache_size = ${-rebuildCacheKib}`);
  db.exec('BEGIN IMMEDIATE');
  try {
    const schema = schemaOf(db);
    const idle = new Set(
      stale.filter(
        (projection) => kept.get(projection.name)?.shape === shapeOf(projection) && standsEmpty(db, projection, schema),
      ),
    );
    for (const name of [...gone, ...stale].map((one) => one.name)) forgetProjection(db, name);
    for (const row of gone) dropTables(db, row);
    for (const projection of stale) {
      if (!idle.has(projection)) dropTables(db, kept.get(projection.name));
    }
    const late = new LateIndexes(db);
    for (const projection of stale) {
      // Clears its indexes too, whatever they hold.
      if (idle.has(projection)) for (const table of projection.tables) db.exec(`DELETE FROM ${table}`);
      else createTables(db, projection, late);
    }
    // It fills itself again, behind the saves.
    if (options.isForced) db.exec('DELETE FROM record_index; DELETE FROM record_index_names');
    const total = db.prepare('SELECT count(*) FROM record_log').pluck().get() as number;
    await fillTables({ ...options, projections: stale, total, late });
    for (const projection of stale) keepState(db, projection);
    keepKnownTypes(db, options.registry);
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw toStoreError(error);
  } finally {
    db.pragma(`cache_size = ${usualCache}`);
  }
  return stale.map((projection) => projection.name);
}

/** Creates a projection's tables, and the indexes on `stream` that they lack. Indexes that can wait are left to `late`. */
export function createTables(db: Database.Database, projection: AnyProjection, late: LateIndexes): void {
  for (const statement of projection.ddl) if (!late.take(statement)) db.exec(statement);
  for (const table of projection.tables) {
    const columns = db.pragma(`table_info(${table})`) as { name: string; pk: number }[];
    const stream = columns.find((column) => column.name === 'stream');
    if (!stream)
      throw new AppError('store/bad-projection', { projection: projection.name, table, why: 'no stream column' });
    // A second index that begins with `stream` would only cost a page a save.
    if (projection.withdraw || stream.pk === 1 || late.leadsWith(table, 'stream') || hasStreamIndex(db, table))
      continue;
    late.take(streamIndex(table));
  }
}

const streamIndex = (table: string): string => `CREATE INDEX ${table}__stream ON ${table} (stream)`;

/** True when an index of the table begins with `stream`. */
function hasStreamIndex(db: Database.Database, table: string): boolean {
  const indexes = db.pragma(`index_list(${table})`) as { name: string; partial: number }[];
  return indexes.some(({ name, partial }) => {
    const [first] = db.pragma(`index_info(${name})`) as { name: string }[];
    return partial === 0 && first?.name === 'stream';
  });
}

/** Applies the whole log, `total` records by `reader`, to fresh tables in `db`, and makes the indexes that waited for it. */
export async function fillTables(options: {
  db: Database.Database;
  registry: RecordRegistry;
  reader: RecordReader;
  projections: readonly AnyProjection[];
  total: number;
  late: LateIndexes;
  onProgress?: ((done: number, total: number) => void) | undefined;
}): Promise<void> {
  const { onProgress, total, late } = options;
  const projector = new Projector({ ...options, touch: () => {}, beforeFirst: (sql) => late.make(sql) });
  let reported = 0;
  for (const done of projector.fill()) {
    if (done - reported < stepRows) continue;
    reported = done;
    onProgress?.(done, total);
    await new Promise((resolve) => setImmediate(resolve));
  }
  late.make();
  onProgress?.(total, total);
}

/** What was said to make each table and its indexes, by the table's name. */
function schemaOf(db: Database.Database): Map<string, string[]> {
  const rows = db.prepare('SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL').raw().all();
  const schema = new Map<string, string[]>();
  for (const [table, sql] of rows as [string, string][]) schema.set(table, [...(schema.get(table) ?? []), sql]);
  return schema;
}

/**
 * True where a projection's tables stand just as they would be made, and hold nothing: most tables of most labs. Making them
 * anew takes longer than filling the others with some thousands of records.
 */
function standsEmpty(db: Database.Database, { ddl, tables }: AnyProjection, schema: Map<string, string[]>): boolean {
  const there = tables.flatMap((table) => schema.get(table) ?? []);
  const implied = tables.map(streamIndex);
  return (
    ddl.every((one) => there.includes(one)) &&
    there.every((one) => ddl.includes(one) || implied.includes(one)) &&
    tables.every((table) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined)
  );
}

function forgetProjection(db: Database.Database, name: string): void {
  db.prepare('DELETE FROM record_conflicts WHERE projection = ?').run(name);
  db.prepare('DELETE FROM projection_state WHERE name = ?').run(name);
}

function dropTables(db: Database.Database, row: StateRow | undefined): void {
  for (const table of row ? (JSON.parse(row.tables) as string[]) : []) {
    if (namePattern.test(table)) db.exec(`DROP TABLE IF EXISTS ${table}`);
  }
}

function keepState(db: Database.Database, projection: AnyProjection): void {
  db.prepare('INSERT INTO projection_state (name, version, shape, tables) VALUES (?, ?, ?, ?)').run(
    projection.name,
    projection.version,
    shapeOf(projection),
    JSON.stringify(projection.tables),
  );
}

const knownTypesKey = 'known_types';

function knownTypes(registry: RecordRegistry): Record<string, number> {
  return Object.fromEntries(registry.definitions.map(({ type, version }) => [type, version]));
}

/** True when the log holds records that an older program kept without understanding, and this one reads. */
function learnsOldRecords(db: Database.Database, registry: RecordRegistry): boolean {
  const text = db.prepare('SELECT value FROM store_meta WHERE key = ?').pluck().get(knownTypesKey) as
    | string
    | undefined;
  const before = JSON.parse(text ?? '{}') as Record<string, number>;
  const isThere = db.prepare('SELECT 1 FROM record_log WHERE type = ? AND tv > ? LIMIT 1');
  return Object.entries(knownTypes(registry)).some(
    ([type, version]) => version > (before[type] ?? 0) && isThere.get(type, before[type] ?? 0) !== undefined,
  );
}

function keepKnownTypes(db: Database.Database, registry: RecordRegistry): void {
  const text = JSON.stringify(knownTypes(registry));
  const same = db.prepare('SELECT 1 FROM store_meta WHERE key = ? AND value = ?').get(knownTypesKey, text);
  if (!same) db.prepare('INSERT OR REPLACE INTO store_meta (key, value) VALUES (?, ?)').run(knownTypesKey, text);
}

function requireSound(projections: readonly AnyProjection[]): void {
  const owner = new Map<string, string>();
  const names = new Set<string>();
  for (const { name, tables } of projections) {
    if (names.has(name)) throw new AppError('store/bad-projection', { projection: name, why: 'name used twice' });
    names.add(name);
    for (const table of tables) {
      const why = !namePattern.test(table)
        ? 'table name'
        : owner.has(table)
          ? `table of ${owner.get(table)}`
          : undefined;
      if (why) throw new AppError('store/bad-projection', { projection: name, table, why });
      owner.set(table, name);
    }
  }
}
