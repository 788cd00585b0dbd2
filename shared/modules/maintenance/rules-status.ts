import { addDays, type CivilDate, daysBetween } from '../../kernel/civil-date.ts';
import type { DueState } from './agenda-contract.ts';
import {
  type Carried,
  calendarPart,
  type DoneSoFar,
  missedSince,
  type NextDue,
  nextDue,
  type PlaceDays,
  spanOf,
} from './rules-due.ts';
import { warnShare } from './rules-meter.ts';
import { slotOf } from './rules-occurrences.ts';
import type { CounterRule, ScheduleRule } from './terms.ts';

/** Where one plan stands today: calendar and counter together, whichever comes first. */

/** What is known of a plan's meter. */
export interface CounterFacts {
  /** Running total now; null while nobody has read it. */
  readonly total: number | null;
  readonly readOn: CivilDate | null;
  /** Running total when the work was last done; null: never. */
  readonly doneAt: number | null;
  /** Day of the first reading at or above the limit, or null. */
  readonly firedOn: CivilDate | null;
}

export interface Today {
  readonly on: CivilDate;
  /** The shift that is running, from 1, and the day it began on: the night shift belongs to the evening before. */
  readonly shift: number;
  readonly shiftOn: CivilDate;
}

export interface PlanFacts {
  readonly rule: ScheduleRule;
  readonly done: DoneSoFar;
  readonly days: PlaceDays;
  readonly carried: Carried | null;
  readonly counter: CounterFacts | null;
}

export interface Standing {
  readonly state: DueState;
  readonly cause: 'calendar' | 'counter' | 'none';
  readonly occurrence: string;
  readonly dueOn: CivilDate | null;
  readonly windowOpensOn: CivilDate | null;
  readonly windowClosesOn: CivilDate | null;
  readonly isWindowOpen: boolean;
  readonly shift: number | null;
  readonly missed: { readonly count: number; readonly list: readonly { occurrence: string; dueOn: CivilDate }[] };
  readonly used: number | null;
  /** The calendar side alone, for the explanation. */
  readonly calendar: NextDue | null;
}

/** Days ahead of a due date from which a task is "soon". */
export const soonDays = 7;

/** Counts used up since the work was last done; null while the meter has no reading. */
export function usedOf(counter: CounterRule, facts: CounterFacts): number | null {
  if (facts.total === null) return null;
  return Math.max(0, Math.round((facts.total - (facts.doneAt ?? counter.startsAt)) * 1e6) / 1e6);
}

/** The running total at which a counter fires. */
export function firesAt(counter: CounterRule, doneAt: number | null): number {
  return (doneAt ?? counter.startsAt) + counter.every;
}

/**
 * State of a due date today. Before it green, from it to the end of the window yellow, past it red (QATrack+): `soon` and
 * `upcoming`, `due`, `overdue`. Work of a shift is overdue when a later shift has begun.
 */
export function stateOn(
  due: { readonly dueOn: CivilDate; readonly windowClosesOn: CivilDate; readonly shift: number | null },
  today: Today,
): 'overdue' | 'due' | 'soon' | 'upcoming' {
  if (due.shift !== null && due.dueOn === due.windowClosesOn) {
    const now = slotOf(today.shiftOn, today.shift);
    const asked = slotOf(due.dueOn, due.shift);
    if (now === asked) return 'due';
    if (now > asked) return 'overdue';
  }
  if (today.on > due.windowClosesOn) return 'overdue';
  if (due.shift !== null) return daysBetween(today.on, due.dueOn) <= soonDays ? 'soon' : 'upcoming';
  if (today.on >= due.dueOn) return 'due';
  return daysBetween(today.on, due.dueOn) <= soonDays ? 'soon' : 'upcoming';
}

