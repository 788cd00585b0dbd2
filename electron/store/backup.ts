import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { removeDatabase } from './convert-file.ts';
import { makeFolder, syncFile, syncFolder, writeFileDurably } from './durable-files.ts';
import { openDatabase } from './open-database.ts';
import { toStoreError } from './store-errors.ts';
import { verifyChain } from './verify-chain.ts';

/** What lies beside a backup: enough to trust it without unpacking. */
export interface BackupNote {
  readonly at: string;
  readonly recordCount: number;
  readonly messageCount: number;
  readonly byteCount: number;
  /** Of the packed file, hex. */
  readonly sha256: string;
  readonly heads: Record<string, number>;
  readonly app: string;
  /** All keys of the machine, sealed with the data file's key (`escrow.ts`); only beside an encrypted backup. */
  readonly escrow?: string;
}

export interface BackupEntry {
  /** File name in `<data>/backups`. */
  readonly file: string;
  readonly at: string;
  readonly byteCount: number;
  readonly recordCount: number;
  /** True when the copy was proved before it was packed; a file without its note was not. */
  readonly isVerified: boolean;
}

/** Files of `<data>/backups`: packed, or encrypted (which nothing can pack). */
const packedSuffix = '.sqlite.gz';
const encryptedSuffix = '.sqlite.enc';

/** Name of a backup made at an instant. */
export function backupName(at: string, isEncrypted: boolean): string {
  const stamp = at.replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `benchside-${stamp}${isEncrypted ? encryptedSuffix : packedSuffix}`;
}

export interface BackupOptions {
  /** Writes the main database's present state to a path while work goes on. */
  readonly copyTo: (path: string) => Promise<void>;
  readonly file: string;
  readonly at: string;
  readonly app: string;
  readonly keys: ReadonlyMap<string, string>;
  readonly nativeBinding?: string | undefined;
  /** The data file's key: the copy is encrypted with it and stays so. */
  readonly key?: Uint8Array | undefined;
  readonly escrow?: string | undefined;
}

/**
 * Copies the running main database, proves the copy (settings, quick check, chain, newest signatures), packs a plain one with
 * gzip and only then gives it its name.
 *
 * @throws AppError `store/backup-unsound` when the copy does not hold, or the store's codes.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupNote> {
  const { file, at, app, key, escrow } = options;
  const copy = `${file}.copy.part`;
  const packed = `${file}.part`;
  try {
    makeFolder(dirname(file));
    removeDatabase(copy);
    await options.copyTo(copy);
    const facts = await proveCopy(copy, options.keys, { nativeBinding: options.nativeBinding, key });
    if (key) renameSync(copy, packed);
    else await pipeline(createReadStream(copy), createGzip({ level: 1 }), createWriteStream(packed, { mode: 0o600 }));
    syncFile(packed);
    const byteCount = statSync(packed).size;
    const sha256 = await hashOfFile(packed);
    const note: BackupNote = { at, app, ...facts, byteCount, sha256, ...(escrow === undefined ? {} : { escrow }) };
    renameSync(packed, file);
    writeFileDurably(`${file}.json`, `${JSON.stringify(note, undefined, 2)}\n`);
    return note;
  } catch (error) {
    rmSync(packed, { force: true });
    throw toStoreError(error, { path: file });
  } finally {
    removeDatabase(copy);
  }
}

/** Makes a backup of a database file that nothing has open. */
export async function adoptBackup(
  options: Omit<BackupOptions, 'copyTo' | 'file'> & { dataFolder: string; from: string },
): Promise<BackupNote> {
  const file = join(options.dataFolder, 'backups', backupName(options.at, options.key !== undefined));
  return writeBackup({
    ...options,
    file,
    copyTo: (path) => pipeline(createReadStream(options.from), createWriteStream(path, { mode: 0o600 })),
  });
}

/** Unpacks a backup to a path. @throws AppError `store/backup-unsound` when it is not what its note says. */
export async function unpackBackup(file: string, to: string): Promise<void> {
  const note = readNote(file);
  if (note && (await hashOfFile(file)) !== note.sha256)
    throw new AppError('store/backup-unsound', { path: file, why: 'hash' });
  removeDatabase(to);
  try {
    const output = createWriteStream(to, { mode: 0o600 });
    if (isPacked(file)) await pipeline(createReadStream(file), createGunzip(), output);
    else await pipeline(createReadStream(file), output);
    syncFile(to);
  } catch (error) {
    rmSync(to, { force: true });
    if ((error as { code?: string }).code?.startsWith('Z_'))
      throw new AppError('store/backup-unsound', { path: file, why: 'packing' });
    throw toStoreError(error, { path: file });
  }
}

