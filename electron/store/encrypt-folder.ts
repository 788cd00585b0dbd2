import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { adoptBackup, listBackups, removeBackup } from './backup.ts';
import { freeBytes } from './ballast.ts';
import { convertFile, removeDatabase } from './convert-file.ts';
import { syncFolder } from './durable-files.ts';
import { isPlain } from './file-key.ts';
import { type Keyring, keyOfFile, ownKeys } from './keyring.ts';
import { mainFileName } from './main-file.ts';
import { openDatabase } from './open-database.ts';
import { stagedFileName } from './swap-in.ts';

export interface CarryOutOptions {
  readonly dataFolder: string;
  readonly keyring: Keyring;
  readonly app: string;
  readonly nativeBinding?: string | undefined;
  readonly wallMs: () => number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Room that must be left beside the copies. */
const spareBytes = 64 * 1024 * 1024;
const partSuffix = '.converting';

/**
 * Brings every SQLite file of a folder to what its keys say: what was ordered, or, where encryption is on, files that were
 * put there unencrypted. Each file is written anew, synced, proved equal and takes its place by one rename, so that a stop at
 * any moment leaves one good file and the next start goes on. Unencrypted copies go only when the new file and a backup of it
 * are proved. Nothing may be open in the folder. A damaged main file is left for recovery, and the order stands.
 *
 * @throws AppError `store/disk-full`, `store/wrong-key`, and what the store's parts report.
 */
export async function carryOutOrder(options: CarryOutOptions): Promise<Keyring> {
  const { keyring, dataFolder } = options;
  const { dataFile } = keyring;
  if (!dataFile || (dataFile.order === 'none' && !dataFile.isOn)) return keyring;
  const isOn = dataFile.order === 'none' ? dataFile.isOn : dataFile.order === 'turn-on';
  removeParts(dataFolder);
  const main = join(dataFolder, mainFileName);
  const key = isOn ? dataFile.key : undefined;
  const waiting = [main, ...segments(dataFolder)].filter((path) => existsSync(path) && !isUnder(path, keyring, key));
  if (waiting.length > 0) requireRoom(dataFolder, waiting);
  for (const [done, path] of waiting.entries()) {
    options.onProgress?.(done, waiting.length);
    try {
      replace(path, keyring, key, options.nativeBinding);
    } catch (error) {
      // A damaged segment stays as it is and is counted among what is left unencrypted.
      if (path === main || !isDamage(error)) throw error;
    }
  }
  if (isOn && dataFile.order === 'turn-on') {
    if (existsSync(main)) await backUp(options, dataFile.key);
    removePlainCopies(dataFolder);
  }
  if (dataFile.order === 'none') return keyring;
  return isOn ? keyring.keepDataFile({ ...dataFile, isOn: true, order: 'none' }) : keyring.keepDataFile(undefined);
}

export interface PlainCopies {
  readonly backups: string[];
  /** Folders of replaced files, and wire segments that could not be read. */
  readonly setAside: string[];
  readonly byteCount: number;
}

/** What lies unencrypted in a folder beside the main file and its sound wire segments. */
export function plainCopies(dataFolder: string): PlainCopies {
  const backups = listBackups(dataFolder)
    .map(({ file }) => file)
    .filter((file) => file.endsWith('.gz'));
  const setAside = names(dataFolder).filter(
    (name) =>
      /^set-aside-\d+$/.test(name) &&
      names(join(dataFolder, name)).some((file) => !/-shm$/.test(file) && isPlainPart(join(dataFolder, name, file))),
  );
  const sizes = [
    ...backups.map((file) => join(dataFolder, 'backups', file)),
    ...setAside.flatMap((name) => names(join(dataFolder, name)).map((file) => join(dataFolder, name, file))),
  ].map((path) => statSync(path).size);
  return { backups, setAside, byteCount: sizes.reduce((sum, size) => sum + size, 0) };
}

/** @throws AppError `store/disk-full` with the megabytes needed, when there is no room for a second copy and a backup. */
export function requireRoom(dataFolder: string, files: readonly string[]): void {
  const largest = Math.max(0, ...files.map(bytesWithWal));
  const needed = 2 * largest + spareBytes;
  const free = freeBytes(dataFolder);
  if (free < needed) {
    throw new AppError('store/disk-full', { path: dataFolder, neededMegabytes: Math.ceil(needed / 1_000_000) });
  }
}

function isUnder(path: string, keyring: Keyring, key: Uint8Array | undefined): boolean {
  const found = keyOfFile(path, keyring);
  return found === undefined || key === undefined ? found === key : Buffer.compare(found, key) === 0;
}

function replace(path: string, keyring: Keyring, key: Uint8Array | undefined, nativeBinding?: string): void {
  const fromKey = keyOfFile(path, keyring);
  const part = path + partSuffix;
  foldWalIn(path, fromKey, nativeBinding);
  convertFile({ from: path, fromKey, to: part, toKey: key });
  renameSync(part, path);
  syncFolder(join(path, '..'));
}

/** Leaves the whole content in the one file: a WAL that came back after a power cut must not meet the new file. */
function foldWalIn(path: string, key: Uint8Array | undefined, nativeBinding?: string): void {
  const db = openDatabase(path, { nativeBinding, key });
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    const mode = db.pragma('journal_mode = DELETE', { simple: true });
    if (mode !== 'delete') throw new AppError('store/in-use', { path });
  } finally {
    db.close();
  }
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  syncFolder(join(path, '..'));
}

async function backUp({ dataFolder, keyring, app, wallMs, nativeBinding }: CarryOutOptions, key: Uint8Array) {
  const at = new Date(wallMs()).toISOString();
  const from = join(dataFolder, mainFileName);
  await adoptBackup({ dataFolder, from, at, app, keys: ownKeys(keyring), nativeBinding, key });
}

function removePlainCopies(dataFolder: string): void {
  const { backups, setAside } = plainCopies(dataFolder);
  for (const file of backups) removeBackup(dataFolder, file);
  for (const name of setAside) rmSync(join(dataFolder, name), { recursive: true, force: true });
  for (const name of names(dataFolder)) {
    if (/\.part(-wal|-shm|-journal)?$/.test(name)) rmSync(join(dataFolder, name), { force: true });
  }
  syncFolder(dataFolder);
}

function removeParts(dataFolder: string): void {
  for (const path of [join(dataFolder, mainFileName), join(dataFolder, stagedFileName), ...segments(dataFolder)]) {
    removeDatabase(path + partSuffix);
    removeDatabase(`${path}${partSuffix}.carrier`);
  }
}

const segments = (dataFolder: string): string[] =>
  names(join(dataFolder, 'wire'))
    .filter((name) => /^wire-\d+\.sqlite$/.test(name))
    .map((name) => join(dataFolder, 'wire', name));

const names = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

const bytesWithWal = (path: string): number =>
  [path, `${path}-wal`].reduce((sum, one) => sum + (existsSync(one) ? statSync(one).size : 0), 0);

/** A replaced WAL has no header to tell by; it is as plain as the file it belongs to. */
const isPlainPart = (path: string): boolean => !path.endsWith('-wal') && isPlain(path);

function isDamage(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return code === 'store/damaged' || /^SQLITE_(CORRUPT|NOTADB)/.test(code);
}
