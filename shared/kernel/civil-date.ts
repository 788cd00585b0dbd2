import { AppError } from './errors.ts';

/**
 * A day of the calendar as text `YYYY-MM-DD`, 0001-01-01 to 9999-12-31, without time and without zone. Two of them
 * compare as text. Clocks, zones and daylight saving never enter this file: they can not move a date.
 */
export type CivilDate = string;

/** Monday is 1, Sunday 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface CivilParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;
/** The last day that can be written. */
export const lastCivilDate: CivilDate = '9999-12-31';

/** Days in a month of the Gregorian calendar; 29 in February of leap years. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True for a text that names a day there is: `2026-02-29` is none. */
export function isCivilDate(text: string): boolean {
  const match = pattern.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** @throws AppError `kernel/bad-date` when the text names no day. */
export function partsOf(date: CivilDate): CivilParts {
  if (!isCivilDate(date)) throw new AppError('kernel/bad-date', { date });
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The date of these parts; a day beyond the month's end is its last day, a year out of reach the nearest that is not. */
export function civilDate(year: number, month: number, day: number): CivilDate {
  if (year < 1) return '0001-01-01';
  if (year > 9999) return lastCivilDate;
  const within = Math.min(day, daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(within).padStart(2, '0')}`;
}

/**
 * Days since 1970-01-01, negative before. Source: the era method for the proleptic Gregorian calendar (400-year eras of
 * 146,097 days, years that begin in March).
 */
export function dayNumber(date: CivilDate): number {
  const { year, month, day } = partsOf(date);
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date that many days after 1970-01-01: the inverse of `dayNumber`, held within the years 1 to 9999. */
export function dateOfDay(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return civilDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfDay(dayNumber(date) + days);
}

/**
 * Months later (or earlier), on `day` of the month, by default the date's own; where the month is shorter, on its last
 * day. A lab does its monthly work in February too, so no month is left out (RFC 5545 would leave it out).
 */
export function addMonths(date: CivilDate, months: number, day?: number): CivilDate {
  const { year, month, day: ownDay } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  return civilDate(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, day ?? ownDay);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function weekdayOf(date: CivilDate): Weekday {
  return (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday;
}

export function endOfMonth(date: CivilDate): CivilDate {
  const { year, month } = partsOf(date);
  return civilDate(year, month, 31);
}

export const laterDate = (a: CivilDate, b: CivilDate): CivilDate => (a > b ? a : b);
export const earlierDate = (a: CivilDate, b: CivilDate): CivilDate => (a < b ? a : b);
