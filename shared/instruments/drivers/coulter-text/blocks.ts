import { bytesToText } from '../../mapping/mask-bytes.ts';

/**
 * The block layer of the LH 700 series: STX, two characters of block number, text, four hex digits of CRC, ETX. A line may run
 * from one block into the next, so blocks are joined before lines are read. Which CRC it is, nobody published: it is present
 * and can not be verified.
 */

export const STX = 0x02;
export const ETX = 0x03;
/** Block number behind STX, and CRC before ETX. */
export const NUMBER_BYTES = 2;
export const CRC_BYTES = 4;

export interface JoinedText {
  readonly text: string;
  /** Where each character of `text` stands in the bytes. */
  readonly places: readonly number[];
  /** Places of STX, block numbers, CRCs and ETX. */
  readonly marks: readonly number[];
  /** False for the plain stream of the older counters. */
  readonly hasBlocks: boolean;
}

/**
 * The text of a record or of a part of one, without its blocks. Bytes between blocks belong to nothing. Where the bytes
 * begin or end inside a block, so much of it is taken as is there. Takes any bytes.
 */
export function joinBlocks(bytes: Uint8Array): JoinedText {
  const all = bytesToText(bytes);
  const firstEnd = bytes.indexOf(ETX);
  const firstStart = bytes.indexOf(STX);
  if (firstEnd < 0 && firstStart < 0) return { text: all, places: range(0, all.length), marks: [], hasBlocks: false };
  const places: number[] = [];
  const marks: number[] = [];
  let at = 0;
  // The bytes begin inside a block.
  if (firstEnd >= 0 && (firstStart < 0 || firstEnd < firstStart)) at = takeBlock(0, 0, firstEnd, places, marks);
  for (let start = bytes.indexOf(STX, at); start >= 0; start = bytes.indexOf(STX, at)) {
    const end = bytes.indexOf(ETX, start);
    const next = bytes.indexOf(STX, start + 1);
    const isWhole = end >= 0 && (next < 0 || end < next);
    const limit = isWhole ? end : next < 0 ? bytes.length : next;
    marks.push(...range(start, Math.min(start + 1 + NUMBER_BYTES, limit)));
    at = takeBlock(start + 1 + NUMBER_BYTES, start, limit, places, marks, isWhole);
  }
  return { text: places.map((place) => all[place]).join(''), places, marks, hasBlocks: true };
}

/** Text from `from` on, then CRC and ETX; answers where the next block may begin. */
function takeBlock(
  from: number,
  start: number,
  end: number,
  places: number[],
  marks: number[],
  isWhole = true,
): number {
  const textEnd = isWhole ? Math.max(Math.min(from, end), end - CRC_BYTES) : end;
  places.push(...range(from, textEnd));
  if (isWhole) marks.push(...range(textEnd, end + 1));
  return Math.max(isWhole ? end + 1 : end, start + 1);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
