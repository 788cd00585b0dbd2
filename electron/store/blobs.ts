import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { makeFolder, writeFileDurably } from './durable-files.ts';
import type { BlobStore } from './store.ts';
import { toStoreError } from './store-errors.ts';

/** Largest file a record may point at (`sync.md` 1.4, limits). */
const maxBlobBytes = 50 * 1024 * 1024;

const hashPattern = /^[0-9a-f]{64}$/;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Files by their hash in `<data>/blobs/<first two>/<hash>`. */
export function openBlobStore(folder: string, isReadonly = false): BlobStore {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  return {
    put(bytes) {
      if (isReadonly) throw new AppError('store/read-only', { what: 'blob' });
      if (bytes.length > maxBlobBytes) {
        throw new AppError('store/blob-too-large', { byteCount: bytes.length, most: maxBlobBytes });
      }
      const hash = sha256(bytes);
      const path = pathOf(hash);
      try {
        if (!existsSync(path)) {
          makeFolder(folder);
          makeFolder(join(folder, hash.slice(0, 2)));
          writeFileDurably(path, bytes);
        }
      } catch (error) {
        throw toStoreError(error, { what: 'blob' });
      }
      return { sha256: hash, byteCount: bytes.length };
    },
    get(hash) {
      if (!hashPattern.test(hash) || !existsSync(pathOf(hash))) return undefined;
      const bytes = readFileSync(pathOf(hash));
      if (sha256(bytes) !== hash) throw new AppError('store/blob-damaged', { sha256: hash });
      return bytes;
    },
    has: (hash) => hashPattern.test(hash) && existsSync(pathOf(hash)),
    received(hash) {
      const part = `${pathOf(hash)}.part-in`;
      return hashPattern.test(hash) && existsSync(part) ? statSync(part).size : 0;
    },
    receive(hash, byteCount, at, piece) {
      if (isReadonly) throw new AppError('store/read-only', { what: 'blob' });
      if (!hashPattern.test(hash)) throw new AppError('store/blob-damaged', { sha256: hash });
      if (byteCount > maxBlobBytes || at + piece.length > byteCount) {
        throw new AppError('store/blob-too-large', { byteCount, most: maxBlobBytes });
      }
      const path = pathOf(hash);
      const part = `${path}.part-in`;
      if (this.received(hash) !== at) throw new AppError('store/blob-gap', { sha256: hash, at });
      try {
        makeFolder(folder);
        makeFolder(join(folder, hash.slice(0, 2)));
        appendDurably(part, piece);
        if (at + piece.length < byteCount) return { isWhole: false };
        const bytes = readFileSync(part);
        const isRight = sha256(bytes) === hash;
        if (isRight) writeFileDurably(path, bytes);
        rmSync(part);
        if (!isRight) throw new AppError('store/blob-damaged', { sha256: hash });
        return { isWhole: true };
      } catch (error) {
        throw toStoreError(error, { what: 'blob' });
      }
    },
  };
}

function appendDurably(path: string, piece: Uint8Array): void {
  const handle = openSync(path, 'a', 0o600);
  try {
    for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
