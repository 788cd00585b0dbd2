import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { GivenEvidence } from '../../../shared/modules/cases/case-contract.ts';
import type { Evidence, KeptFile } from '../../../shared/modules/cases/terms.ts';
import type { HostContext } from '../../host/module.ts';

/** A phone's picture is 2 to 6 MB; more is a film or a mistake. */
const maxPictureBytes = 8 * 1024 * 1024;
/** Sealed as photos of guided steps are: one purpose for all pictures. */
const purpose = 'photo';

/** First bytes of the pictures a page can show. */
const starts: readonly (readonly [offset: number, bytes: readonly number[]])[] = [
  [0, [0xff, 0xd8, 0xff]],
  [0, [0x89, 0x50, 0x4e, 0x47]],
  [0, [0x47, 0x49, 0x46, 0x38]],
  [8, [0x57, 0x45, 0x42, 0x50]],
];

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Seals a picture and keeps it among the data folder's files, durable when it returns.
 *
 * @throws AppError `cases/picture-too-large`, `cases/picture-not-an-image`
 */
export function keepPicture(context: HostContext, picture: { name: string; bytes: Uint8Array }): KeptFile {
  const { bytes } = picture;
  if (bytes.length > maxPictureBytes) {
    throw new AppError('cases/picture-too-large', { maxMegabytes: maxPictureBytes / (1024 * 1024) });
  }
  const isPicture = starts.some(([offset, start]) => start.every((byte, index) => bytes[offset + index] === byte));
  if (!isPicture) throw new AppError('cases/picture-not-an-image', {});
  return keepBytes(context, picture.name, bytes);
}

/** Keeps any bytes of the program's own making: the sheet a customer saw. */
export function keepBytes({ store }: HostContext, name: string, bytes: Uint8Array): KeptFile {
  const hash = sha256(bytes);
  const known = store.db.prepare('SELECT sealed_as FROM case_files WHERE sha256 = ? LIMIT 1').pluck().get(hash);
  const isHere = typeof known === 'string' && store.blobs.get(known) !== undefined;
  const sealedAs = isHere ? (known as string) : store.blobs.put(store.keys.seal(purpose, bytes)).sha256;
  return { sha256: hash, sealedAs, name: baseName(name), byteCount: bytes.length };
}

/** @throws AppError `cases/file-missing-here`, `store/blob-damaged`, `keys/cannot-open` */
export function openKept({ store }: HostContext, hash: string): { name: string; bytes: Uint8Array<ArrayBuffer> } {
  const row = store.db.prepare('SELECT name, sealed_as FROM case_files WHERE sha256 = ? LIMIT 1').get(hash) as
    | { name: string; sealed_as: string }
    | undefined;
  const sealed = row && store.blobs.get(row.sealed_as);
  if (!row || !sealed) throw new AppError('cases/file-missing-here', { sha256: hash });
  const bytes = store.keys.open(purpose, sealed);
  if (sha256(bytes) !== hash) throw new AppError('store/blob-damaged', { sha256: hash });
  return { name: row.name, bytes: new Uint8Array(bytes) };
}

/**
 * Evidence as a record holds it: pictures kept, records looked up. `notBefore`: what it must not be older than (the
 * corrective action whose effect it shows), ISO time, or null.
 *
 * @throws AppError `cases/evidence-not-found`, `cases/evidence-other-instrument`, `cases/evidence-too-old`, those of
 * `keepPicture`
 */
export function keepEvidence(
  context: HostContext,
  given: readonly GivenEvidence[],
  about: { readonly instrumentId: string | null; readonly notBefore: string | null },
): Evidence[] {
  return given.map((one): Evidence => {
    if (one.kind === 'document') return one;
    if (one.kind === 'picture') return { ...one, picture: keepPicture(context, one.picture) };
    const record = context.store.records.byHash(one.hash);
    if (!record) throw new AppError('cases/evidence-not-found', {});
    const { instrumentId } = record.body as { instrumentId?: string | null };
    if (about.instrumentId !== null && instrumentId && instrumentId !== about.instrumentId) {
      throw new AppError('cases/evidence-other-instrument', {});
    }
    if (about.notBefore !== null && record.wall < about.notBefore) throw new AppError('cases/evidence-too-old', {});
    return { kind: 'record', hash: one.hash, type: record.type, note: one.note };
  });
}

/** Folders can name people; a record keeps the file's own name only. */
function baseName(name: string): string {
  return (name.split(/[/\\]/).at(-1) ?? '').replaceAll('\0', '').slice(0, 200);
}
