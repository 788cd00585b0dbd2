import { definitionSaved } from '../../../shared/modules/definitions/records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** One row for each time a definition of the lab's was changed. Raise `version` when columns or statements change. */
export const definitionsTable = defineProjection({
  name: 'definitions',
  version: 1,
  tables: ['definitions_saved'],
  ddl: [
    `CREATE TABLE definitions_saved (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, key TEXT NOT NULL, version TEXT NOT NULL, change_count INTEGER NOT NULL,
      reason TEXT NOT NULL, from_pack INTEGER NOT NULL, written_at TEXT NOT NULL, written_by TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX definitions_saved_by_time ON definitions_saved (written_at)',
  ],
  reads: [definitionSaved],
  apply(record, { stream }) {
    if (!isRecordOf(record, definitionSaved)) return [];
    const { key, after, changeCount, reason, pack } = record.body;
    return [
      {
        sql: 'INSERT OR REPLACE INTO definitions_saved VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        values: [
          ...[stream, record.hash, key, after.version, changeCount, reason],
          ...[pack === null ? 0 : 1, record.wall, record.actor],
        ],
      },
    ];
  },
});
