import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/store/open-database.ts';
import { PageCipher, reservedBytes } from '../../../electron/store/page-cipher.ts';
import { pageBytes } from '../../../electron/store/page-size.ts';

/** A file written by the add-on itself: what is read here is what SQLite3MultipleCiphers wrote. */
function pagesOf(key: Uint8Array): Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), 'benchside-pages-'));
  const path = join(folder, 'file.sqlite');
  const db = openDatabase(path, { key });
  db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)');
  const insert = db.prepare('INSERT INTO t (b) VALUES (?)');
  for (let n = 0; n < 300; n++) insert.run(`a known text ${n}`);
  insert.run('x'.repeat(9000));
  db.close();
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return Array.from({ length: bytes.length / pageBytes }, (_, at) =>
    bytes.subarray(at * pageBytes, (at + 1) * pageBytes),
  );
}

describe('pages of an encrypted file', () => {
  const key = randomBytes(32);
  const pages = pagesOf(key);
  const cipher = new PageCipher(key);
  const whole = pages.map((page, at) => cipher.open(at + 1, page).bytes);
  const usable = pageBytes - reservedBytes;

  test('open with their key and number, and with no other', () => {
    expect(pages.every((page, at) => cipher.isSound(at + 1, page))).toBe(true);
    expect(whole[0]?.subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(Buffer.concat(whole).includes('a known text 299')).toBe(true);
    expect(Buffer.concat(pages).includes('a known text')).toBe(false);
    expect(cipher.isSound(3, pages[1]!)).toBe(false);
    expect(new PageCipher(randomBytes(32)).isSound(2, pages[1]!)).toBe(false);
  });

  test('show any changed byte, and lose no other byte by it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: pages.length - 1 }),
        fc.nat(pageBytes - 1),
        fc.integer({ min: 1, max: 255 }),
        (page, at, by) => {
          const changed = Buffer.from(pages[page]!);
          changed[at]! ^= by;
          const { bytes, isSound } = cipher.open(page + 1, changed);
          expect(isSound).toBe(false);
          const expected = Buffer.from(whole[page]!.subarray(0, usable));
          if (at < usable) expected[at]! ^= by;
          expect(bytes.subarray(0, usable).equals(expected)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
