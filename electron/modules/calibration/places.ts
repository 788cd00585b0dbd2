import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { civilDateAt, intlZoneOffset } from '../../../shared/kernel/zone.ts';
import type { HostContext } from '../../host/module.ts';
import { nowIn, type PlaceTime, zoneOf } from '../place-time.ts';

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

/** Date and time on the wall where the instrument stands. */
export function nowAt(context: HostContext, instrumentId: string): PlaceTime {
  return nowIn(context, findInstrument(context, instrumentId)?.place ?? '');
}

/** The civil date of an instant (ISO time) where a place is; the first ten characters where it names no instant. */
export function dateAt(context: Pick<HostContext, 'store'>, place: string, at: string): CivilDate {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at.slice(0, 10) : civilDateAt(ms, zoneOf(context, place), intlZoneOffset);
}
