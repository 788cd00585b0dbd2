import { normalizeCode } from '../../../shared/instruments/error-book.ts';
import { bookEntryWritten, errorRaised, errorRecords, errorRepeated } from '../../../shared/modules/errors/records.ts';
import { bookFold, errorDecider, errorStateOf, isOpen } from '../../../shared/modules/errors/rules.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import { defineProjection, type Statement } from '../../store/projection.ts';

const raisedColumns = [
  'stream',
  'instrument_id',
  'code',
  'code_key',
  'text',
  'severity',
  'affects_results',
  'origin',
  'state',
  'is_open',
  'raised_at',
  'raised_count',
  'last_raised_at',
  'message_id',
] as const;
/** Empty until somebody or something has dealt with the error. */
const dealtWithColumns = ['acknowledged_at', 'cleared_at', 'resolved_at', 'resolution'] as const;
const allColumns = [...raisedColumns, ...dealtWithColumns];

/** A row that is there is changed in its place: replacing it would take it out of all indexes and put it in again. */
const putError = (columns: readonly string[]) => `INSERT INTO errors (${columns.join(', ')})
  VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT (stream) DO UPDATE SET ${allColumns
    .slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;
/** Most errors were never dealt with when they are written, and every value handed over costs time. */
const putRaised = putError(raisedColumns);
const putDealtWith = putError(allColumns);

/**
 * One row an error, as it is after its records. Cards of the Bench read `error_id`, `code`, `text`, `severity`,
 * `state`, `is_open`, `raised_at` of this table too; cases read all of it. An error is found by its stream: every further index is another page
 * to write at each save. So what is open has one small index, and the indexes for what is closed are written when it closes.
 */
export const errorsTable = defineProjection({
  name: 'errors',
  version: 5,
  tables: ['errors', 'error_messages'],
  ddl: [
    `CREATE TABLE errors (
      stream TEXT NOT NULL UNIQUE,
      error_id TEXT NOT NULL AS (substr(stream, 7)),
      instrument_id TEXT NOT NULL,
      code TEXT NOT NULL,
      code_key TEXT NOT NULL,
      text TEXT NOT NULL,
      severity TEXT NOT NULL,
      affects_results TEXT NOT NULL,
      origin TEXT NOT NULL,
      state TEXT NOT NULL,
      is_open INTEGER NOT NULL,
      raised_at TEXT NOT NULL,
      raised_count INTEGER NOT NULL,
      last_raised_at TEXT NOT NULL,
      acknowledged_at TEXT,
      cleared_at TEXT,
      resolved_at TEXT,
      resolution TEXT NOT NULL DEFAULT '',
      message_id TEXT
    ) STRICT`,
    'CREATE INDEX errors_open ON errors (instrument_id) WHERE is_open = 1',
    'CREATE INDEX errors_closed ON errors (instrument_id, raised_at) WHERE is_open = 0',
    'CREATE INDEX errors_closed_by_code ON errors (instrument_id, code_key, raised_at) WHERE is_open = 0',
    `CREATE TABLE error_messages (
      stream TEXT NOT NULL,
      message_id TEXT NOT NULL,
      code_key TEXT NOT NULL,
      PRIMARY KEY (message_id, code_key, stream)
    ) STRICT, WITHOUT ROWID`,
  ],
  reads: errorRecords,
  fold: errorDecider,
  apply(record, { state, stream }) {
    const { raised } = state;
    if (!raised) return [];
    const statements: Statement[] = [];
    const name = errorStateOf(state);
    const row = [
      stream,
      raised.instrumentId,
      raised.code,
      normalizeCode(raised.code),
      raised.text,
      raised.severity,
      raised.affectsResults,
      raised.origin,
      name,
      isOpen(name, raised) ? 1 : 0,
      raised.at,
      state.raisedCount,
      state.lastRaisedAt,
      raised.messageId,
    ];
    const { acknowledgedAt, clearedAt, resolvedAt, resolution } = state;
    const isDealtWith = acknowledgedAt !== null || clearedAt !== null || resolvedAt !== null || resolution !== '';
    statements.push(
      isDealtWith
        ? { sql: putDealtWith, values: [...row, acknowledgedAt, clearedAt, resolvedAt, resolution] }
        : { sql: putRaised, values: row },
    );
    const messageIds = isRecordOf(record, errorRaised)
      ? [record.body.messageId]
      : isRecordOf(record, errorRepeated)
        ? record.body.messageIds
        : [];
    for (const messageId of messageIds) {
      if (messageId === null) continue;
      statements.push({
        sql: 'INSERT OR IGNORE INTO error_messages (stream, message_id, code_key) VALUES (?, ?, ?)',
        values: [stream, messageId, normalizeCode(raised.code)],
      });
    }
    return statements;
  },
});

/** The lab's own book entries, one row a code. */
export const bookTable = defineProjection({
  name: 'error-books',
  version: 1,
  tables: ['error_book_entries'],
  ddl: [
    `CREATE TABLE error_book_entries (
      stream TEXT NOT NULL,
      definition_key TEXT NOT NULL,
      code_key TEXT NOT NULL,
      entry TEXT NOT NULL,
      written_at TEXT NOT NULL,
      written_by TEXT NOT NULL,
      PRIMARY KEY (definition_key, code_key)
    ) STRICT`,
  ],
  reads: [bookEntryWritten],
  fold: bookFold,
  apply(record, { state, stream }) {
    if (!isRecordOf(record, bookEntryWritten)) return [];
    const { definitionKey, code } = record.body;
    const slot = state.entries[code];
    return [
      {
        sql: `INSERT OR REPLACE INTO error_book_entries (stream, definition_key, code_key, entry, written_at, written_by)
          VALUES (?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          definitionKey,
          normalizeCode(code),
          JSON.stringify(slot?.value ?? record.body),
          record.wall,
          record.actor,
        ],
      },
    ];
  },
});
