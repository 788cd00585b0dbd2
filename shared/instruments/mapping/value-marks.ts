import { readMeasured } from '../protocols/lis02-values.ts';

/** A value as sent, taken apart: `value` is what is left of the text, `marks` what stood behind it, in the order sent. */
export interface MarkedValue {
  readonly value: string;
  readonly marks: readonly string[];
}

/**
 * Takes marks off a number they stand right behind (`6.2H`, `13.1 *+`). A text that is no number without them is left whole:
 * `+++++` is a text of its own, not a number with five marks.
 *
 * @param known the characters that are marks, from the definition; none leaves every text whole
 */
export function splitValueMarks(raw: string, known: readonly string[]): MarkedValue {
  const marks: string[] = [];
  let value = raw.trimEnd();
  for (let last = value.at(-1); last !== undefined && known.includes(last); last = value.at(-1)) {
    marks.unshift(last);
    value = value.slice(0, -1).trimEnd();
  }
  return marks.length > 0 && readMeasured(value) !== null ? { value, marks } : { value: raw, marks: [] };
}
