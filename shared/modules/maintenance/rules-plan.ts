import type { CivilDate } from '../../kernel/civil-date.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot } from '../../records/slot.ts';
import { planChanged, planCreated, planRetired } from './records.ts';
import type { Carried } from './rules-due.ts';
import type { PlanTerms, ScheduleRule } from './terms.ts';

/** The life of one plan: made, changed, retired. Nothing in it is ever deleted. */

export interface PlanValue {
  readonly terms: PlanTerms;
  /** Work done before that day counts for the terms before. */
  readonly ruleSince: CivilDate;
  readonly carried: Carried | null;
}

export interface PlanFold {
  readonly planId: string;
  /** Null while only later records have arrived. */
  readonly created: BodyOf<typeof planCreated> | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly changedAt: string | null;
  readonly value: Slot<PlanValue> | null;
  readonly retired: Slot<boolean> | null;
}

export const initialPlan = (stream: string): PlanFold => ({
  planId: stream.slice(stream.indexOf('/') + 1),
  created: null,
  createdAt: '',
  createdBy: '',
  changedAt: null,
  value: null,
  retired: null,
});

/** Rough days between two times a rule asks for work; for telling the stricter of two. */
export function typicalDays({ calendar, counter }: ScheduleRule): number {
  if (!calendar) return counter ? 365 : 100_000;
  switch (calendar.kind) {
    case 'every':
      return calendar.every * { days: 1, weeks: 7, months: 30.4, years: 365 }[calendar.unit];
    case 'weekdays':
      return (7 * calendar.everyWeeks) / calendar.weekdays.length;
    case 'weekday-of-month':
    case 'day-of-month':
      return 30.4 * calendar.everyMonths;
    case 'per-shift':
      return 0.3;
    case 'calendar-period':
      return { month: 30.4, quarter: 91, 'half-year': 182, year: 365 }[calendar.period];
  }
}

/** True for work of every day or every shift: the list a person goes through each morning. */
export function isDailyRule({ calendar }: ScheduleRule): boolean {
  if (!calendar) return false;
  if (calendar.kind === 'weekdays') return calendar.everyWeeks === 1 && calendar.weekdays.length >= 5;
  return (
    calendar.kind === 'per-shift' || (calendar.kind === 'every' && calendar.unit === 'days' && calendar.every === 1)
  );
}

/** Equal whatever order their keys were written in. */
const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function isSameDates(a: ScheduleRule, b: ScheduleRule): boolean {
  return sameText(
    [a.calendar, a.anchor, a.windowBeforeDays === null],
    [b.calendar, b.anchor, b.windowBeforeDays === null],
  );
}

/** Rules that begin in the past take over the whole history; others count what is done from the day they were made. */
function sinceOf({ calendar }: ScheduleRule, decidedOn: CivilDate): CivilDate {
  return !calendar || calendar.startsOn < decidedOn ? '0001-01-01' : decidedOn;
}

/** Folds one record into a plan. Never throws. Two changes made apart: the stricter interval holds until a person decides. */
export function evolvePlan(state: PlanFold, record: StoredRecord, context: FoldContext): PlanFold {
  if (isRecordOf(record, planCreated)) {
    if (state.created) return state;
    const { terms, createdOn } = record.body;
    const value: PlanValue = { terms, ruleSince: sinceOf(terms.rule, createdOn), carried: null };
    const created = { created: record.body, createdAt: record.wall, createdBy: record.actor };
    return { ...state, ...created, value: state.value ?? { value, sides: [{ hash: record.hash, value }] } };
  }
  if (isRecordOf(record, planChanged)) {
    const { terms, changedOn, carried } = record.body;
    const before = state.value?.value;
    const isSame = before !== undefined && isSameDates(before.terms.rule, terms.rule);
    const value: PlanValue = isSame
      ? { terms, ruleSince: before.ruleSince, carried: before.carried }
      : { terms, ruleSince: sinceOf(terms.rule, changedOn), carried };
    const slot = decideSlot(state.value, record, value, context, {
      code: 'maintenance/plan-conflict',
      hold: (a, b) => (typicalDays(a.terms.rule) <= typicalDays(b.terms.rule) ? a : b),
      isSame: (a, b) => sameText(a.terms, b.terms),
      show: ({ terms: shown }) => shown.title,
    });
    return { ...state, value: slot, changedAt: record.wall };
  }
  if (isRecordOf(record, planRetired)) {
    // Retired here and changed there: work that somebody still wants is not dropped.
    const retired = decideSlot(state.retired, record, true, context, {
      code: 'maintenance/plan-conflict',
      hold: (a, b) => a && b,
      show: () => 'retired',
    });
    return { ...state, retired, changedAt: record.wall };
  }
  return state;
}

export type PlanCommand =
  | { readonly do: 'create'; readonly body: BodyOf<typeof planCreated> }
  | {
      readonly do: 'change';
      readonly terms: PlanTerms;
      readonly changedOn: CivilDate;
      readonly carried: Carried | null;
      readonly reason: string;
    }
  | { readonly do: 'retire'; readonly reason: string };

/** @throws AppError `maintenance/plan-not-found`, `maintenance/plan-retired` */
function decidePlan(state: PlanFold, command: PlanCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'create') return state.created ? [] : [draft(planCreated, stream, command.body)];
  if (!state.created || !state.value) throw new AppError('maintenance/plan-not-found', { planId: state.planId });
  const about = { planId: state.planId, instrumentId: state.created.instrumentId };
  if (state.retired?.value) {
    if (command.do === 'retire') return [];
    throw new AppError('maintenance/plan-retired', { title: state.value.value.terms.title });
  }
  if (command.do === 'retire') {
    const body = { ...about, reason: command.reason, answers: answersOf(state.retired) };
    return [draft(planRetired, stream, body)];
  }
  const { terms, changedOn, carried, reason } = command;
  if (sameText(terms, state.value.value.terms)) return [];
  return [draft(planChanged, stream, { ...about, terms, changedOn, carried, reason, answers: answersOf(state.value) })];
}

export const planDecider: Decider<PlanFold, PlanCommand> = {
  initial: initialPlan,
  evolve: evolvePlan,
  decide: decidePlan,
};
