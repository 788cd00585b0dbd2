import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { writeFileDurably } from './durable-files.ts';
import type { KeyProvider } from './keys.ts';
import { toStoreError } from './store-errors.ts';

/**
 * Keys in `<data>/keys.json`, readable by the user alone (0600): demo, command line and tests. `readonly`: the folder is
 * only looked at, and perhaps not ours to change.
 */
export function fileKeyProvider(dataFolder: string, { readonly = false } = {}): KeyProvider {
  const path = join(dataFolder, 'keys.json');
  return {
    kind: 'file',
    async read() {
      const text = readIfThere(path);
      // A copy tool may have widened the mode; narrowing it again is what the promise of this provider is.
      const mayNarrow = !readonly && text !== undefined && process.platform !== 'win32';
      if (mayNarrow && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
      return text;
    },
    async write(secret) {
      writeFileDurably(path, secret, 0o600);
    },
  };
}

/**
 * Keys in `<data>/keys.passphrase`, behind scrypt (N 2^15, r 8, p 3: `sync.md` 3.3) and AES-256-GCM. The OS key store's
 * provider is the host's, which asks main.
 */
export function passphraseKeyProvider(dataFolder: string, passphrase: string): KeyProvider {
  const path = join(dataFolder, 'keys.passphrase');
  return {
    kind: 'passphrase',
    async read() {
      const wrapped = readIfThere(path);
      if (wrapped === undefined) return undefined;
      try {
        return unwrap(wrapped, passphrase);
      } catch (error) {
        throw new AppError('keys/locked', { store: 'passphrase' }, { cause: error });
      }
    },
    async write(secret) {
      writeFileDurably(path, wrap(secret, passphrase), 0o600);
    },
  };
}

const scryptCost = { N: 2 ** 15, r: 8, p: 3, maxmem: 96 * 1024 * 1024 };

function wrap(secret: string, passphrase: string): string {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32, scryptCost), nonce);
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const text = (bytes: Buffer) => bytes.toString('base64url');
  return JSON.stringify({
    format: 'benchside-keys-scrypt-1',
    salt: text(salt),
    nonce: text(nonce),
    sealed: text(sealed),
  });
}

function unwrap(wrapped: string, passphrase: string): string {
  const { salt, nonce, sealed } = JSON.parse(wrapped) as { salt: string; nonce: string; sealed: string };
  const bytes = Buffer.from(sealed, 'base64url');
  const key = scryptSync(passphrase, Buffer.from(salt, 'base64url'), 32, scryptCost);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw toStoreError(error, { path });
  }
}
