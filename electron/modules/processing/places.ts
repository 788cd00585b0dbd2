import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { dayNumber } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { intlZoneOffset } from '../../../shared/kernel/zone.ts';
import type { HostContext } from '../../host/module.ts';
import { nowIn, type PlaceTime, whenAt, zoneOf } from '../place-time.ts';

/** An instrument as this module sees it. */
export interface PlacedInstrument {
  readonly instrumentId: string;
  readonly name: string;
  readonly place: string;
  readonly instrumentClass: string;
}

interface Row {
  instrument_id: string;
  name: string;
  definition_key: string;
  current: string;
}

function toInstrument({ catalog }: Pick<HostContext, 'catalog'>, row: Row): PlacedInstrument {
  return {
    instrumentId: row.instrument_id,
    name: row.name,
    place: (JSON.parse(row.current) as { place?: string }).place ?? '',
    instrumentClass: catalog.get(row.definition_key)?.instrumentClass ?? '',
  };
}

/** Every instrument that is not retired, by name. */
export function placedInstruments(context: HostContext): PlacedInstrument[] {
  const rows = context.store.db
    .prepare("SELECT * FROM instruments WHERE service_status <> 'retired' ORDER BY name")
    .all() as Row[];
  return rows.map((row) => toInstrument(context, row));
}

export function findInstrument(context: HostContext, instrumentId: string): PlacedInstrument | undefined {
  const row = context.store.db.prepare('SELECT * FROM instruments WHERE instrument_id = ?').get(instrumentId);
  return row === undefined ? undefined : toInstrument(context, row as Row);
}

/** @throws AppError `instruments/not-found` */
export function requireInstrument(context: HostContext, instrumentId: string): PlacedInstrument {
  const found = findInstrument(context, instrumentId);
  if (!found) throw new AppError('instruments/not-found', { instrumentId });
  return found;
}

/** Now, on the wall where the instrument stands. */
export const nowAt = (context: HostContext, { place }: PlacedInstrument): PlaceTime => nowIn(context, place);

/**
 * The moment a person gave, or now.
 *
 * @throws AppError `processing/in-the-future`
 */
export function momentAt(
  context: HostContext,
  instrument: PlacedInstrument,
  given: { readonly on: CivilDate; readonly time: string } | null,
): PlaceTime {
  if (given === null) return nowAt(context, instrument);
  const timeZone = zoneOf(context, instrument.place);
  const [hours = 0, minutes = 0] = given.time.split(':').map(Number);
  const wall = dayNumber(given.on) * 86_400_000 + (hours * 60 + minutes) * 60_000;
  // The offset at that wall time: guessed once, and once more where a clock change lies between.
  const guess = wall - intlZoneOffset(timeZone, wall) * 60_000;
  const ms = wall - intlZoneOffset(timeZone, guess) * 60_000;
  if (ms > context.clock.wallMs()) {
    const now = nowAt(context, instrument).at.slice(0, 16).replace('T', ' ');
    throw new AppError('processing/in-the-future', { at: `${given.on} ${given.time}`, now });
  }
  return whenAt(ms, timeZone);
}
