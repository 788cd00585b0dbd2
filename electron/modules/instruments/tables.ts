import {
  backgroundRecorded,
  identityReported,
  qcRecorded,
  registerRecords,
  reportRecords,
} from '../../../shared/modules/instruments/records.ts';
import { currentInstrument, instrumentDecider } from '../../../shared/modules/instruments/rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** The register: one row an instrument, `current` being `CurrentInstrument` as JSON. Cases read it, and the tables below. */
export const registerTable = defineProjection({
  name: 'instruments',
  version: 2,
  tables: ['instruments'],
  ddl: [
    `CREATE TABLE instruments (
      stream TEXT NOT NULL,
      instrument_id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      service_status TEXT NOT NULL,
      definition_key TEXT NOT NULL,
      current TEXT NOT NULL,
      conflict_count INTEGER NOT NULL
    ) STRICT`,
  ],
  reads: registerRecords,
  fold: instrumentDecider,
  apply(_record, { state, stream, conflicts }) {
    const current = currentInstrument(state);
    if (!current) return [];
    return [
      {
        sql: `INSERT OR REPLACE INTO instruments (stream, instrument_id, name, service_status, definition_key, current,
          conflict_count) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          current.instrumentId,
          current.name,
          current.serviceStatus,
          current.definitionKey,
          JSON.stringify(current),
          conflicts.length,
        ],
      },
    ];
  },
});

/** What the wire reported and the log keeps: identities, background runs, control runs; readings as JSON. */
export const reportedTable = defineProjection({
  name: 'instrument-reports',
  version: 1,
  tables: ['instrument_identities', 'instrument_backgrounds', 'instrument_qc_runs'],
  ddl: [
    `CREATE TABLE instrument_identities (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, at TEXT NOT NULL, hlc TEXT NOT NULL,
      model TEXT NOT NULL, software TEXT NOT NULL, serial_number TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX instrument_identities_by_time ON instrument_identities (instrument_id, hlc)',
    `CREATE TABLE instrument_backgrounds (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, at TEXT NOT NULL, hlc TEXT NOT NULL,
      message_id TEXT, verdict TEXT NOT NULL, worst TEXT NOT NULL, readings TEXT NOT NULL, part INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX instrument_backgrounds_by_time ON instrument_backgrounds (instrument_id, hlc)',
    'CREATE INDEX instrument_backgrounds_by_message ON instrument_backgrounds (message_id)',
    `CREATE TABLE instrument_qc_runs (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, at TEXT NOT NULL, hlc TEXT NOT NULL,
      message_id TEXT, control_lot TEXT NOT NULL, readings TEXT NOT NULL, part INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX instrument_qc_runs_by_time ON instrument_qc_runs (instrument_id, hlc)',
    'CREATE INDEX instrument_qc_runs_by_message ON instrument_qc_runs (message_id)',
  ],
  reads: reportRecords,
  apply(record, { stream }) {
    const { hash, hlc } = record;
    if (isRecordOf(record, identityReported)) {
      const { instrumentId, at, model, software, serialNumber } = record.body;
      return [
        {
          sql: `INSERT OR REPLACE INTO instrument_identities (stream, hash, instrument_id, at, hlc, model, software,
            serial_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          values: [stream, hash, instrumentId, at, hlc, model, software, serialNumber],
        },
      ];
    }
    if (isRecordOf(record, backgroundRecorded)) {
      const { instrumentId, at, messageId, verdict, worst, readings, part } = record.body;
      return [
        {
          sql: `INSERT OR REPLACE INTO instrument_backgrounds (stream, hash, instrument_id, at, hlc, message_id, verdict,
            worst, readings, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          values: [stream, hash, instrumentId, at, hlc, messageId, verdict, worst, JSON.stringify(readings), part],
        },
      ];
    }
    if (isRecordOf(record, qcRecorded)) {
      const { instrumentId, at, messageId, controlLot, readings, part } = record.body;
      return [
        {
          sql: `INSERT OR REPLACE INTO instrument_qc_runs (stream, hash, instrument_id, at, hlc, message_id, control_lot,
            readings, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          values: [stream, hash, instrumentId, at, hlc, messageId, controlLot, JSON.stringify(readings), part],
        },
      ];
    }
    return [];
  },
});
