import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { isAppError } from '../../../shared/kernel/errors.ts';
import { syncLimits } from '../../../shared/sync/limits.ts';
import type { Store } from '../../store/store.ts';

/** Files as the pieces they travel in. */

/** Name, hash and size of a file on the disk. */
export async function describeFile(path: string): Promise<{ name: string; sha256: string; byteCount: number }> {
  const running = createHash('sha256');
  let byteCount = 0;
  for await (const piece of piecesOfFile(path)) {
    running.update(piece);
    byteCount += piece.length;
  }
  return { name: basename(path), sha256: running.digest('hex'), byteCount };
}

export async function* piecesOfFile(path: string): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path, { highWaterMark: syncLimits.blobChunkBytes })) yield piece as Buffer;
}

export function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < Math.max(bytes.length, 1); at += syncLimits.blobChunkBytes) {
    yield bytes.subarray(at, at + syncLimits.blobChunkBytes);
  }
}

/** A damaged file of the bench does not keep the others from being saved. */
export function readSound(blobs: Pick<Store['blobs'], 'get'>, sha256: string): Uint8Array | undefined {
  try {
    return blobs.get(sha256);
  } catch (error) {
    if (isAppError(error) && error.code === 'store/blob-damaged') return undefined;
    throw error;
  }
}
