import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { AppError } from '../../shared/kernel/errors.ts';

/**
 * Bytes for one workstation's eyes: sealed to its X25519 key with a key pair made for this one message (X25519, HKDF-SHA-256,
 * AES-256-GCM), so that whoever sealed them can not open them again.
 */
export interface BoxedBytes {
  /** Public half of the pair made for this message, base64url. */
  readonly from: string;
  /** 12-byte nonce, cipher text, 16-byte tag; base64url. */
  readonly sealed: string;
}

const keyFor = (shared: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(0), `benchside box ${purpose}`, 32));

/** Seals bytes for the owner of `boxKey` (X25519, base64url). `purpose` must be said again to open them. */
export function sealForBox(boxKey: string, purpose: string, bytes: Uint8Array): BoxedBytes {
  const pair = generateKeyPairSync('x25519');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: boxKey }, format: 'jwk' });
  const key = keyFor(diffieHellman({ privateKey: pair.privateKey, publicKey }), purpose);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  return { from: pair.publicKey.export({ format: 'jwk' }).x!, sealed: sealed.toString('base64url') };
}

/**
 * Opens what was sealed for this machine. `agree` answers the secret its own X25519 key shares with another's public one.
 *
 * @throws AppError `keys/cannot-open` when it was sealed for another, for another purpose, or was changed
 */
export function openBox(agree: (publicKey: string) => Uint8Array, purpose: string, boxed: BoxedBytes): Uint8Array {
  try {
    const sealed = Buffer.from(boxed.sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', keyFor(agree(boxed.from), purpose), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch (cause) {
    throw new AppError('keys/cannot-open', {}, { cause });
  }
}

/** The secret an X25519 private key (`d`, `x` of its JWK) shares with another's public key, 32 bytes. */
export function sharedSecret(own: { readonly d: string; readonly x: string }, publicKey: string): Uint8Array {
  return diffieHellman({
    privateKey: createPrivateKey({ key: { kty: 'OKP', crv: 'X25519', ...own }, format: 'jwk' }),
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: publicKey }, format: 'jwk' }),
  });
}
