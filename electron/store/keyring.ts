import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../../shared/kernel/errors.ts';
import { isScope, type Scope } from '../../shared/records/scopes.ts';
import type { KeyProvider, StoreKeys } from './keys.ts';
import { pooledRandomBytes } from './record-crypto.ts';

const bytes32 = z.string().length(43);
const secretShape = z.object({
  format: z.literal('benchside-keys-1'),
  device: z.uuid(),
  /** Hash of what tells this machine from another: a copied data folder must not go on with the same log. */
  machine: z.string(),
  scope: z.string().refine(isScope),
  /** Newest last; only the newest has its private half. */
  epochs: z.array(z.object({ epoch: z.number().int().min(1), publicKey: bytes32 })).min(1),
  signingKey: bytes32,
  dataKey: bytes32,
  siteKey: bytes32,
});
type Secret = z.infer<typeof secretShape>;

/** The keys of one machine: signs, seals, hashes specimen ids. The secret itself never leaves this object. */
export interface Keyring extends StoreKeys {
  readonly scope: Scope;
  readonly machine: string;
  /** Public keys of all epochs of this device, oldest first. */
  readonly epochs: readonly { readonly epoch: number; readonly publicKey: string }[];
  /** A new signing key under the next epoch number, kept by the provider before it is used. */
  openEpoch(machine: string): Promise<Keyring>;
}

/**
 * Reads the machine's keys, or makes them when the provider has none.
 *
 * @throws AppError `keys/unreadable` when what the provider keeps is not ours, or what the provider throws.
 */
export async function loadKeyring(
  provider: KeyProvider,
  make: { newId: () => string; machine: string },
): Promise<{ keyring: Keyring; isNew: boolean }> {
  const text = await provider.read();
  if (text !== undefined) return { keyring: keyringOf(parseSecret(text), provider), isNew: false };
  const pair = newSigningKey();
  const secret: Secret = {
    format: 'benchside-keys-1',
    device: make.newId(),
    machine: make.machine,
    scope: `provisional:${make.newId()}`,
    epochs: [{ epoch: 1, publicKey: pair.publicKey }],
    signingKey: pair.signingKey,
    dataKey: randomBytes(32).toString('base64url'),
    siteKey: randomBytes(32).toString('base64url'),
  };
  await provider.write(`${JSON.stringify(secret, undefined, 2)}\n`);
  return { keyring: keyringOf(secret, provider), isNew: true };
}

/** Public keys of this device's epochs by `<device>/<epoch>`, as `verifyChain` wants them. */
export function ownKeys(keyring: Keyring): Map<string, string> {
  return new Map(keyring.epochs.map(({ epoch, publicKey }) => [`${keyring.device}/${epoch}`, publicKey]));
}

function parseSecret(text: string): Secret {
  try {
    return secretShape.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError('keys/unreadable', {}, { cause: error });
  }
}

function newSigningKey(): { publicKey: string; signingKey: string } {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { publicKey: x!, signingKey: d! };
}

function keyringOf(secret: Secret, provider: KeyProvider): Keyring {
  const current = secret.epochs.at(-1)!;
  const privateKey = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: current.publicKey, d: secret.signingKey },
    format: 'jwk',
  });
  const sealing = sealingKeys(Buffer.from(secret.dataKey, 'base64url'));
  const siteKey = Buffer.from(secret.siteKey, 'base64url');
  const takeRandom = pooledRandomBytes();
  return {
    device: secret.device,
    epoch: current.epoch,
    publicKey: current.publicKey,
    scope: secret.scope as Scope,
    machine: secret.machine,
    epochs: secret.epochs,
    sign: (hash) => signHash(privateKey, hash),
    seal: (purpose, bytes) => sealBytes(sealing(purpose), takeRandom(12), bytes),
    open: (purpose, sealed) => openBytes(sealing(purpose), sealed),
    specimenHash: (id) => createHmac('sha256', siteKey).update('specimen\n').update(id, 'utf8').digest('base64url'),
    async openEpoch(machine) {
      const pair = newSigningKey();
      const next: Secret = {
        ...secret,
        machine,
        epochs: [...secret.epochs, { epoch: current.epoch + 1, publicKey: pair.publicKey }],
        signingKey: pair.signingKey,
      };
      await provider.write(`${JSON.stringify(next, undefined, 2)}\n`);
      return keyringOf(next, provider);
    },
  };
}

function signHash(key: KeyObject, hash: Uint8Array): Uint8Array {
  return sign(null, hash, key);
}

/**
 * One AES key per purpose (a wire segment, identities), so that no key sees more than 2^32 random nonces. Key objects: raw
 * bytes would be made into one at every call, which costs four times what the sealing of a frame does.
 */
function sealingKeys(dataKey: Buffer): (purpose: string) => KeyObject {
  const keys = new Map<string, KeyObject>();
  return (purpose) => {
    let key = keys.get(purpose);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `benchside ${purpose}`, 32)));
      keys.set(purpose, key);
    }
    return key;
  };
}

function sealBytes(key: KeyObject, nonce: Uint8Array, bytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function openBytes(key: KeyObject, sealed: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch (error) {
    throw new AppError('keys/cannot-open', {}, { cause: error });
  }
}
