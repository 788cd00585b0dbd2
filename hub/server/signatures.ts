import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import type { RecordCrypto } from '../../shared/records/envelope.ts';

/** SHA-256 by Node, as the shared code of records wants it. */
export const recordCrypto: RecordCrypto = {
  hashText: (text) => hash('sha256', text, 'buffer'),
  hashPair: (first, second) => hash('sha256', Buffer.concat([first, second]), 'buffer'),
};

/**
 * True when `sig` (base64url) is the Ed25519 signature, under `publicKey` (base64url, 32 bytes), of the SHA-256 of the text.
 * A key that is none signs nothing.
 */
export function isSigned(publicKey: string, text: string, sig: string): boolean {
  const bytes = Buffer.from(sig, 'base64url');
  if (bytes.length !== 64) return false;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  } catch {
    return false;
  }
  return verify(null, recordCrypto.hashText(text), key, bytes);
}
