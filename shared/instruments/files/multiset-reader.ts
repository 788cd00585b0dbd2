import { concatBytes } from '../../kernel/bytes.ts';
import type { ByteSource, FileBlock } from './byte-source.ts';

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const lineEnd = Uint8Array.of(CR);

/** Bytes asked for at once. */
const pieceBytes = 65_536;

/** Longest line taken: the 278 column names of MultiSET 2.2 are 8 KB. */
export const maxLineBytes = 262_144;

/**
 * Lines of a text export, whatever ends them (CR alone on the old Macintosh). Blank lines are left out. A line longer
 * than the bound is given cut and marked; the rest of it is skipped.
 */
async function* linesOf(
  source: ByteSource,
): AsyncGenerator<{ line: Uint8Array; isEnded: boolean; isTooLong: boolean }> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let isTooLong = false;
  const keep = (part: Uint8Array): void => {
    const room = maxLineBytes - length;
    if (part.length > room) isTooLong = true;
    if (room <= 0 || part.length === 0) return;
    const kept = part.slice(0, room);
    parts.push(kept);
    length += kept.length;
  };
  const take = (isEnded: boolean) => {
    const line = { line: concatBytes(parts), isEnded, isTooLong };
    parts = [];
    length = 0;
    isTooLong = false;
    return line;
  };
  for (let offset = 0; offset < source.size; ) {
    const piece = await source.read(offset, pieceBytes);
    if (piece.length === 0) break;
    offset += piece.length;
    let start = 0;
    for (let index = 0; index < piece.length; index += 1) {
      if (piece[index] !== CR && piece[index] !== LF) continue;
      keep(piece.subarray(start, index));
      start = index + 1;
      if (length > 0) yield take(true);
    }
    keep(piece.subarray(start));
  }
  if (length > 0) yield take(false);
}

/**
 * Rows of an export with column names in its first line, each as a block of its own: names, CR, row, CR. Memory is
 * bounded by two lines.
 *
 * A row with fewer columns than names that nothing ends is what a copy cut off left: it is partial.
 */
export async function* readRows(source: ByteSource): AsyncGenerator<FileBlock> {
  let names: Uint8Array | null = null;
  for await (const { line, isEnded, isTooLong } of linesOf(source)) {
    if (names === null) {
      // Names that do not fit, or that nothing ends, name nothing.
      if (isTooLong || !isEnded) return;
      names = line;
      continue;
    }
    const isShort = countColumns(line) < countColumns(names);
    const bytes = concatBytes([names, lineEnd, line, lineEnd]);
    yield { format: 'multiset', bytes, isPartial: isTooLong || (!isEnded && isShort) };
  }
}

/** The first line of a file as far as it fits the bound; empty where the file is. */
export async function readFirstLine(source: ByteSource): Promise<Uint8Array> {
  for await (const { line } of linesOf(source)) return line;
  return new Uint8Array();
}

export function countColumns(line: Uint8Array): number {
  let count = 1;
  for (const byte of line) if (byte === TAB) count += 1;
  return count;
}
