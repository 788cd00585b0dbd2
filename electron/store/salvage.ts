import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { hashOf, recordTextStart } from '../../shared/records/envelope.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { fileLock, pageSizeOf } from './file-key.ts';
import { PageCipher, reservedBytes } from './page-cipher.ts';
import { pageBytes } from './page-size.ts';
import { recordCrypto } from './record-crypto.ts';

/** A record found in the raw pages of a file: its text has the hash that lay beside it. */
export interface SalvagedRecord extends TravellingRecord {
  readonly hash: Buffer;
}

const start = Buffer.from(recordTextStart);
const hashBytes = 32;
const sigBytes = 64;
/** Longest chain of overflow pages that is followed: a record is at most 64 KiB, which small pages need many of. */
const maxOverflowPages = Math.ceil((64 * 1024) / (512 - 36)) + 2;
/** In so many pages of an encrypted file a changed nonce is looked for: thousands of tries each. */
const mostMended = 32;
const mostKept = 10_000;
/** In a file of more pages a broken link is not guessed: each guess costs a hash. */
const maxTriedPages = 200_000;

/**
 * Finds the log's records in the pages of a main file and its WAL without SQLite's help: header, schema, indexes and
 * tree may all be broken. A row of `record_log` holds hash, signature and text side by side, and each record proves
 * itself by its hash; whether the log ever held it, and in which order, its chain says. Pages of an encrypted file are
 * opened one by one with its key; a changed byte in one is one changed byte of what it holds.
 */
export function* salvageRecords(path: string, keys: readonly Uint8Array[] = []): Generator<SalvagedRecord> {
  const lock = fileLock(path, keys);
  const pages = new PageFile(path, typeof lock === 'object' ? new PageCipher(lock.key) : undefined);
  try {
    for (const page of pages.all()) yield* recordsOfPage(page, pages);
  } finally {
    pages.close();
  }
}

interface Page {
  readonly bytes: Buffer;
  readonly isWal: boolean;
}

/** Pages of a database file, then those of its WAL (each version that lies there). */
class PageFile {
  readonly #main: number;
  readonly #wal: number | undefined;
  readonly #walPages = new Map<number, number>();
  readonly #cipher: PageCipher | undefined;
  /** Opened pages whose tag did not hold. */
  readonly #changed = new Map<string, Buffer>();
  readonly #pageSize: number;
  /** Bytes of a page that are SQLite's: an encrypted page ends with its nonce and tag. */
  readonly usable: number;
  /** Pages of the main file. */
  readonly count: number;

