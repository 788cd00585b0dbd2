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
import { epochText } from '../../shared/sync/signed-request.ts';
import { type BoxedBytes, openBox, sealForBox } from './box.ts';
import { type BoxKeys, boxKeysOf } from './box-key.ts';
import { fileLock } from './file-key.ts';
import type { KeyProvider, StoreKeys } from './keys.ts';
import { pooledRandomBytes, recordCrypto } from './record-crypto.ts';

const bytes32 = z.string().length(43);
const secretShape = z.object({
  format: z.literal('benchside-keys-1'),
  device: z.uuid(),
  /** Hash of what tells this machine from another: a copied data folder must not go on with the same log. */
  machine: z.string(),
  scope: z.string().refine(isScope),
  /** Newest last; only the newest has its private half. */
  epochs: z
    .array(
      z.object({
        epoch: z.number().int().min(1),
        publicKey: bytes32,
        /** What the key before it said of this one (`epochText`), signed. */
        endorsement: z.string().length(86).optional(),
      }),
    )
    .min(1),
  /** Scopes this machine wrote for before, each with the site that adopted it, oldest first. */
  adoptions: z
    .array(z.object({ provisional: z.string().refine(isScope), site: z.string().refine(isScope), name: z.string() }))
    .optional(),
  signingKey: bytes32,
  dataKey: bytes32,
  siteKey: bytes32,
  /** Key of the encrypted data file; made when its escrow code is first asked for. */
  dataFile: z
    .object({
      key: bytes32,
      isOn: z.boolean(),
      /** What the next start is to do. */
      order: z.enum(['none', 'turn-on', 'turn-off']),
      escrowProvedAt: z.string().nullable(),
    })
    .optional(),
  /** Keys of files that were encrypted once: backups and files set aside are still read with them. */
  oldFileKeys: z.array(bytes32).optional(),
});
type Secret = z.infer<typeof secretShape>;

/** The data file's key and what is to be done with it (decision 24). */
export interface DataFileKey {
  readonly key: Uint8Array;
  /** Files that are made now are encrypted with it. */
  readonly isOn: boolean;
  readonly order: 'none' | 'turn-on' | 'turn-off';
  readonly escrowProvedAt: string | null;
}

/** A scope this machine wrote for, and the site it became part of. */
export interface Adoption {
  readonly provisional: string;
  readonly site: string;
  readonly name: string;
}

/** The keys of one machine: signs, seals, hashes specimen ids. The secret itself never leaves this object. */
export interface Keyring extends StoreKeys, BoxKeys {
  readonly scope: Scope;
  readonly machine: string;
  /** Public keys of all epochs of this device, oldest first; each but the first vouched for by the one before it. */
  readonly epochs: readonly {
    readonly epoch: number;
    readonly publicKey: string;
    readonly endorsement?: string | undefined;
  }[];
  readonly adoptions: readonly Adoption[];
  /** Keys of some purposes, sealed for the owner of another X25519 key. */
  sealKeys(purposes: readonly string[], boxKey: string): BoxedBytes;
  /** Opens what `seal` of another machine sealed, with keys it sealed for this one. @throws AppError `keys/cannot-open` */
  openOfOther(boxed: BoxedBytes, purpose: string, sealed: Uint8Array): Uint8Array;
  /** The site's scope from now on, kept by the provider before it is used. */
  joinSite(site: Scope, name: string): Promise<Keyring>;
  /** A new signing key under the next epoch number, kept by the provider before it is used. */
  openEpoch(machine: string): Promise<Keyring>;
  readonly dataFile: DataFileKey | undefined;
  /** Every key one of this folder's files may have, the present one first. */
  readonly fileKeys: readonly Uint8Array[];
  /** Keeps a changed state of the data file's key; undefined retires the key, which stays among `fileKeys`. */
  keepDataFile(next: DataFileKey | undefined): Promise<Keyring>;
}

/** The key of files that are made now, or undefined where they are plain. */
export function keyForNewFiles(keyring: Keyring): Uint8Array | undefined {
  return keyring.dataFile?.isOn ? keyring.dataFile.key : undefined;
}

/**
 * The key of a file that is there (undefined: it is plain), or of one that is to be made.
 *
 * @throws AppError `store/wrong-key` when it is encrypted and none of the keys is its key.
 */
export function keyOfFile(path: string, keyring: Pick<Keyring, 'dataFile' | 'fileKeys'>): Uint8Array | undefined {
  const lock = fileLock(path, keyring.fileKeys);
  if (lock === 'unknown-key') throw new AppError('store/wrong-key', { path });
  if (lock === 'plain') return undefined;
  if (lock === 'none') return keyring.dataFile?.isOn ? keyring.dataFile.key : undefined;
  return lock.key;
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
  const secret = newSecret(make);
  await provider.write(`${JSON.stringify(secret, undefined, 2)}\n`);
  return { keyring: keyringOf(secret, provider), isNew: true };
}

