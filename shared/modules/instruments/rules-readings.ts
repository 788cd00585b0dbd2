import type { BackgroundSignal, QcResultSignal } from '../../instruments/signals.ts';
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
 * One background run out of its rows, ready to be recorded. `summary` is the verdict by the definition's published
 * limits, null where the definition is gone. Any failed row fails the run; a cut message never passes, for what is
 * missing might have failed; rows without a limit are evidence and judge nothing.
 */
export function backgroundRun(
  rows: readonly BackgroundSignal[],
  isPartial: boolean,
  summary: Pick<BackgroundRun, 'verdict' | 'worst'> | null,
): BackgroundRun {
  const hasFailed = rows.some((row) => row.verdict === 'fail');
  const isPass = summary?.verdict === 'pass' && !isPartial;
  return {
    verdict: hasFailed ? 'fail' : isPass ? 'pass' : 'cannot-evaluate',
    worst: clip(summary?.worst ?? '', 200),
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
