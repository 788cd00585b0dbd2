import type { CivilDate } from '../../shared/kernel/civil-date.ts';
import { formatOffset } from '../../shared/kernel/clock.ts';
import { civilDateAt, intlZoneOffset, isKnownZone } from '../../shared/kernel/zone.ts';
import type { HostContext } from '../host/module.ts';

/** The zone of a place: its calendar's, the lab's, else this machine's. */
export function zoneOf({ store }: Pick<HostContext, 'store'>, place: string): string {
  const rows = store.db
    .prepare("SELECT place, calendar FROM place_calendars WHERE place = ? OR place = ''")
    .all(place) as { place: string; calendar: string }[];
  const own = rows.find((row) => row.place === place) ?? rows[0];
  const zone = own ? (JSON.parse(own.calendar) as { timeZone: string }).timeZone : '';
  return isKnownZone(zone) ? zone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A moment as records hold it: the civil day, ISO time with the place's offset, and the zone. */
export interface PlaceTime {
  readonly on: CivilDate;
  readonly at: string;
  readonly timeZone: string;
}

/** A moment, in milliseconds since 1970, on the wall of a zone. */
export function whenAt(ms: number, timeZone: string): PlaceTime {
  const offset = intlZoneOffset(timeZone, ms);
  const at = `${new Date(ms + offset * 60_000).toISOString().slice(0, -1)}${formatOffset(offset)}`;
  return { on: civilDateAt(ms, timeZone, intlZoneOffset), at, timeZone };
}

/** Date and time on the wall of a place; `''` is the lab. */
export const nowIn = (context: Pick<HostContext, 'store' | 'clock'>, place: string): PlaceTime =>
  whenAt(context.clock.wallMs(), zoneOf(context, place));
