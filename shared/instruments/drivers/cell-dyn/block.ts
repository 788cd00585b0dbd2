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

export interface CellDynBlock {
  /** Without the checksum, and without the empty field that the last comma would make. */
  readonly cells: readonly Cell[];
  /** The two digits as sent, or empty where there are none. */
  readonly checksum: string;
  /** What stands behind the last field: the last comma with the checksum, or nothing. */
  readonly ending: string;
  /** Two upper-case hex digits of the sum as it should be. */
  readonly sum: string;
  /** False where a quote was opened and never closed: what stands where is then not sure. */
  readonly isWellQuoted: boolean;
}

/**
 * Splits a block. A comma inside a quoted text does not part fields. A quote that is never closed is a plain character of
 * its field. Takes any bytes.
 */
export function splitBlock(block: Uint8Array): CellDynBlock {
  const text = latin1ToText(block);
  const lastComma = text.lastIndexOf(',');
  const tail = text.slice(lastComma + 1).trim();
  const hasChecksum = lastComma >= 0 && /^[0-9A-Fa-f]{2}$/.test(tail);
  const bodyLength = lastComma >= 0 && (hasChecksum || tail === '') ? lastComma : text.length;
  const { cells, isWellQuoted } = splitCells(text.slice(0, bodyLength));
  let sum = 0;
  for (let index = 0; index <= lastComma; index += 1) sum += block[index] ?? 0;
  return {
    cells,
    checksum: hasChecksum ? tail : '',
    ending: text.slice(bodyLength),
    sum: (sum % 256).toString(16).toUpperCase().padStart(2, '0'),
    isWellQuoted,
  };
}

/**
 * The verdict on a block's checksum: `absent` where there is none, and where the rule is not proven for the model and
 * does not hold: then it may be another rule.
 */
export function judgeChecksum({ checksum, sum }: CellDynBlock, isProven: boolean): ChecksumVerdict {
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
