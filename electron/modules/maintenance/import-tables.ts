import {
  historyImported,
  importFinished,
  importRecords,
  importStarted,
} from '../../../shared/modules/maintenance/import-records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection } from '../../store/projection.ts';

/** Imports, and the lines of the lab's old log they brought. `import_key` finds a row that is here already. */
export const importsTable = defineProjection({
  name: 'imports',
  version: 1,
  tables: ['imports', 'import_ends', 'imported_history'],
  ddl: [
    `CREATE TABLE imports (
      stream TEXT NOT NULL UNIQUE, import_id TEXT NOT NULL, started_at TEXT NOT NULL, actor TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT`,
    `CREATE TABLE import_ends (
      stream TEXT NOT NULL UNIQUE, import_id TEXT NOT NULL, finished_at TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT`,
    `CREATE TABLE imported_history (
      stream TEXT NOT NULL, hash TEXT PRIMARY KEY, import_key TEXT NOT NULL, import_id TEXT NOT NULL,
      instrument_id TEXT, done_on TEXT NOT NULL, task TEXT NOT NULL, done_by TEXT NOT NULL, result TEXT NOT NULL,
      note TEXT NOT NULL, row INTEGER NOT NULL
    ) STRICT`,
    'CREATE INDEX imported_history_by_key ON imported_history (import_key)',
    'CREATE INDEX imported_history_by_time ON imported_history (instrument_id, done_on)',
  ],
  reads: importRecords,
  apply(record, { stream }) {
    if (isRecordOf(record, importStarted)) {
      const { importId } = record.body;
      const values = [stream, importId, record.wall, record.actor, JSON.stringify(record.body)];
      const sql = 'INSERT OR REPLACE INTO imports (stream, import_id, started_at, actor, body) VALUES (?, ?, ?, ?, ?)';
      return [{ sql, values }];
    }
    if (isRecordOf(record, importFinished)) {
      const values = [stream, record.body.importId, record.wall, JSON.stringify(record.body)];
      return [
        {
          sql: 'INSERT OR REPLACE INTO import_ends (stream, import_id, finished_at, body) VALUES (?, ?, ?, ?)',
          values,
        },
      ];
    }
    if (!isRecordOf(record, historyImported)) return [];
    const { importKey, importId, instrumentId, doneOn, task, doneBy, result, note, row } = record.body;
    return [
      {
        sql: `INSERT OR REPLACE INTO imported_history (stream, hash, import_key, import_id, instrument_id, done_on, task,
          done_by, result, note, row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [stream, record.hash, importKey, importId, instrumentId, doneOn, task, doneBy, result, note, row],
      },
    ];
  },
});
