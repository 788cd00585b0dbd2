import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { SealedFor } from '../../../shared/sync/bundle-format.ts';
import { openBox, sealForBox } from '../../store/box.ts';

/** Seals and opens the payloads of one file: AES-256-GCM, bound to its header, the segment's number and its type. */
export interface SegmentSeal {
  seal(index: number, type: number, payload: Uint8Array): Uint8Array;
  /** @throws Error when the payload is not what was sealed */
  open(index: number, type: number, payload: Uint8Array): Uint8Array;
}

/** What a reader can bring: the secret its box key shares with another's, and a passphrase somebody typed. */
export interface Openers {
  readonly device?: string;
  readonly agree?: (publicKey: string) => Uint8Array;
  readonly passphrase?: string;
}

/** The package's number for argon2id; its own name for it is a `const enum`, which type stripping can not read. */
const argon2id = 2;
/** RFC 9106 section 4, second recommended option, as for passwords (`people/verifiers.ts`). */
const cost = { memoryKib: 65_536, passes: 3, lanes: 4 } as const;

const aadOf = (headerHash: Uint8Array, index: number, type: number): Buffer => {
  const place = Buffer.alloc(5);
  place.writeUInt32BE(index, 0);
  place.writeUInt8(type, 4);
  return Buffer.concat([headerHash, place]);
};

/** `header` is the header's line as it stands in the file, without its line end. */
export function segmentSeal(key: Uint8Array, header: string): SegmentSeal {
  const headerHash = createHash('sha256').update(header).digest();
  return {
    seal: (index, type, payload) => gcmSeal(key, payload, aadOf(headerHash, index, type)),
    open: (index, type, payload) => gcmOpen(key, payload, aadOf(headerHash, index, type)),
  };
}

/** A fresh key of a bundle, locked for each workstation and, where one is given, under a passphrase. */
export async function lockKey(
  bundle: string,
  to: readonly { readonly device: string; readonly boxKey: string }[],
  passphrase: string | null,
): Promise<{ key: Uint8Array; sealed: SealedFor }> {
  const key = randomBytes(32);
  const boxes = to.map(({ device, boxKey }) => ({ device, ...sealForBox(boxKey, `bundle ${bundle}`, key) }));
  if (passphrase === null) return { key, sealed: { boxes, passphrase: null } };
  const salt = randomBytes(16);
  const lock = await passphraseKey(passphrase, { ...cost, salt: salt.toString('base64url') });
  const sealed = Buffer.from(gcmSeal(lock, key, Buffer.from(bundle))).toString('base64url');
  return { key, sealed: { boxes, passphrase: { ...cost, salt: salt.toString('base64url'), sealed } } };
}

/**
 * The key of a sealed bundle.
 *
 * @throws AppError `bundle/not-for-us` when no box is ours and none can be typed, `bundle/passphrase-needed`,
 * `bundle/wrong-passphrase`
 */
export async function unlockKey(bundle: string, sealed: SealedFor, openers: Openers): Promise<Uint8Array> {
  const { agree, device, passphrase } = openers;
  for (const box of agree ? sealed.boxes.filter((one) => one.device === device) : []) {
    try {
      return openBox(agree!, `bundle ${bundle}`, box);
    } catch {
      // A box of an earlier key of this machine: the passphrase may still open it.
    }
  }
  if (sealed.passphrase === null) throw new AppError('bundle/not-for-us', {});
  if (passphrase === undefined || passphrase === '') throw new AppError('bundle/passphrase-needed', {});
  const lock = await passphraseKey(passphrase, sealed.passphrase);
  try {
    return gcmOpen(lock, Buffer.from(sealed.passphrase.sealed, 'base64url'), Buffer.from(bundle));
  } catch (cause) {
    throw new AppError('bundle/wrong-passphrase', {}, { cause });
  }
}

type Passphrase = Omit<NonNullable<SealedFor['passphrase']>, 'sealed'>;

async function passphraseKey(passphrase: string, { salt, memoryKib, passes, lanes }: Passphrase): Promise<Uint8Array> {
  const { hashRaw } = await import('@node-rs/argon2');
  return hashRaw(passphrase.normalize('NFC'), {
    algorithm: argon2id,
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
    salt: Buffer.from(salt, 'base64url'),
  });
}

/** 12-byte nonce, cipher text, 16-byte tag. Nonces are random: a file has far fewer segments than 2^32. */
function gcmSeal(key: Uint8Array, bytes: Uint8Array, aad: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function gcmOpen(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
