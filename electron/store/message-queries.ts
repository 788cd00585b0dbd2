import type Database from 'better-sqlite3';
import type { Joins } from '../../shared/records/joins.ts';
import type { MessageFilter, StoredMessageRow } from './types.ts';

/** A row of `messages` as SQLite gives it. */
export interface MessageRowOnDisk {
  message_no: number;
  message_id: string;
  instrument: string;
  conversation: string;
  received_at: string;
  kind: string;
  checksum: StoredMessageRow['checksum'];
  specimen_hash: string | null;
  specimen_shows: string | null;
  result_count: number;
  flagged_count: number;
  unmapped_count: number;
  state: StoredMessageRow['state'];
  resend_count: number;
  has_rival: number;
  content_hash: string;
  message_key: string | null;
}

/** A row as it is shown: under the instrument that stands for the one it was received from. */
export function toRow(row: MessageRowOnDisk, joined: Joins): StoredMessageRow {
  return {
    messageId: row.message_id,
    cursor: row.message_no,
    instrumentId: joined.idOf('instrument', row.instrument),
    conversation: row.conversation,
    receivedAt: row.received_at,
    kind: row.kind,
    checksum: row.checksum,
    specimen: row.specimen_hash === null ? null : { hash: row.specimen_hash, shows: row.specimen_shows ?? '' },
    resultCount: row.result_count,
    flaggedCount: row.flagged_count,
    unmappedCount: row.unmapped_count,
    state: row.state,
    resendCount: row.resend_count,
    hasRival: row.has_rival === 1,
  };
}

interface Where {
  readonly clauses: string[];
  readonly values: (string | number)[];
}

/** Counts held at once; a person who types a search makes a few. */
const maxCounts = 200;

/** Lists and counts over stored messages, newest first. */
export class MessageQueries {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement<(string | number)[]>>();
  readonly #counts = new Map<string, number>();
  readonly #joined: () => Joins;

  constructor(db: Database.Database, joined: () => Joins) {
    this.#db = db;
    this.#joined = joined;
  }

  row(messageId: string): MessageRowOnDisk | undefined {
    return this.#prepare('SELECT * FROM messages WHERE message_id = ?').get(messageId) as MessageRowOnDisk | undefined;
  }

  /** Other messages of the instrument with the same key and other bytes. */
  rivals(row: MessageRowOnDisk): string[] {
    if (row.message_key === null) return [];
    return this.#prepare('SELECT message_id FROM messages WHERE instrument = ? AND message_key = ? AND message_no != ?')
      .pluck()
      .all(row.instrument, row.message_key, row.message_no) as string[];
  }

  page(filter: MessageFilter, at: { before?: number; offset?: number; limit: number }): StoredMessageRow[] {
    const where = whereOf(filter, this.#joined());
    if (at.before !== undefined) {
      where.clauses.push('message_no < ?');
      where.values.push(at.before);
    }
    // The inner query walks an index only; whole rows are read for the page alone.
    const sql = `SELECT * FROM messages WHERE message_no IN (
        SELECT message_no FROM messages${filterText(where)} ORDER BY message_no DESC LIMIT ? OFFSET ?)
      ORDER BY message_no DESC`;
    const rows = this.#prepare(sql).all(...where.values, at.limit, at.offset ?? 0) as MessageRowOnDisk[];
    return rows.map((row) => toRow(row, this.#joined()));
  }

  /** Counted once between two changes: every page of a long list asks for it. */
  count(filter: MessageFilter): number {
    const where = whereOf(filter, this.#joined());
    const key = JSON.stringify(where);
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const count = this.#prepare(`SELECT count(*) FROM messages${filterText(where)}`)
      .pluck()
      .get(...where.values) as number;
    // Of a file opened for reading only, another process may write behind our back.
    if (!this.#db.readonly && this.#counts.size < maxCounts) this.#counts.set(key, count);
    return count;
  }

  /** To be called when messages have changed, and when a change was undone. */
  forgetCounts(): void {
    this.#counts.clear();
  }

  #prepare(sql: string): Database.Statement<(string | number)[]> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare<(string | number)[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function filterText({ clauses }: Where): string {
  return clauses.length > 0 ? ` WHERE ${clauses.join(' AND ')}` : '';
}

function whereOf(filter: MessageFilter, joined: Joins): Where {
  const where: Where = { clauses: [], values: [] };
  const add = (clause: string, value: string | null | undefined) => {
    if (value === null || value === undefined || value === '') return;
    where.clauses.push(clause);
    where.values.push(value);
  };
  // Few are partial or unmapped: their own indexes are walked (the plus keeps the instrument's out), not all its messages.
  const isRare = filter.only === 'partial' || filter.only === 'unmapped';
  const [first, ...others] = filter.instrumentId ? joined.idsOf('instrument', filter.instrumentId) : [];
  const column = isRare ? '+instrument' : 'instrument';
  // Received before two entries of one instrument were joined: under either.
  add(others.length === 0 ? `${column} = ?` : `${column} IN (?${', ?'.repeat(others.length)})`, first);
  where.values.push(...others);
  add('kind = ?', filter.kind);
  add('specimen_hash = ?', filter.specimenHash);
  const labelled = (label: string | null | undefined) => {
    if (!label) return;
    add(
      `message_no IN (SELECT message_no FROM message_labels WHERE label = ?
         UNION ALL SELECT message_no FROM message_new_labels WHERE label = ?)`,
      label,
    );
    where.values.push(label);
  };
  labelled(filter.test && `test:${filter.test}`);
  labelled(filter.flag && `flag:${filter.flag}`);
  add('message_no IN (SELECT rowid FROM message_search WHERE words MATCH ?)', searchText(filter.text ?? ''));
  const only = onlyClause(filter.only ?? 'all');
  if (only) where.clauses.push(only);
  return where;
}

/** Each word of the search must begin a stored word; quotes keep FTS5's own operators out. */
function searchText(text: string): string {
  return text
    .split(/\s+/)
    .map((word) => word.replaceAll('"', ''))
    .filter((word) => /[\p{L}\p{N}\-_#%/+^*<>=]/u.test(word))
    .map((word) => `"${word}"*`)
    .join(' ');
}

function onlyClause(only: NonNullable<MessageFilter['only']>): string | undefined {
  switch (only) {
    case 'all':
      return undefined;
    case 'flagged':
      return 'flagged_count > 0';
    case 'partial':
      return "state = 'partial'";
    case 'unmapped':
      return 'unmapped_count > 0';
    case 'qc':
      return "kind = 'qc'";
    case 'background':
      return "kind = 'background'";
  }
}
