import { addDays, type CivilDate, earlierDate, laterDate, weekdayOf } from '../../kernel/civil-date.ts';
import {
  dateOfSlot,
  intervalAfter,
  occurrenceAfter,
  periodOf,
  type Slot,
  shiftOfSlot,
  slotOf,
} from './rules-occurrences.ts';
import type { CalendarRule, ClosedDayRule, PlaceCalendar, ScheduleRule } from './terms.ts';

/**
 * When the calendar side of a task is due next: mission rule C.3. Everything here is a function of the rule, of what was
 * done, and of the place's days; it reads no clock and can be repeated on any bench with the same answer.
 */

/** Days on which nothing is asked: what a person declared, never what silence suggests. `toOn` is the first day back. */
export interface UseSpan {
  readonly fromOn: CivilDate;
  readonly toOn: CivilDate | null;
}

export interface PlaceDays {
  readonly calendar: Pick<PlaceCalendar, 'closedWeekdays' | 'closedDates' | 'shifts'>;
  readonly notInUse: readonly UseSpan[];
}

/** What the performances that count come to: each a maximum, so that the order in which they arrive plays no part. */
export interface DoneSoFar {
  /** Latest occurrence that was done, and the day it was done (schedule). */
  readonly slot: Slot | null;
  readonly slotDoneOn: CivilDate | null;
  readonly slotDoneShift: number | null;
  /** Latest day it was done at all (completion). */
  readonly resetOn: CivilDate | null;
}

export const nothingDone: DoneSoFar = { slot: null, slotDoneOn: null, slotDoneShift: null, resetOn: null };

/** What was due under a plan's earlier terms and is still to do. */
export interface Carried {
  readonly occurrence: string;
  readonly dueOn: CivilDate;
}

export interface NextDue {
  /** Identity of the occurrence (of its calendar side): a slot, or `c<date>` where it counts from the last time. */
  readonly occurrence: string;
  /** Null while the instrument is not in use. */
  readonly dueOn: CivilDate | null;
  readonly shift: number | null;
  /** First date on which doing it counts; null: any day. */
  readonly windowOpensOn: CivilDate | null;
  readonly windowClosesOn: CivilDate | null;
  /** Why the due date is not the rule's own date; for the explanation. */
  readonly moved: readonly ('closed-day' | 'not-in-use' | 'max-gap' | 'carried')[];
  /** The rule's own date, before any of these moved it. */
  readonly ruleOn: CivilDate;
}

/** Steps off closed days before giving up; a place that is closed for longer keeps the rule's date. */
const closedSteps = 400;

export function isClosedDay(days: PlaceDays, on: CivilDate): boolean {
  const { closedWeekdays, closedDates } = days.calendar;
  return closedWeekdays.includes(weekdayOf(on)) || closedDates.some((closed) => closed.on === on);
}

export function spanOf(days: PlaceDays, on: CivilDate): UseSpan | undefined {
  return days.notInUse.find(({ fromOn, toOn }) => on >= fromOn && (toOn === null || on < toOn));
}

function moveOff(days: PlaceDays, on: CivilDate, step: 1 | -1): CivilDate {
  let moved = on;
  for (let count = 0; count < closedSteps; count++) {
    if (!isClosedDay(days, moved)) return moved;
    moved = addDays(moved, step);
  }
  return on;
}

interface Deadline {
  readonly on: CivilDate | null;
  readonly moved: NextDue['moved'];
}

/** Where a rule's date comes to lie; undefined when there is no occurrence on a closed day. */
function deadlineOf(ruleOn: CivilDate, closedDays: ClosedDayRule, days: PlaceDays): Deadline | undefined {
  let on = ruleOn;
  const moved: ('closed-day' | 'not-in-use')[] = [];
  if (closedDays !== 'keep' && isClosedDay(days, on)) {
    if (closedDays === 'skip') return undefined;
    on = moveOff(days, on, closedDays === 'before' ? -1 : 1);
    if (on !== ruleOn) moved.push('closed-day');
  }
  const span = spanOf(days, on);
  if (span) {
    moved.push('not-in-use');
    if (span.toOn === null) return { on: null, moved };
    on = closedDays === 'keep' ? span.toOn : moveOff(days, span.toOn, 1);
    // Two declared spans may follow each other.
    const next = spanOf(days, on);
    if (next) on = next.toOn ?? on;
    if (next?.toOn === null) return { on: null, moved };
  }
  return { on, moved };
}

