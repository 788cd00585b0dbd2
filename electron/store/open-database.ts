import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { isTooOldSqlite, leastSqlite, makeSafe } from '../../shared/records/sqlite-safety.ts';
import { fileMark } from './file-key.ts';
import { pageBytes } from './page-size.ts';
import { toStoreError } from './store-errors.ts';

export interface OpenDatabaseOptions {
  /** Path of the SQLite add-on to use instead of the shipped one. */
  readonly nativeBinding?: string | undefined;
  readonly readonly?: boolean | undefined;
  /** The file is (or, when it is made, becomes) encrypted with this 32-byte key. */
  readonly key?: Uint8Array | undefined;
  /** Reads on where a page's tag does not hold: records prove themselves. For verify and salvage of an encrypted file. */
  readonly isLoose?: boolean | undefined;
  /** How long a write waits for another connection, 5,000 ms by default. */
  readonly busyTimeoutMs?: number | undefined;
  /**
   * Called when all settings have been read back. The power-cut harness weakens the connection here, to prove that it
   * would notice.
   */
  readonly afterOpen?: ((db: Database.Database) => void) | undefined;
}

/**
 * Pages in the WAL before a commit moves them into the main file (SQLite's own value is 1,000): more saves share the two
 * syncs of a checkpoint, and the WAL stays below 16 MB.
 */
const checkpointPages = 5_000;

/** A WAL that grew in a long transaction is cut back to this after the next checkpoint. */
const walLimitBytes = 12 * 1024 * 1024;

/**
 * Opens one of our SQLite files with every safety setting on and read back (`sync.md` 1.4).
 *
 * @throws AppError `store/network-drive`, `store/sqlite-too-old`, `store/unsafe-settings`, `store/cannot-open`,
 * `store/damaged`, `store/read-only`, `store/disk-full`, `store/in-use`.
 */
export function openDatabase(path: string, options: OpenDatabaseOptions = {}): Database.Database {
  refuseNetworkDrive(path);
  let db: Database.Database | undefined;
  try {
    db = options.readonly ? openForReading(path, options) : openFile(path, options);
    requireSqliteVersion(db);
    if (options.readonly) applyReadingSettings(db);
    else applySettings(db, options.busyTimeoutMs ?? 5000);
    options.afterOpen?.(db);
    return db;
  } catch (error) {
    db?.close();
    throw toStoreError(error, { path });
  }
}

/** Bytes 18 and 19 of the header say "WAL" (sqlite.org/fileformat.html 1.3.3), which would ask for the index file again. */
function withoutWal(file: Buffer): Buffer {
  if (file.length > 19) file.fill(1, 18, 20);
  return file;
}

function openFile(file: string | Buffer, options: OpenDatabaseOptions, readonly = false): Database.Database {
  const common = { readonly, timeout: options.busyTimeoutMs ?? 5000 };
  if (options.key && typeof file === 'string') return openEncrypted(file, options.key, { ...options, ...common });
  const binding = options.nativeBinding ?? sqliteBinding();
  return new Database(file, { ...common, ...(binding ? { nativeBinding: binding } : {}) });
}

/**
 * Opens a file through better-sqlite3-multiple-ciphers. Temporary tables and sorters stay in memory: on the disk they would
 * lie unencrypted.
 */
