import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { AppError } from '../../shared/kernel/errors.ts';
import type { HostSettings } from '../host/main-messages.ts';
import { isThere } from './start-settings.ts';

/** The machine's one secret text, kept sealed by the operating system's key store. */
export interface KeyStore {
  read(): Promise<string | undefined>;
  write(secret: string): Promise<void>;
}

/**
 * What is used of Electron's `safeStorage`. Newer runtimes offer the asynchronous calls and deprecate the others; older
 * ones have only those. `getSelectedStorageBackend` exists on Linux alone.
 */
export interface SealingStore {
  isEncryptionAvailable(): boolean;
  encryptString(plain: string): Buffer;
  decryptString(sealed: Buffer): string;
  getSelectedStorageBackend?(): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plain: string): Promise<Buffer>;
  decryptStringAsync?(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
}

const sealedFile = z.object({ format: z.literal(1), sealed: z.string() });

const sealedPath = (dataFolder: string): string => path.join(dataFolder, 'keys.os-store.json');

/**
 * Which provider keeps the keys of this data folder. Keys that exist stay where they are. A new folder uses the OS store
 * where there is a real one: on Linux, `basic_text` is obfuscation with a known password and is refused even when it is
 * asked for (then a 0600 file, and the screen says so).
 */
export async function chooseKeyProvider(
  dataFolder: string,
  wanted: 'os-store' | 'file' | null,
  store: SealingStore,
): Promise<HostSettings['keyProvider']> {
  if (await isThere(path.join(dataFolder, 'keys.json'))) return 'file';
  if (await isThere(path.join(dataFolder, 'keys.passphrase'))) return 'passphrase';
  if (await isThere(sealedPath(dataFolder))) return 'os-store';
  return usualKeyProvider(wanted, store);
}

/** Where keys go that lie nowhere yet, or come back from behind a passphrase. */
export async function usualKeyProvider(
  wanted: 'os-store' | 'file' | null,
  store: SealingStore,
): Promise<'os-store' | 'file'> {
  return wanted !== 'file' && (await isReal(store)) ? 'os-store' : 'file';
}

async function isReal(store: SealingStore): Promise<boolean> {
  const backend = store.getSelectedStorageBackend?.();
  if (backend === 'basic_text' || backend === 'unknown') return false;
  try {
    return await (store.isAsyncEncryptionAvailable?.() ?? store.isEncryptionAvailable());
  } catch {
    return false;
  }
}

/** The key store of one data folder. Its `read` throws AppError `keys/locked` when the store does not open what it sealed. */
export function osKeyStore(dataFolder: string, store: SealingStore): KeyStore {
  const file = sealedPath(dataFolder);

  async function write(secret: string): Promise<void> {
    const sealed = await (store.encryptStringAsync?.(secret) ?? store.encryptString(secret));
    const half = `${file}.new`;
    const text = JSON.stringify({ format: 1, sealed: sealed.toString('base64') });
    await writeFile(half, text, { mode: 0o600, flush: true });
    await rename(half, file);
  }

  async function open(sealed: Buffer): Promise<string> {
    if (store.decryptStringAsync === undefined) return store.decryptString(sealed);
    const opened = await store.decryptStringAsync(sealed);
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
