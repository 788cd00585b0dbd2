import type { CivilDate } from '../../shared/kernel/civil-date.ts';
import { calendarPart, type DoneSoFar, nextDue, type PlaceDays } from '../../shared/modules/maintenance/rules-due.ts';
import type { CalendarRule, PlaceCalendar, ScheduleRule } from '../../shared/modules/maintenance/terms.ts';

/** A place that is open every day, in three shifts. */
export const calendarDays: PlaceCalendar = {
  place: '',
  timeZone: 'UTC',
  closedWeekdays: [],
  closedDates: [],
  shifts: [
    { name: 'early', startsAt: '07:00' },
    { name: 'late', startsAt: '15:00' },
    { name: 'night', startsAt: '23:00' },
  ],
};
export const open: PlaceDays = { calendar: calendarDays, notInUse: [] };
export const closedOn = (...closedWeekdays: number[]): PlaceDays => ({
  calendar: { ...calendarDays, closedWeekdays },
  notInUse: [],
});

export const rule = (calendar: CalendarRule, more: Partial<ScheduleRule> = {}): ScheduleRule => ({
  calendar,
  anchor: 'schedule',
  windowBeforeDays: 0,
  windowAfterDays: 0,
  closedDays: 'keep',
  counter: null,
  events: [],
  ...more,
});

/** The work done on a day for what is due then, as the host would record it: counted only inside its window. */
export function perform(
  of: ScheduleRule,
  done: DoneSoFar,
  on: CivilDate,
  days = open,
  shift: number | null = null,
): DoneSoFar {
  const due = nextDue(of, done, days);
  if (!due || (due.windowOpensOn !== null && on < due.windowOpensOn)) return done;
  const slot = calendarPart(due.occurrence);
  return {
    slot: slot ?? done.slot,
    slotDoneOn: slot ? on : done.slotDoneOn,
    slotDoneShift: slot ? shift : done.slotDoneShift,
    resetOn: done.resetOn === null || on > done.resetOn ? on : done.resetOn,
  };
}
