import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './durable-files.ts';
import { toStoreError } from './store-errors.ts';

/** Held by default: enough for the last records of a shift and an export (`sync.md` 2.2). */
export const defaultBallastBytes = 64 * 1024 * 1024;

/** Left free beside the ballast before it is filled again, so that filling it does not cause what it is there for. */
const spareBytes = 200 * 1024 * 1024;

const chunkBytes = 1024 * 1024;

/**
 * A file that takes up room on purpose. When the disk is full it is deleted, and what must still be written fits. Filled
 * with random bytes, so that a compressing file system gives the room too.
 */
export class Ballast {
  readonly #path: string;
  readonly #folder: string;
  readonly #bytes: number;
  #isClosed = false;

  constructor(dataFolder: string, bytes: number) {
    this.#folder = dataFolder;
    this.#path = join(dataFolder, 'ballast');
    this.#bytes = bytes;
  }

  isHeld(): boolean {
    try {
      return statSync(this.#path).size >= this.#bytes;
    } catch {
      return this.#bytes === 0;
    }
  }

  /** Deletes it; true when that made room. */
  release(): boolean {
    let size = 0;
    try {
      size = statSync(this.#path).size;
      rmSync(this.#path, { force: true });
      syncFolder(this.#folder);
    } catch {
      return false;
    }
    return size > 0;
  }

  /** Fills it bit by bit while there is room, letting others run in between. Never fails: without room there is none. */
  async fill(): Promise<void> {
    if (this.isHeld() || freeBytes(this.#folder) < this.#bytes + Math.min(spareBytes, this.#bytes * 4)) return;
    let handle: number | undefined;
    try {
      handle = openSync(this.#path, 'w', 0o600);
      for (let left = this.#bytes; left > 0 && !this.#isClosed; left -= chunkBytes) {
        writeSync(handle, randomBytes(Math.min(left, chunkBytes)));
        await new Promise((resolve) => setImmediate(resolve));
      }
      fsyncSync(handle);
    } catch {
      this.release();
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
  }

  close(): void {
    this.#isClosed = true;
  }
}

/** Bytes an ordinary user can still write to the disk of a folder. @throws AppError like every store call. */
export function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch (error) {
    throw toStoreError(error, { path: folder });
  }
}
