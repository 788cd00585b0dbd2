import { createHmac } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { PageCipher, reservedBytes } from './page-cipher.ts';
import { pageBytes } from './page-size.ts';

/** What the beginning of one of our SQLite files says about its encryption. */
export type FileLock =
  /** Nothing there, or nothing in it yet. */
  | 'none'
  | 'plain'
  /** Encrypted, and one of the known keys is its key (the file may be damaged). */
  | { readonly key: Uint8Array }
  /** Encrypted with a key that is not known here. */
  | 'unknown-key';

const magic = Buffer.from('SQLite format 3\0');
const markBytes = 16;
/** As many changed bytes in the first 16 still leave no doubt whose they are. */
const mostChanged = 6;
/** Pages looked at, all over the file, before a key counts as another file's. */
const triedPages = 64;
const headerBytes = 24;

/**
 * The first 16 bytes of every file encrypted with a key, in the place of SQLite's own: tells from outside whether a key
 * fits, and nothing about the key.
 */
export function fileMark(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('benchside file mark').digest().subarray(0, markBytes);
}

/** Looks, changes nothing. A file whose beginning is destroyed and fits no key counts as a plain one. */
export function fileLock(path: string, keys: readonly Uint8Array[]): FileLock {
  if (!existsSync(path)) return 'none';
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size === 0) return 'none';
    const start = readAt(file, 0, headerBytes);
    if (differs(start, magic) <= mostChanged) return 'plain';
    const key = keys.find((one) => differs(start, fileMark(one)) <= mostChanged) ?? fittingKey(file, size, start, keys);
    if (key) return { key };
    return isMarked(start) ? 'unknown-key' : 'plain';
  } finally {
    closeSync(file);
  }
}

/** What an encrypted file leaves readable of its header, and a destroyed plain one hardly shows. */
function isMarked(start: Buffer): boolean {
  return start.length === headerBytes && start.subarray(20, 24).equals(Buffer.from([reservedBytes, 64, 32, 32]));
}

/** True when a file begins as plain SQLite files do, a few changed bytes aside. */
export function isPlain(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    return differs(readAt(file, 0, magic.length), magic) <= mostChanged;
  } finally {
    closeSync(file);
  }
}

function differs(start: Buffer, expected: Buffer): number {
  let count = 0;
  for (const [at, byte] of expected.entries()) if (start[at] !== byte) count++;
  return count;
}

/** A key under which any page's tag holds, where the mark is gone. */
function fittingKey(file: number, size: number, start: Buffer, keys: readonly Uint8Array[]): Uint8Array | undefined {
  const pageSize = pageSizeOf(start);
  const pages = Math.floor(size / pageSize);
  const step = Math.max(1, Math.floor(pages / triedPages));
  return keys.find((key) => {
    const cipher = new PageCipher(key);
    for (let number = 1; number <= pages; number += step) {
      if (cipher.isSound(number, readAt(file, (number - 1) * pageSize, pageSize))) return true;
    }
    return false;
  });
}

/** The header's page size where it is one, else the size all our files have. */
export function pageSizeOf(start: Buffer): number {
  const size = start.length >= 18 ? start.readUInt16BE(16) : 0;
  if (size === 1) return 65_536;
  return size >= 512 && (size & (size - 1)) === 0 && size > reservedBytes ? size : pageBytes;
}

function readAt(file: number, at: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  return bytes.subarray(0, readSync(file, bytes, 0, count, at));
}
