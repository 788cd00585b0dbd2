import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { safeStorage } from 'electron';
import * as z from 'zod';
import { AppError } from '../../shared/kernel/errors.ts';
import { isThere } from './start-settings.ts';

/** The machine's one secret text, kept sealed by the operating system's key store. */
export interface KeyStore {
  read(): Promise<string | undefined>;
  write(secret: string): Promise<void>;
}

/** Newer runtimes offer the asynchronous calls and deprecate the others; older ones have only those. */
type AsyncSafeStorage = Partial<
  Pick<Electron.SafeStorage, 'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable'>
>;

const sealedFile = z.object({ format: z.literal(1), sealed: z.string() });

const sealedPath = (dataFolder: string): string => path.join(dataFolder, 'keys.os-store.json');

/**
 * Which provider keeps the keys of this data folder. Keys that exist stay where they are. A new folder uses the OS store
 * where there is a real one: on Linux, `basic_text` is obfuscation with a known password and is refused (then a 0600 file,
 * and the screen says so).
 */
export async function chooseKeyProvider(dataFolder: string, wanted: 'os-store' | 'file' | null) {
  if (await isThere(path.join(dataFolder, 'keys.json'))) return 'file';
  if (await isThere(sealedPath(dataFolder))) return 'os-store';
  if (wanted !== null) return wanted;
  return (await hasRealKeyStore()) ? 'os-store' : 'file';
}

async function hasRealKeyStore(): Promise<boolean> {
  if (process.platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend();
    if (backend === 'basic_text' || backend === 'unknown') return false;
  }
  const modern: AsyncSafeStorage = safeStorage;
  try {
    return modern.isAsyncEncryptionAvailable === undefined
      ? safeStorage.isEncryptionAvailable()
      : await modern.isAsyncEncryptionAvailable();
  } catch {
    return false;
  }
}

/** The key store of one data folder. @throws AppError `keys/locked` when the store does not open it. */
export function osKeyStore(dataFolder: string): KeyStore {
  const file = sealedPath(dataFolder);
  const modern: AsyncSafeStorage = safeStorage;

  async function write(secret: string): Promise<void> {
    const sealed = await (modern.encryptStringAsync?.(secret) ?? safeStorage.encryptString(secret));
    const half = `${file}.new`;
    await writeFile(half, JSON.stringify({ format: 1, sealed: sealed.toString('base64') }), {
      mode: 0o600,
      flush: true,
    });
    await rename(half, file);
  }

  async function open(sealed: Buffer): Promise<string> {
    if (modern.decryptStringAsync === undefined) return safeStorage.decryptString(sealed);
    const opened = await modern.decryptStringAsync(sealed);
    // The store has a newer key: what it gave is right, and is sealed anew.
    if (opened.shouldReEncrypt) await write(opened.result);
    return opened.result;
  }

  return {
    write,
    async read() {
      if (!(await isThere(file))) return undefined;
      try {
        const { sealed } = sealedFile.parse(JSON.parse(await readFile(file, 'utf8')));
        return await open(Buffer.from(sealed, 'base64'));
      } catch (error) {
        throw new AppError('keys/locked', { store: 'os-store' }, { cause: error });
      }
    },
  };
}
