import { <<camel>>Records } from '../../../shared/modules/<<kebab>>/records.ts';
import { <<camel>>Decider } from '../../../shared/modules/<<kebab>>/rules.ts';
import { defineProjection } from '../../store/projection.ts';

/** One row an entry. Raise `version` when columns, fold or statements change: the table is rebuilt from the log. */
export const <<camel>>Table = defineProjection({
  name: '<<kebab>>',
  version: 1,
  tables: ['<<snake>>_entries'],
  ddl: [
    `CREATE TABLE <<snake>>_entries (
      stream TEXT NOT NULL, entry_id TEXT PRIMARY KEY, text TEXT NOT NULL, is_withdrawn INTEGER NOT NULL,
      written_at TEXT NOT NULL, written_by TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX <<snake>>_entries_by_time ON <<snake>>_entries (written_at)',
  ],
  reads: <<camel>>Records,
  fold: <<camel>>Decider,
  apply(_record, { state, stream }) {
    if (state.text === null) return [];
    const { entryId, text, withdrawnHash, writtenAt, writtenBy } = state;
    return [
      {
        sql: `INSERT OR REPLACE INTO <<snake>>_entries (stream, entry_id, text, is_withdrawn, written_at, written_by)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [stream, entryId, text, withdrawnHash === null ? 0 : 1, writtenAt, writtenBy],
      },
    ];
  },
});
