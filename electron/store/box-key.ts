import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import { AppError } from '../../shared/kernel/errors.ts';

/** The X25519 key of a machine: what others seal a bundle to. */
export interface BoxKeys {
  /** Public half, 32 bytes, base64url. */
  readonly boxKey: string;
  /** The secret shared with the owner of another public half, 32 bytes. @throws AppError `keys/cannot-open` */
  agree(publicKey: string): Uint8Array;
}

/** An X25519 private key as PKCS #8 up to its 32 bytes (RFC 8410). */
const pkcs8Start = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * Derives the key from the machine's data key, so that key files from before sync have it too. Any 32 bytes are a private
 * key of X25519 (RFC 7748, 5).
 */
export function boxKeysOf(dataKey: Uint8Array): BoxKeys {
  const secret = Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), 'benchside box key', 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Start, secret]), format: 'der', type: 'pkcs8' });
  return {
    boxKey: createPublicKey(privateKey).export({ format: 'jwk' }).x!,
    agree(text) {
      try {
        const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: text }, format: 'jwk' });
        return new Uint8Array(diffieHellman({ privateKey, publicKey }));
      } catch (error) {
        throw new AppError('keys/cannot-open', {}, { cause: error });
      }
    },
  };
}
