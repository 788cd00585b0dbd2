import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type * as z from 'zod';
import { maxRecordBytes } from '../../shared/records/envelope.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { readRecordLines, type TravellingRecord, writeRecordLines } from '../../shared/sync/record-lines.ts';
import { recordCrypto } from '../store/record-crypto.ts';
import { refuse } from './refusals.ts';

const unpack = promisify(gunzip);
const pack = promisify(gzip);

/** A batch is cut when its text passes the limit, so it may be longer by its last record. */
const longestBatchText = syncLimits.batchBytes + maxRecordBytes + 1024;

/**
 * The most bytes a request may bring, by what it carries. Packed records are smaller than their text except when they can not
 * be packed at all; gzip then adds some bytes a block.
 */
export const bodyLimits = {
  json: 16 * 1024,
  /** Four bytes a character at most, and quotes that are written as two. */
  enrol: 16 * 1024 + 4 * syncLimits.heldSiteCharacters,
  records: longestBatchText + 1024,
  blob: syncLimits.blobChunkBytes,
} as const;

const asText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 text of some bytes. @throws AppError `hub/not-text` */
function readText(bytes: Uint8Array): string {
  try {
    return asText.decode(bytes);
  } catch {
    return refuse('hub/not-text');
  }
}

/** The body of a JSON request in its shape. @throws AppError `hub/not-text`, `hub/bad-request` (names the first field) */
export function readJson<Shape extends z.ZodType>(body: unknown, shape: Shape): z.output<Shape> {
  if (!Buffer.isBuffer(body)) refuse('hub/bad-request', { field: '' });
  let value: unknown;
  try {
    value = JSON.parse(readText(body));
  } catch {
    refuse('hub/bad-request', { field: '' });
  }
  return readShape(value, shape);
}

/** A value in its shape. @throws AppError `hub/bad-request` (names the first field that is wrong) */
export function readShape<Shape extends z.ZodType>(value: unknown, shape: Shape): z.output<Shape> {
  const read = shape.safeParse(value);
  if (!read.success) refuse('hub/bad-request', { field: read.error.issues[0]?.path.join('.') ?? '' });
  return read.data;
}

/**
 * The records of a pushed body. Unpacking stops at the longest a batch can be: a bomb costs its limit and no more.
 *
 * @throws AppError `hub/not-packed`, `hub/unpacks-too-large`, `hub/not-text`, `hub/too-large` (more records than a batch)
 */
export async function readRecords(
  body: unknown,
): Promise<{ readonly records: TravellingRecord[]; readonly badLines: readonly number[] }> {
  if (!Buffer.isBuffer(body)) refuse('hub/not-packed');
  let bytes: Uint8Array;
  try {
    bytes = await unpack(body, { maxOutputLength: longestBatchText });
  } catch (error) {
    const isBomb = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    refuse(isBomb ? 'hub/unpacks-too-large' : 'hub/not-packed');
  }
  const text = readText(bytes);
  if (lineCount(text) > syncLimits.batchRecords) refuse('hub/too-large', { most: syncLimits.batchRecords });
  return readRecordLines(text, recordCrypto);
}

function lineCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Packed record lines, after a first line when one is given. */
export function packRecords(records: readonly TravellingRecord[], firstLine?: string): Promise<Buffer> {
  const lines = writeRecordLines(records, recordCrypto);
  return pack(firstLine === undefined ? lines : `${firstLine}\n${lines}`);
}