  constructor(path: string, cipher: PageCipher | undefined) {
    this.#cipher = cipher;
    this.#main = openSync(path, 'r');
    this.#wal = existsSync(`${path}-wal`) ? openSync(`${path}-wal`, 'r') : undefined;
    const header = this.#read(this.#main, 0, 24);
    this.#pageSize = this.#findPageSize(pageSizeOf(header));
    // A file that was encrypted once keeps the room for it.
    const isReserved = cipher !== undefined || header[20] === reservedBytes;
    this.usable = this.#pageSize - (isReserved ? reservedBytes : 0);
    this.count = Math.ceil(fstatSync(this.#main).size / this.#pageSize);
  }

  *all(): Generator<Page> {
    this.#indexWal();
    for (let number = 1; number <= this.count; number++) yield { bytes: this.mainPage(number), isWal: false };
    for (const [number, at] of this.#walOffsets()) yield { bytes: this.#open(this.#wal!, at, number), isWal: true };
  }

  mainPage(number: number): Buffer {
    return this.#open(this.#main, (number - 1) * this.#pageSize, number);
  }

  /** The newest version of a page in the WAL, or undefined. */
  walPage(number: number): Buffer | undefined {
    const at = this.#walPages.get(number);
    return at === undefined ? undefined : this.#open(this.#wal!, at, number);
  }

  close(): void {
    closeSync(this.#main);
    if (this.#wal !== undefined) closeSync(this.#wal);
  }

  #indexWal(): void {
    for (const [number, at] of this.#walOffsets()) this.#walPages.set(number, at);
  }

  /** Frames of the WAL: a 32-byte header, then for each page 24 bytes (the page's number first) and the page. */
  *#walOffsets(): Generator<[page: number, at: number]> {
    if (this.#wal === undefined) return;
    const { size } = fstatSync(this.#wal);
    for (let at = 32; at + 24 + this.#pageSize <= size; at += 24 + this.#pageSize) {
      yield [this.#read(this.#wal, at, 4).readUInt32BE(0), at + 24];
    }
  }

  /** A header that names another size than the pages have is one of the changed bytes. */
  #findPageSize(named: number): number {
    const isFitting = (size: number) =>
      [2, 3, 4, 5].some((number) => this.#cipher?.isSound(number, this.#read(this.#main, (number - 1) * size, size)));
    return !this.#cipher || isFitting(named) || !isFitting(pageBytes) ? named : pageBytes;
  }

  #open(handle: number, at: number, number: number): Buffer {
    const bytes = this.#read(handle, at, this.#pageSize);
    return (this.#cipher ? this.#decrypt(this.#cipher, handle, at, number, bytes) : bytes).subarray(0, this.usable);
  }

  /** A changed page is opened once: it is asked for again and again while broken chains are tried. */
  #decrypt(cipher: PageCipher, handle: number, at: number, number: number, sealed: Buffer): Buffer {
    const name = `${handle} ${at}`;
    const known = this.#changed.get(name);
    if (known) return known;
    const { bytes, isSound } = cipher.open(number, sealed, this.#changed.size < mostMended);
    if (!isSound && this.#changed.size < mostKept) this.#changed.set(name, bytes);
    return bytes;
  }

  #read(handle: number, at: number, count: number): Buffer {
    const bytes = Buffer.alloc(count);
    let done = 0;
    while (done < count) {
      const got = readSync(handle, bytes, done, count - done, at + done);
      if (got === 0) break;
      done += got;
    }
    return bytes.subarray(0, done);
  }
}

function* recordsOfPage({ bytes, isWal }: Page, pages: PageFile): Generator<SalvagedRecord> {
  for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
    if (at < hashBytes + sigBytes) continue;
    const hash = bytes.subarray(at - hashBytes - sigBytes, at - sigBytes);
    const sig = bytes.subarray(at - sigBytes, at);
    const raw = wholeText(bytes, at, hash) ?? overflowingText(bytes, at, hash, pages, isWal);
    if (raw !== undefined) yield { raw, sig: Buffer.from(sig), hash: Buffer.from(hash) };
  }
}

/** The text when it ends inside its page. */
function wholeText(bytes: Buffer, at: number, hash: Buffer): string | undefined {
  const end = endOfJson(bytes, at);
  return end === undefined ? undefined : provenText(bytes.subarray(at, end), hash);
}

function provenText(bytes: Buffer, hash: Buffer): string | undefined {
  const raw = bytes.toString('utf8');
  return hash.equals(hashOf(recordCrypto, raw)) ? raw : undefined;
}

/** Where the JSON object that begins at `at` ends, or undefined when it does not end in these bytes. */
function endOfJson(bytes: Buffer, at: number): number | undefined {
  let depth = 0;
  let isText = false;
  for (let here = at; here < bytes.length; here++) {
    const byte = bytes[here];
    if (isText) {
      if (byte === 0x5c) here++;
      else if (byte === 0x22) isText = false;
    } else if (byte === 0x22) isText = true;
    else if (byte === 0x7b) depth++;
    else if (byte === 0x7d && --depth === 0) return here + 1;
  }
  return undefined;
}

/**
 * A long row keeps its first part in the page, then the number of an overflow page; each of those begins with the number
 * of the next (SQLite file format, sections 1.6 and 2.1). The text proves itself, so places and numbers may be tried:
 * first whatever looks like a page number behind the text, then, where the row's header still says how long the row is,
 * any page in the place of one broken link.
 */
function overflowingText(bytes: Buffer, at: number, hash: Buffer, pages: PageFile, isWal: boolean): string | undefined {
  const orders = isWal ? [true, false] : [false, true];
  for (let pointerAt = at + start.length; pointerAt + 4 <= bytes.length; pointerAt++) {
    const first = bytes.readUInt32BE(pointerAt);
    if (first < 2 || first > pages.count) continue;
    for (const walFirst of orders) {
      const text = Buffer.concat([bytes.subarray(at, pointerAt), ...chain(first, pages, walFirst)]);
      const end = endOfJson(text, 0);
      const raw = end === undefined ? undefined : provenText(text.subarray(0, end), hash);
      if (raw !== undefined) return raw;
    }
  }
  return brokenChainText(bytes, at, hash, pages);
}

function brokenChainText(bytes: Buffer, at: number, hash: Buffer, pages: PageFile): string | undefined {
  const header = rowHeader(bytes, at - hashBytes - sigBytes);
  if (!header || pages.count > maxTriedPages) return undefined;
  const pointerAt = header.headerAt + localBytes(header.payloadBytes, pages.usable);
  if (pointerAt <= at || pointerAt + 4 > bytes.length) return undefined;
  const local = bytes.subarray(at, pointerAt);
  const needed = Math.ceil((header.textBytes - local.length) / (pages.usable - 4));
  const known = chain(bytes.readUInt32BE(pointerAt), pages, false);
  for (let broken = 0; broken < needed && broken <= known.length; broken++) {
    for (let tried = 2; tried <= pages.count; tried++) {
      const parts = [...known.slice(0, broken), ...chain(tried, pages, false)].slice(0, needed);
      const text = Buffer.concat([local, ...parts]).subarray(0, header.textBytes);
      const raw = text.length === header.textBytes ? provenText(text, hash) : undefined;
      if (raw !== undefined) return raw;
    }
  }
  return undefined;
}

/** Bytes of a row's payload that stay in its page (SQLite file format, section 1.6). */
function localBytes(payloadBytes: number, usable: number): number {
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fits = least + ((payloadBytes - least) % (usable - 4));
  return fits <= usable - 35 ? fits : least;
}

/** What the pages of an overflow chain hold. */
function chain(first: number, pages: PageFile, walFirst: boolean): Buffer[] {
  const parts: Buffer[] = [];
  for (let number = first; number > 0 && parts.length < maxOverflowPages; ) {
    const page = (walFirst ? pages.walPage(number) : undefined) ?? pages.mainPage(number);
    if (page.length < 8) break;
    parts.push(page.subarray(4));
    number = page.readUInt32BE(0);
  }
  return parts;
}

/** The record header that ends where the hash begins: its own size, NULL (the row id), 32-byte blob, 64-byte blob, text. */
function rowHeader(
  bytes: Buffer,
  bodyAt: number,
): { headerAt: number; payloadBytes: number; textBytes: number } | undefined {
  for (let size = 8; size <= 40 && size <= bodyAt; size++) {
    const headerAt = bodyAt - size;
    const isOurs =
      bytes[headerAt] === size &&
      bytes[headerAt + 1] === 0 &&
      bytes[headerAt + 2] === 2 * hashBytes + 12 &&
      readVarint(bytes, headerAt + 3).value === 2 * sigBytes + 12;
    if (!isOurs) continue;
    let at = headerAt + 1;
    let payloadBytes = size;
    let textBytes = 0;
    for (let column = 0; at < bodyAt; column++) {
      const { value, next } = readVarint(bytes, at);
      payloadBytes += serialBytes(value);
      if (column === 3) textBytes = serialBytes(value);
      at = next;
    }
    if (at === bodyAt) return { headerAt, payloadBytes, textBytes };
  }
  return undefined;
}

function serialBytes(serial: number): number {
  if (serial >= 12) return Math.floor((serial - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][serial] ?? 0;
}

function readVarint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  for (let here = at; here < at + 5 && here < bytes.length; here++) {
    value = value * 128 + (bytes[here]! & 127);
    if (bytes[here]! < 128) return { value, next: here + 1 };
  }
  return { value, next: at + 5 };
}
