import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type BundleHeader, segmentType } from '../../../shared/sync/bundle-format.ts';
import { syncLimits } from '../../../shared/sync/limits.ts';
import { ContainerWriter, headerLineOf } from './container-writer.ts';
import { segmentSeal } from './seal.ts';

const pack = promisify(gzip);

/** What a file is made of: batches of record lines, and files after the records that name them. */
export type BundleItem =
  | { readonly kind: 'records'; readonly lines: string; readonly count: number }
  | {
      readonly kind: 'file';
      readonly sha256: string;
      readonly byteCount: number;
      /** Its bytes in order, in pieces of any size up to `syncLimits.blobChunkBytes`. */
      readonly pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
    };

export interface PartsJob {
  /** Name of the first part; the others get `-2`, `-3` before the ending. */
  readonly path: string;
  readonly header: Omit<BundleHeader, 'part'>;
  /** Key of a sealed bundle, or null. */
  readonly key: Uint8Array | null;
  readonly sign: (hash: Uint8Array) => Uint8Array;
  /** A part is closed before it would grow over this; only a single file that is larger goes over it. */
  readonly maxPartBytes: number;
  readonly abort?: AbortSignal | undefined;
  readonly onProgress?: ((done: { records: number; files: number; bytes: number }) => void) | undefined;
}

/** Where an earlier run stopped. */
export interface PartsSoFar {
  /** Parts that are whole. */
  readonly whole: readonly WrittenPart[];
  /** The part that was being written, and how far it is good. */
  readonly open: {
    /** As it stands in the file: what is sealed is bound to it. */
    readonly headerLine: string;
    readonly bytes: number;
    readonly count: number;
    readonly records: number;
    readonly files: number;
  } | null;
}

export interface WrittenPart {
  readonly path: string;
  readonly byteCount: number;
  readonly records: number;
  readonly files: number;
}

/** File name of a part: `visit.benchside`, `visit-2.benchside`. */
export function pathOfPart(path: string, part: number): string {
  return part === 1 ? path : `${path.replace(/\.benchside$/i, '')}-${part}.benchside`;
}

/**
 * Writes items into as many parts as they need. Aborted, or out of space, it leaves what is written for another run.
 *
 * @throws AppError `bundle/stopped` after an abort, `files/disk-full`, `files/can-not-write`, `bundle/not-as-written`
 */
export async function writeParts(
  job: PartsJob,
  items: AsyncIterable<BundleItem>,
  soFar?: PartsSoFar,
): Promise<WrittenPart[]> {
  const written = [...(soFar?.whole ?? [])];
  let current = await openPart(job, written.length + 1, soFar?.open ?? null);
  const done = { records: 0, files: 0, bytes: 0 };

  async function close(isLast: boolean): Promise<void> {
    const { records, files, writer } = current;
    const { byteCount } = await writer.finish({ records, files, isLast }, job.sign);
    written.push({ path: writer.path, byteCount, records, files });
  }
  async function makeRoom(byteCount: number): Promise<void> {
    if (current.isEmpty || current.writer.byteCount + byteCount + reserve <= job.maxPartBytes) return;
    await close(false);
    current = await openPart(job, written.length + 1, null);
  }
  async function add(type: number, payload: Uint8Array): Promise<void> {
    if (job.abort?.aborted) throw new AppError('bundle/stopped', { file: basename(job.path) });
    await current.writer.add(type, payload);
    current.isEmpty = false;
    done.bytes += payload.length;
  }

  try {
    for await (const item of items) {
      if (item.kind === 'records') {
        const payload = await pack(item.lines);
        await makeRoom(payload.length);
        await add(segmentType.records, payload);
        current.records += item.count;
        done.records += item.count;
      } else {
        await makeRoom(item.byteCount);
        let at = 0;
        for await (const bytes of item.pieces()) {
          await add(segmentType.piece, writePiece({ sha256: item.sha256, at, byteCount: item.byteCount, bytes }));
          at += bytes.length;
        }
        current.files++;
        done.files++;
      }
      job.onProgress?.(done);
    }
    await close(true);
    return written;
  } catch (error) {
    await current.writer.stop();
    throw error;
  }
}

/** Room for the footer and what sealing adds. */
const reserve = 4096;

async function openPart(job: PartsJob, part: number, open: PartsSoFar['open']) {
  const path = pathOfPart(job.path, part);
  const line = open?.headerLine ?? headerLineOf({ ...job.header, part });
  const seal = job.key ? segmentSeal(job.key, line) : undefined;
  if (open === null) {
    return { writer: await ContainerWriter.begin(path, line, seal), records: 0, files: 0, isEmpty: true };
  }
  const writer = await ContainerWriter.resume(path, open, seal);
  return { writer, records: open.records, files: open.files, isEmpty: open.count === 0 };
}

/** A piece of a file as it lies in a segment. */
export interface FilePiece {
  readonly sha256: string;
  readonly at: number;
  readonly byteCount: number;
  readonly bytes: Uint8Array;
}

const pieceHead = 32 + 6 + 6;

export function writePiece({ sha256, at, byteCount, bytes }: FilePiece): Uint8Array {
  const head = Buffer.alloc(pieceHead);
  head.write(sha256, 0, 'hex');
  head.writeUIntBE(at, 32, 6);
  head.writeUIntBE(byteCount, 38, 6);
  return Buffer.concat([head, bytes]);
}

/** The piece in a segment, or undefined where it is none. */
export function readPiece(payload: Uint8Array): FilePiece | undefined {
  if (payload.length < pieceHead || payload.length > pieceHead + syncLimits.blobChunkBytes) return undefined;
  const head = Buffer.from(payload.buffer, payload.byteOffset, pieceHead);
  const piece = {
    sha256: head.toString('hex', 0, 32),
    at: head.readUIntBE(32, 6),
    byteCount: head.readUIntBE(38, 6),
    bytes: payload.subarray(pieceHead),
  };
  return piece.at + piece.bytes.length <= piece.byteCount ? piece : undefined;
}
