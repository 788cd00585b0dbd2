import { createPublicKey, hash as hash256, type KeyObject, verify } from 'node:crypto';
import { fromBase64Url } from '../../shared/kernel/base64url.ts';
import type { RecordCrypto } from '../../shared/records/envelope.ts';
import type { SealTools } from '../../shared/sync/sealed-runs.ts';

/** SHA-256 by Node, as the pure record code wants it. */
export const recordCrypto: RecordCrypto = {
  hashText: (text) => hash256('sha256', text, 'buffer'),
  hashPair: (first, second) => hash256('sha256', Buffer.concat([first, second]), 'buffer'),
};

/** What the record after this one names in `prev`: the shared `linkOf`, with Node's own base64url. */
export function linkText(hash: Uint8Array, sig: Uint8Array): string {
  return hash256('sha256', Buffer.concat([hash, sig]), 'base64url');
}

/** What reading records on their way in needs. */
export const sealTools: SealTools = { ...recordCrypto, linkText };

/** The key object of a raw Ed25519 public key (32 bytes, base64url), or undefined when it is none. */
export function publicKeyOf(publicKey: string): KeyObject | undefined {
  if (fromBase64Url(publicKey)?.length !== 32) return undefined;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** True when `sig` is the Ed25519 signature of the 32-byte hash under that key. */
export function isSignedBy(key: KeyObject, digest: Uint8Array, sig: Uint8Array): boolean {
  return sig.length === 64 && verify(null, digest, key, sig);
}

/**
 * True when `sig` is the one base64url text of the Ed25519 signature, under `publicKey` (base64url, 32 bytes), of the SHA-256 of
 * the text. A key or a signature that is none signs nothing.
 */
export function isTextSigned(publicKey: string, text: string, sig: string): boolean {
  const key = publicKeyOf(publicKey);
  const bytes = fromBase64Url(sig);
  return key !== undefined && bytes !== undefined && isSignedBy(key, recordCrypto.hashText(text), bytes);
}
