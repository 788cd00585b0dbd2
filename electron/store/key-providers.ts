import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { writeFileDurably } from './durable-files.ts';
import type { KeyProvider } from './keys.ts';
import { toStoreError } from './store-errors.ts';

/** Wraps a secret text so that only this user on this machine can read it; main does it with the OS key store. */
export interface SecretWrapper {
  wrap(secret: string): Promise<string>;
  /** @throws when the text was wrapped elsewhere or changed. */
  unwrap(wrapped: string): Promise<string>;
}

/** Keys in `<data>/keys.json`, readable by the user alone (0600): demo, command line and tests. */
export function fileKeyProvider(dataFolder: string): KeyProvider {
  const path = join(dataFolder, 'keys.json');
  return {
    kind: 'file',
    async read() {
      const text = readIfThere(path);
      // A copy tool may have widened the mode; narrowing it again is what the promise of this provider is.
      if (text !== undefined && process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
        chmodSync(path, 0o600);
      return text;
    },
    async write(secret) {
      writeFileDurably(path, secret, 0o600);
    },
  };
}

/** Keys in `<data>/keys.os`, wrapped by the OS key store. */
export function osStoreKeyProvider(dataFolder: string, wrapper: SecretWrapper): KeyProvider {
  return wrappedProvider('os-store', join(dataFolder, 'keys.os'), wrapper);
}

/** Keys in `<data>/keys.passphrase`, behind scrypt (N 2^15, r 8, p 3: `sync.md` 3.3) and AES-256-GCM. */
export function passphraseKeyProvider(dataFolder: string, passphrase: string): KeyProvider {
  return wrappedProvider('passphrase', join(dataFolder, 'keys.passphrase'), passphraseWrapper(passphrase));
}

function wrappedProvider(kind: KeyProvider['kind'], path: string, wrapper: SecretWrapper): KeyProvider {
  return {
    kind,
    async read() {
      const wrapped = readIfThere(path);
      if (wrapped === undefined) return undefined;
      try {
        return await wrapper.unwrap(wrapped);
      } catch (error) {
        throw new AppError('keys/locked', { provider: kind }, { cause: error });
      }
    },
    async write(secret) {
      writeFileDurably(path, await wrapper.wrap(secret), 0o600);
    },
  };
}

const scryptCost = { N: 2 ** 15, r: 8, p: 3, maxmem: 96 * 1024 * 1024 };

function passphraseWrapper(passphrase: string): SecretWrapper {
  return {
    async wrap(secret) {
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
    },
    async unwrap(wrapped) {
      const { salt, nonce, sealed } = JSON.parse(wrapped) as { salt: string; nonce: string; sealed: string };
      const bytes = Buffer.from(sealed, 'base64url');
      const key = scryptSync(passphrase, Buffer.from(salt, 'base64url'), 32, scryptCost);
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
    },
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw toStoreError(error, { path });
  }
}
