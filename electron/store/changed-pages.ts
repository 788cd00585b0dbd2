import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { pageSizeOf } from './file-key.ts';
import { openDatabase } from './open-database.ts';
import { PageCipher } from './page-cipher.ts';
import { toStoreError } from './store-errors.ts';

/** As many are named; a file with more is lost in one piece. */
const mostNamed = 100;

/**
 * Numbers of the pages of an encrypted file whose tag does not hold. SQLite's own check is asked first: it opens every page in
 * use and is a hundred times as fast. Pages that the WAL holds anew are looked at there by SQLite alone.
 */
export function changedPages(path: string, key: Uint8Array): number[] {
  if (isWhole(path, key)) return [];
  const file = openSync(path, 'r');
  try {
    const cipher = new PageCipher(key);
    const size = pageSizeOf(readAt(file, 0, 24));
    const renewed = pagesInWal(path, size);
    const found: number[] = [];
    const count = Math.floor(fstatSync(file).size / size);
    for (let number = 1; number <= count && found.length < mostNamed; number++) {
      const bytes = readAt(file, (number - 1) * size, size);
      if (!renewed.has(number) && !cipher.isSound(number, bytes)) found.push(number);
    }
    return found;
  } finally {
    closeSync(file);
  }
}

function isWhole(path: string, key: Uint8Array): boolean {
  try {
    const db = openDatabase(path, { readonly: true, key });
    try {
      db.pragma('integrity_check(1)');
      return true;
    } finally {
      db.close();
    }
  } catch (error) {
    return toStoreError(error).code !== 'store/damaged';
  }
}

function pagesInWal(path: string, pageSize: number): Set<number> {
  const pages = new Set<number>();
  if (!existsSync(`${path}-wal`)) return pages;
  const file = openSync(`${path}-wal`, 'r');
  try {
    const { size } = fstatSync(file);
    for (let at = 32; at + 24 + pageSize <= size; at += 24 + pageSize) pages.add(readAt(file, at, 4).readUInt32BE(0));
    return pages;
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, at: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  return bytes.subarray(0, readSync(file, bytes, 0, count, at));
}
