import { type CivilDate, dateOfDay } from './civil-date.ts';

/**
 * Minutes east of UTC of a zone (`Europe/Vienna`) at an instant, daylight saving included. A parameter wherever time
 * becomes a date, so that rules are tested in any zone.
 *
 * @throws RangeError for a zone nobody knows.
 */
export type ZoneOffset = (timeZone: string, atMs: number) => number;

/** A place's date and time of day, as its wall clock shows them. */
export interface CivilTime {
  readonly on: CivilDate;
  /** Minutes since midnight on the wall clock, 0 to 1439. */
  readonly minutes: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The date and time of day that a clock on the wall shows at an instant. */
export function civilTimeAt(atMs: number, timeZone: string, offsetOf: ZoneOffset): CivilTime {
  const local = atMs + offsetOf(timeZone, atMs) * minuteMs;
  const day = Math.floor(local / dayMs);
  return { on: dateOfDay(day), minutes: Math.floor((local - day * dayMs) / minuteMs) };
}

/** The date a clock on the wall shows at an instant. */
export function civilDateAt(atMs: number, timeZone: string, offsetOf: ZoneOffset): CivilDate {
  return civilTimeAt(atMs, timeZone, offsetOf).on;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Zone offsets from the program's own time zone data (ECMA-402); makers of formats are kept, as they are slow to make. */
export const intlZoneOffset: ZoneOffset = (timeZone, atMs) => {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
  return Math.round((shown - Math.floor(atMs / 1000) * 1000) / minuteMs);
};

/** True for a zone this program has data of. */
export function isKnownZone(timeZone: string): boolean {
  try {
    intlZoneOffset(timeZone, 0);
    return true;
  } catch {
    return false;
  }
}
