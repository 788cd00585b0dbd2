// A zip reader for what the set-up unpacks: stored and deflated entries, permissions, no encryption, no zip64.
// On a fresh machine neither `unzip` nor any npm package is there to do it.
import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { SetupFailure } from './failure.mjs';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

function readAt(file, position, length) {
  const buffer = Buffer.alloc(length);
  if (readSync(file, buffer, 0, length, position) !== length) throw new SetupFailure('The archive ends too early.');
  return buffer;
}

function directoryOf(file) {
  const size = fstatSync(file).size;
  const tail = readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END_OF_DIRECTORY) continue;
    return {
      count: tail.readUInt16LE(at + 10),
      bytes: readAt(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12)),
    };
  }
  throw new SetupFailure('The archive has no directory; it was probably cut short.');
}

/**
 * Unpacks the entries for which `place(name)` gives a path relative to `folder`; an entry it gives undefined for is left out.
 * Returns how many files were written.
 */
export function unzip(archive, folder, place) {
  const file = openSync(archive, 'r');
  let written = 0;
  try {
    const { count, bytes } = directoryOf(file);
    let at = 0;
    for (let entry = 0; entry < count; entry += 1) {
      if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new SetupFailure('The archive is damaged.');
      const nameLength = bytes.readUInt16LE(at + 28);
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
      const method = bytes.readUInt16LE(at + 10);
      const expectedCrc = bytes.readUInt32LE(at + 16);
      const packedLength = bytes.readUInt32LE(at + 20);
      const mode = bytes.readUInt32LE(at + 38) >>> 16;
      const headerAt = bytes.readUInt32LE(at + 42);
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);

      const wanted = place(name);
      if (wanted === undefined || name.endsWith('/')) continue;
      const target = path.resolve(folder, wanted);
      if (!target.startsWith(path.resolve(folder) + path.sep))
        throw new SetupFailure(`The archive points outside itself: ${name}`);
      const header = readAt(file, headerAt, 30);
      const packed = readAt(file, headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packedLength);
      const content = method === 0 ? packed : zlib.inflateRawSync(packed);
      // zlib.crc32 came with Node 20.15; the package's own checksum was compared before, so an older Node may go without.
      if (zlib.crc32 !== undefined && zlib.crc32(content) !== expectedCrc)
        throw new SetupFailure(`The archive is damaged at ${name}.`);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
      if (mode & 0o111) chmodSync(target, 0o755);
      written += 1;
    }
  } finally {
    closeSync(file);
  }
  return written;
}
