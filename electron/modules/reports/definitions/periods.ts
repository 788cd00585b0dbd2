import * as z from 'zod';
import {
  addDays,
  addMonths,
  type CivilDate,
  civilDate,
  daysBetween,
  isCivilDate,
  partsOf,
  weekdayOf,
} from '../../../../shared/kernel/civil-date.ts';
import { intlZoneOffset } from '../../../../shared/kernel/zone.ts';

/** A day of a form, or null where the field was left empty. */
export const optionalDate = z
  .union([z.literal(''), z.string().refine(isCivilDate), z.null()])
  .transform((value) => (value === '' ? null : value));

/** An instrument of a form, or null where the field was left empty. */
export const optionalInstrument = z
  .union([z.string().max(64), z.null()])
  .transform((value) => (value === '' ? null : value));

/** What a report of a period is asked with: an instrument or all, days that do not end before they begin, what to show. */
export const periodParameters = <Show extends string>(shows: readonly [Show, ...Show[]]) =>
  z
    .object({ instrumentId: optionalInstrument, from: optionalDate, to: optionalDate, show: z.enum(shows) })
    .refine(({ from, to }) => from === null || to === null || from <= to, { path: ['to'] });

/** The instant at which a day begins on a place's wall clock, in milliseconds. */
export function startOfDay(date: CivilDate, timeZone: string): number {
  const { year, month, day } = partsOf(date);
  const utc = Date.UTC(year, month - 1, day);
  // Twice: the offset is that of the instant, which the first guess may miss by an hour.
  const guess = utc - intlZoneOffset(timeZone, utc) * 60_000;
  return utc - intlZoneOffset(timeZone, guess) * 60_000;
}

/** Longest run of weeks people still tell apart on one sheet; beyond it months are counted. */
const mostWeeks = 60;
const mostMonths = 120;

/** Equal pieces of a period for the bars of a chart: weeks from Monday, or months where there would be too many. */
export function piecesOf(from: CivilDate, to: CivilDate): { label: string; from: CivilDate }[] {
  const monday = addDays(from, 1 - weekdayOf(from));
  const weeks = Math.floor(daysBetween(monday, to) / 7) + 1;
  if (weeks <= mostWeeks) {
    return Array.from({ length: weeks }, (_, index) => {
      const start = addDays(monday, index * 7);
      return { label: start.slice(5), from: start };
    });
  }
  const first = partsOf(from);
  const last = partsOf(to);
  const months = (last.year - first.year) * 12 + last.month - first.month + 1;
  const shown = Math.min(months, mostMonths);
  const start = addMonths(civilDate(first.year, first.month, 1), months - shown);
  return Array.from({ length: shown }, (_, index) => {
    const month = addMonths(start, index);
    return { label: month.slice(0, 7), from: month };
  });
}

/** Whether the pieces are months; else they are weeks. */
export const areMonths = (pieces: readonly { label: string }[]): boolean => pieces[0]?.label.length === 7;

/** Index of the piece a day lies in, or -1 before the first. */
export function pieceOf(pieces: readonly { from: CivilDate }[], date: CivilDate): number {
  let found = -1;
  for (const [index, piece] of pieces.entries()) if (piece.from <= date) found = index;
  return found;
}
