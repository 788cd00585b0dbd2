import {
  bathFilled,
  gradingRecords,
  planSet,
  programSet,
  runLogged,
} from '../../../shared/modules/processing/records.ts';
import { gradingDecider, secondLookOf } from '../../../shared/modules/processing/rules-grading.ts';
import { planDecider, programDecider } from '../../../shared/modules/processing/rules-plan.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** Plans and programs: one row each, `plan` and `terms` as JSON. */
const plansTable = defineProjection({
  name: 'processing-plans',
  version: 1,
  tables: ['bath_plans'],
  ddl: [
    `CREATE TABLE bath_plans (
      stream TEXT NOT NULL UNIQUE, instrument_id TEXT NOT NULL, plan TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
  ],
  reads: [planSet],
  fold: planDecider,
  apply(_record, { state, stream, conflicts }) {
    if (!state.plan) return [];
    return [
      {
        sql: 'INSERT OR REPLACE INTO bath_plans (stream, instrument_id, plan, conflict_count) VALUES (?, ?, ?, ?)',
        values: [stream, state.instrumentId, JSON.stringify(state.plan.value), conflicts.length],
      },
    ];
  },
});

const programsTable = defineProjection({
  name: 'processing-programs',
  version: 1,
  tables: ['bath_programs'],
  ddl: [
    `CREATE TABLE bath_programs (
      stream TEXT NOT NULL UNIQUE, program_id TEXT NOT NULL, instrument_id TEXT NOT NULL, version INTEGER NOT NULL,
      terms TEXT NOT NULL, is_retired INTEGER NOT NULL, set_at TEXT NOT NULL, set_by TEXT NOT NULL,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX bath_programs_by_instrument ON bath_programs (instrument_id)',
  ],
  reads: [programSet],
  fold: programDecider,
  apply(record, { state, stream, conflicts }) {
    const { programId, instrumentId, current } = state;
    if (!current || instrumentId === null) return [];
    const { version, terms } = current.value;
    return [
      {
        sql: `INSERT OR REPLACE INTO bath_programs (stream, program_id, instrument_id, version, terms, is_retired, set_at,
          set_by, conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          ...[stream, programId, instrumentId, version, JSON.stringify(terms), terms.isRetired ? 1 : 0],
          ...[record.wall, record.actor, conflicts.length],
        ],
      },
    ];
  },
});

/** What happened to the baths, one row a record; `at_ms` is when it happened, not when it was written down. */
const fillsTable = defineProjection({
  name: 'processing-fills',
  version: 1,
  tables: ['bath_fills'],
  ddl: [
    `CREATE TABLE bath_fills (
      stream TEXT NOT NULL, fill_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, instrument_id TEXT NOT NULL,
      station_id TEXT NOT NULL, from_station_id TEXT, act TEXT NOT NULL, lot TEXT NOT NULL, on_date TEXT NOT NULL,
      at_ms INTEGER NOT NULL, hlc TEXT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX bath_fills_by_time ON bath_fills (instrument_id, at_ms)',
    'CREATE INDEX bath_fills_by_lot ON bath_fills (instrument_id, lot)',
  ],
  reads: [bathFilled],
  apply(record, { stream }) {
    if (!isRecordOf(record, bathFilled)) return [];
    const { fillId, instrumentId, stationId, fromStationId, act, lot, on, at } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO bath_fills (stream, fill_id, hash, instrument_id, station_id, from_station_id, act, lot,
          on_date, at_ms, hlc, actor, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          ...[stream, fillId, record.hash, instrumentId, stationId, fromStationId, act, lot, on, instantOf(at)],
          ...[record.hlc, record.actor, JSON.stringify(record.body)],
        ],
      },
    ];
  },
});

/** Runs, and which baths each went through. */
const runsTable = defineProjection({
  name: 'processing-runs',
  version: 1,
  tables: ['bath_runs', 'bath_run_stations'],
  ddl: [
    `CREATE TABLE bath_runs (
      stream TEXT NOT NULL, run_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, instrument_id TEXT NOT NULL,
      on_date TEXT NOT NULL, at_ms INTEGER NOT NULL, hlc TEXT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX bath_runs_by_time ON bath_runs (instrument_id, at_ms)',
    `CREATE TABLE bath_run_stations (
      stream TEXT NOT NULL, run_id TEXT NOT NULL, instrument_id TEXT NOT NULL, station_id TEXT NOT NULL,
      at_ms INTEGER NOT NULL, count INTEGER NOT NULL, UNIQUE (run_id, station_id)
    ) STRICT`,
    'CREATE INDEX bath_run_stations_by_time ON bath_run_stations (instrument_id, station_id, at_ms)',
  ],
  reads: [runLogged],
  apply(record, { stream }) {
    if (!isRecordOf(record, runLogged)) return [];
    const { runId, instrumentId, stationIds, count, on, at } = record.body;
    const atMs = instantOf(at);
    return [
      // An amendment may name fewer baths.
      { sql: 'DELETE FROM bath_run_stations WHERE run_id = ?', values: [runId] },
      {
        sql: `INSERT OR REPLACE INTO bath_runs (stream, run_id, hash, instrument_id, on_date, at_ms, hlc, actor, body)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          ...[stream, runId, record.hash, instrumentId, on, atMs, record.hlc, record.actor],
          JSON.stringify(record.body),
        ],
      },
      ...[...new Set(stationIds)].map((stationId) => ({
        sql: `INSERT OR REPLACE INTO bath_run_stations (stream, run_id, instrument_id, station_id, at_ms, count)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [stream, runId, instrumentId, stationId, atMs, count],
      })),
    ];
  },
});

const gradingsTable = defineProjection({
  name: 'processing-gradings',
  version: 1,
  tables: ['bath_gradings'],
  ddl: [
    `CREATE TABLE bath_gradings (
      stream TEXT NOT NULL UNIQUE, grading_id TEXT NOT NULL, hash TEXT NOT NULL, instrument_id TEXT NOT NULL,
      on_date TEXT NOT NULL, at_ms INTEGER NOT NULL, actor TEXT NOT NULL, second TEXT NOT NULL,
      second_hash TEXT, body TEXT NOT NULL, conflict_count INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX bath_gradings_by_time ON bath_gradings (instrument_id, at_ms)',
  ],
  reads: gradingRecords,
  fold: gradingDecider,
  apply(_record, { state, stream, conflicts }) {
    const { graded: body, gradedHash, gradedBy, gradingId, second } = state;
    if (!body) return [];
    return [
      {
        sql: `INSERT OR REPLACE INTO bath_gradings (stream, grading_id, hash, instrument_id, on_date, at_ms, actor, second,
          second_hash, body, conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          ...[stream, gradingId, gradedHash, body.instrumentId, body.on, instantOf(body.at), gradedBy],
          ...[secondLookOf(state), second?.sides.at(-1)?.hash ?? null, JSON.stringify(body), conflicts.length],
        ],
      },
    ];
  },
});

/** Milliseconds since 1970 of an ISO time with its offset; 0 for what is none, so that it never counts as the newest. */
function instantOf(at: string): number {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? 0 : ms;
}

export const processingTables = [plansTable, programsTable, fillsTable, runsTable, gradingsTable] as const;
