import { say } from '../say.ts';

type Verdict = 'pass' | 'fail' | 'cannot-evaluate';

/** A verdict as it is printed; what was not judged at all is said to be so. */
export const sayVerdict = (verdict: Verdict | null): string =>
  say(verdict === null ? 'verdict.none' : `verdict.${verdict}`);

/** Fits a note into a cell of the head; the whole text stands in its table. */
export const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
