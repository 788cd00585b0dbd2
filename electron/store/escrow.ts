import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { readEscrowCode } from '../../shared/kernel/escrow-code.ts';
import { syncFolder, writeFileDurably } from './durable-files.ts';
import { fileLock } from './file-key.ts';
import { fileKeysInSecret, secretAround } from './keyring.ts';
import type { KeyProvider } from './keys.ts';
import { mainFileName } from './main-file.ts';

/**
 * All keys of the machine, sealed with the data file's key: with the printed code and this file nothing is lost when the key
 * store is (the wire's bytes and the readable specimen ids have keys of their own).
 */
export const escrowFileName = 'keys.escrow.json';
const format = 'benchside-escrow-1';

/** Seals a secret text with the data file's key. */
export function sealForEscrow(secret: string, fileKey: Uint8Array): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', escrowKey(fileKey), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify({ format, sealed: sealed.toString('base64') })}\n`;
}

function openEscrow(text: string, fileKey: Uint8Array): string | undefined {
  try {
    const { sealed } = JSON.parse(text) as { sealed: string };
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', escrowKey(fileKey), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

const escrowKey = (fileKey: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', fileKey, Buffer.alloc(0), 'benchside escrow', 32));

/** A provider that keeps the sealed copy beside the data up to date with what it keeps. */
export function withEscrowCopy(provider: KeyProvider, dataFolder: string, isReadonly = false): KeyProvider {
  const keepCopy = (secret: string) => {
    const path = join(dataFolder, escrowFileName);
    const { dataFile } = fileKeysInSecret(secret);
    if (!dataFile) {
      if (!existsSync(path)) return;
      rmSync(path);
      syncFolder(dataFolder);
      return;
    }
    const kept = existsSync(path) ? openEscrow(readFileSync(path, 'utf8'), dataFile.key) : undefined;
    if (kept !== secret) writeFileDurably(path, sealForEscrow(secret, dataFile.key));
  };
  return {
    kind: provider.kind,
    async read() {
      const secret = await provider.read();
      // A stop between the two writes left an older copy.
      if (secret !== undefined && !isReadonly && existsSync(dataFolder)) keepCopy(secret);
      return secret;
    },
    async write(secret) {
      await provider.write(secret);
      keepCopy(secret);
    },
  };
}

/**
 * The secret text that an escrow code opens: the sealed copy in the folder (or `copies`, e.g. from a backup's note), else
 * new keys around the data file's own.
 *
 * @throws AppError `store/escrow-code` when the code does not prove itself or is another file's, with `wrongGroups`.
 */
export function secretFromEscrow(dataFolder: string, code: string, copies: readonly string[] = []): string {
  const { key, wrongGroups } = readEscrowCode(code);
  const path = join(dataFolder, escrowFileName);
  const texts = [...(existsSync(path) ? [readFileSync(path, 'utf8')] : []), ...copies];
  if (!key) throw new AppError('store/escrow-code', { wrongGroups: wrongGroups.join(' ') });
  for (const text of texts) {
    const secret = openEscrow(text, key);
    if (secret !== undefined) return secret;
  }
  const lock = fileLock(join(dataFolder, mainFileName), [key]);
  if (lock === 'unknown-key' || (lock === 'plain' && texts.length > 0)) {
    throw new AppError('store/escrow-code', { wrongGroups: '' });
  }
  return secretAround(key, { newId: randomUUID });
}

/** Keys as the escrow code gives them, for reading alone: nothing is kept anywhere. */
export function escrowKeyProvider(dataFolder: string, code: string, copies: readonly string[] = []): KeyProvider {
  const secret = secretFromEscrow(dataFolder, code, copies);
  return { kind: 'file', read: async () => secret, write: async () => {} };
}
