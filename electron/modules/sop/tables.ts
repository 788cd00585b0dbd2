import { sopRecords } from '../../../shared/modules/sop/records.ts';
import { sopDecider } from '../../../shared/modules/sop/rules.ts';
import { defineProjection } from '../../store/projection.ts';

/** One row an entry. Raise `version` when columns, fold or statements change: the table is rebuilt from the log. */
export const sopTable = defineProjection({
  name: 'sop',
  version: 1,
  tables: ['sop_entries'],
  ddl: [
    `CREATE TABLE sop_entries (
      stream TEXT NOT NULL, entry_id TEXT PRIMARY KEY, text TEXT NOT NULL, is_withdrawn INTEGER NOT NULL,
      written_at TEXT NOT NULL, written_by TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX sop_entries_by_time ON sop_entries (written_at)',
  ],
  reads: sopRecords,
  fold: sopDecider,
  apply(_record, { state, stream }) {
    if (state.text === null) return [];
    const { entryId, text, withdrawnHash, writtenAt, writtenBy } = state;
    return [
      {
        sql: `INSERT OR REPLACE INTO sop_entries (stream, entry_id, text, is_withdrawn, written_at, written_by)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [stream, entryId, text, withdrawnHash === null ? 0 : 1, writtenAt, writtenBy],
      },
    ];
  },
});
