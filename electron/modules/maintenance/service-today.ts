import { type CivilDate, dayNumber } from '../../../shared/kernel/civil-date.ts';
import { civilDateAt, intlZoneOffset } from '../../../shared/kernel/zone.ts';
import type { HostContext } from '../../host/module.ts';
import { calendarOf, readCalendars, todayOf } from './places.ts';

/** Days as the lab counts them: an instant lies on the civil date of the place's own zone. */

/** The civil date of an instant (milliseconds since 1970 UTC) in a zone. */
export const dateIn = (timeZone: string, ms: number): CivilDate => civilDateAt(ms, timeZone, intlZoneOffset);

/** The first instant of a date in a zone; where the clocks skip midnight, the first one there is. */
export function dayStartMs(timeZone: string, date: CivilDate): number {
  const noon = dayNumber(date) * 86_400_000 + 43_200_000;
  // A zone lies at most 14 hours off: the date's first minute is somewhere between these two.
  let before = noon - 36 * 3_600_000;
  let after = noon + 15 * 3_600_000;
  while (after - before > 60_000) {
    const middle = before + Math.floor((after - before) / 120_000) * 60_000;
    if (dateIn(timeZone, middle) < date) before = middle;
    else after = middle;
  }
  return after;
}

/** The zone of a place: its calendar's, the lab's, else this machine's. */
export function zoneOf(context: HostContext, place: string): string {
  return calendarOf(readCalendars(context), place).timeZone;
}

/** Today where the instrument stands; for null, in the lab. */
export function todayAt(context: HostContext, instrumentId: string | null): CivilDate {
  const calendar = calendarOf(readCalendars(context), placeOf(context, instrumentId));
  return todayOf(calendar, context.clock.wallMs()).on;
}

function placeOf({ store }: HostContext, instrumentId: string | null): string {
  if (instrumentId === null) return '';
  const current = store.db
    .prepare('SELECT current FROM instruments WHERE instrument_id = ?')
    .pluck()
    .get(instrumentId) as string | undefined;
  return current === undefined ? '' : (JSON.parse(current) as { place: string }).place;
}
