import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { proveCopy, unpackBackup } from './backup.ts';
import { convertFile, removeDatabase } from './convert-file.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { type Keyring, keyForNewFiles, keyOfFile, loadKeyring, ownKeys } from './keyring.ts';
import type { KeyProvider } from './keys.ts';
import { mainFileName } from './main-file.ts';
import type { StoreModule } from './projection.ts';
import { stageMainFile } from './rebuild-file.ts';
import { addRecordsOfFile, openLoosely, RecordPool } from './record-pool.ts';
import { toStoreError } from './store-errors.ts';
import { swapIn } from './swap-in.ts';

const converted = '.converted.part';

export interface RestoreReport {
  readonly recordCount: number;
  /** Records newer than the backup that were taken over from the present file. */
  readonly broughtBack: number;
  /** Folder in the data folder that holds the replaced files. */
  readonly setAside: string;
}

/**
 * Puts a backup in the place of the present main file. The store must be closed. Records that are in the present file
 * and not in the backup are brought back (a record is never unmade) unless `bringBack` is false; messages and settings
 * are the backup's. The replaced files stay in a folder of their own, and the next start opens a new epoch, so that the
 * log can not fork.
 *
 * @throws AppError `store/in-use`, `store/backup-unsound`, `store/wrong-key`, `keys/...`, and the store's codes.
 */
export async function restoreBackup(options: {
  dataFolder: string;
  file: string;
  keyProvider: KeyProvider;
  modules: readonly StoreModule[];
  wallMs: () => number;
  bringBack?: boolean;
  nativeBinding?: string | undefined;
}): Promise<RestoreReport> {
  const { dataFolder, file, nativeBinding } = options;
  const lock = takeInstanceLock(dataFolder, { nativeBinding });
  const unpacked = join(dataFolder, 'restore.sqlite.part');
  try {
    const keyring = await existingKeyring(options.keyProvider, dataFolder);
    await unpackBackup(file, unpacked);
    const { recordCount } = await proveCopy(unpacked, ownKeys(keyring), {
      nativeBinding,
      key: keyOfFile(unpacked, keyring),
    });
    const startFrom = asThisFolder(unpacked, keyring);
    const pool = poolOfPresent(dataFolder, keyring, options.bringBack ?? true);
    const staged = await stageMainFile(pool, {
      dataFolder,
      keyring,
      modules: options.modules,
      nativeBinding,
      now: new Date(options.wallMs()).toISOString(),
      reason: 'restored',
      startFrom,
    });
    return { recordCount, broughtBack: staged.added, setAside: swapIn(dataFolder) ?? '' };
  } catch (error) {
    throw toStoreError(error, { path: dataFolder });
  } finally {
    for (const path of [unpacked, unpacked + converted]) removeDatabase(path);
    lock.release();
  }
}

/** The unpacked backup, encrypted or not as this folder's files are. */
function asThisFolder(unpacked: string, keyring: Keyring): string {
  const fromKey = keyOfFile(unpacked, keyring);
  const toKey = keyForNewFiles(keyring);
  const isSame =
    fromKey === undefined || toKey === undefined ? fromKey === toKey : Buffer.compare(fromKey, toKey) === 0;
  if (isSame) return unpacked;
  convertFile({ from: unpacked, fromKey, to: unpacked + converted, toKey });
  return unpacked + converted;
}

async function existingKeyring(provider: KeyProvider, dataFolder: string): Promise<Keyring> {
  const secret = await provider.read();
  if (secret === undefined) throw new AppError('keys/unreadable', { path: dataFolder });
  const { keyring } = await loadKeyring(provider, { newId: () => '', machine: '' });
  return keyring;
}

/** Records of the present file; empty when there is none or they are not wanted. */
function poolOfPresent(dataFolder: string, keyring: Keyring, isWanted: boolean): RecordPool {
  const main = join(dataFolder, mainFileName);
  const own = keyring.epochs.map((one) => ({ device: keyring.device, ...one, source: 'own' }));
  const pool = new RecordPool(own);
  // Without a readable table there is nothing to tell remnants from records by, and recovery is the way to go.
  const present = isWanted && existsSync(main) ? openLoosely(main, keyring.fileKeys) : undefined;
  if (present) addRecordsOfFile(pool, main, keyring.fileKeys);
  present?.close();
  return pool;
}
