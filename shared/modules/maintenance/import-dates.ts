import { type CivilDate, civilDate, daysInMonth, isCivilDate } from '../../kernel/civil-date.ts';
import type { DateOrder } from './import-contract.ts';

/** Dates as people type them into spreadsheets. A date that reads both ways is asked about, never guessed. */

export type ReadDate =
  | { readonly kind: 'date'; readonly on: CivilDate }
  | { readonly kind: 'ambiguous'; readonly dayFirst: CivilDate; readonly monthFirst: CivilDate }
  /** It reads only in the other order than the one given for the sheet. */
  | { readonly kind: 'other-order' }
  | { readonly kind: 'none' };

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const none: ReadDate = { kind: 'none' };

/** Two digits: 70 to 99 are the last century's, the rest this one's. No lab imports a log older than that. */
const fullYear = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) >= 70 ? 1900 : 2000);

function dateOf(year: number, month: number, day: number): CivilDate | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return civilDate(year, month, day);
}

const asDate = (on: CivilDate | null): ReadDate => (on === null ? none : { kind: 'date', on });

/**
 * Reads one date, with or without a time of day behind it (which is left out).
 *
 * @param order how `03/04/2026` is meant; with `ask` such a date is answered as ambiguous, both readings beside it
 */
export function readDate(text: string, order: DateOrder): ReadDate {
  const bare = text
    .trim()
    .replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i, '')
    .trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(bare);
  if (iso) return asDate(dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3])));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  if (compact) return asDate(dateOf(Number(compact[1]), Number(compact[2]), Number(compact[3])));
  const named = readNamed(bare);
  if (named) return named;
  const both = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(bare);
  if (!both) return none;
  const [first, second, year] = [Number(both[1]), Number(both[2]), fullYear(both[3]!)];
  const dayFirst = dateOf(year, second, first);
  const monthFirst = dateOf(year, first, second);
  if (dayFirst === null && monthFirst === null) return none;
  if (order !== 'ask') {
    const wanted = order === 'day-first' ? dayFirst : monthFirst;
    return wanted === null ? { kind: 'other-order' } : { kind: 'date', on: wanted };
  }
  if (dayFirst === null || monthFirst === null) return asDate(dayFirst ?? monthFirst);
  return dayFirst === monthFirst ? asDate(dayFirst) : { kind: 'ambiguous', dayFirst, monthFirst };
}

/** `3 Apr 2026`, `3-Apr-26`, `April 3, 2026`, with or without the weekday. */
function readNamed(text: string): ReadDate | null {
  const plain = text.replace(/^[a-z]+,\s*/i, '').replaceAll(/(\d)(st|nd|rd|th)\b/gi, '$1');
  const dayFirst = /^(\d{1,2})[\s./-]+([a-z]{3,9})\.?[\s,./-]+(\d{4}|\d{2})$/i.exec(plain);
  const monthFirst = /^([a-z]{3,9})\.?[\s./-]+(\d{1,2})[\s,./-]+(\d{4}|\d{2})$/i.exec(plain);
  const match = dayFirst ?? monthFirst;
  if (!match) return null;
  const [name, day] = dayFirst ? [match[2]!, match[1]!] : [match[1]!, match[2]!];
  const month = months.findIndex((one) => name.toLowerCase().startsWith(one)) + 1;
  if (month === 0) return none;
  return asDate(dateOf(fullYear(match[3]!), month, Number(day)));
}

/** Days no lab log reaches: a slip of the keyboard, or a number that was never a date. */
export const isPlausible = (on: CivilDate): boolean => isCivilDate(on) && on >= '1980-01-01' && on <= '2100-12-31';
