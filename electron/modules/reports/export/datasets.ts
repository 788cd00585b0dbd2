import { setImmediate } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { Dataset } from '../../../../shared/modules/reports/contract.ts';
import type { CellValue } from '../../../../shared/reports/csv.ts';
import type { HostContext } from '../../../host/module.ts';

/** Rows read at a time; between two pieces the lines are served. */
const rowsAtOnce = 500;

/** One piece of a data set: rows of values, in the order of its columns. */
export type Rows = readonly (readonly CellValue[])[];

interface Column {
  readonly name: string;
  readonly type: string;
  /** Place in the primary key, from 1; 0 outside it. */
  readonly pk: number;
}

const recordColumns = [
  { name: 'log', type: 'TEXT' },
  { name: 'seq', type: 'INTEGER' },
  { name: 'hash', type: 'TEXT' },
  { name: 'signature', type: 'TEXT' },
  { name: 'id', type: 'TEXT' },
  { name: 'wall', type: 'TEXT' },
  { name: 'tz', type: 'TEXT' },
  { name: 'actor', type: 'TEXT' },
  { name: 'proof', type: 'TEXT' },
  { name: 'type', type: 'TEXT' },
  { name: 'version', type: 'INTEGER' },
  { name: 'stream', type: 'TEXT' },
  { name: 'body', type: 'TEXT' },
];

/** Decoded messages: identity was removed before they were stored (decision 3). Frames and keyed hashes stay here. */
const messageColumns = [
  { name: 'message_id', type: 'TEXT' },
  { name: 'instrument', type: 'TEXT' },
  { name: 'received_at', type: 'TEXT' },
  { name: 'kind', type: 'TEXT' },
  { name: 'checksum', type: 'TEXT' },
  { name: 'specimen_shows', type: 'TEXT' },
  { name: 'result_count', type: 'INTEGER' },
  { name: 'flagged_count', type: 'INTEGER' },
  { name: 'unmapped_count', type: 'INTEGER' },
  { name: 'state', type: 'TEXT' },
  { name: 'resend_count', type: 'INTEGER' },
  { name: 'definition_key', type: 'TEXT' },
  { name: 'definition_version', type: 'TEXT' },
  { name: 'records', type: 'TEXT' },
];

/** Everything that can be exported: the records, every table made of them, the messages. */
export function listDatasets(context: HostContext): Dataset[] {
  const { db } = context.store;
  const count = (table: string) =>
    db
      .prepare(`SELECT count(*) FROM ${quoted(table)}`)
      .pluck()
      .get() as number;
  const tables = context.modules.flatMap(({ name: module, projections }) =>
    projections.flatMap((projection) => projection.tables.map((name) => ({ module, name }))),
  );
  return [
    {
      name: 'records',
      module: 'records',
      kind: 'records',
      rowCount: context.store.records.count(),
      columns: recordColumns,
    },
    ...tables.map(
      ({ module, name }): Dataset => ({
        name,
        module,
        kind: 'table',
        rowCount: count(name),
        columns: columnsOf(db, name).map(({ name: column, type }) => ({ name: column, type })),
      }),
    ),
    { name: 'messages', module: 'messages', kind: 'messages', rowCount: count('messages'), columns: messageColumns },
  ];
}

/** The rows of a data set, in pieces and in a fixed order. What is written while it is read may or may not be in it. */
export async function* rowsOf(context: HostContext, dataset: Dataset): AsyncGenerator<Rows, void, void> {
  const { db } = context.store;
  const pieces =
    dataset.kind === 'records'
      ? recordPieces(db)
      : dataset.kind === 'messages'
        ? messagePieces(db)
        : tablePieces(db, dataset.name);
  for (const rows of pieces) {
    yield rows;
    await setImmediate();
  }
}

