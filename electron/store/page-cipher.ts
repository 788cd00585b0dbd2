/**
 * ChaCha20-Poly1305 as SQLite3MultipleCiphers lays it over a page (its `cipher_chacha20.c`; ciphers from RFC 8439): text,
 * then 16 bytes of nonce, then 16 of tag. For salvage and verify alone: where SQLite refuses a page whose tag does not hold,
 * the stream cipher still gives every byte that was not changed.
 */
const nonceBytes = 16;
const tagBytes = 16;
/** Bytes at the end of each page that are not SQLite's. */
export const reservedBytes = nonceBytes + tagBytes;
/** Of page 1, the first 16 bytes are the key's mark and the next 8 stay readable: SQLite needs the page's size. */
const plainHeaderBytes = 24;
/** Of index and table pages, inner ones and leaves (SQLite file format, section 1.6), and of all others. */
const firstBytes = new Set([2, 5, 10, 13, 0]);
const magic = Buffer.from('SQLite format 3\0');

export interface OpenedPage {
  readonly bytes: Buffer;
  /** False when the page's tag does not hold: something in it was changed. */
  readonly isSound: boolean;
}

/** Opens pages of one key. Pages are numbered from 1. */
export class PageCipher {
  readonly #key: Uint32Array;

  constructor(key: Uint8Array) {
    this.#key = wordsOf(key);
  }

