import type { BackgroundSignal, QcResultSignal, Signal } from '../../instruments/signals.ts';
import type { Reading } from './records.ts';

/** Pure rules for what the wire reports and the log keeps: background runs and control values, copied as sent. */

/** Text that fits a record: no NUL (PostgreSQL cannot hold one), at most `max` UTF-16 units. */
export function clip(text: string, max: number): string {
  const clean = text.replaceAll('\0', '');
  return clean.length <= max ? clean : clean.slice(0, max);
}

/** A wire value copied into a record (decision 2). */
export function copyReading(
  signal: BackgroundSignal | QcResultSignal,
): Omit<Reading, 'limit' | 'limitSource' | 'verdict'> {
  return {
    test: clip(signal.test, 200),
    rawValue: clip(signal.rawValue, 400),
    unit: clip(signal.unit, 60),
    flags: signal.flags.slice(0, 16).map((flag) => clip(flag, 60)),
    status: clip(signal.status, 20),
    analyte: signal.analyte,
    value: signal.value,
  };
}

export interface BackgroundRun {
  readonly verdict: 'pass' | 'fail' | 'cannot-evaluate';
  readonly worst: string;
  readonly readings: readonly Reading[];
}

/**
 * One background run out of its rows. It passes only when every row that has a limit was judged and passed; one above its
 * limit fails it; no row with a limit, a row that could not be judged, or a cut message leave it open. Rows without a
 * published limit are kept and judge nothing.
 */
export function judgeBackground(signals: readonly Signal[], isPartial: boolean): BackgroundRun | null {
  const rows = signals.filter((signal) => signal.kind === 'background');
  if (rows.length === 0) return null;
  const judged = rows.filter((row) => row.limit !== null);
  const failed = judged.filter((row) => row.verdict === 'fail');
  const isOpen = isPartial || judged.length === 0 || judged.some((row) => row.verdict === 'cannot-evaluate');
  const verdict = failed.length > 0 ? 'fail' : isOpen ? 'cannot-evaluate' : 'pass';
  const excess = (row: BackgroundSignal) => Number(row.value ?? 0) / (Number(row.limit) || 1);
  const [worst] = [...(failed.length > 0 ? failed : judged)].sort((a, b) => excess(b) - excess(a));
  return {
    verdict,
    worst: worst ? clip(`${worst.analyte ?? worst.test} ${worst.rawValue} (limit ${worst.limit})`, 200) : '',
    readings: rows.map((row) => ({
      ...copyReading(row),
      limit: row.limit,
      limitSource: clip(row.limitSource, 400),
      verdict: row.verdict,
    })),
  };
}

/** Longest run of readings in one record: characters of their JSON, so that even three-byte letters stay under 64 KiB. */
export const partCharacters = 16_000;

/** Cuts a long list into runs that each fit one record; an empty list makes one empty run. */
export function inParts<Item>(items: readonly Item[]): Item[][] {
  const parts: Item[][] = [[]];
  let size = 0;
  for (const item of items) {
    const own = JSON.stringify(item).length + 1;
    const open = parts.at(-1)!;
    if (open.length > 0 && (size + own > partCharacters || open.length >= 100)) {
      parts.push([item]);
      size = own;
    } else {
      open.push(item);
      size += own;
    }
  }
  return parts;
}
