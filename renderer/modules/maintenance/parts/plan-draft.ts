import {
  type CalendarRule,
  type EventKind,
  type PlanTerms,
  planTerms,
  type ScheduleRule,
  type TaskField,
} from '../../../../shared/modules/maintenance/terms.ts';

/** The path's word for a plan of the lab's own, where a task of the definition has its key. */
export const ownPlan = 'own';

/** A plan's terms while they are typed: numbers and dates are texts until they are right. */
export interface PlanDraft {
  readonly title: string;
  readonly kind: PlanTerms['kind'];
  readonly detail: string;
  readonly calendar: CalendarRule['kind'] | 'none';
  readonly every: string;
  readonly unit: 'days' | 'weeks' | 'months' | 'years';
  readonly weekdays: readonly string[];
  readonly weekday: string;
  readonly nth: string;
  readonly day: string;
  readonly period: 'month' | 'quarter' | 'half-year' | 'year';
  readonly maxGap: string;
  readonly startsOn: string;
  readonly anchor: ScheduleRule['anchor'];
  readonly windowBefore: string;
  readonly windowAfter: string;
  readonly closedDays: ScheduleRule['closedDays'];
  readonly meter: string;
  readonly meterEvery: string;
  readonly meterUnit: string;
  readonly meterStart: string;
  readonly events: readonly EventKind[];
  readonly fields: readonly TaskField[];
  readonly mustPass: boolean;
  readonly needsSignature: boolean;
  readonly needsReview: boolean;
  readonly owner: PlanTerms['owner'];
  readonly regime: string;
  readonly source: string;
  readonly sop: string;
}

/** A plan nobody has said anything of yet: due by a date, no grace, signed by nobody until the lab says so. */
export const emptyPlan = (today: string): PlanDraft => ({
  title: '',
  kind: 'maintenance',
  detail: '',
  calendar: 'every',
  every: '',
  unit: 'days',
  weekdays: ['1'],
  weekday: '1',
  nth: '1',
  day: '1',
  period: 'month',
  maxGap: '',
  startsOn: today,
  anchor: 'schedule',
  windowBefore: '0',
  windowAfter: '0',
  closedDays: 'keep',
  meter: '',
  meterEvery: '',
  meterUnit: '',
  meterStart: '0',
  events: [],
  fields: [],
  mustPass: false,
  needsSignature: false,
  needsReview: true,
  owner: 'lab',
  regime: 'clia',
  source: '',
  sop: '',
});

/** The draft of terms that are there. */
export function draftOfTerms(terms: PlanTerms, today: string): PlanDraft {
  const { rule, fields, ...rest } = terms;
  const base: PlanDraft = {
    ...emptyPlan(today),
    ...rest,
    fields,
    ...draftOfRule(rule),
  };
  return base;
}

/** The part of a draft that says when. */
export function draftOfRule(rule: ScheduleRule): Partial<PlanDraft> {
  const { calendar, counter } = rule;
  return {
    calendar: calendar?.kind ?? 'none',
    ...(calendar === null ? {} : { startsOn: calendar.startsOn, ...draftOfCalendar(calendar) }),
    anchor: rule.anchor,
    windowBefore: rule.windowBeforeDays === null ? '' : String(rule.windowBeforeDays),
    windowAfter: String(rule.windowAfterDays),
    closedDays: rule.closedDays,
    events: rule.events,
    ...(counter === null
      ? {}
      : {
          meter: counter.meter,
          meterEvery: String(counter.every),
          meterUnit: counter.unit,
          meterStart: String(counter.startsAt),
        }),
  };
}

function draftOfCalendar(calendar: CalendarRule): Partial<PlanDraft> {
  switch (calendar.kind) {
    case 'every':
      return { every: String(calendar.every), unit: calendar.unit };
    case 'weekdays':
      return { weekdays: calendar.weekdays.map(String), every: String(calendar.everyWeeks) };
    case 'weekday-of-month':
      return { weekday: String(calendar.weekday), nth: String(calendar.nth), every: String(calendar.everyMonths) };
    case 'day-of-month':
      return { day: String(calendar.day), every: String(calendar.everyMonths) };
    case 'calendar-period':
      return { period: calendar.period, maxGap: calendar.maxGapDays === null ? '' : String(calendar.maxGapDays) };
    case 'per-shift':
      return {};
  }
}

const number = (text: string): number | null => (text.trim() === '' ? null : Number(text.trim().replace(',', '.')));

function calendarOf(draft: PlanDraft): unknown {
  const { startsOn } = draft;
  const every = number(draft.every);
  switch (draft.calendar) {
    case 'none':
      return null;
    case 'every':
      return { kind: 'every', every, unit: draft.unit, startsOn };
    case 'weekdays':
      return { kind: 'weekdays', weekdays: draft.weekdays.map(Number), everyWeeks: every ?? 1, startsOn };
    case 'weekday-of-month':
      return {
        kind: 'weekday-of-month',
        weekday: Number(draft.weekday),
        nth: Number(draft.nth),
        everyMonths: every ?? 1,
        startsOn,
      };
    case 'day-of-month':
      return { kind: 'day-of-month', day: Number(draft.day), everyMonths: every ?? 1, startsOn };
    case 'per-shift':
      return { kind: 'per-shift', startsOn };
    case 'calendar-period':
      return { kind: 'calendar-period', period: draft.period, maxGapDays: number(draft.maxGap), startsOn };
  }
}

/** The terms a draft says, or null while something is missing or wrong; the contract's own schema decides. */
export function termsOf(draft: PlanDraft): PlanTerms | null {
  const read = planTerms.safeParse({
    title: draft.title,
    kind: draft.kind,
    detail: draft.detail,
    rule: {
      calendar: calendarOf(draft),
      anchor: draft.anchor,
      windowBeforeDays: number(draft.windowBefore),
      windowAfterDays: number(draft.windowAfter) ?? 0,
      closedDays: draft.closedDays,
      counter:
        draft.meter.trim() === ''
          ? null
          : {
              meter: draft.meter,
              every: number(draft.meterEvery),
              unit: draft.meterUnit,
              startsAt: number(draft.meterStart) ?? 0,
            },
      events: draft.events,
    },
    fields: draft.fields,
    mustPass: draft.mustPass,
    needsSignature: draft.needsSignature,
    needsReview: draft.needsReview,
    owner: draft.owner,
    regime: draft.regime,
    source: draft.source,
    sop: draft.sop,
  });
  return read.success ? read.data : null;
}

/** A key for a field made of its label, unlike those that are there. */
export function fieldKey(label: string, taken: readonly string[]): string {
  const base =
    label
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 50) || 'field';
  let key = base;
  for (let count = 2; taken.includes(key); count += 1) {
    key = `${base}-${count}`;
  }
  return key;
}
