import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, weekdayOf } from '../../../shared/kernel/civil-date.ts';
import {
  calendarPart,
  type DoneSoFar,
  datesAhead,
  nextDue,
  nothingDone,
  type PlaceDays,
} from '../../../shared/modules/maintenance/rules-due.ts';
import { occurrenceAfter, slotOf } from '../../../shared/modules/maintenance/rules-occurrences.ts';
import type { CalendarRule, ScheduleRule } from '../../../shared/modules/maintenance/terms.ts';
import { calendarDays, closedOn, open, perform } from '../../harness/schedule.ts';
import '../../harness/fast-check.ts';

const anyDate = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));
const anyCalendar: fc.Arbitrary<CalendarRule> = fc.oneof(
  fc.record({
    kind: fc.constant('every' as const),
    every: fc.integer({ min: 1, max: 60 }),
    unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const, 'years' as const),
    startsOn: anyDate,
  }),
  fc.record({
    kind: fc.constant('weekdays' as const),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    everyWeeks: fc.integer({ min: 1, max: 8 }),
    startsOn: anyDate,
  }),
  fc.record({
    kind: fc.constant('weekday-of-month' as const),
    weekday: fc.integer({ min: 1, max: 7 }),
    nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const),
    everyMonths: fc.integer({ min: 1, max: 24 }),
    startsOn: anyDate,
  }),
  fc.record({
    kind: fc.constant('day-of-month' as const),
    day: fc.integer({ min: 1, max: 31 }),
    everyMonths: fc.integer({ min: 1, max: 24 }),
    startsOn: anyDate,
  }),
  fc.record({ kind: fc.constant('per-shift' as const), startsOn: anyDate }),
  fc.record({
    kind: fc.constant('calendar-period' as const),
    period: fc.constantFrom('month' as const, 'quarter' as const, 'half-year' as const, 'year' as const),
    maxGapDays: fc.option(fc.integer({ min: 10, max: 400 })),
    startsOn: anyDate,
  }),
);
const anyRule = fc
  .record({
    calendar: anyCalendar,
    anchor: fc.constantFrom('schedule' as const, 'completion' as const),
    windowBeforeDays: fc.option(fc.integer({ min: 0, max: 40 })),
    windowAfterDays: fc.integer({ min: 0, max: 40 }),
    closedDays: fc.constantFrom('keep' as const, 'skip' as const, 'before' as const, 'after' as const),
  })
  .map((one): ScheduleRule => ({ ...one, counter: null, events: [] }));
const anyDays = fc
  .record({
    closedWeekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 5 }),
    spans: fc.array(fc.tuple(anyDate, fc.integer({ min: 1, max: 90 })), { maxLength: 3 }),
  })
  .map(
    ({ closedWeekdays, spans }): PlaceDays => ({
      calendar: { ...calendarDays, closedWeekdays },
      notInUse: spans.map(([fromOn, length]) => ({ fromOn, toOn: addDays(fromOn, length) })),
    }),
  );

