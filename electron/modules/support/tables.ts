import { configurationTaken } from '../../../shared/modules/support/records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** One row a snapshot, its lines as JSON. */
export const configurationTable = defineProjection({
  name: 'support-configurations',
  version: 1,
  tables: ['configurations'],
  ddl: [
    `CREATE TABLE configurations (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, instrument_id TEXT NOT NULL, hlc TEXT NOT NULL, at TEXT NOT NULL,
      actor TEXT NOT NULL, visit_id TEXT, note TEXT NOT NULL, lines TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX configurations_by_time ON configurations (instrument_id, hlc)',
  ],
  reads: [configurationTaken],
  apply(record, { stream }) {
    if (!isRecordOf(record, configurationTaken)) return [];
    const { instrumentId, at, visitId, note, lines } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO configurations (stream, hash, instrument_id, hlc, at, actor, visit_id, note, lines)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, record.hash, instrumentId, record.hlc, at, record.actor, visitId, note, JSON.stringify(lines)],
      },
    ];
  },
});