/** Where a plan stands today. */
export function standingOf(facts: PlanFacts, today: Today): Standing {
  const { rule, done, days, carried } = facts;
  const calendar = nextDue(rule, done, days, carried);
  const counterRule = rule.counter;
  const counter = counterRule && facts.counter ? facts.counter : null;
  const used = counterRule && counter ? usedOf(counterRule, counter) : null;
  const firedOn = counterRule && counter && used !== null && used >= counterRule.every ? counter.firedOn : null;
  const marks = [calendar?.occurrence ?? '', counterRule ? `m${counter?.doneAt ?? counterRule.startsAt}` : ''].join('');
  const base = { occurrence: marks || 'd', used, calendar, missed: { count: 0, list: [] } };
  const none = { dueOn: null, windowOpensOn: null, windowClosesOn: null, isWindowOpen: false, shift: null } as const;

  const openSpan = spanOf(days, today.on);
  if (openSpan && (calendar === null || calendar.dueOn === null || calendar.dueOn >= openSpan.fromOn)) {
    return { ...base, ...none, state: 'not-in-use', cause: 'none' };
  }
  const byCounter = firedOn !== null && (calendar?.dueOn == null || firedOn < calendar.dueOn);
  if (byCounter) {
    const closes = addDays(firedOn, rule.windowAfterDays);
    const due = { dueOn: firedOn, windowClosesOn: closes, shift: null };
    const window = { windowOpensOn: calendar?.windowOpensOn ?? null, isWindowOpen: true };
    return { ...base, ...due, ...window, state: stateOn(due, today), cause: 'counter' };
  }
  const isNear = counterRule !== null && used !== null && used >= counterRule.every * warnShare;
  if (calendar === null || calendar.dueOn === null || calendar.windowClosesOn === null) {
    if (rule.calendar && calendar === null) return { ...base, ...none, state: 'cannot-evaluate', cause: 'calendar' };
    if (counterRule === null)
      return { ...base, ...none, state: rule.calendar ? 'not-in-use' : 'on-demand', cause: 'none' };
    const state = used === null ? 'cannot-evaluate' : isNear ? 'soon' : 'upcoming';
    return { ...base, ...none, isWindowOpen: true, state, cause: 'counter' };
  }
  const { dueOn, windowOpensOn, windowClosesOn, shift } = calendar;
  const state = stateOn({ dueOn, windowClosesOn, shift }, today);
  const missed = state === 'overdue' ? missedSince(rule, calendar, today.on, days) : base.missed;
  const isWindowOpen = windowOpensOn === null || today.on >= windowOpensOn;
  const dates = { dueOn, windowOpensOn, windowClosesOn, shift, isWindowOpen };
  if (state === 'upcoming' && isNear) return { ...base, ...dates, missed, state: 'soon', cause: 'counter' };
  return { ...base, ...dates, missed, state, cause: 'calendar' };
}

/** The shift that runs at a time of day; before the first of the day it is the last, which began the evening before. */
export function shiftAt(
  shifts: readonly { readonly startsAt: string }[],
  minutes: number,
): { shift: number; isOfDayBefore: boolean } {
  let running = 0;
  shifts.forEach(({ startsAt }, at) => {
    if (Number(startsAt.slice(0, 2)) * 60 + Number(startsAt.slice(3)) <= minutes) running = at + 1;
  });
  return running === 0 ? { shift: shifts.length, isOfDayBefore: true } : { shift: running, isOfDayBefore: false };
}

/** What the calendar side would be had the work been done on a day: the next due date shown before saving. */
export function doneOnce(done: DoneSoFar, standing: Standing, performedOn: CivilDate, shift: number | null): DoneSoFar {
  const slot = standing.calendar ? calendarPart(standing.calendar.occurrence) : null;
  const opens = standing.calendar?.windowOpensOn ?? null;
  const isIn = opens === null || performedOn >= opens;
  return {
    slot: isIn && slot !== null ? slot : done.slot,
    slotDoneOn: isIn && slot !== null ? performedOn : done.slotDoneOn,
    slotDoneShift: isIn && slot !== null ? shift : done.slotDoneShift,
    resetOn: isIn && (done.resetOn === null || performedOn > done.resetOn) ? performedOn : done.resetOn,
  };
}
