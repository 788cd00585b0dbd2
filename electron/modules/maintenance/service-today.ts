import { type CivilDate, dayNumber } from '../../../shared/kernel/civil-date.ts';
import { civilDateAt, intlZoneOffset, type ZoneOffset } from '../../../shared/kernel/zone.ts';
import type { HostContext } from '../../host/module.ts';
import { calendarOf, readCalendars, todayOf } from './places.ts';

/** Days as the lab counts them: an instant lies on the civil date of the place's own zone. */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** No zone changes its offset but at a quarter of an hour. */
const quarterMs = 15 * minuteMs;
/** Years of days in several zones; an audit asks for the same days of every instrument. */
const keptOffsets = 40_000;
const offsets = new Map<string, Map<number, number>>();

/** Minutes east of UTC; what the time zone data said of a quarter of an hour is kept, as asking it is slow. */
const offsetOf: ZoneOffset = (timeZone, ms) => {
  const quarter = Math.floor(ms / quarterMs);
  let kept = offsets.get(timeZone);
  if (!kept || kept.size > keptOffsets) {
    kept = new Map();
    offsets.set(timeZone, kept);
  }
  const known = kept.get(quarter);
  if (known !== undefined) return known;
  const offset = intlZoneOffset(timeZone, ms);
  kept.set(quarter, offset);
  return offset;
};

/** The civil date of an instant (milliseconds since 1970 UTC) in a zone. */
export const dateIn = (timeZone: string, ms: number): CivilDate => civilDateAt(ms, timeZone, offsetOf);

/** The first instant of a date in a zone; where the clocks skip midnight, the first one there is. */
export function dayStartMs(timeZone: string, date: CivilDate): number {
  const midnight = dayNumber(date) * dayMs;
  const guess = midnight - offsetOf(timeZone, midnight) * minuteMs;
  const start = midnight - offsetOf(timeZone, guess) * minuteMs;
  if (dateIn(timeZone, start) === date && dateIn(timeZone, start - minuteMs) < date) return start;
  // Clocks change near midnight: the date's first minute is somewhere between these two, as no zone is 15 hours off.
  let before = midnight - dayMs;
  let after = midnight + dayMs + 3 * 60 * minuteMs;
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / (2 * minuteMs)) * minuteMs;
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