describe('any rule', () => {
  test('its occurrences strictly increase and never come before the start', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, (calendar, from) => {
        const first = occurrenceAfter(calendar, from, 3);
        if (first === null) return;
        expect(first > slotOf(from, null)).toBe(true);
        expect(first.slice(0, 10) >= calendar.startsOn).toBe(true);
        const second = occurrenceAfter(calendar, first, 3);
        if (second !== null) expect(second > first).toBe(true);
        // Nothing lies between: asking again from the day before the second finds the second.
        if (second !== null && second.length === 10 && daysBetween(first, second) > 1) {
          expect(occurrenceAfter(calendar, addDays(second, -1), 3)).toBe(second);
        }
      }),
    );
  });

  test('done any day, the next occurrence is another one, and its due date does not fall back', () => {
    fc.assert(
      fc.property(
        anyRule,
        anyDays,
        fc.array(fc.integer({ min: -30, max: 400 }), { maxLength: 6 }),
        (of, days, offsets) => {
          let done = nothingDone;
          const seen = new Set<string>();
          for (const offset of offsets) {
            const due = nextDue(of, done, days);
            if (!due || due.dueOn === null) return;
            expect(seen.has(due.occurrence)).toBe(false);
            const on = addDays(due.dueOn, offset);
            const counts = due.windowOpensOn === null || on >= due.windowOpensOn;
            done = perform(of, done, on, days, 1);
            const next = nextDue(of, done, days);
            if (!counts) expect(next).toEqual(due);
            else {
              seen.add(due.occurrence);
              if (!next || next.dueOn === null) return;
              if (of.calendar?.kind !== 'calendar-period' && !next.occurrence.startsWith('c')) {
                expect(next.dueOn >= due.dueOn).toBe(true);
                expect(next.dueOn > on || next.dueOn >= due.dueOn).toBe(true);
              }
            }
          }
        },
      ),
    );
  });

  test('with nothing that moves dates, the next due date lies strictly after the one that was met and the day it was met', () => {
    fc.assert(
      fc.property(anyRule, fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), (some, offsets) => {
        const of: ScheduleRule = {
          ...some,
          closedDays: 'keep',
          anchor: 'schedule',
          windowBeforeDays: some.windowBeforeDays ?? 3,
        };
        if (of.calendar?.kind === 'per-shift') return;
        let done = nothingDone;
        for (const offset of offsets) {
          const due = nextDue(of, done, open);
          if (!due || due.dueOn === null) return;
          const on = addDays(due.dueOn, offset);
          done = perform(of, done, on, open);
          const next = nextDue(of, done, open);
          if (!next || next.dueOn === null) return;
          expect(next.occurrence > due.occurrence).toBe(true);
          // The longest gap of a calendar period counts from the work itself, which may have been done early.
          if (of.calendar?.kind !== 'calendar-period') expect(next.dueOn > due.dueOn).toBe(true);
          expect(next.dueOn > on).toBe(true);
        }
      }),
    );
  });

  test('the order in which performances become known plays no part', () => {
    const join = (a: DoneSoFar, b: DoneSoFar): DoneSoFar => {
      const top = (b.slot ?? '') > (a.slot ?? '') ? b : a;
      return {
        slot: top.slot,
        slotDoneOn: top.slotDoneOn,
        slotDoneShift: top.slotDoneShift,
        resetOn: (b.resetOn ?? '') > (a.resetOn ?? '') ? b.resetOn : a.resetOn,
      };
    };
    fc.assert(
      fc.property(anyRule, fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 6 }), (of, gaps) => {
        let done = nothingDone;
        const alone: DoneSoFar[] = [];
        for (const gap of gaps) {
          const due = nextDue(of, done, open);
          if (!due || due.dueOn === null) break;
          const on = addDays(due.dueOn, gap);
          const slot = calendarPart(due.occurrence);
          alone.push({ slot, slotDoneOn: slot ? on : null, slotDoneShift: slot ? 1 : null, resetOn: on });
          done = perform(of, done, on, open, 1);
        }
        const forward = alone.reduce(join, nothingDone);
        const backward = alone.toReversed().reduce(join, nothingDone);
        expect(nextDue(of, backward, open)).toEqual(nextDue(of, forward, open));
        expect(nextDue(of, forward, open)).toEqual(nextDue(of, done, open));
      }),
    );
  });

  test('with closed days before or after, no due date lies on a closed day', () => {
    fc.assert(
      fc.property(anyRule, fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 5 }), (of, closed) => {
        if (of.closedDays !== 'before' && of.closedDays !== 'after') return;
        if (of.calendar?.kind === 'every' && (of.anchor === 'completion' || of.windowBeforeDays === null)) return;
        for (const on of datesAhead(of, nothingDone, closedOn(...closed), 6)) {
          expect(closed).not.toContain(weekdayOf(on));
        }
      }),
    );
  });
});
