import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { formatOffset } from '../../../shared/kernel/clock.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { civilDateAt, intlZoneOffset, isKnownZone } from '../../../shared/kernel/zone.ts';
import type { HostContext } from '../../host/module.ts';

/** An instrument as calibration sees it, and what day it is where it stands. */
export interface PlacedInstrument {
  readonly instrumentId: string;
  readonly name: string;
  readonly definitionKey: string;
  readonly serialNumber: string;
  readonly place: string;
  readonly registeredAt: string;
  readonly isRetired: boolean;
}

interface Row {
  instrument_id: string;
  name: string;
  definition_key: string;
  service_status: string;
  current: string;
}

function toInstrument(row: Row): PlacedInstrument {
  const current = JSON.parse(row.current) as { place?: string; serialNumber?: string; registeredAt?: string };
  return {
    instrumentId: row.instrument_id,
    name: row.name,
    definitionKey: row.definition_key,
    serialNumber: current.serialNumber ?? '',
    place: current.place ?? '',
    registeredAt: current.registeredAt ?? '',
    isRetired: row.service_status === 'retired',
  };
}

/** Every instrument that is not retired, by name. */
export function placedInstruments({ store }: Pick<HostContext, 'store'>): PlacedInstrument[] {
  const rows = store.db.prepare("SELECT * FROM instruments WHERE service_status <> 'retired' ORDER BY name").all();
  return (rows as Row[]).map(toInstrument);
}

export function findInstrument(
  { store }: Pick<HostContext, 'store'>,
  instrumentId: string,
): PlacedInstrument | undefined {
  const row = store.db.prepare('SELECT * FROM instruments WHERE instrument_id = ?').get(instrumentId);
  return row === undefined ? undefined : toInstrument(row as Row);
}

/** @throws AppError `instruments/not-found` */
export function requireInstrument(context: Pick<HostContext, 'store'>, instrumentId: string): PlacedInstrument {
  const found = findInstrument(context, instrumentId);
  if (!found) throw new AppError('instruments/not-found', { instrumentId });
  return found;
}

/** The zone of a place: its calendar's, the lab's, else this machine's. */
export function zoneOf({ store }: Pick<HostContext, 'store'>, place: string): string {
  const rows = store.db
    .prepare("SELECT place, calendar FROM place_calendars WHERE place = ? OR place = ''")
    .all(place) as { place: string; calendar: string }[];
  const own = rows.find((row) => row.place === place) ?? rows[0];
  const zone = own ? (JSON.parse(own.calendar) as { timeZone: string }).timeZone : '';
  return isKnownZone(zone) ? zone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export interface PlaceNow {
  readonly on: CivilDate;
  /** ISO time with the place's offset. */
  readonly at: string;
  readonly timeZone: string;
}

/** Date and time on the wall where the instrument stands. */
export function nowAt(context: HostContext, instrumentId: string): PlaceNow {
  return nowIn(context, findInstrument(context, instrumentId)?.place ?? '');
}

/** Date and time on the wall of a place; `''` is the lab. */
export function nowIn(context: HostContext, place: string): PlaceNow {
  const timeZone = zoneOf(context, place);
  const ms = context.clock.wallMs();
  const offset = intlZoneOffset(timeZone, ms);
  const at = `${new Date(ms + offset * 60_000).toISOString().slice(0, -1)}${formatOffset(offset)}`;
  return { on: civilDateAt(ms, timeZone, intlZoneOffset), at, timeZone };
}

/** The civil date of an instant (ISO time) where a place is; the first ten characters where it names no instant. */
export function dateAt(context: Pick<HostContext, 'store'>, place: string, at: string): CivilDate {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at.slice(0, 10) : civilDateAt(ms, zoneOf(context, place), intlZoneOffset);
}
