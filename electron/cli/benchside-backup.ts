import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { openBlobStore } from '../store/blobs.ts';
import { unpackBackupFile } from '../sync/bundle/backup-file.ts';

/** The option that opens a sealed backup. A file, so that the passphrase stands in no history and no process list. */
export const passphraseOption = { 'passphrase-file': { type: 'string' } } as const;

export const passphraseUsage =
  '  --passphrase-file <file>    opens a sealed .benchside backup with the passphrase in that file';

/**
 * A backup as `restoreBackup` takes it: a `.benchside` file is unpacked inside the data folder, its photos and files are put
 * where they belong; any other file stays as it is. `remove` takes away what was unpacked.
 *
 * @throws AppError `bundle/backup-unsound`, `bundle/passphrase-needed`, `bundle/wrong-passphrase`, `usage/escrow-file`
 */
export async function asPackedBackup(
  backup: string,
  dataFolder: string,
  passphraseFile: string | undefined,
): Promise<{ file: string; remove: () => void }> {
  if (!beginsAsJson(backup)) return { file: backup, remove: () => undefined };
  const folder = mkdtempSync(join(dataFolder, 'restore-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const blobs = openBlobStore(join(dataFolder, 'blobs'));
    const keeper = { has: (sha256: string) => blobs.has(sha256), keep: (bytes: Uint8Array) => void blobs.put(bytes) };
    const passphrase = passphraseFile === undefined ? undefined : readPassphrase(passphraseFile);
    const { main } = await unpackBackupFile([backup], passphrase === undefined ? {} : { passphrase }, folder, keeper);
    return { file: main, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A person may have given the file any name. */
function beginsAsJson(path: string): boolean {
  const start = Buffer.alloc(13);
  const handle = openSync(path, 'r');
  try {
    readSync(handle, start, 0, start.length, 0);
  } finally {
    closeSync(handle);
  }
  return start.toString('latin1') === '{"benchside":';
}

function readPassphrase(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new AppError('usage/escrow-file', { file }, { cause });
  }
}
