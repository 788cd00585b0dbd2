import { joinBlocks } from './blocks.ts';
import { isTestLine, RULE, readTagLine, SKIPPED, type TagLine } from './lines.ts';
import { isKnownTag } from './mask-text.ts';
import type { CoulterTextMapping } from './schema.ts';

export interface CoulterRecord {
  /** Lines whose tag the definition knows, or that can be nothing but a test, in the order sent. */
  readonly lines: readonly TagLine[];
  /** How many lines say nothing by the definition. */
  readonly strayCount: number;
  /** Tags that came twice with different values: then two records ran into one. */
  readonly clashes: readonly string[];
  readonly hasBlocks: boolean;
}

/** Reads the lines between the closing line and the last opening one before it. Takes any bytes. */
export function readRecord(block: Uint8Array, mapping: CoulterTextMapping): CoulterRecord {
  const { text, hasBlocks } = joinBlocks(block);
  const lines: TagLine[] = [];
  const values = new Map<string, string>();
  const clashes = new Set<string>();
  let strayCount = 0;
  for (const line of linesOfRecord(text)) {
    if (line.trim() === '' || line.includes(SKIPPED)) continue;
    const found = readTagLine(line);
    if (found === null || !(isKnownTag(found.tag, mapping) || isTestLine(found))) {
      strayCount += 1;
      continue;
    }
    const before = values.get(found.tag);
    if (before === undefined) {
      values.set(found.tag, found.value);
      lines.push(found);
    } else if (before !== found.value) clashes.add(found.tag);
  }
  return { lines, strayCount, clashes: [...clashes], hasBlocks };
}

/** A block may hold the end of something else before the opening line. Without an opening line everything is the record's. */
function linesOfRecord(text: string): readonly string[] {
  const lines = text.split(/[\r\n]+/);
  const isRule = (line: string): boolean => line.startsWith(RULE) && !line.includes(SKIPPED);
  const closing = lines.findLastIndex(isRule);
  if (closing < 0) return lines;
  return lines.slice(lines.slice(0, closing).findLastIndex(isRule) + 1, closing);
}
