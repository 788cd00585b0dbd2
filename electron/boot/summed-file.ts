import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';

const SUM_BYTES = 4;

/**
 * What is kept between starts for haste alone lies behind its own sum (CRC-32, 4 bytes, big-endian): one turned bit must not
 * become another limit of a definition, nor another program.
 *
 * @returns what was kept; null where the file is missing, cut, damaged or can not be read
 */
export function readSummed(file: string): Buffer | null {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(SUM_BYTES);
    return bytes.length > SUM_BYTES && crc32(data) === bytes.readUInt32BE(0) ? data : null;
  } catch {
    return null;
  }
}

/** Keeps `data` behind its sum: the whole file or none. Makes the folder. @throws the system's error, as of a full disk */
export function writeSummed(file: string, data: Buffer): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.new`;
  const sum = Buffer.alloc(SUM_BYTES);
  sum.writeUInt32BE(crc32(data));
  writeFileSync(half, Buffer.concat([sum, data]));
  renameSync(half, file);
}