/** True where doing it sets the next date: completion, or no window before (QATrack+'s offset mode). */
export function countsFromDone(rule: ScheduleRule): boolean {
  const { calendar } = rule;
  return calendar?.kind === 'every' && (rule.anchor === 'completion' || rule.windowBeforeDays === null);
}

/**
 * The next due date, or null when the rule has none.
 *
 * `nextDue = first occurrence strictly after max(currentDue, performedDate)`, over the performances that counted; those
 * that did not (extra, too early, not passed) are not in `done`. Completion: one interval after the latest time.
 */
export function nextDue(
  rule: ScheduleRule,
  done: DoneSoFar,
  days: PlaceDays,
  carried: Carried | null = null,
): NextDue | null {
  const { calendar } = rule;
  if (!calendar) return null;
  if (carried && isCarriedOpen(carried, done)) return carriedDue(rule, carried, days);
  if (countsFromDone(rule)) return nextFromDone(rule, done, days);
  const closedDays = calendar.kind === 'calendar-period' && rule.closedDays === 'skip' ? 'before' : rule.closedDays;
  const floor = floorOf(rule, done, closedDays, days);
  const isMoving = closedDays !== 'keep' || days.notInUse.length > 0;
  let slot = occurrenceAfter(
    calendar,
    floor === null ? done.slot : latest(done.slot, isMoving ? searchStart(dateOfSlot(floor), days) : floor),
    days.calendar.shifts.length,
  );
  for (let tries = 0; slot !== null && tries < 4000; tries++) {
    const found = asDue(rule, slot, done, closedDays, days);
    if (found && isAfter(found, floor, calendar.kind === 'calendar-period')) return found;
    slot = occurrenceAfter(calendar, slot, days.calendar.shifts.length);
  }
  return null;
}

/** A period's own end is compared: the longest gap may bring its due date forward into the period before. */
function isAfter(found: NextDue, floor: Slot | null, isPeriod: boolean): boolean {
  if (floor === null || found.dueOn === null) return true;
  return (isPeriod ? found.occurrence : slotOf(found.dueOn, found.shift)) > floor;
}

const latest = (a: Slot | null, b: Slot): Slot => (a !== null && a > b ? a : b);

/** The later of the due date that was met and the day it was met: the next one lies after both. */
function floorOf(rule: ScheduleRule, done: DoneSoFar, closedDays: ClosedDayRule, days: PlaceDays): Slot | null {
  if (done.slot === null || done.slotDoneOn === null) return null;
  const isPerShift = rule.calendar?.kind === 'per-shift';
  const doneSlot = slotOf(done.slotDoneOn, isPerShift ? (done.slotDoneShift ?? 9) : null);
  // A whole period's work counts for its period: the day within it plays no part.
  if (rule.calendar?.kind === 'calendar-period') return latest(done.slot, doneSlot);
  const due = deadlineOf(dateOfSlot(done.slot), closedDays, days)?.on;
  const dueSlot = due === null || due === undefined ? done.slot : slotOf(due, shiftOfSlot(done.slot));
  return latest(dueSlot, doneSlot);
}

/** The day before everything that could be moved beyond `floor`: closed days and spans around it. */
function searchStart(floor: CivilDate, days: PlaceDays): CivilDate {
  let start = floor;
  for (let count = 0; count < closedSteps; count++) {
    const span = spanOf(days, start) ?? spanOf(days, addDays(start, -1));
    if (span && span.fromOn < start) start = span.fromOn;
    else if (isClosedDay(days, start)) start = addDays(start, -1);
    else break;
  }
  return addDays(start, -1);
}

