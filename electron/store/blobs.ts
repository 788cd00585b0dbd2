import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { makeFolder, writeFileDurably } from './durable-files.ts';
import type { BlobStore } from './store.ts';
import { toStoreError } from './store-errors.ts';

/** Largest file a record may point at (`sync.md` 1.4, limits). */
const maxBlobBytes = 50 * 1024 * 1024;

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
      if (!/^[0-9a-f]{64}$/.test(hash) || !existsSync(pathOf(hash))) return undefined;
      const bytes = readFileSync(pathOf(hash));
      if (sha256(bytes) !== hash) throw new AppError('store/blob-damaged', { sha256: hash });
      return bytes;
    },
  };
}
