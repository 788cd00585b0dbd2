import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AppError, isAppError } from '../../../shared/kernel/errors.ts';
import { type BundleHeader, bundleLimits, segmentType } from '../../../shared/sync/bundle-format.ts';
import { readRecordLines, type TravellingRecord } from '../../../shared/sync/record-lines.ts';
import { recordCrypto } from '../../store/record-crypto.ts';
import { type ContainerEnd, type ContainerFile, openContainer, type Segment } from './container-reader.ts';
import { type Openers, type SegmentSeal, segmentSeal, unlockKey } from './seal.ts';
import { type FilePiece, readPiece } from './write-parts.ts';

const unpack = promisify(gunzip);

/** What a segment turned out to be. `problem`: `bundle/damaged`, or `bundle/unknown-part` for a kind of a later version. */
export type BundleContent =
  | { readonly kind: 'records'; readonly records: readonly TravellingRecord[]; readonly badLines: number }
  | ({ readonly kind: 'piece' } & FilePiece)
  | { readonly kind: 'problem'; readonly why: 'bundle/damaged' | 'bundle/unknown-part' };

/** The parts of one bundle that were found, in their order. */
export interface FoundBundle {
  readonly header: BundleHeader;
  readonly parts: readonly { readonly part: number; readonly path: string; readonly byteCount: number }[];
  /** Names these very files: what is taken is what was looked at. */
  readonly mark: string;
}

/**
 * Finds the parts of a bundle: those named, or all in the folder of the one that was named.
 *
 * @throws AppError those of `openContainer`, `container/other-kind`, `bundle/mixed` when the files are of several bundles
 */
export async function findBundle(
  paths: readonly string[],
  kind: BundleHeader['kind'] = 'bundle',
): Promise<FoundBundle> {
  const first = await look(paths[0] ?? '');
  if (first.header.kind !== kind) throw new AppError('container/other-kind', { kind: first.header.kind, wanted: kind });
  const all = new Map([[first.header.part, first]]);
  for (const path of paths.length > 1 ? paths.slice(1) : await siblings(paths[0]!)) {
    const one = await look(path).catch((error: unknown) => {
      // Other files of the folder may be anything; what a person named must be readable.
      if (paths.length === 1 && isAppError(error)) return undefined;
      throw error;
    });
    if (!one || (paths.length === 1 && one.header.bundle !== first.header.bundle)) continue;
    if (one.header.bundle !== first.header.bundle) throw new AppError('bundle/mixed', { file: basename(path) });
    if (!all.has(one.header.part)) all.set(one.header.part, one);
  }
  const parts = [...all.values()].sort((a, b) => a.header.part - b.header.part);
  const mark = createHash('sha256');
  for (const { headerLine, byteCount } of parts) mark.update(`${headerLine}\n${byteCount}\n`);
  return {
    header: first.header,
    parts: parts.map(({ path, byteCount, header }) => ({ part: header.part, path, byteCount })),
    mark: mark.digest('hex'),
  };
}

async function look(path: string) {
  const file = await openContainer(path);
  await file.close();
  const { header, headerLine, byteCount } = file;
  return { path, header, headerLine, byteCount };
}

/** Other files a part may lie in; a stick with thousands of files is not searched to its end. */
async function siblings(path: string): Promise<string[]> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter((name) => name.toLowerCase().endsWith('.benchside') && name !== basename(path))
    .sort()
    .slice(0, 500)
    .map((name) => join(folder, name));
}

/** What is inside one part, in the order it lies there. */
export async function* readContents(
  file: ContainerFile,
  seal: SegmentSeal | undefined,
): AsyncGenerator<{ readonly segment: Segment; readonly content: BundleContent }> {
  for await (const segment of file.segments(seal)) yield { segment, content: await contentOf(segment) };
}

async function contentOf({ type, payload, problem }: Segment): Promise<BundleContent> {
  if (problem !== null) return damaged;
  if (type === segmentType.records) {
    try {
      const text = await unpack(payload, { maxOutputLength: bundleLimits.textBytes });
      const { records, badLines } = readRecordLines(
        new TextDecoder('utf-8', { fatal: true }).decode(text),
        recordCrypto,
      );
      return { kind: 'records', records, badLines: badLines.length };
    } catch {
      return damaged;
    }
  }
  if (type !== segmentType.piece) return { kind: 'problem', why: 'bundle/unknown-part' };
  const piece = readPiece(payload);
  return piece ? { kind: 'piece', ...piece } : damaged;
}

const damaged = { kind: 'problem', why: 'bundle/damaged' } as const;

/** How a part was found to end. */
export interface PartEnd extends ContainerEnd {
  readonly part: number;
  readonly path: string;
}

/**
 * Reads all parts of a bundle, front to back. Records are exactly what lies there: who takes them verifies them.
 *
 * @param onEnd told at the end of each part
 * @throws AppError `bundle/not-for-us`, `bundle/passphrase-needed`, `bundle/wrong-passphrase`, `files/can-not-read`
 */
export async function* readBundle(
  found: FoundBundle,
  openers: Openers,
  onEnd: (end: PartEnd) => void = () => undefined,
): AsyncGenerator<{ readonly part: number; readonly content: BundleContent; readonly bytesRead: number }> {
  const { sealed, bundle } = found.header;
  const key = sealed === null ? null : await unlockKey(bundle, sealed, openers);
  for (const { part, path } of found.parts) {
    const file = await openContainer(path);
    try {
      const seal = key ? segmentSeal(key, file.headerLine) : undefined;
      for await (const { content, segment } of readContents(file, seal)) {
        yield { part, content, bytesRead: segment.endsAt };
      }
      if (file.end) onEnd({ ...file.end, part, path });
    } finally {
      await file.close();
    }
  }
}
