import {
  addDays,
  addMonths,
  type CivilDate,
  civilDate,
  daysBetween,
  lastCivilDate,
  laterDate,
  partsOf,
  weekdayOf,
} from '../../kernel/civil-date.ts';
import type { CalendarRule } from './terms.ts';

/**
 * Dates of a calendar rule: a subset of RFC 5545 on civil dates. A slot names one occurrence: a date, or for work of
 * every shift a date with the shift's number (`2026-11-22s2`). Slots compare as text.
 */
export type Slot = string;

export const dateOfSlot = (slot: Slot): CivilDate => slot.slice(0, 10);
export const shiftOfSlot = (slot: Slot): number | null => (slot.length > 10 ? Number(slot.slice(11)) : null);
export const slotOf = (on: CivilDate, shift: number | null): Slot => (shift === null ? on : `${on}s${shift}`);

const periodMonths = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const;

/** First and last day of the calendar period a date lies in. */
export function periodOf(
  date: CivilDate,
  period: keyof typeof periodMonths,
): { readonly from: CivilDate; readonly to: CivilDate } {
  const { year, month } = partsOf(date);
  const size = periodMonths[period];
  const first = Math.floor((month - 1) / size) * size + 1;
  return { from: civilDate(year, first, 1), to: civilDate(year, first + size - 1, 31) };
}

/** The nth weekday of a date's month, the last one for -1. */
function weekdayInMonth(date: CivilDate, weekday: number, nth: number): CivilDate {
  const { year, month } = partsOf(date);
  if (nth === -1) {
    const last = civilDate(year, month, 31);
    return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
  }
  const first = civilDate(year, month, 1);
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7);
}

/**
 * The first occurrence strictly after a slot, never before the rule's start; null when the calendar ends (year 9999).
 * `after` null asks for the very first. `shiftCount` is the number of shifts of the place.
 */
export function occurrenceAfter(rule: CalendarRule, after: Slot | null, shiftCount = 1): Slot | null {
  const found = search(rule, after, Math.max(1, shiftCount));
  // Every step stays within reach; a rule that runs into the end of the calendar would answer the same day for ever.
  return found === null || dateOfSlot(found) >= lastCivilDate || (after !== null && found <= after) ? null : found;
}

function search(rule: CalendarRule, after: Slot | null, shiftCount: number): Slot | null {
  const { startsOn } = rule;
  const from = after === null || dateOfSlot(after) < startsOn ? null : dateOfSlot(after);
  switch (rule.kind) {
    case 'every': {
      if (rule.unit === 'days' || rule.unit === 'weeks') {
        if (from === null) return startsOn;
        const step = rule.every * (rule.unit === 'weeks' ? 7 : 1);
        return addDays(startsOn, (Math.floor(daysBetween(startsOn, from) / step) + 1) * step);
      }
      const step = rule.every * (rule.unit === 'years' ? 12 : 1);
      return byMonths(startsOn, step, from, (month) => addMonths(month, 0, partsOf(startsOn).day));
    }
    case 'day-of-month':
      return byMonths(startsOn, rule.everyMonths, from, (month) => addMonths(month, 0, rule.day));
    case 'weekday-of-month':
      return byMonths(startsOn, rule.everyMonths, from, (month) => weekdayInMonth(month, rule.weekday, rule.nth));
    case 'weekdays': {
      const firstMonday = addDays(startsOn, 1 - weekdayOf(startsOn));
      let on = from === null ? startsOn : addDays(from, 1);
      const week = Math.floor(daysBetween(firstMonday, on) / 7);
      const over = week % rule.everyWeeks;
      // Inside a week that is left out: on to the Monday of the next that is not.
      if (over !== 0) on = addDays(firstMonday, (week - over + rule.everyWeeks) * 7);
      for (let step = 0; step < 7; step++) {
        if (rule.weekdays.includes(weekdayOf(on))) return on;
        const next = addDays(on, 1);
        on = weekdayOf(next) === 1 ? addDays(next, (rule.everyWeeks - 1) * 7) : next;
      }
      return on;
    }
    case 'per-shift': {
      if (after === null || from === null) return slotOf(startsOn, 1);
      const shift = shiftOfSlot(after);
      if (shift === null) return slotOf(from, 1);
      return shift < shiftCount ? slotOf(from, shift + 1) : slotOf(addDays(from, 1), 1);
    }
    case 'calendar-period': {
      const first = periodOf(startsOn, rule.period).to;
      if (from === null || from < first) return first;
      const { to } = periodOf(from, rule.period);
      return from < to ? to : periodOf(addDays(to, 1), rule.period).to;
    }
  }
}

/** Walks months in steps from the start's month; `pick` finds the day of a month. */
function byMonths(
  startsOn: CivilDate,
  step: number,
  from: CivilDate | null,
  pick: (firstOfMonth: CivilDate) => CivilDate,
): CivilDate {
  const start = partsOf(startsOn);
  const first = civilDate(start.year, start.month, 1);
  const after = from ?? addDays(startsOn, -1);
  const at = partsOf(laterDate(after, startsOn));
  const months = (at.year - start.year) * 12 + (at.month - start.month);
  let count = Math.max(0, Math.floor(months / step));
  for (let tries = 0; tries < 4; tries++, count++) {
    const on = pick(addMonths(first, count * step));
    if (on > after && on >= startsOn) return on;
  }
  return lastCivilDate;
}

/** The date one interval after a day it was done: completion-based work. Null for rules without an interval. */
export function intervalAfter(rule: CalendarRule, doneOn: CivilDate): CivilDate | null {
  if (rule.kind !== 'every') return null;
  switch (rule.unit) {
    case 'days':
      return addDays(doneOn, rule.every);
    case 'weeks':
      return addDays(doneOn, rule.every * 7);
    case 'months':
      return addMonths(doneOn, rule.every);
    case 'years':
      return addMonths(doneOn, rule.every * 12);
  }
}
