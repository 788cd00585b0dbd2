import type Database from 'better-sqlite3';
import type { Envelope } from '../../shared/records/envelope.ts';
import type { Transactions } from './transactions.ts';

/** One row of the index, with names in full. */
interface IndexedRecord {
  readonly lsn: number;
  readonly wallMs: number;
  readonly hlc: string;
  readonly actor: string;
  readonly type: string;
  /** Empty where a record is about none. */
  readonly instrumentId: string;
  /** Whose story it stands in by what it says itself, as `storyName` or `movedName`; empty where in none. */
  readonly story: string;
}

/** A row of the log as far as the index says something of it. */
interface LogText {
  lsn: number;
  hash: Buffer;
  raw: string;
}

/** Under this name stand the records whose body names the instrument. */
export const storyName = (instrumentId: string): string => `story/${instrumentId}`;

/** Under this one the corrections that put another record into that instrument's story. */
export const movedName = (instrumentId: string): string => `moved/${instrumentId}`;

/** So many records are taken in at a time: a transaction of some milliseconds, with room for saves before the next. */
export const indexStep = 500;

/** Six bytes of the hash: as much as fits exactly into a number of JavaScript. */
export const hashStart = (hash: Buffer): number => hash.readUIntBE(0, 6);

/**
 * Keeps `record_index` in step with the log, behind the saves and never part of one. Other modules may read the two tables in
 * SQL; rows above `upto` are still to come.
 */
export class RecordIndex {
  readonly #transactions: Pick<Transactions, 'run' | 'onRollback'>;
  readonly #next: Database.Statement<[number, number], LogText>;
  readonly #put: Database.Statement<(number | string)[]>;
  readonly #upto: Database.Statement<[], number>;
  readonly #newest: Database.Statement<[], number>;
  readonly #nameOf: Database.Statement<[string], number>;
  readonly #addName: Database.Statement<[string]>;
  readonly #names = new Map<string, number>();

  constructor(db: Database.Database, transactions: Pick<Transactions, 'run' | 'onRollback'>) {
    this.#transactions = transactions;
    this.#next = db.prepare('SELECT lsn, hash, raw FROM record_log WHERE lsn > ? ORDER BY lsn LIMIT ?');
    this.#put = db.prepare(
      'INSERT INTO record_index (lsn, hash_start, wall_ms, hlc, actor, type, instrument, story) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#upto = db.prepare('SELECT coalesce(max(lsn), 0) FROM record_index').pluck() as never;
    this.#newest = db.prepare('SELECT coalesce(max(lsn), 0) FROM record_log').pluck() as never;
    this.#nameOf = db.prepare('SELECT name_id FROM record_index_names WHERE name = ?').pluck() as never;
    this.#addName = db.prepare('INSERT INTO record_index_names (name) VALUES (?)');
    transactions.onRollback(() => this.#names.clear());
  }

  /** Arrival number of the newest record that is in the index. */
  get upto(): number {
    return this.#upto.get() ?? 0;
  }

  /** Arrival number of the newest record of the log. */
  get newest(): number {
    return this.#newest.get() ?? 0;
  }

  /** Takes in at most so many records, in one transaction; true when none is left. */
  follow(most = indexStep): boolean {
    const rows = this.#next.all(this.upto, most);
    if (rows.length > 0) {
      this.#transactions.run(() => {
        for (const row of rows) this.#add(row);
      });
    }
    return rows.length < most;
  }

  #add({ lsn, hash, raw }: LogText): void {
    const { wallMs, hlc, actor, type, instrumentId, story } = describeText(raw);
    const names = [actor, type, instrumentId, story].map((name) => this.#id(name));
    this.#put.run(lsn, hashStart(hash), wallMs, hlc, ...names);
  }

  #id(name: string): number {
    const known = this.#names.get(name) ?? this.#nameOf.get(name);
    const id = known ?? Number(this.#addName.run(name).lastInsertRowid);
    this.#names.set(name, id);
    return id;
  }
}

/** The instrument a body names, as its own or as what a certificate or an impact review is about; else undefined. */
export function instrumentIn(body: unknown): string | undefined {
  const { instrumentId, subject } = (body ?? {}) as {
    instrumentId?: unknown;
    subject?: { kind?: unknown; id?: unknown } | null;
  };
  const id = subject?.kind === 'instrument' ? subject.id : instrumentId;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** What the index says of a record's text; a text that can not be read is a record of nobody about nothing. */
export function describeText(raw: string): Omit<IndexedRecord, 'lsn'> {
  try {
    const { wall, hlc, actor, type, stream, body } = JSON.parse(raw) as Envelope;
    const wallMs = Date.parse(wall);
    const named = (body as { instrumentId?: unknown } | null)?.instrumentId;
    const instrumentId = typeof named === 'string' ? named : (/^instrument\/([^/]+)/.exec(stream)?.[1] ?? '');
    const own = instrumentIn(body);
    const moved = instrumentIn((body as { patch?: unknown } | null)?.patch);
    const story = own !== undefined ? storyName(own) : moved !== undefined ? movedName(moved) : '';
    return { wallMs: Number.isNaN(wallMs) ? 0 : wallMs, hlc, actor, type, instrumentId, story };
  } catch {
    return { wallMs: 0, hlc: '', actor: '', type: '', instrumentId: '', story: '' };
  }
}

const selectIndex = `SELECT r.lsn, r.raw, r.hash, i.hash_start AS start, i.wall_ms AS wallMs, i.hlc, a.name AS actor, t.name AS type,
  n.name AS instrumentId, s.name AS story FROM record_log r LEFT JOIN record_index i ON i.lsn = r.lsn
  LEFT JOIN record_index_names a ON a.name_id = i.actor LEFT JOIN record_index_names t ON t.name_id = i.type
  LEFT JOIN record_index_names n ON n.name_id = i.instrument LEFT JOIN record_index_names s ON s.name_id = i.story
  WHERE r.lsn <= (SELECT coalesce(max(lsn), 0) FROM record_index) ORDER BY r.lsn`;

/**
 * An index that hides a record would hide it from the audit trail: the arrival number of the first record of which it says
 * something else than the log, or nothing; undefined when it is right as far as it goes.
 */
export function indexProblem(db: Database.Database): number | undefined {
  const rows = db.prepare(selectIndex).iterate() as IterableIterator<
    Record<keyof IndexedRecord | 'start', unknown> & { lsn: number; raw: string; hash: Buffer }
  >;
  for (const row of rows) {
    const said = describeText(row.raw);
    const isSame = (Object.keys(said) as (keyof typeof said)[]).every((one) => row[one] === said[one]);
    if (!isSame || row.start !== hashStart(row.hash)) return row.lsn;
  }
  const extra = 'SELECT lsn FROM record_index WHERE lsn NOT IN (SELECT lsn FROM record_log) LIMIT 1';
  return db.prepare(extra).pluck().get() as number | undefined;
}
