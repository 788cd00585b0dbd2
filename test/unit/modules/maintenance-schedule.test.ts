import { describe, expect, test } from 'vitest';
import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import {
  datesAhead,
  missedSince,
  nextDue,
  nothingDone,
  type PlaceDays,
} from '../../../shared/modules/maintenance/rules-due.ts';
import { type PlanFacts, standingOf, type Today } from '../../../shared/modules/maintenance/rules-status.ts';
import type { CalendarRule, ScheduleRule } from '../../../shared/modules/maintenance/terms.ts';
import { calendarDays, closedOn, open, perform, rule } from '../../harness/schedule.ts';

const dueAfter = (of: ScheduleRule, doneOn: CivilDate[], days = open) =>
  nextDue(
    of,
    doneOn.reduce((done, on) => perform(of, done, on, days), nothingDone),
    days,
  )?.dueOn;

const monthlyFirst = rule(
  { kind: 'day-of-month', day: 1, everyMonths: 1, startsOn: '2026-12-01' },
  { windowBeforeDays: 7, windowAfterDays: 7 },
);

describe('worked cases of C.3', () => {
  test('due 1 Dec, monthly on the 1st, ±7 d, done 23 Nov: stays 1 Dec', () => {
    expect(dueAfter(monthlyFirst, ['2026-11-23'])).toBe('2026-12-01');
  });
  test('due 1 Dec, done 27 Nov: 1 Jan', () => {
    expect(dueAfter(monthlyFirst, ['2026-11-27'])).toBe('2027-01-01');
  });
  test('due 1 Dec, done 10 Jan: 1 Feb', () => {
    expect(dueAfter(monthlyFirst, ['2027-01-10'])).toBe('2027-02-01');
  });
  test('28-day offset, done 14 Nov: 12 Dec', () => {
    const offset = rule({ kind: 'every', every: 28, unit: 'days', startsOn: '2026-11-20' }, { windowBeforeDays: null });
    expect(dueAfter(offset, ['2026-11-14'])).toBe('2026-12-12');
    expect(dueAfter({ ...offset, windowBeforeDays: 0, anchor: 'completion' }, ['2026-11-14'])).toBe('2026-12-12');
  });
  test('a very late one that falls in the next window counts for the missed one only', () => {
    expect(dueAfter(monthlyFirst, ['2026-12-28'])).toBe('2027-01-01');
    expect(dueAfter(monthlyFirst, ['2026-12-28', '2026-12-28'])).toBe('2027-02-01');
  });
  test('missed ones do not pile up: daily work left for five days asks once', () => {
    const daily = rule({ kind: 'every', every: 1, unit: 'days', startsOn: '2026-11-02' });
    const due = nextDue(daily, nothingDone, open)!;
    const missed = missedSince(daily, due, '2026-11-07', open);
    expect(missed).toMatchObject({ count: 5, list: [{ dueOn: '2026-11-02' }, {}, {}, {}, { dueOn: '2026-11-06' }] });
    expect(dueAfter(daily, ['2026-11-07'])).toBe('2026-11-08');
  });
});

const today = (on: CivilDate, shift = 1, shiftOn = on): Today => ({ on, shift, shiftOn });
const facts = (of: ScheduleRule, more: Partial<PlanFacts> = {}): PlanFacts => ({
  rule: of,
  done: nothingDone,
  days: open,
  carried: null,
  counter: null,
  ...more,
});

