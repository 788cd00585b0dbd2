import { latin1ToText } from '../../../kernel/bytes.ts';
import type { ChecksumVerdict } from '../../signals.ts';

/** The text between STX and ETX: comma-separated fields, a comma behind the last one, two hex digits of checksum. */

/** One field. */
export interface Cell {
  /** As sent, quotes and all. */
  readonly raw: string;
  /** Without quotes. Blanks are kept: they are part of some texts (a message type of three blanks). */
  readonly text: string;
  readonly isQuoted: boolean;
}

export interface CellDynBlock extends BlockChecksum {
  /** Without the checksum, and without the empty field that the last comma would make. */
  readonly cells: readonly Cell[];
  /** What stands behind the last field: the last comma with the checksum, or nothing. */
  readonly ending: string;
  /** False where a quote was opened and never closed: what stands where is then not sure. */
  readonly isWellQuoted: boolean;
}

/** What the end of a block says of its sum, read from its bytes alone. */
export interface BlockChecksum {
  /** The two digits as sent, or empty where there are none. */
  readonly checksum: string;
  /** Two upper-case hex digits of the sum as it should be. */
  readonly sum: string;
}

const COMMA = 0x2c;
const BLANK = 0x20;

/** Sum and digits of a block; what stands behind the last comma are digits only where it is two of them. */
export function readChecksum(block: Uint8Array): BlockChecksum {
  const lastComma = block.lastIndexOf(COMMA);
  let sum = 0;
  for (let index = 0; index <= lastComma; index += 1) sum += block[index] as number;
  let first = lastComma + 1;
  let last = block.length;
  while (first < last && block[first] === BLANK) first += 1;
  while (last > first && block[last - 1] === BLANK) last -= 1;
  const digits = lastComma >= 0 && last - first === 2 ? latin1ToText(block.subarray(first, last)) : '';
  return {
    checksum: /^[0-9A-Fa-f]{2}$/.test(digits) ? digits : '',
    sum: (sum % 256).toString(16).toUpperCase().padStart(2, '0'),
  };
}

/**
 * Splits a block. A comma inside a quoted text does not part fields. A quote that is never closed is a plain character of
 * its field. Takes any bytes.
 */
export function splitBlock(block: Uint8Array): CellDynBlock {
  const text = latin1ToText(block);
  const lastComma = text.lastIndexOf(',');
  const read = readChecksum(block);
  const isEnding = lastComma >= 0 && (read.checksum !== '' || text.slice(lastComma + 1).trim() === '');
  const bodyLength = isEnding ? lastComma : text.length;
  const { cells, isWellQuoted } = splitCells(text.slice(0, bodyLength));
  return { ...read, cells, ending: text.slice(bodyLength), isWellQuoted };
}

/**
 * The verdict on a block's checksum: `absent` where there is none, and where the rule is not proven for the model and
 * does not hold: then it may be another rule.
 */
export function judgeChecksum({ checksum, sum }: BlockChecksum, isProven: boolean): ChecksumVerdict {
  if (checksum === '') return 'absent';
  if (checksum.toUpperCase() === sum) return 'ok';
  return isProven ? 'failed' : 'absent';
}

function splitCells(body: string): { cells: Cell[]; isWellQuoted: boolean } {
  const cells: Cell[] = [];
  let isWellQuoted = true;
  for (let start = 0; start <= body.length; ) {
    let first = start;
    while (body[first] === ' ') first += 1;
    let from = first;
    // Where one quote found no partner, none behind it will.
    if (body[first] === '"' && isWellQuoted) {
      const closing = findClosing(body, first + 1);
      isWellQuoted = closing >= 0;
      if (isWellQuoted) from = closing;
    }
    const comma = body.indexOf(',', from);
    const end = comma < 0 ? body.length : comma;
    const raw = body.slice(start, end);
    const isQuoted = from > first;
    cells.push({ raw, text: isQuoted ? body.slice(first + 1, from) : raw, isQuoted });
    start = end + 1;
  }
  return { cells, isWellQuoted };
}

/** Place of the quote that closes a text: the next one with only blanks before a comma or the end. Minus one: none. */
function findClosing(body: string, from: number): number {
  for (let at = body.indexOf('"', from); at >= 0; at = body.indexOf('"', at + 1)) {
    let next = at + 1;
    while (body[next] === ' ') next += 1;
    if (next === body.length || body[next] === ',') return at;
  }
  return -1;
}
