import type { Sentence } from './agenda-contract.ts';
import type { ScheduleRule } from './terms.ts';

/** A rule in words: keys of sentences and their data. The page puts them one after the other. */
export function ruleSentences(rule: ScheduleRule): Sentence[] {
  const said: Sentence[] = [];
  const say = (key: string, data: Sentence['data'] = {}): void => {
    said.push({ key: `maintenance.rule.${key}`, data });
  };
  const { calendar, counter, events } = rule;
  switch (calendar?.kind) {
    case 'every':
      say(`every-${calendar.unit}`, { count: calendar.every });
      break;
    case 'weekdays':
      say('weekdays', { weekdays: calendar.weekdays.toSorted().join(','), count: calendar.everyWeeks });
      break;
    case 'weekday-of-month':
      say(calendar.nth === -1 ? 'last-weekday' : 'nth-weekday', {
        weekday: calendar.weekday,
        nth: calendar.nth,
        count: calendar.everyMonths,
      });
      break;
    case 'day-of-month':
      say('day-of-month', { day: calendar.day, count: calendar.everyMonths });
      break;
    case 'per-shift':
      say('per-shift');
      break;
    case 'calendar-period':
      say(`once-in-${calendar.period}`);
      if (calendar.maxGapDays !== null) say('max-gap', { count: calendar.maxGapDays });
      break;
    case undefined:
      break;
  }
  if (calendar?.kind === 'every' && (rule.anchor === 'completion' || rule.windowBeforeDays === null)) say('from-done');
  if (counter)
    say(calendar ? 'or-counter' : 'counter', { every: counter.every, unit: counter.unit, meter: counter.meter });
  if (events.length > 0) say('events', { events: events.join(',') });
  if (said.length === 0) say('on-demand');
  if (calendar && rule.windowBeforeDays !== null && rule.windowBeforeDays > 0 && calendar.kind !== 'calendar-period') {
    say('window-before', { count: rule.windowBeforeDays });
  }
  if (calendar || counter)
    say(rule.windowAfterDays === 0 ? 'no-grace' : 'window-after', { count: rule.windowAfterDays });
  if (calendar && rule.closedDays !== 'keep') say(`closed-${rule.closedDays}`);
  return said;
}