describe('windows and colours', () => {
  test('before due, due, past the window', () => {
    const stateOn = (on: CivilDate) => standingOf(facts(monthlyFirst), today(on)).state;
    expect(stateOn('2026-11-01')).toBe('upcoming');
    expect(stateOn('2026-11-24')).toBe('soon');
    expect(stateOn('2026-12-01')).toBe('due');
    expect(stateOn('2026-12-08')).toBe('due');
    expect(stateOn('2026-12-09')).toBe('overdue');
  });

  test('CC1: work of every third day has no grace; on the fourth day it is overdue, and the gap shows before it happens', () => {
    const third = rule({ kind: 'every', every: 3, unit: 'days', startsOn: '2026-11-10' }, { anchor: 'completion' });
    const done = perform(third, nothingDone, '2026-11-10');
    expect(nextDue(third, done, open)).toMatchObject({ dueOn: '2026-11-13', windowClosesOn: '2026-11-13' });
    const stateOn = (on: CivilDate) => standingOf(facts(third, { done }), today(on)).state;
    expect(['2026-11-12', '2026-11-13', '2026-11-14'].map(stateOn)).toEqual(['soon', 'due', 'overdue']);
  });

  test('CC2: once in a calendar month and never more than 31 days apart: 29 May asks by 29 June, not 3 July', () => {
    const monthly = rule({ kind: 'calendar-period', period: 'month', maxGapDays: 31, startsOn: '2026-05-01' });
    const done = perform(monthly, nothingDone, '2026-05-29');
    expect(nextDue(monthly, done, open)).toMatchObject({
      occurrence: '2026-06-30',
      dueOn: '2026-06-29',
      moved: ['max-gap'],
    });
    expect(standingOf(facts(monthly, { done }), today('2026-07-03')).state).toBe('overdue');
    const plain = rule({ kind: 'calendar-period', period: 'month', maxGapDays: null, startsOn: '2026-05-01' });
    expect(nextDue(plain, perform(plain, nothingDone, '2026-05-29'), open)?.dueOn).toBe('2026-06-30');
  });

  test('a short longest gap never skips a month', () => {
    const monthly = rule({ kind: 'calendar-period', period: 'month', maxGapDays: 20, startsOn: '2026-05-01' });
    expect(dueAfter(monthly, ['2026-05-05'])).toBe('2026-05-25');
  });

  test('a quarter: any day in it counts, once', () => {
    const quarter = rule({ kind: 'calendar-period', period: 'quarter', maxGapDays: null, startsOn: '2026-01-01' });
    expect(dueAfter(quarter, [])).toBe('2026-03-31');
    expect(dueAfter(quarter, ['2026-01-02'])).toBe('2026-06-30');
    expect(dueAfter(quarter, ['2026-01-02', '2026-03-30'])).toBe('2026-06-30');
    expect(dueAfter(quarter, ['2026-04-02'])).toBe('2026-06-30');
  });

  test('year ±30 days by the calendar', () => {
    const yearly = rule(
      { kind: 'every', every: 1, unit: 'years', startsOn: '2026-06-15' },
      { windowBeforeDays: 30, windowAfterDays: 30 },
    );
    expect(dueAfter(yearly, ['2026-05-15'])).toBe('2026-06-15');
    expect(dueAfter(yearly, ['2026-05-16'])).toBe('2027-06-15');
  });
});

describe('calendars', () => {
  const ahead = (calendar: CalendarRule, count: number, more: Partial<ScheduleRule> = {}, days = open) =>
    datesAhead(rule(calendar, more), nothingDone, days, count);

  test('month ends: the 31st is the last day of shorter months', () => {
    expect(ahead({ kind: 'day-of-month', day: 31, everyMonths: 1, startsOn: '2027-01-01' }, 5)).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
      '2027-05-31',
    ]);
    expect(ahead({ kind: 'every', every: 1, unit: 'months', startsOn: '2027-01-30' }, 3)).toEqual([
      '2027-01-30',
      '2027-02-28',
      '2027-03-30',
    ]);
  });
  test('29 February comes back on the 28th, and on the 29th in leap years', () => {
    expect(ahead({ kind: 'every', every: 1, unit: 'years', startsOn: '2024-02-29' }, 5)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });
  test('weekdays, every second week', () => {
    // 2026-11-02 is a Monday.
    expect(ahead({ kind: 'weekdays', weekdays: [1, 4], everyWeeks: 2, startsOn: '2026-11-02' }, 4)).toEqual([
      '2026-11-02',
      '2026-11-05',
      '2026-11-16',
      '2026-11-19',
    ]);
  });
  test('weekday of month, and the last one', () => {
    expect(ahead({ kind: 'weekday-of-month', weekday: 2, nth: 2, everyMonths: 1, startsOn: '2026-11-01' }, 3)).toEqual([
      '2026-11-10',
      '2026-12-08',
      '2027-01-12',
    ]);
    expect(ahead({ kind: 'weekday-of-month', weekday: 5, nth: -1, everyMonths: 3, startsOn: '2026-11-01' }, 2)).toEqual(
      ['2026-11-27', '2027-02-26'],
    );
  });
  test('per shift: each shift is its own occurrence; a later shift makes it overdue, the night belongs to the evening', () => {
    const shifts = rule({ kind: 'per-shift', startsOn: '2026-11-22' });
    expect(nextDue(shifts, nothingDone, open)?.occurrence).toBe('2026-11-22s1');
    const first = perform(shifts, nothingDone, '2026-11-22', open, 1);
    expect(nextDue(shifts, first, open)?.occurrence).toBe('2026-11-22s2');
    const stateAt = (now: Today) => standingOf(facts(shifts, { done: first }), now).state;
    expect(stateAt(today('2026-11-22', 1))).toBe('soon');
    expect(stateAt(today('2026-11-22', 2))).toBe('due');
    expect(stateAt(today('2026-11-22', 3))).toBe('overdue');
    const second = perform(shifts, first, '2026-11-22', open, 2);
    const night = standingOf(facts(shifts, { done: second }), { on: '2026-11-23', shift: 3, shiftOn: '2026-11-22' });
    expect(night.state).toBe('due');
  });

  test('closed days: left out, before, after', () => {
    const daily: CalendarRule = { kind: 'every', every: 1, unit: 'days', startsOn: '2026-11-20' };
    expect(ahead(daily, 3, { closedDays: 'skip' }, closedOn(6, 7))).toEqual(['2026-11-20', '2026-11-23', '2026-11-24']);
    const first: CalendarRule = { kind: 'day-of-month', day: 1, everyMonths: 1, startsOn: '2026-11-01' };
    // 1 November 2026 is a Sunday.
    expect(ahead(first, 2, { closedDays: 'before' }, closedOn(7))).toEqual(['2026-10-31', '2026-12-01']);
    expect(ahead(first, 2, { closedDays: 'after' }, closedOn(7))).toEqual(['2026-11-02', '2026-12-01']);
  });

  test('closed days: two occurrences moved to one day are one piece of work', () => {
    const everySecond = rule(
      { kind: 'every', every: 2, unit: 'days', startsOn: '2026-11-21' },
      { closedDays: 'before' },
    );
    const days = closedOn(6, 7, 1);
    const friday = nextDue(everySecond, nothingDone, days);
    expect(friday).toMatchObject({ occurrence: '2026-11-21', dueOn: '2026-11-20', moved: ['closed-day'] });
    const done = perform(everySecond, nothingDone, '2026-11-20', days);
    expect(nextDue(everySecond, done, days)?.dueOn).toBe('2026-11-25');
  });
});