/** Records as they were signed: hash and signature of each, and its exact text. */
export async function* recordTexts(
  context: HostContext,
): AsyncGenerator<readonly { hash: string; signature: string; raw: string }[], void, void> {
  for (const rows of recordRows(context.store.db)) {
    yield rows.map(({ hash, sig, raw }) => ({
      hash: hash.toString('base64url'),
      signature: sig.toString('base64url'),
      raw,
    }));
    await setImmediate();
  }
}

function* recordRows(db: Database.Database) {
  const page = db.prepare('SELECT lsn, hash, sig, raw FROM record_log WHERE lsn > ? ORDER BY lsn LIMIT ?');
  for (let after = 0; ; ) {
    const rows = page.all(after, rowsAtOnce) as { lsn: number; hash: Buffer; sig: Buffer; raw: string }[];
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = last.lsn;
  }
}

function* recordPieces(db: Database.Database): Generator<Rows, void, void> {
  for (const rows of recordRows(db)) {
    yield rows.map(({ hash, sig, raw }) => {
      const record = JSON.parse(raw) as Record<'log' | 'id' | 'wall' | 'tz' | 'actor' | 'type' | 'stream', string> & {
        seq: number;
        tv: number;
        auth: { proof?: string };
        body: unknown;
      };
      const { log, seq, id, wall, tz, actor, auth, type, tv, stream, body } = record;
      const seal = [hash.toString('base64url'), sig.toString('base64url')];
      return [log, seq, ...seal, id, wall, tz, actor, auth.proof ?? '', type, tv, stream, JSON.stringify(body)];
    });
  }
}

function* messagePieces(db: Database.Database): Generator<Rows, void, void> {
  const names = messageColumns.map(({ name }) => name).join(', ');
  const page = db
    .prepare(
      `SELECT message_no, ${names} FROM messages JOIN message_bodies USING (message_no)
       WHERE message_no > ? ORDER BY message_no LIMIT ?`,
    )
    .raw();
  yield* byKey((after) => page.all(after?.[0] ?? 0, rowsAtOnce) as CellValue[][], 1);
}

function* tablePieces(db: Database.Database, table: string): Generator<Rows, void, void> {
  const columns = columnsOf(db, table);
  const key = keyOf(db, table, columns);
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const keys = key.join(', ');
  const marks = key.map(() => '?').join(', ');
  const select = `SELECT ${keys}, ${names} FROM ${quoted(table)}`;
  const first = db.prepare(`${select} ORDER BY ${keys} LIMIT ?`).raw();
  const next = db.prepare(`${select} WHERE (${keys}) > (${marks}) ORDER BY ${keys} LIMIT ?`).raw();
  yield* byKey(
    (after) => (after === null ? first.all(rowsAtOnce) : next.all(...after, rowsAtOnce)) as CellValue[][],
    key.length,
  );
}

/** Pages through rows whose first values are their key, and leaves the key out. */
function* byKey(
  page: (after: readonly CellValue[] | null) => CellValue[][],
  keyLength: number,
): Generator<Rows, void, void> {
  for (let after: readonly CellValue[] | null = null; ; ) {
    const rows = page(after);
    if (rows.length > 0) yield rows.map((row) => row.slice(keyLength).map(readable));
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = last.slice(0, keyLength);
  }
}

/** Bytes as base64url text. */
const readable = (value: unknown): CellValue =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : (value as CellValue);

const columnsOf = (db: Database.Database, table: string): Column[] =>
  db.prepare('SELECT name, type, pk FROM pragma_table_xinfo(?)').all(table) as Column[];

/** What orders a table's rows: its row number, or its primary key where it has none. */
function keyOf(db: Database.Database, table: string, columns: readonly Column[]): string[] {
  const hasNoRowid = db.prepare('SELECT wr FROM pragma_table_list(?)').pluck().get(table) === 1;
  if (!hasNoRowid) return ['rowid'];
  return columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => quoted(name));
}

/** Names come from our own tables; quoted all the same. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
