import {
  eventRecords,
  meterRead,
  meterRecords,
  placeCalendarChanged,
  planRecords,
  useRecords,
} from '../../../shared/modules/maintenance/records.ts';
import { meterDecider } from '../../../shared/modules/maintenance/rules-meter.ts';
import { eventFold, placeFold, useDecider } from '../../../shared/modules/maintenance/rules-place.ts';
import { planDecider } from '../../../shared/modules/maintenance/rules-plan.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** One row a plan: its terms as they hold now. `carried` and `rule_since` feed the scheduler. */
export const plansTable = defineProjection({
  name: 'maintenance-plans',
  version: 1,
  tables: ['maintenance_plans'],
  ddl: [
    `CREATE TABLE maintenance_plans (
      stream TEXT NOT NULL UNIQUE, plan_id TEXT NOT NULL, instrument_id TEXT NOT NULL, title TEXT NOT NULL,
      terms TEXT NOT NULL, rule_since TEXT NOT NULL, carried TEXT, upkeep_key TEXT, is_retired INTEGER NOT NULL,
      created_at TEXT NOT NULL, created_by TEXT NOT NULL, changed_at TEXT, tip TEXT NOT NULL,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX maintenance_plans_of_instrument ON maintenance_plans (instrument_id)',
  ],
  reads: planRecords,
  fold: planDecider,
  apply(_record, { state, stream, tip, conflicts }) {
    const { created, value } = state;
    if (!created || !value) return [];
    const { terms, ruleSince, carried } = value.value;
    return [
      {
        sql: `INSERT OR REPLACE INTO maintenance_plans (stream, plan_id, instrument_id, title, terms, rule_since, carried,
          upkeep_key, is_retired, created_at, created_by, changed_at, tip, conflict_count)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.planId,
          created.instrumentId,
          terms.title,
          JSON.stringify(terms),
          ruleSince,
          carried === null ? null : JSON.stringify(carried),
          created.upkeep?.key ?? null,
          state.retired?.value ? 1 : 0,
          state.createdAt,
          state.createdBy,
          state.changedAt,
          tip ?? '',
          conflicts.length,
        ],
      },
    ];
  },
});

/** Declared times out of use. */
export const notInUseTable = defineProjection({
  name: 'not-in-use',
  version: 1,
  tables: ['not_in_use_spans'],
  ddl: [
    `CREATE TABLE not_in_use_spans (
      stream TEXT NOT NULL, span_id TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT,
      reason TEXT NOT NULL, declared_on TEXT NOT NULL, declared_by TEXT NOT NULL, declared_at TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX not_in_use_spans_of_instrument ON not_in_use_spans (instrument_id, from_on)',
  ],
  reads: useRecords,
  fold: useDecider,
  apply(_record, { state, stream }) {
    return state.spans.map((span) => ({
      sql: `INSERT OR REPLACE INTO not_in_use_spans (stream, span_id, instrument_id, from_on, to_on, reason, declared_on,
        declared_by, declared_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      values: [
        stream,
        span.spanId,
        span.instrumentId,
        span.fromOn,
        span.toOn,
        span.reason,
        span.declaredOn,
        span.declaredBy,
        span.declaredAt,
      ],
    }));
  },
});

/** Each place's days, `''` for the rest. */
export const placesTable = defineProjection({
  name: 'place-calendars',
  version: 1,
  tables: ['place_calendars'],
  ddl: [
    'CREATE TABLE place_calendars (stream TEXT NOT NULL UNIQUE, place TEXT NOT NULL, calendar TEXT NOT NULL) STRICT',
  ],
  reads: [placeCalendarChanged],
  fold: placeFold,
  apply(_record, { state, stream }) {
    if (!state.calendar) return [];
    const calendar = state.calendar.value;
    return [
      {
        sql: 'INSERT OR REPLACE INTO place_calendars (stream, place, calendar) VALUES (?, ?, ?)',
        values: [stream, calendar.place, JSON.stringify(calendar)],
      },
    ];
  },
});

