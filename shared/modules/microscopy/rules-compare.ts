import { exactLimits } from './rules-binomial.ts';
import { countedOf, percentOf, showPercent } from './rules-tally.ts';
import type { CellClass, ComparedClass, CompareWhy, Slide, TallyRow, Verdict } from './terms.ts';

/** A finished count, as far as a comparison needs it. */
export interface ReadCount {
  readonly countId: string;
  /** The record's author. */
  readonly reader: string;
  readonly slide: Slide;
  readonly classes: readonly CellClass[];
  readonly rows: readonly TallyRow[];
  /** Ended below its target. */
  readonly isShort: boolean;
}

export interface Compared {
  readonly verdict: Verdict;
  readonly why: readonly CompareWhy[];
  readonly rows: readonly ComparedClass[];
}

/** Where the limits come from; printed with every comparison. */
export const compareSource =
  'Exact binomial (Clopper-Pearson) 95 % limits around the first reader, as in the table of Rümke; mission rule C.7.';

/**
 * Two readers of one slide: each class of the second must lie within the exact 95 % limits around the first reader's share.
 * What is missing or not alike can not be evaluated, whatever the shares say: it is never a pass. Cells noted beside the
 * hundred are not compared, for no hundred of their own was counted.
 */
export function compareCounts(first: ReadCount, second: ReadCount): Compared {
  const why: CompareWhy[] = [];
  if (first.countId === second.countId) why.push('same-count');
  else if (first.reader === second.reader) why.push('same-reader');
  if (first.slide.hash !== second.slide.hash) why.push('other-slide');
  if (first.isShort || countedOf(first.rows, first.classes) < leastCells) why.push('first-short');
  if (second.isShort || countedOf(second.rows, second.classes) < leastCells) why.push('second-short');
  if (namesOf(first) !== namesOf(second))
    return { verdict: 'cannot-evaluate', why: [...why, 'other-classes'], rows: [] };
  const rows = rowsOf(first, second);
  if (why.length > 0) return { verdict: 'cannot-evaluate', why, rows };
  return rows.every(({ isWithin }) => isWithin)
    ? { verdict: 'pass', why: [], rows }
    : { verdict: 'fail', why: ['outside-limits'], rows };
}

/** Below a hundred cells the limits say next to nothing. */
const leastCells = 100;

/**
 * Shares and limits are held against each other as they are printed, with one place: the exact lower limit of one cell in a
 * hundred is 0.03 %, and a reader who saw none has not contradicted it (the worked case of rule C.7 is "1: 0 to 5.4").
 */
const asPrinted = (percent: number): number => Number(showPercent(percent));

const namesOf = ({ classes }: ReadCount): string =>
  classes
    .filter(({ isCounted }) => isCounted)
    .map(({ key }) => key)
    .toSorted()
    .join(' ');

function rowsOf(first: ReadCount, second: ReadCount): ComparedClass[] {
  const [firstTotal, secondTotal] = [first, second].map(({ rows, classes }) => countedOf(rows, classes));
  const of = ({ rows }: ReadCount, key: string): number => rows.find((row) => row.key === key)?.count ?? 0;
  return first.classes
    .filter(({ isCounted }) => isCounted)
    .map(({ key, name }) => {
      const [one, other] = [of(first, key), of(second, key)];
      const { low, high } = exactLimits(one, firstTotal ?? 0);
      const secondPercent = percentOf(other, secondTotal ?? 0);
      const isWithin = asPrinted(secondPercent) >= asPrinted(low) && asPrinted(secondPercent) <= asPrinted(high);
      const shares = { firstPercent: percentOf(one, firstTotal ?? 0), secondPercent };
      return { key, name, first: one, second: other, ...shares, low, high, isWithin };
    });
}