function openEncrypted(
  path: string,
  key: Uint8Array,
  options: { readonly: boolean; timeout: number; isLoose?: boolean | undefined },
): Database.Database {
  const db = openWithCiphers(path, options);
  try {
    if (options.isLoose) db.pragma('hmac_check = 0');
    db.pragma(`cipher = 'chacha20'`);
    db.pragma(`key = '${rawKey(key)}'`);
    db.pragma('temp_store = MEMORY');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const require = createRequire(import.meta.filename);
/** Same calls as better-sqlite3, another engine; loaded for the first encrypted file alone, which most benches have not. */
const cipherDatabase = () => require('better-sqlite3-multiple-ciphers') as typeof Database;

/** A connection of better-sqlite3-multiple-ciphers with no key given yet. A file is only ever open in one of the two add-ons. */
export function openWithCiphers(
  path: string,
  options: { readonly?: boolean; timeout?: number } = {},
): Database.Database {
  const binding = cipherBinding();
  return new (cipherDatabase())(path, { ...options, ...(binding ? { nativeBinding: binding } : {}) });
}

/**
 * A key as SQLite3MultipleCiphers takes it: used as it is (nothing is derived from a password), with the file's mark in the
 * place of a random salt.
 */
export const rawKey = (key: Uint8Array): string =>
  `raw:${Buffer.from(key).toString('hex')}${fileMark(key).toString('hex')}`;

/**
 * The add-on built for a runtime whose Node-API is older than the shipped one needs (it would crash there without a
 * word). The only place that reads the variable.
 */
export function sqliteBinding(): string | undefined {
  return Number(process.versions.napi ?? 0) < 10 ? process.env.BENCHSIDE_SQLITE_BINDING || undefined : undefined;
}

/** The one with the ciphers lies beside it (`scripts/setup/sqlite-addon.mjs`). */
function cipherBinding(): string | undefined {
  const plain = sqliteBinding();
  return plain && join(dirname(plain), 'better_sqlite3_multiple_ciphers.node');
}

/**
 * Reading a WAL database wants to make its index file. Where the folder refuses that, a plain file without WAL is read into
 * memory; any other is copied to a folder of its own, which goes when it is closed.
 */
function openForReading(path: string, options: OpenDatabaseOptions): Database.Database {
  if (!existsSync(path)) throw new AppError('store/cannot-open', { path, why: 'missing' });
  const probe = (db: Database.Database) => {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  };
  let db: Database.Database | undefined;
  try {
    db = openFile(path, options, true);
    return probe(db);
  } catch (error) {
    db?.close();
    const code = (error as { code?: string }).code ?? '';
    if (!/CANTOPEN|READONLY/.test(code)) throw error;
    const wal = `${path}-wal`;
    const isUnfinished = existsSync(wal) && statSync(wal).size > 0;
    if (isUnfinished || options.key) return probe(openCopy(path, options));
    return probe(openFile(withoutWal(readFileSync(path)), options, true));
  }
}

function openCopy(path: string, options: OpenDatabaseOptions): Database.Database {
  const folder = mkdtempSync(join(tmpdir(), 'benchside-reading-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(path));
    for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
    const db = openFile(copy, options);
    const close = db.close.bind(db);
    db.close = () => {
      close();
      remove();
      return db;
    };
    return db;
  } catch (error) {
    remove();
    throw error;
  }
}

function requireSqliteVersion(db: Database.Database): void {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  if (isTooOldSqlite(version)) throw new AppError('store/sqlite-too-old', { version, least: leastSqlite });
}

function applySettings(db: Database.Database, busyTimeoutMs: number): void {
  db.pragma(`page_size = ${pageBytes}`);
  const unsafe = makeSafe((text) => db.pragma(text, { simple: true }));
  if (unsafe) throw new AppError('store/unsafe-settings', unsafe);
  db.pragma(`busy_timeout = ${busyTimeoutMs}`);
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  db.pragma(`journal_size_limit = ${walLimitBytes}`);
  if (process.platform === 'darwin') {
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
  }
}

function applyReadingSettings(db: Database.Database): void {
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  db.pragma('query_only = ON');
}

/** File-system types whose locks and flushes SQLite cannot trust: NFS, SMB, CIFS, SMB2, 9p, AFS, Ceph, GFS2, OCFS2. */
const networkTypes = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x5346414f, 0x00c36400, 0x01161970, 0x7461636f,
]);

/**
 * Refuses a path on a network drive where the system tells: file-system type on Linux, UNC paths on Windows. A mapped
 * drive letter cannot be told from a disk there.
 *
 * @throws AppError `store/network-drive`
 */
export function refuseNetworkDrive(path: string): void {
  const isUnc = process.platform === 'win32' && /^(\\\\|\/\/)(?![.?][\\/])/.test(path);
  if (isUnc || isNetworkType(fileSystemType(path))) throw new AppError('store/network-drive', { path });
}

/** True for a file-system type number (Linux `statfs`) that is a network's. */
export function isNetworkType(type: number): boolean {
  return networkTypes.has(type >>> 0);
}

function fileSystemType(path: string): number {
  if (process.platform !== 'linux') return 0;
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      return statfsSync(at).type;
    } catch {
      if (at === dirname(at)) return 0;
    }
  }
}
