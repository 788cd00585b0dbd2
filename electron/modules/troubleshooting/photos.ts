import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { HostContext } from '../../host/module.ts';

/** A phone's picture is 2 to 6 MB; more is a film or a mistake. */
export const maxPhotoBytes = 8 * 1024 * 1024;
const purpose = 'photo';

/** First bytes of the pictures a page can show. */
const signatures: readonly (readonly [offset: number, bytes: readonly number[]])[] = [
  [0, [0xff, 0xd8, 0xff]],
  [0, [0x89, 0x50, 0x4e, 0x47]],
  [0, [0x47, 0x49, 0x46, 0x38]],
  [8, [0x57, 0x45, 0x42, 0x50]],
];

/** What the record says of a photo: the picture's own hash, and the hash of the sealed file that holds it. */
export interface KeptPhoto {
  readonly sha256: string;
  readonly sealedAs: string;
  readonly name: string;
  readonly byteCount: number;
}

/**
 * Seals a picture (AES-256-GCM) and keeps it among the data folder's files, durable when it returns.
 *
 * @throws AppError `troubleshooting/photo-too-large`, `troubleshooting/photo-not-an-image`
 */
export function keepPhoto({ store }: HostContext, photo: { name: string; bytes: Uint8Array }): KeptPhoto {
  const { bytes } = photo;
  if (bytes.length > maxPhotoBytes) {
    throw new AppError('troubleshooting/photo-too-large', { maxMegabytes: maxPhotoBytes / (1024 * 1024) });
  }
  const isPicture = signatures.some(([offset, start]) => start.every((byte, index) => bytes[offset + index] === byte));
  if (!isPicture) throw new AppError('troubleshooting/photo-not-an-image', {});
  const sha256 = hashOf(bytes);
  const known = store.db.prepare('SELECT sealed_as FROM guide_photos WHERE sha256 = ?').pluck().get(sha256);
  const isHere = typeof known === 'string' && store.blobs.get(known) !== undefined;
  const sealedAs = isHere ? (known as string) : store.blobs.put(store.keys.seal(purpose, bytes)).sha256;
  return { sha256, sealedAs, name: baseName(photo.name), byteCount: bytes.length };
}

/** @throws AppError `troubleshooting/photo-missing-here`, `store/blob-damaged`, `keys/cannot-open` */
export function openPhoto({ store }: HostContext, sha256: string): { name: string; bytes: Uint8Array<ArrayBuffer> } {
  const row = store.db.prepare('SELECT name, sealed_as FROM guide_photos WHERE sha256 = ?').get(sha256) as
    | { name: string; sealed_as: string }
    | undefined;
  const sealed = row && store.blobs.get(row.sealed_as);
  if (!row || !sealed) throw new AppError('troubleshooting/photo-missing-here', { sha256 });
  const bytes = store.keys.open(purpose, sealed);
  if (hashOf(bytes) !== sha256) throw new AppError('store/blob-damaged', { sha256 });
  return { name: row.name, bytes: new Uint8Array(bytes) };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Folders can name people; a record keeps the file's own name only. */
function baseName(name: string): string {
  return (name.split(/[/\\]/).at(-1) ?? '').replaceAll('\0', '').slice(0, 200);
}
