import { type CivilDate, dayNumber } from '../../../shared/kernel/civil-date.ts';
import { placeStream } from '../../../shared/modules/maintenance/records.ts';
import { placeFold } from '../../../shared/modules/maintenance/rules-place.ts';
import type { HostContext } from '../../host/module.ts';

/** Days as the lab counts them: an instant lies on the civil date of the place's own zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const two = '2-digit' as const;
  const time = { hour: two, minute: two, second: two, hourCycle: 'h23' } as const;
  const parts = { calendar: 'iso8601', year: 'numeric', month: two, day: two, ...time } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, ...parts });
  } catch {
    // A zone this machine does not know (written by another one) counts as this machine's own.
    format = new Intl.DateTimeFormat('en-US', parts);
  }
  formats.set(timeZone, format);
  return format;
}

const partsIn = (timeZone: string, ms: number): Record<string, string> =>
  Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );

/** The civil date of an instant (milliseconds since 1970 UTC) in a zone. */
export function dateIn(timeZone: string, ms: number): CivilDate {
  const { year = '', month, day } = partsIn(timeZone, ms);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** Time of day `HH:MM` of an instant in a zone. */
export function timeIn(timeZone: string, ms: number): string {
  const { hour, minute } = partsIn(timeZone, ms);
  return `${hour}:${minute}`;
}

/** The first instant of a date in a zone; where the clocks skip midnight, the first one there is. */
export function dayStartMs(timeZone: string, date: CivilDate): number {
  const noon = dayNumber(date) * 86_400_000 + 43_200_000;
  // A zone lies at most 14 hours off; the date's first minute is searched for between the noons around it.
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
export function zoneOf({ store }: HostContext, place: string): string {
  const own = place === '' ? null : store.records.fold(placeStream(place), placeFold).state.calendar;
  const lab = own ?? store.records.fold(placeStream(''), placeFold).state.calendar;
  return lab?.value.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Today where the instrument stands; for null, in the lab. */
export function todayAt(context: HostContext, instrumentId: string | null): CivilDate {
  return dateIn(zoneOf(context, placeOf(context, instrumentId)), context.clock.wallMs());
}

export function placeOf({ store }: HostContext, instrumentId: string | null): string {
  if (instrumentId === null) return '';
  const current = store.db
    .prepare('SELECT current FROM instruments WHERE instrument_id = ?')
    .pluck()
    .get(instrumentId) as string | undefined;
  return current === undefined ? '' : (JSON.parse(current) as { place: string }).place;
}
