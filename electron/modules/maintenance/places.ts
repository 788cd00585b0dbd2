import { addDays, type CivilDate } from '../../../shared/kernel/civil-date.ts';
import { civilTimeAt, intlZoneOffset, isKnownZone } from '../../../shared/kernel/zone.ts';
import type { PlaceDays } from '../../../shared/modules/maintenance/rules-due.ts';
import { shiftAt, type Today } from '../../../shared/modules/maintenance/rules-status.ts';
import type { PlaceCalendar } from '../../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../../host/module.ts';

/** One instrument as maintenance sees it. */
export interface InstrumentFacts {
  readonly instrumentId: string;
  readonly name: string;
  readonly place: string;
  readonly definitionKey: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly isRetired: boolean;
}

/** Three shifts of eight hours from seven: a house default, until the lab says how it works. */
export const defaultShifts: PlaceCalendar['shifts'] = [
  { name: '1', startsAt: '07:00' },
  { name: '2', startsAt: '15:00' },
  { name: '3', startsAt: '23:00' },
];

/** This machine's zone, asked once: a formatter for each of thousands of places is what the agenda would wait for. */
let ownZone: string | undefined;

export function defaultCalendar(place: string): PlaceCalendar {
  ownZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timeZone = ownZone;
  return { place, timeZone, closedWeekdays: [], closedDates: [], shifts: defaultShifts };
}

/** Calendars by place, `''` for the rest. A zone this machine has no data of counts as this machine's own. */
export function readCalendars({ store }: HostContext): Map<string, PlaceCalendar> {
  const rows = store.db.prepare('SELECT place, calendar FROM place_calendars').all() as Record<
    'place' | 'calendar',
    string
  >[];
  return new Map(
    rows.map(({ place, calendar }) => {
      const read = JSON.parse(calendar) as PlaceCalendar;
      return [place, isKnownZone(read.timeZone) ? read : { ...read, timeZone: defaultCalendar(place).timeZone }];
    }),
  );
}

export function calendarOf(calendars: ReadonlyMap<string, PlaceCalendar>, place: string): PlaceCalendar {
  return calendars.get(place) ?? calendars.get('') ?? defaultCalendar(place);
}

export function readInstruments(context: HostContext): InstrumentFacts[] {
  const rows = context.store.db.prepare('SELECT * FROM instruments').all() as Record<
    'instrument_id' | 'name' | 'service_status' | 'definition_key' | 'current',
    string
  >[];
  return rows.map((row) => {
    const current = JSON.parse(row.current) as { place?: string; serialNumber?: string };
    return {
      instrumentId: row.instrument_id,
      name: row.name,
      place: current.place ?? '',
      definitionKey: row.definition_key,
      model: context.catalog.get(row.definition_key)?.model ?? row.definition_key,
      serialNumber: current.serialNumber ?? '',
      isRetired: row.service_status === 'retired',
    };
  });
}

export function readSpans({ store }: HostContext): Map<string, PlaceDays['notInUse']> {
  const rows = store.db
    .prepare('SELECT instrument_id, from_on AS fromOn, to_on AS toOn FROM not_in_use_spans ORDER BY from_on')
    .all() as { instrument_id: string; fromOn: CivilDate; toOn: CivilDate | null }[];
  const spans = new Map<string, { fromOn: CivilDate; toOn: CivilDate | null }[]>();
  for (const { instrument_id, fromOn, toOn } of rows) {
    spans.set(instrument_id, [...(spans.get(instrument_id) ?? []), { fromOn, toOn }]);
  }
  return spans;
}

/** Date, shift and time of day on a place's wall clock. */
export function todayOf(calendar: PlaceCalendar, wallMs: number): Today & { readonly minutes: number } {
  const { on, minutes } = civilTimeAt(wallMs, calendar.timeZone, intlZoneOffset);
  const { shift, isOfDayBefore } = shiftAt(calendar.shifts, minutes);
  return { on, minutes, shift, shiftOn: isOfDayBefore ? addDays(on, -1) : on };
}