  /**
   * The page as SQLite would see it, its nonce and tag kept at its end. A page whose tag does not hold is opened all the same;
   * where one changed byte of the nonce was the reason, it is found by trying and the page is whole (`isMended`).
   */
  open(number: number, sealed: Buffer, isMended = true): OpenedPage {
    if (sealed.length < 512) return { bytes: Buffer.from(sealed), isSound: false };
    const once = this.#onceKey(number, sealed);
    const isSound = holds(sealed, once);
    if (isSound) return { bytes: this.#decrypt(number, sealed, once), isSound };
    const mended = isMended ? this.#mendNonce(number, sealed) : undefined;
    if (mended) return { bytes: this.#decrypt(number, mended, this.#onceKey(number, mended)), isSound: false };
    return { bytes: this.#decrypt(number, sealed, once), isSound: false };
  }

  /** True when the page was sealed with this key and nothing in it was changed. */
  isSound(number: number, sealed: Buffer): boolean {
    return sealed.length >= 512 && holds(sealed, this.#onceKey(number, sealed));
  }

  #onceKey(number: number, sealed: Buffer): Uint32Array {
    const at = sealed.length - reservedBytes;
    return chachaBlock(this.#key, (sealed.readUInt32LE(at + 12) ^ number) >>> 0, sealed, at);
  }

  #decrypt(number: number, sealed: Buffer, once: Uint32Array): Buffer {
    const at = sealed.length - reservedBytes;
    const bytes = Buffer.from(sealed);
    const from = number === 1 ? plainHeaderBytes : 0;
    const first = ((sealed.readUInt32LE(at + 12) ^ number) + 1) >>> 0;
    const key = once.subarray(8, 16);
    for (let done = 0; from + done < at; done += 64) {
      const stream = chachaBlock(key, (first + done / 64) >>> 0, sealed, at);
      const end = Math.min(64, at - from - done);
      for (let byte = 0; byte < end; byte++) {
        bytes[from + done + byte]! ^= (stream[byte >> 2]! >>> ((byte & 3) * 8)) & 255;
      }
    }
    if (number === 1) magic.copy(bytes);
    return bytes;
  }

  /** Each of the nonce's 4,080 neighbours by one byte; the tag says which was right. */
  #mendNonce(number: number, sealed: Buffer): Buffer | undefined {
    const tried = Buffer.from(sealed);
    const at = sealed.length - reservedBytes;
    for (let place = at; place < at + nonceBytes; place++) {
      const found = tried[place]!;
      for (let by = 1; by < 256; by++) {
        tried[place] = found ^ by;
        const once = this.#onceKey(number, tried);
        if (this.#isLikely(number, tried, once) && holds(tried, once)) return tried;
      }
      tried[place] = found;
    }
    return undefined;
  }

  /** Whether the page's first byte could be one: of a tree page, or of a page number below 2^24. Spares most looks at the tag. */
  #isLikely(number: number, sealed: Buffer, once: Uint32Array): boolean {
    if (number === 1) return true;
    const at = sealed.length - reservedBytes;
    const counter = ((sealed.readUInt32LE(at + 12) ^ number) + 1) >>> 0;
    const [first = 0] = chachaBlock(once.subarray(8, 16), counter, sealed, at);
    return firstBytes.has(sealed[0]! ^ (first & 255));
  }
}

function holds(sealed: Buffer, once: Uint32Array): boolean {
  const end = sealed.length - tagBytes;
  return poly1305(sealed.subarray(0, end), once).equals(sealed.subarray(end));
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(at * 4, true));
}

const block = new Uint32Array(16);

/** RFC 8439 2.3; the nonce is the 12 bytes at `nonceAt`. */
function chachaBlock(key: Uint32Array, counter: number, nonce: Buffer, nonceAt: number): Uint32Array {
  const start = new Uint32Array(16);
  start.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
  start.set(key.subarray(0, 8), 4);
  start[12] = counter;
  for (let word = 0; word < 3; word++) start[13 + word] = nonce.readUInt32LE(nonceAt + word * 4);
  block.set(start);
  for (let round = 0; round < 10; round++) {
    quarter(0, 4, 8, 12);
    quarter(1, 5, 9, 13);
    quarter(2, 6, 10, 14);
    quarter(3, 7, 11, 15);
    quarter(0, 5, 10, 15);
    quarter(1, 6, 11, 12);
    quarter(2, 7, 8, 13);
    quarter(3, 4, 9, 14);
  }
  for (let word = 0; word < 16; word++) start[word] = start[word]! + block[word]!;
  return start;
}

function quarter(a: number, b: number, c: number, d: number): void {
  block[a] = block[a]! + block[b]!;
  block[d] = turn(block[d]! ^ block[a]!, 16);
  block[c] = block[c]! + block[d]!;
  block[b] = turn(block[b]! ^ block[c]!, 12);
  block[a] = block[a]! + block[b]!;
  block[d] = turn(block[d]! ^ block[a]!, 8);
  block[c] = block[c]! + block[d]!;
  block[b] = turn(block[b]! ^ block[c]!, 7);
}

const turn = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

const limbBits = 22;
const limbSize = 2 ** limbBits;
const limbs = 6;
/** 2^132 is 20 modulo 2^130 - 5. */
const wrap = 20;

/** RFC 8439 2.5 in six limbs of 22 bits: every sum of products stays below 2^53. */
function poly1305(message: Buffer, once: Uint32Array): Buffer {
  const clamped = [once[0]! & 0x0fffffff, once[1]! & 0x0ffffffc, once[2]! & 0x0ffffffc, once[3]! & 0x0ffffffc];
  const r = split(clamped[0]!, clamped[1]!, clamped[2]!, clamped[3]!);
  const sum = new Float64Array(limbs);
  const product = new Float64Array(limbs);
  for (let at = 0; at < message.length; at += 16) {
    const part = split(
      message.readUInt32LE(at),
      message.readUInt32LE(at + 4),
      message.readUInt32LE(at + 8),
      message.readUInt32LE(at + 12),
    );
    for (let limb = 0; limb < limbs; limb++) sum[limb]! += part[limb]!;
    sum[5]! += 2 ** (128 - 5 * limbBits);
    product.fill(0);
    for (let a = 0; a < limbs; a++) {
      const one = sum[a]!;
      for (let b = 0; b < limbs; b++) {
        const to = a + b;
        if (to < limbs) product[to]! += one * r[b]!;
        else product[to - limbs]! += one * r[b]! * wrap;
      }
    }
    let carry = 0;
    for (let limb = 0; limb < limbs; limb++) {
      const value = product[limb]! + carry;
      carry = Math.floor(value / limbSize);
      sum[limb] = value - carry * limbSize;
    }
    sum[0]! += carry * wrap;
  }
  return tagOf(sum, once);
}

function split(t0: number, t1: number, t2: number, t3: number): number[] {
  const mask = limbSize - 1;
  return [
    t0 & mask,
    ((t0 >>> 22) | (t1 << 10)) & mask,
    ((t1 >>> 12) | (t2 << 20)) & mask,
    (t2 >>> 2) & mask,
    ((t2 >>> 24) | (t3 << 8)) & mask,
    t3 >>> 14,
  ];
}

function tagOf(sum: Float64Array, once: Uint32Array): Buffer {
  let whole = 0n;
  for (let limb = limbs - 1; limb >= 0; limb--) whole = (whole << BigInt(limbBits)) + BigInt(sum[limb]!);
  let pad = 0n;
  for (let word = 7; word >= 4; word--) pad = (pad << 32n) + BigInt(once[word]!);
  const tag = ((whole % ((1n << 130n) - 5n)) + pad) & ((1n << 128n) - 1n);
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').reverse();
}
