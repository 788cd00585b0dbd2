import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeysInSecret } from '../../electron/store/keyring.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { PageCipher } from '../../electron/store/page-cipher.ts';
import { pageBytes } from '../../electron/store/page-size.ts';
import type { Store, StoreOptions } from '../../electron/store/store.ts';

/** Whether a folder under test is encrypted, or changes from one to the other at every start. */
export type FolderMode = 'plain' | 'encrypted' | 'switching';

/** Orders the encryption of an open store's folder; answers the escrow code. The next start carries it out. */
export async function orderEncryption({ encryption }: Pick<Store, 'encryption'>): Promise<string> {
  const code = (await encryption.escrowGroups()).join('-');
  await encryption.prove(code);
  await encryption.order('turn-on');
  return code;
}

/** Encrypts a folder whose store is closed, and closes it again; answers the escrow code. */
export async function encryptFolder(options: StoreOptions): Promise<string> {
  const store = await openStore(options);
  const code = await orderEncryption(store);
  await store.close();
  await (await openStore(options)).close();
  return code;
}

/** An encrypted main file's bytes as they would be without encryption, each at its own place; nonces and tags stay. */
export function withoutEncryption(dataFolder: string, bytes: Buffer, pageSize = pageBytes): Buffer {
  const secret = readFileSync(join(dataFolder, 'keys.json'), 'utf8');
  const cipher = new PageCipher(fileKeysInSecret(secret).fileKeys[0]!);
  const pages = Array.from({ length: bytes.length / pageSize }, (_, at) =>
    cipher.open(at + 1, bytes.subarray(at * pageSize, (at + 1) * pageSize)),
  );
  return Buffer.concat(pages.map((page) => page.bytes));
}
