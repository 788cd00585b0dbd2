import {
  addDays,
  addMonths,
  type CivilDate,
  daysBetween,
  endOfMonth,
  weekdayOf,
} from '../../../shared/kernel/civil-date.ts';
import { compareNames } from '../../../shared/kernel/compare-names.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  calendarPart,
  datesAhead,
  dueOfSlot,
  isClosedDay,
  type PlaceDays,
  spanOf,
} from '../../../shared/modules/maintenance/rules-due.ts';
import { dateOfSlot, occurrenceAfter, type Slot } from '../../../shared/modules/maintenance/rules-occurrences.ts';
import { ruleSentences } from '../../../shared/modules/maintenance/rules-words.ts';
import type { GridCell, MonthGrid } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import type { PlanFacts } from './plan-facts.ts';
import { initialsOf, type PerformedTableRow } from './task-rows.ts';

/** Work done this long before or after a month can belong to a day in it. */
const aroundDays = 120;

/** The paper maintenance log of one instrument and month: a row a task, a box a day, and every gap by name. */
export function monthGridOf(context: HostContext, desk: AgendaDesk, instrumentId: string, month: string): MonthGrid {
  const instrument = desk.instrument(instrumentId);
  if (!instrument) throw new AppError('instruments/not-found', { instrumentId });
  const from = `${month}-01`;
  const to = endOfMonth(from);
  const days = desk.daysFor(instrumentId);
  const today = desk.today(instrumentId).on;
  const dates = Array.from({ length: daysBetween(from, to) + 1 }, (_, at) => addDays(from, at));
  const read = context.store.db.prepare<[string, string, string, string, string, string, string], PerformedTableRow>(
    `SELECT * FROM maintenance_performed WHERE plan_id = ? AND performed_on BETWEEN ? AND ? AND is_voided = 0
       AND (performed_on BETWEEN ? AND ? OR due_on BETWEEN ? AND ?)
     ORDER BY performed_on, rowid`,
  );
  const skips = context.store.db.prepare<[string, string, string], { occurrence: string; skip: string }>(
    `SELECT occurrence, skip FROM maintenance_tasks WHERE plan_id = ? AND skip IS NOT NULL AND occurrence BETWEEN ? AND ?`,
  );
  const people = new Map<string, string>();
  const rows: MonthGrid['rows'] = [];
  const gaps: MonthGrid['gaps'] = [];
  let [performedCount, reviewedCount] = [0, 0];

  for (const plan of desk.reads.plans().filter((one) => one.instrumentId === instrumentId)) {
    const around = [addDays(from, -aroundDays), addDays(to, aroundDays)] as const;
    const performed = read.all(plan.planId, ...around, from, to, from, to);
    const inMonth = performed.filter((row) => row.performed_on >= from && row.performed_on <= to);
    if (plan.isRetired && inMonth.length === 0) continue;
    performedCount += inMonth.length;
    reviewedCount += inMonth.filter(({ review }) => review !== null).length;
    const skipped = new Map(
      skips
        .all(plan.planId, from, `${to}~`)
        .map(({ occurrence, skip }) => [dateOfSlot(occurrence), (JSON.parse(skip) as { reason: string }).reason]),
    );
    const asked = datesAsked(desk, plan, days, from, to);
    const cells = dates.map((on): GridCell => {
      const marks = inMonth
        .filter((row) => row.performed_on === on)
        .map((row) => {
          const by = actorName(row.actor, context);
          const initials = initialsOf(row.actor, by, context);
          people.set(initials, by);
          return {
            hash: row.hash,
            by,
            initials,
            verdict: row.verdict,
            countsAs: row.counts_as,
            isLateEntry: row.is_late_entry === 1,
            isReviewed: row.review !== null,
            isAmended: row.correction_count > 0,
            shift: row.performed_shift === null ? '' : (days.calendar.shifts[row.performed_shift - 1]?.name ?? ''),
            value: row.value,
          };
        });
      const laterRow = performed.find((row) => row.due_on === on && row.performed_on > on && row.counts_as === 'late');
      const doneEarly = performed.some(
        (row) =>
          row.due_on === on && row.performed_on < on && row.counts_as !== 'extra' && row.counts_as !== 'not-passed',
      );
      const need = asked.get(on) ?? 0;
      const done = marks.filter(
        ({ verdict, countsAs }) => verdict === 'pass' || countsAs === 'due' || countsAs === 'late',
      );
      const reason = skipped.get(on) ?? '';
      const state = stateOf({ on, today, need, done: done.length, markCount: marks.length, doneEarly, days });
      const cell = { on, marks, doneOn: laterRow?.performed_on ?? null, reason };
      if (state === 'missed' && laterRow) return { ...cell, state: 'late' };
      if (state === 'missed' && reason !== '') return { ...cell, state: 'skipped' };
      return { ...cell, state };
    });
    for (const { on, state } of cells) {
      if (state === 'missed' || state === 'skipped' || state === 'late' || state === 'overdue' || state === 'failed') {
        gaps.push({ planId: plan.planId, title: plan.terms.title, dueOn: on, state });
      }
    }
    const { title, kind, rule } = plan.terms;
    rows.push({ planId: plan.planId, title, kind, rule: ruleSentences(rule), isRetired: plan.isRetired, cells });
  }
  return {
    instrumentId,
    instrumentName: instrument.name,
    model: instrument.model,
    serialNumber: instrument.serialNumber,
    place: instrument.place,
    month,
    timeZone: desk.calendarFor(instrumentId).timeZone,
    days: dates.map((on) => ({
      on,
      weekday: weekdayOf(on),
      isClosed: isClosedDay(days, on),
      isNotInUse: spanOf(days, on) !== undefined,
    })),
    rows: rows.toSorted((a, b) => compareNames(a.title, b.title)),
    people: [...people].map(([initials, name]) => ({ initials, name })),
    gaps: gaps.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1)),
    reviewedCount,
    performedCount,
  };
}

