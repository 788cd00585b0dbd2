import { isSignedBy, publicKeyOf, recordCrypto } from '../store/record-crypto.ts';

/**
 * True when `sig` (base64url) is the Ed25519 signature, under `publicKey` (base64url, 32 bytes), of the SHA-256 of the text.
 * A key that is none signs nothing.
 */
export function isSigned(publicKey: string, text: string, sig: string): boolean {
  const key = publicKeyOf(publicKey);
  return key !== undefined && isSignedBy(key, recordCrypto.hashText(text), Buffer.from(sig, 'base64url'));
}
