import type { CellClass, TallyRow } from './terms.ts';

/**
 * A count in progress is the row of its key presses, one character each: the place of the class in base 36, `-` for "take
 * the last one back". So nothing is ever overwritten, and what was taken back stays visible until the count is finished.
 */
export const undoMark = '-';

/** Marks a draft may hold: five hundred cells, as many beside, and every one of them taken back once. */
export const mostMarks = 4000;

export const markOf = (index: number): string => index.toString(36);

export interface Tally {
  readonly rows: readonly TallyRow[];
  /** Cells that are part of the hundred. */
  readonly counted: number;
  readonly undone: number;
  /** Key of the class the last standing press counted; null where nothing stands. */
  readonly last: string | null;
}

/** What stands of a row of presses. A mark of no class is passed over; taking back nothing changes nothing. Never throws. */
export function tallyOf(marks: string, classes: readonly CellClass[]): Tally {
  const standing: number[] = [];
  let undone = 0;
  for (const mark of marks) {
    if (mark === undoMark) {
      if (standing.pop() !== undefined) undone += 1;
      continue;
    }
    const index = Number.parseInt(mark, 36);
    if (classes[index]) standing.push(index);
  }
  const counts = classes.map(() => 0);
  for (const index of standing) counts[index] = (counts[index] ?? 0) + 1;
  const rows = classes.map(({ key }, index) => ({ key, count: counts[index] ?? 0 }));
  return { rows, counted: countedOf(rows, classes), undone, last: classes[standing.at(-1) ?? -1]?.key ?? null };
}

/** Cells that make up the hundred; what is noted beside is not among them. */
export function countedOf(rows: readonly TallyRow[], classes: readonly CellClass[]): number {
  const counted = new Set(classes.filter(({ isCounted }) => isCounted).map(({ key }) => key));
  return rows.reduce((sum, { key, count }) => sum + (counted.has(key) ? count : 0), 0);
}

/** Per cent of the counted cells; of a class noted beside, how many were seen for each hundred counted. 0 before the first. */
export const percentOf = (count: number, counted: number): number => (counted === 0 ? 0 : (100 * count) / counted);

/** One place, as limits are printed. */
export const showPercent = (value: number): string => (Math.round(value * 10) / 10).toFixed(1);