/** A person may have given it any name; gzip begins with these two bytes (RFC 1952), an encrypted file with a key's mark. */
function isPacked(file: string): boolean {
  if (file.endsWith(packedSuffix)) return true;
  const start = Buffer.alloc(2);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, start, 0, 2, 0);
  } finally {
    closeSync(handle);
  }
  return !file.endsWith(encryptedSuffix) && start.equals(Buffer.from([0x1f, 0x8b]));
}

/** Proves an unpacked copy; answers what it holds. @throws AppError `store/backup-unsound` */
export async function proveCopy(
  path: string,
  keys: ReadonlyMap<string, string>,
  database: { nativeBinding?: string | undefined; key?: Uint8Array | undefined } = {},
): Promise<Pick<BackupNote, 'recordCount' | 'messageCount' | 'heads'>> {
  let db: Database.Database | undefined;
  try {
    db = openDatabase(path, database);
    const check = db.pragma('quick_check(1)', { simple: true }) as string;
    if (check !== 'ok') throw new AppError('store/backup-unsound', { path, why: check });
    const chain = await verifyChain(db, { keys });
    const problem = chain.problems[0];
    if (problem)
      throw new AppError('store/backup-unsound', { path, why: `${problem.code} ${problem.log} ${problem.seq}` });
    const heads = db.prepare('SELECT log, head_seq FROM logs').raw().all() as [string, number][];
    const messageCount = db.prepare('SELECT count(*) FROM messages').pluck().get() as number;
    db.pragma('wal_checkpoint(TRUNCATE)');
    return { recordCount: chain.checkedCount, messageCount, heads: Object.fromEntries(heads) };
  } catch (error) {
    const { code } = toStoreError(error);
    throw code === 'store/damaged' ? new AppError('store/backup-unsound', { path, why: code }) : error;
  } finally {
    db?.close();
  }
}

/** The backups of a data folder, newest first. */
export function listBackups(dataFolder: string): BackupEntry[] {
  const folder = join(dataFolder, 'backups');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(packedSuffix) || name.endsWith(encryptedSuffix))
    .map((file) => {
      const path = join(folder, file);
      const note = readNote(path);
      const { size, mtime } = statSync(path);
      return {
        file,
        at: note?.at ?? mtime.toISOString(),
        byteCount: size,
        recordCount: note?.recordCount ?? 0,
        isVerified: note?.byteCount === size,
      };
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** How many of each step are kept beside everything of the last two days (the ladder of Anki, `sync.md` 2.2). */
const ladder = { everyMs: 2 * 86_400_000, daily: 12, weekly: 10, monthly: 9 };

/** Of a list of backups, those to keep: all of two days, then the newest of each day, week and month. Pure. */
export function chooseKept(backups: readonly { file: string; at: string }[], nowMs: number): Set<string> {
  const newestFirst = [...backups].sort((a, b) => (a.at < b.at ? 1 : -1));
  const kept = new Set<string>();
  const steps = [
    { most: ladder.daily, key: (ms: number) => Math.floor(ms / 86_400_000) },
    { most: ladder.weekly, key: (ms: number) => Math.floor(ms / (7 * 86_400_000)) },
    { most: ladder.monthly, key: (ms: number) => new Date(ms).toISOString().slice(0, 7) },
  ];
  for (const { file, at } of newestFirst) if (nowMs - Date.parse(at) < ladder.everyMs) kept.add(file);
  for (const { most, key } of steps) {
    const taken = new Set<string | number>();
    for (const { file, at } of newestFirst) {
      const step = key(Date.parse(at));
      if (taken.has(step)) continue;
      if (taken.size >= most) break;
      taken.add(step);
      kept.add(file);
    }
  }
  return kept;
}

/** Removes backups that the ladder does not keep. Answers their names. */
export function pruneBackups(dataFolder: string, nowMs: number): string[] {
  const backups = listBackups(dataFolder);
  const kept = chooseKept(backups, nowMs);
  const gone = backups.filter((backup) => !kept.has(backup.file)).map((backup) => backup.file);
  const folder = join(dataFolder, 'backups');
  for (const file of gone) removeBackup(dataFolder, file);
  if (gone.length > 0) syncFolder(folder);
  return gone;
}

/** Removes one backup and its note. */
export function removeBackup(dataFolder: string, file: string): void {
  const path = join(dataFolder, 'backups', file);
  rmSync(path, { force: true });
  rmSync(`${path}.json`, { force: true });
}

/** What lies beside a backup, or undefined. */
export function readNote(file: string): BackupNote | undefined {
  try {
    return JSON.parse(readFileSync(`${file}.json`, 'utf8')) as BackupNote;
  } catch {
    return undefined;
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
