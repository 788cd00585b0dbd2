import { createHash, type Hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { syncFile } from './durable-files.ts';
import { openWithCiphers, rawKey } from './open-database.ts';

export interface Conversion {
  /** A file with nothing left in a WAL, open nowhere. It is only read. */
  readonly from: string;
  readonly fromKey: Uint8Array | undefined;
  /** Replaced when it is there. */
  readonly to: string;
  readonly toKey: Uint8Array | undefined;
}

/**
 * Writes a copy of a database under another key (or none), page by page as VACUUM does, syncs it, and proves that both hold
 * the same: layout, every row of every table, their row numbers.
 *
 * @throws AppError `store/conversion-differs`, and what SQLite reports (see `toStoreError`).
 */
export function convertFile({ from, fromKey, to, toKey }: Conversion): void {
  removeDatabase(to);
  const carrier = `${to}.carrier`;
  removeDatabase(carrier);
  // VACUUM gives its copy the key of the connection's main database: an empty one with that key stands there.
  const db = openWithCiphers(toKey ? carrier : ':memory:');
  try {
    db.pragma(`cipher = 'chacha20'`);
    if (toKey) db.pragma(`key = '${rawKey(toKey)}'`);
    db.pragma('temp_store = MEMORY');
    db.prepare('ATTACH ? AS source KEY ?').run(from, fromKey ? rawKey(fromKey) : '');
    db.pragma('source.cell_size_check = ON');
    db.prepare('VACUUM source INTO ?').run(to);
    db.exec('DETACH source');
  } finally {
    db.close();
    removeDatabase(carrier);
  }
  syncFile(to);
  if (contentHash(from, fromKey) !== contentHash(to, toKey)) {
    removeDatabase(to);
    throw new AppError('store/conversion-differs', { path: from });
  }
}

/** Removes a database with everything SQLite may have put beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

/** SHA-256 over a database's layout and all its rows in the order they lie in. */
function contentHash(path: string, key: Uint8Array | undefined): string {
  const db = openWithCiphers(path);
  try {
    if (key) {
      db.pragma(`cipher = 'chacha20'`);
      db.pragma(`key = '${rawKey(key)}'`);
    }
    db.pragma('temp_store = MEMORY');
    const hash = createHash('sha256');
    for (const name of ['application_id', 'user_version', 'encoding', 'page_size']) {
      addValue(hash, String(db.pragma(name, { simple: true })));
    }
    const layout = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw();
    for (const row of layout.all() as unknown[][]) for (const value of row) addValue(hash, value);
    const tables = db.pragma('table_list') as { schema: string; name: string; type: string; wr: number }[];
    for (const { schema, name, type, wr } of tables.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (schema !== 'main' || type === 'virtual' || type === 'view' || /^sqlite_(temp_)?schema$/.test(name)) continue;
      hashRows(db, `SELECT ${wr ? '' : 'rowid, '}* FROM main."${name}" NOT INDEXED`, hash);
    }
    return hash.digest('hex');
  } finally {
    db.close();
  }
}

function hashRows(db: Database.Database, sql: string, hash: Hash): void {
  const rows = db.prepare(sql).safeIntegers().raw().iterate() as IterableIterator<unknown[]>;
  for (const row of rows) for (const value of row) addValue(hash, value);
}

function addValue(hash: Hash, value: unknown): void {
  if (value instanceof Uint8Array) hash.update(`b${value.length}:`).update(value);
  else hash.update(`${typeof value}${String(value).length}:${String(value)}`);
}
