import { createHash } from 'node:crypto';
import {
  type Container,
  type ContainerSignature,
  containerLimits,
  containerText,
  type FileSigner,
  readContainer,
  writeContainer,
} from '../../shared/kernel/container.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { fingerprintWords } from '../../shared/sync/fingerprint.ts';
import { writeFileDurably } from '../store/durable-files.ts';
import type { StoreKeys } from '../store/keys.ts';
import { isTextSigned, recordCrypto } from '../store/record-crypto.ts';
import type { Store } from '../store/store.ts';
import { saveChosen } from './save-chosen.ts';

/** `.benchside` files as bytes: read whole and bounded, written whole or not at all. */

/** SHA-256 of a text or of bytes, 64 hex characters. */
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/**
 * A file of one kind from its bytes, with the hash of what was looked at. A signature that does not prove counts as a change.
 *
 * @param notText code of the error for bytes that are no UTF-8
 * @throws AppError those of `readContainer`, `notText`
 */
export function readContainerBytes(
  bytes: Uint8Array,
  kind: string,
  notText = 'container/not-a-container',
): { readonly file: Container; readonly sha256: string } {
  if (bytes.length > containerLimits.fileBytes) {
    throw new AppError('container/too-large', { megabytes: containerLimits.fileBytes / (1024 * 1024) });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError(notText, {}, { cause });
  }
  const file = readContainer(text, kind, sha256);
  if (file.signed && !isProved(file.signed)) {
    const { signed: _, ...unsigned } = file;
    const line = text.trimEnd().split('\n').length;
    return {
      file: { ...unsigned, badLines: [...file.badLines, { line, code: 'changed' }] },
      sha256: sha256(bytes),
    };
  }
  return { file, sha256: sha256(bytes) };
}

const isProved = ({ publicKey, sig, sha256: hash }: ContainerSignature & { sha256: string }): boolean =>
  isTextSigned(publicKey, containerText(hash), sig);

/** Who signed a file, as it is shown to a person. */
export function signerOf({ signed }: Container, { keys, sync }: Pick<Store, 'keys' | 'sync'>): FileSigner {
  if (!signed) return null;
  const fingerprint = fingerprintWords(recordCrypto.hashText(signed.publicKey));
  const known = sync.devices().find(({ publicKey, isRevoked }) => publicKey === signed.publicKey && !isRevoked);
  const standing = signed.publicKey === keys.publicKey ? 'own' : known ? 'known' : 'unknown';
  return { label: known?.label ?? '', fingerprint, standing };
}

/** Writes items to the place a person chose; signed by this workstation where its keys are given. @throws AppError those of `saveChosen` */
export async function saveContainer(
  path: string,
  made: Parameters<typeof writeContainer>[0],
  items: readonly unknown[],
  keys?: Pick<StoreKeys, 'device' | 'epoch' | 'publicKey' | 'sign'>,
): Promise<{ readonly byteCount: number; readonly sha256: string }> {
  const sign = keys && ((hash: string) => signatureOf(keys, hash));
  const bytes = new TextEncoder().encode(writeContainer(made, items, sha256, sign));
  await saveChosen(path, async (part) => writeFileDurably(part, bytes));
  return { byteCount: bytes.length, sha256: sha256(bytes) };
}

function signatureOf(
  keys: Pick<StoreKeys, 'device' | 'epoch' | 'publicKey' | 'sign'>,
  hash: string,
): ContainerSignature {
  const { device, epoch, publicKey } = keys;
  const sig = Buffer.from(keys.sign(recordCrypto.hashText(containerText(hash)))).toString('base64url');
  return { device, epoch, publicKey, sig };
}
