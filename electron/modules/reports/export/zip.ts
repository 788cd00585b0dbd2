import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { AppError } from '../../../../shared/kernel/errors.ts';
import type { FileSink } from './sink.ts';

/** Sizes of the plain format are 32 bits (PKWARE APPNOTE 4.4.8); a lab's whole history stays far below. */
const mostBytes = 0xffff_ffff;
/** Bits of the general purpose flag: sizes follow the data, names are UTF-8 (APPNOTE 4.4.4). */
const flags = 0x0808;
const deflated = 8;
/** Version 2.0 is needed for deflate (APPNOTE 4.4.3). */
const neededVersion = 20;

interface Entry {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
}

/** Writes a ZIP archive from front to back, one entry after the other; nothing of it is held in memory. */
export class ZipWriter {
  readonly #sink: FileSink;
  readonly #time: Buffer;
  readonly #entries: Entry[] = [];

  /** @param atMs the time every entry carries, as this machine's wall clock shows it */
  constructor(sink: FileSink, atMs: number) {
    this.#sink = sink;
    this.#time = dosTime(new Date(atMs));
  }

  /** @throws AppError `reports/too-large` beyond 4 GiB */
  async add(name: string, content: AsyncIterable<string>): Promise<void> {
    const bytes = Buffer.from(name);
    const offset = this.#sink.position;
    await this.#sink.write(Buffer.concat([u32(0x0403_4b50), this.#common(0, 0, 0), u16(bytes.length), u16(0), bytes]));
    const from = this.#sink.position;
    let crc = 0;
    let unpacked = 0;
    const deflate = createDeflateRaw({ level: 6 });
    const packing = (async () => {
      for await (const piece of deflate) await this.#sink.write(piece as Buffer);
    })();
    // A full disk is heard of while rows are still coming; it is thrown where it is waited for.
    packing.catch(() => deflate.destroy());
    for await (const text of content) {
      const piece = Buffer.from(text);
      crc = crc32(piece, crc);
      unpacked += piece.length;
      if (deflate.destroyed) break;
      if (!deflate.write(piece)) await Promise.race([once(deflate, 'drain'), packing]);
    }
    deflate.end();
    await packing;
    const packed = this.#sink.position - from;
    if (this.#sink.position > mostBytes || unpacked > mostBytes) throw new AppError('reports/too-large');
    await this.#sink.write(Buffer.concat([u32(0x0807_4b50), u32(crc), u32(packed), u32(unpacked)]));
    this.#entries.push({ name: bytes, offset, crc, packed, unpacked });
  }

  /** Writes the directory; nothing can be added afterwards. */
  async finish(): Promise<void> {
    const start = this.#sink.position;
    for (const { name, offset, crc, packed, unpacked } of this.#entries) {
      const head = [u32(0x0201_4b50), u16(neededVersion), this.#common(crc, packed, unpacked)];
      const rest = [u16(name.length), u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset), name];
      await this.#sink.write(Buffer.concat([...head, ...rest]));
    }
    const size = this.#sink.position - start;
    const count = u16(this.#entries.length);
    await this.#sink.write(
      Buffer.concat([u32(0x0605_4b50), u16(0), u16(0), count, count, u32(size), u32(start), u16(0)]),
    );
  }

  /** What an entry's own head and its line in the directory have in common. */
  #common(crc: number, packed: number, unpacked: number): Buffer {
    const head = [u16(neededVersion), u16(flags), u16(deflated), this.#time];
    return Buffer.concat([...head, u32(crc), u32(packed), u32(unpacked)]);
  }
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Time and date as MS-DOS kept them: two seconds fine, from 1980 on. */
function dosTime(at: Date): Buffer {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const date = (Math.max(0, at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return Buffer.concat([u16(time), u16(date)]);
}
