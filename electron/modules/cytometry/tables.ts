import { checkRecorded, voltagesRead } from '../../../shared/modules/cytometry/records.ts';
import { checkDecider, voltagesDecider } from '../../../shared/modules/cytometry/rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** Checks that stand. What was entered stays in the record; the table finds it. */
const checksTable = defineProjection({
  name: 'cytometry-checks',
  version: 1,
  tables: ['cytometer_checks'],
  ddl: [
    `CREATE TABLE cytometer_checks (
      stream TEXT NOT NULL, check_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, instrument_id TEXT NOT NULL,
      on_date TEXT NOT NULL, hlc TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX cytometer_checks_by_instrument ON cytometer_checks (instrument_id, on_date)',
  ],
  reads: [checkRecorded],
  fold: checkDecider,
  apply(record, { state, stream }) {
    if (!isRecordOf(record, checkRecorded) || state.hash !== record.hash) return [];
    const { checkId, instrumentId, on } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO cytometer_checks (stream, check_id, hash, instrument_id, on_date, hlc)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [stream, checkId, record.hash, instrumentId, on, record.hlc],
      },
    ];
  },
});

const voltagesTable = defineProjection({
  name: 'cytometry-voltages',
  version: 1,
  tables: ['cytometer_voltages'],
  ddl: [
    `CREATE TABLE cytometer_voltages (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, on_date TEXT NOT NULL, hlc TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX cytometer_voltages_by_instrument ON cytometer_voltages (instrument_id, on_date)',
  ],
  reads: [voltagesRead],
  fold: voltagesDecider,
  apply(record, { stream }) {
    if (!isRecordOf(record, voltagesRead)) return [];
    const { instrumentId, on } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO cytometer_voltages (stream, hash, instrument_id, on_date, hlc)
          VALUES (?, ?, ?, ?, ?)`,
        values: [stream, record.hash, instrumentId, on, record.hlc],
      },
    ];
  },
});

export const cytometryTables = [checksTable, voltagesTable] as const;