function newSecret(make: { newId: () => string; machine: string }): Secret {
  const pair = newSigningKey();
  return {
    format: 'benchside-keys-1',
    device: make.newId(),
    machine: make.machine,
    scope: `provisional:${make.newId()}`,
    epochs: [{ epoch: 1, publicKey: pair.publicKey }],
    signingKey: pair.signingKey,
    dataKey: randomBytes(32).toString('base64url'),
    siteKey: randomBytes(32).toString('base64url'),
  };
}

/** Keys of a new device that knows an encrypted data file's key and nothing else of the one before it. */
export function secretAround(fileKey: Uint8Array, make: { newId: () => string }): string {
  const key = Buffer.from(fileKey).toString('base64url');
  const dataFile = { key, isOn: true, order: 'none' as const, escrowProvedAt: null };
  return `${JSON.stringify({ ...newSecret({ ...make, machine: '' }), dataFile }, undefined, 2)}\n`;
}

/** The keys of files in a kept secret text. @throws AppError `keys/unreadable` */
export function fileKeysInSecret(text: string): Pick<Keyring, 'dataFile' | 'fileKeys'> {
  return fileKeysOf(parseSecret(text));
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
  const keep = async (next: Secret): Promise<Keyring> => {
    await provider.write(`${JSON.stringify(next, undefined, 2)}\n`);
    return keyringOf(next, provider);
  };
  const current = secret.epochs.at(-1)!;
  const privateKey = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: current.publicKey, d: secret.signingKey },
    format: 'jwk',
  });
  const sealing = sealingKeys(Buffer.from(secret.dataKey, 'base64url'));
  const siteKey = createSecretKey(Buffer.from(secret.siteKey, 'base64url'));
  const takeRandom = pooledRandomBytes();
  const box = boxKeysOf(Buffer.from(secret.dataKey, 'base64url'));
  return {
    device: secret.device,
    epoch: current.epoch,
    publicKey: current.publicKey,
    scope: secret.scope as Scope,
    machine: secret.machine,
    epochs: secret.epochs,
    adoptions: secret.adoptions ?? [],
    ...box,
    sealKeys(purposes, boxKey) {
      const keys = purposes.map((purpose) => [purpose, sealing(purpose).export().toString('base64url')]);
      return sealForBox(boxKey, keysPurpose, Buffer.from(JSON.stringify(Object.fromEntries(keys))));
    },
    openOfOther(boxed, purpose, sealed) {
      const keys = JSON.parse(Buffer.from(openBox(box.agree, keysPurpose, boxed)).toString()) as Record<string, string>;
      return openBytes(createSecretKey(Buffer.from(keys[purpose] ?? '', 'base64url')), sealed);
    },
    sign: (hash) => signHash(privateKey, hash),
    seal: (purpose, bytes) => sealBytes(sealing(purpose), takeRandom(12), bytes),
    open: (purpose, sealed) => openBytes(sealing(purpose), sealed),
    specimenHash: (id) => createHmac('sha256', siteKey).update('specimen\n').update(id, 'utf8').digest('base64url'),
    async openEpoch(machine) {
      const pair = newSigningKey();
      const one = { device: secret.device, epoch: current.epoch + 1, publicKey: pair.publicKey };
      const endorsement = signHash(privateKey, recordCrypto.hashText(epochText(one)));
      const next: Secret = {
        ...secret,
        machine,
        epochs: [
          ...secret.epochs,
          {
            epoch: one.epoch,
            publicKey: pair.publicKey,
            endorsement: Buffer.from(endorsement).toString('base64url'),
          },
        ],
        signingKey: pair.signingKey,
      };
      return keep(next);
    },
    joinSite: (site, name) =>
      keep({
        ...secret,
        scope: site,
        adoptions: [...(secret.adoptions ?? []), { provisional: secret.scope, site, name }],
      }),
    ...fileKeysOf(secret),
    keepDataFile(next) {
      const { dataFile, ...rest } = secret;
      if (next) return keep({ ...rest, dataFile: { ...next, key: Buffer.from(next.key).toString('base64url') } });
      return keep({ ...rest, oldFileKeys: [...(dataFile ? [dataFile.key] : []), ...(rest.oldFileKeys ?? [])] });
    },
  };
}

const keysPurpose = 'keys of files';

function fileKeysOf({ dataFile, oldFileKeys }: Secret): Pick<Keyring, 'dataFile' | 'fileKeys'> {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  const keys = [...(dataFile ? [dataFile.key] : []), ...(oldFileKeys ?? [])];
  return { dataFile: dataFile && { ...dataFile, key: bytes(dataFile.key) }, fileKeys: keys.map(bytes) };
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
