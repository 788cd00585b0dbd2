import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { AppError } from '../../shared/kernel/errors.ts';

/** Who the hub is: its id as a writer, and its Ed25519 key (both halves, base64url). */
export const hubIdentity = z.object({
  format: z.literal('benchside-hub-key-1'),
  device: z.string().length(36),
  publicKey: z.string().length(43),
  privateKey: z.string().length(43),
});
export type HubIdentity = z.infer<typeof hubIdentity>;

/** A new hub's key. */
export function makeIdentity(device: string): HubIdentity {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { format: 'benchside-hub-key-1', device, publicKey: jwk.x!, privateKey: jwk.d! };
}

/** Signs 32-byte hashes with the hub's key. */
export function signerOf({ publicKey, privateKey }: HubIdentity): (hash: Uint8Array) => Uint8Array {
  const key: KeyObject = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey, d: privateKey },
    format: 'jwk',
  });
  return (hash) => sign(null, hash, key);
}

/** @throws AppError `hub/key-unreadable` */
export function parseIdentity(text: string, where: string): HubIdentity {
  try {
    return hubIdentity.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError('hub/key-unreadable', { where }, { cause: error });
  }
}

/** A secret file's text, or undefined. Its mode is narrowed where a copy tool widened it. */
export function readSecretFile(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  return readFileSync(path, 'utf8');
}

/** Writes a new file that only its owner may read, whole or not at all. */
export function writeSecretFile(path: string, text: string): void {
  const part = `${path}.part`;
  const file = openSync(part, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Seals the identity for a database, with the 32-byte key that lies outside of it (AES-256-GCM; nonce, text, tag). */
export function sealIdentity(of: HubIdentity, key: Uint8Array): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(of), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/** @throws AppError `hub/key-unreadable` when the key is another one */
export function openIdentity(sealed: string, key: Uint8Array, where: string): HubIdentity {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return parseIdentity(
      Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8'),
      where,
    );
  } catch (error) {
    throw new AppError('hub/key-unreadable', { where }, { cause: error });
  }
}
