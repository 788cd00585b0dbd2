import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { RecordCrypto } from '../../shared/records/envelope.ts';

/** SHA-256 by Node, as the pure record code wants it. */
export const recordCrypto: RecordCrypto = {
  hashText: (text) => createHash('sha256').update(text, 'utf8').digest(),
  hashPair: (first, second) => createHash('sha256').update(first).update(second).digest(),
};

/** The key object of a raw Ed25519 public key (32 bytes, base64url). */
export function publicKeyOf(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
}

/** True when `sig` is the Ed25519 signature of the 32-byte hash under that key. */
export function isSignedBy(key: KeyObject, hash: Uint8Array, sig: Uint8Array): boolean {
  return sig.length === 64 && verify(null, hash, key, sig);
}