function asDue(
  rule: ScheduleRule,
  slot: Slot,
  done: DoneSoFar,
  closedDays: ClosedDayRule,
  days: PlaceDays,
): NextDue | undefined {
  const calendar = rule.calendar!;
  const ruleOn = dateOfSlot(slot);
  const shift = shiftOfSlot(slot);
  let limited = ruleOn;
  if (calendar.kind === 'calendar-period' && calendar.maxGapDays !== null && done.slotDoneOn !== null) {
    limited = earlierDate(ruleOn, addDays(done.slotDoneOn, calendar.maxGapDays));
  }
  const deadline = deadlineOf(limited, closedDays, days);
  if (!deadline) return undefined;
  const moved = limited === ruleOn ? deadline.moved : (['max-gap', ...deadline.moved] as const);
  const { on } = deadline;
  let opens: CivilDate | null = null;
  if (calendar.kind === 'calendar-period') opens = earlierDate(periodOf(ruleOn, calendar.period).from, on ?? ruleOn);
  else if (rule.windowBeforeDays !== null) opens = addDays(on ?? ruleOn, -rule.windowBeforeDays);
  const backShift = moved.includes('not-in-use') && shift !== null ? 1 : shift;
  return {
    occurrence: slot,
    dueOn: on,
    shift: backShift,
    windowOpensOn: opens,
    windowClosesOn: on === null ? null : addDays(on, rule.windowAfterDays),
    moved,
    ruleOn,
  };
}

/**
 * The due date and window of one named slot, e.g. of a missed one that is entered late; null when the rule has no such
 * occurrence. `done` plays no part but for the longest gap.
 */
export function dueOfSlot(rule: ScheduleRule, slot: Slot, done: DoneSoFar, days: PlaceDays): NextDue | null {
  const { calendar } = rule;
  if (!calendar || countsFromDone(rule)) return null;
  const shifts = days.calendar.shifts.length;
  const shift = shiftOfSlot(slot);
  const before = shift !== null && shift > 1 ? slotOf(dateOfSlot(slot), shift - 1) : addDays(dateOfSlot(slot), -1);
  const after = shift === 1 ? slotOf(before, shifts) : before;
  if (occurrenceAfter(calendar, dateOfSlot(slot) <= calendar.startsOn ? null : after, shifts) !== slot) {
    const isLaterShift = shift !== null && dateOfSlot(slot) === calendar.startsOn && shift <= shifts;
    if (!isLaterShift) return null;
  }
  return asDue(rule, slot, done, rule.closedDays, days) ?? null;
}

/** Completion: identity is the time before, so that two benches who know the same name the same occurrence. */
function nextFromDone(rule: ScheduleRule, done: DoneSoFar, days: PlaceDays): NextDue {
  const calendar = rule.calendar!;
  const counted = done.resetOn === null ? null : intervalAfter(calendar, done.resetOn);
  const ruleOn = counted === null ? calendar.startsOn : laterDate(counted, calendar.startsOn);
  const closedDays = rule.closedDays === 'skip' ? 'before' : rule.closedDays;
  const deadline = deadlineOf(ruleOn, closedDays, days) ?? { on: ruleOn, moved: [] };
  // Moved ahead of a closed day, but never to the day it was last done or before.
  const on = deadline.on !== null && done.resetOn !== null && deadline.on <= done.resetOn ? ruleOn : deadline.on;
  return {
    occurrence: `c${done.resetOn ?? '0'}`,
    dueOn: on,
    shift: null,
    // Doing it twice on one day does not count twice.
    windowOpensOn: done.resetOn === null ? null : addDays(done.resetOn, 1),
    windowClosesOn: on === null ? null : addDays(on, rule.windowAfterDays),
    moved: deadline.moved,
    ruleOn,
  };
}