/** Events, and one row for each plan an event raised; only those still open are in an index. */
export const eventsTable = defineProjection({
  name: 'maintenance-events',
  version: 1,
  tables: ['maintenance_events', 'maintenance_event_tasks'],
  ddl: [
    `CREATE TABLE maintenance_events (
      stream TEXT NOT NULL UNIQUE, event_id TEXT NOT NULL, instrument_id TEXT NOT NULL, kind TEXT NOT NULL,
      on_date TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL, noted_by TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX maintenance_events_of_instrument ON maintenance_events (instrument_id, at)',
    `CREATE TABLE maintenance_event_tasks (
      stream TEXT NOT NULL, event_id TEXT NOT NULL, plan_id TEXT NOT NULL, kind TEXT NOT NULL, on_date TEXT NOT NULL,
      note TEXT NOT NULL, is_open INTEGER NOT NULL, PRIMARY KEY (event_id, plan_id)
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX maintenance_event_tasks_open ON maintenance_event_tasks (plan_id, on_date) WHERE is_open = 1',
  ],
  reads: eventRecords,
  fold: eventFold,
  apply(_record, { state, stream }) {
    const { noted, notedBy, answered } = state;
    if (!noted) return [];
    const { eventId, instrumentId, kind, on, at, note, raises } = noted;
    return [
      {
        sql: `INSERT OR REPLACE INTO maintenance_events (stream, event_id, instrument_id, kind, on_date, at, note, noted_by)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, eventId, instrumentId, kind, on, at, note, notedBy],
      },
      ...raises.map((planId) => ({
        sql: `INSERT OR REPLACE INTO maintenance_event_tasks (stream, event_id, plan_id, kind, on_date, note, is_open)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, eventId, planId, kind, on, note, answered.includes(planId) ? 0 : 1],
      })),
    ];
  },
});

/** Meters as they stand, and every reading; `total` is null for one that was not used. */
export const metersTable = defineProjection({
  name: 'meters',
  version: 1,
  tables: ['meters', 'meter_readings'],
  ddl: [
    `CREATE TABLE meters (
      stream TEXT NOT NULL UNIQUE, instrument_id TEXT NOT NULL, meter TEXT NOT NULL, unit TEXT NOT NULL, reading TEXT,
      total REAL NOT NULL, read_at TEXT NOT NULL, read_on TEXT NOT NULL, origin TEXT NOT NULL,
      replaced_count INTEGER NOT NULL, refused_count INTEGER NOT NULL, PRIMARY KEY (instrument_id, meter)
    ) STRICT`,
    `CREATE TABLE meter_readings (
      stream TEXT NOT NULL, hash TEXT NOT NULL, instrument_id TEXT NOT NULL, meter TEXT NOT NULL, hlc TEXT NOT NULL,
      at TEXT NOT NULL, on_date TEXT NOT NULL, reading TEXT NOT NULL, total REAL, origin TEXT NOT NULL, actor TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX meter_readings_by_total ON meter_readings (instrument_id, meter, total)',
    'CREATE INDEX meter_readings_by_time ON meter_readings (instrument_id, meter, hlc)',
  ],
  reads: meterRecords,
  fold: meterDecider,
  apply(record, { state, stream }) {
    const body = record.body as { instrumentId: string; meter: string; on: string; at: string };
    const { instrumentId, meter, on, at } = body;
    const isReading = isRecordOf(record, meterRead);
    return [
      {
        sql: `INSERT OR REPLACE INTO meters (stream, instrument_id, meter, unit, reading, total, read_at, read_on, origin,
          replaced_count, refused_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          instrumentId,
          meter,
          state.unit,
          state.reading,
          state.total,
          state.readAt,
          state.readOn,
          state.origin,
          state.replacedCount,
          state.refusedCount,
        ],
      },
      {
        sql: `INSERT INTO meter_readings (stream, hash, instrument_id, meter, hlc, at, on_date, reading, total, origin,
          actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          record.hash,
          instrumentId,
          meter,
          record.hlc,
          at,
          on,
          isReading ? record.body.reading : (state.reading ?? ''),
          state.isLastUsed ? state.total : null,
          isReading ? record.body.origin : 'replaced',
          record.actor,
        ],
      },
    ];
  },
});