describe('not in use', () => {
  const weekly = rule({ kind: 'every', every: 7, unit: 'days', startsOn: '2026-11-02' });
  const away = (fromOn: CivilDate, toOn: CivilDate | null): PlaceDays => ({
    calendar: calendarDays,
    notInUse: [{ fromOn, toOn }],
  });

  test('while it lasts nothing is due; on return the work is due that day, once', () => {
    const done = perform(weekly, nothingDone, '2026-11-02');
    expect(standingOf(facts(weekly, { done, days: away('2026-11-05', null) }), today('2026-11-20')).state).toBe(
      'not-in-use',
    );
    const back = away('2026-11-05', '2026-11-27');
    expect(nextDue(weekly, done, back)).toMatchObject({ dueOn: '2026-11-27', moved: ['not-in-use'] });
    const again = perform(weekly, done, '2026-11-27', back);
    expect(nextDue(weekly, again, back)?.dueOn).toBe('2026-11-30');
  });

  test('what was overdue before stays overdue', () => {
    const standing = standingOf(facts(weekly, { days: away('2026-11-05', null) }), today('2026-11-20'));
    expect(standing.state).toBe('overdue');
    expect(standing.missed.count).toBe(1);
  });
});

describe('counters', () => {
  const counted = (every: number, calendar: CalendarRule | null = null): ScheduleRule => ({
    calendar,
    anchor: 'schedule',
    windowBeforeDays: 0,
    windowAfterDays: 0,
    closedDays: 'keep',
    counter: { meter: 'cycles', every, unit: 'cycles', startsAt: 1000 },
    events: [],
  });
  const at = (total: number | null, firedOn: CivilDate | null = null, doneAt: number | null = null) => ({
    total,
    readOn: '2026-11-22',
    doneAt,
    firedOn,
  });

  test('fires at the limit, warns at 90 %, and without a reading can not be told', () => {
    const stateAt = (counter: ReturnType<typeof at>) =>
      standingOf(facts(counted(500), { counter }), today('2026-11-22')).state;
    expect(stateAt(at(null))).toBe('cannot-evaluate');
    expect(stateAt(at(1449))).toBe('upcoming');
    expect(stateAt(at(1450))).toBe('soon');
    expect(stateAt(at(1500, '2026-11-22'))).toBe('due');
    expect(stateAt(at(1600, '2026-11-20'))).toBe('overdue');
    expect(stateAt(at(1600, null, 1590))).toBe('upcoming');
  });

  test('whichever comes first', () => {
    const both = counted(500, { kind: 'every', every: 30, unit: 'days', startsOn: '2026-12-10' });
    const byCounter = standingOf(facts(both, { counter: at(1500, '2026-11-22') }), today('2026-11-22'));
    expect(byCounter).toMatchObject({
      state: 'due',
      cause: 'counter',
      dueOn: '2026-11-22',
      occurrence: '2026-12-10m1000',
    });
    const byDate = standingOf(facts(both, { counter: at(1100) }), today('2026-12-11'));
    expect(byDate).toMatchObject({ state: 'overdue', cause: 'calendar', dueOn: '2026-12-10' });
  });
});