function isCarriedOpen({ occurrence, dueOn }: Carried, done: DoneSoFar): boolean {
  const slot = calendarPart(occurrence);
  if (slot !== null && done.slot !== null) return done.slot < slot;
  if (done.resetOn !== null && occurrence.startsWith('c')) return `c${done.resetOn}` <= occurrence;
  return done.resetOn === null || done.resetOn < dueOn;
}

function carriedDue(rule: ScheduleRule, { occurrence, dueOn }: Carried, days: PlaceDays): NextDue {
  const span = spanOf(days, dueOn);
  const on = span ? span.toOn : dueOn;
  return {
    occurrence,
    dueOn: on,
    shift: null,
    windowOpensOn: null,
    windowClosesOn: on === null ? null : addDays(on, rule.windowAfterDays),
    moved: ['carried'],
    ruleOn: dueOn,
  };
}

/** The slot an occurrence's text begins with, or null (`c...`, `m...`, `e...`). */
export function calendarPart(occurrence: string): Slot | null {
  return /^\d{4}-\d{2}-\d{2}(?:s\d)?/.exec(occurrence)?.[0] ?? null;
}

/** Due dates from a rule on, for a preview or a plan's page: at most `count`, as if each were done on its day. */
export function datesAhead(
  rule: ScheduleRule,
  done: DoneSoFar,
  days: PlaceDays,
  count: number,
  carried: Carried | null = null,
): CivilDate[] {
  const dates: CivilDate[] = [];
  let now = done;
  for (let step = 0; step < count; step++) {
    const next = nextDue(rule, now, days, step === 0 ? carried : null);
    if (!next || next.dueOn === null) break;
    dates.push(next.dueOn);
    const slot = calendarPart(next.occurrence);
    now = {
      slot: slot ?? now.slot,
      slotDoneOn: next.dueOn,
      slotDoneShift: next.shift,
      resetOn: next.dueOn,
    };
  }
  return dates;
}

/**
 * Occurrences after `from` whose window closed before `today` with nothing done: they are missed, and count no further.
 * Completion-based work misses one at most. At most `limit` are listed; the count goes on to 4000.
 */
export function missedSince(
  rule: ScheduleRule,
  from: NextDue,
  today: CivilDate,
  days: PlaceDays,
  limit = 60,
): { count: number; list: { occurrence: string; dueOn: CivilDate }[] } {
  const list: { occurrence: string; dueOn: CivilDate }[] = [];
  if (from.windowClosesOn === null || from.dueOn === null || from.windowClosesOn >= today) return { count: 0, list };
  list.push({ occurrence: from.occurrence, dueOn: from.dueOn });
  let count = 1;
  const { calendar } = rule;
  const slot = calendarPart(from.occurrence);
  if (!calendar || countsFromDone(rule) || slot === null) return { count, list };
  const none = { ...nothingDone };
  for (
    let next: Slot | null = occurrenceAfter(calendar, slot, days.calendar.shifts.length);
    next !== null && count < 4000;
  ) {
    const due = asDue(rule, next, none, rule.closedDays, days);
    if (due?.windowClosesOn != null && due.windowClosesOn >= today) break;
    if (due?.dueOn === null || dateOfSlot(next) >= today) break;
    if (due?.dueOn != null && !due.moved.includes('not-in-use')) {
      count += 1;
      if (list.length < limit) list.push({ occurrence: next, dueOn: due.dueOn });
    }
    next = occurrenceAfter(calendar, next, days.calendar.shifts.length);
  }
  return { count, list };
}

/** First due date of a rule whose work was last done on this day: one interval later, or the rule's next date. */
export function intervalStart(calendar: CalendarRule, lastDoneOn: CivilDate): CivilDate {
  const counted = intervalAfter(calendar, lastDoneOn);
  if (counted !== null) return counted;
  const next = occurrenceAfter({ ...calendar, startsOn: earlierDate(calendar.startsOn, lastDoneOn) }, lastDoneOn);
  return next === null ? calendar.startsOn : dateOfSlot(next);
}