function stateOf(cell: {
  on: CivilDate;
  today: CivilDate;
  need: number;
  done: number;
  markCount: number;
  doneEarly: boolean;
  days: PlaceDays;
}): GridCell['state'] {
  const { on, today, need, done, markCount, doneEarly, days } = cell;
  if (need === 0) {
    if (done > 0) return 'extra';
    if (markCount > 0) return 'failed';
    if (spanOf(days, on)) return 'not-in-use';
    return isClosedDay(days, on) ? 'closed' : 'none';
  }
  if (done >= need || (doneEarly && need === 1)) return 'done';
  if (markCount > 0 && done === 0) return 'failed';
  if (on > today) return 'planned';
  return on === today ? 'due' : 'missed';
}

/** How many times a plan asked for work on each day of a span, by its rule as it is now. */
function datesAsked(
  desk: AgendaDesk,
  plan: PlanFacts,
  days: PlaceDays,
  from: CivilDate,
  to: CivilDate,
): Map<CivilDate, number> {
  const asked = new Map<CivilDate, number>();
  const add = (on: CivilDate): void => void asked.set(on, (asked.get(on) ?? 0) + 1);
  const { rule } = plan.terms;
  const standing = desk.standing(plan);
  const { calendar } = rule;
  const isFromDone = standing.calendar !== null && calendarPart(standing.calendar.occurrence) === null;
  if (!calendar || isFromDone) {
    // Dates that follow from the work itself: what was asked stands in the performances; ahead lies what is due next.
    const rows = desk.reads.dueBetween(plan.planId, from, to);
    for (const on of rows) add(on);
    const next = plan.isRetired
      ? []
      : calendar
        ? datesAhead(rule, desk.reads.done(plan), days, 31, plan.carried)
        : [standing.dueOn];
    for (const on of next) if (on !== null && on >= from && on <= to && !asked.has(on)) add(on);
    return asked;
  }
  const first = addDays(from, -40);
  const done = desk.reads.done(plan);
  let slot: Slot | null = occurrenceAfter(calendar, first, days.calendar.shifts.length);
  const last = addMonths(to, 1);
  while (slot !== null && dateOfSlot(slot) <= last) {
    const due = dueOfSlot(rule, slot, done, days);
    if (due?.dueOn != null && due.dueOn >= from && due.dueOn <= to) {
      const isFolded = due.moved.includes('not-in-use') && asked.has(due.dueOn);
      if (!isFolded) add(due.dueOn);
    }
    slot = occurrenceAfter(calendar, slot, days.calendar.shifts.length);
  }
  return asked;
}
