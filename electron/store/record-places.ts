import type Database from 'better-sqlite3';
import { LogMarks } from './log-marks.ts';
import { hashStart } from './record-index.ts';

/** So few records that are not in the index yet are looked through one by one. */
const fewRows = 500;

/**
 * Finds records by their hash and by their place in a log. By hash in `record_index`, as far as that has come. The rest is
 * asked so seldom that the log carries no index for it: that index is a temporary table of this connection, brought up to date
 * at each question (what was rolled back leaves it, too), and costs a save nothing. A file opened for reading is searched
 * through. By place by the marks beside the log.
 */
export class RecordPlaces {
  readonly #follow: Database.Statement<[]> | undefined;
  readonly #indexed: Database.Statement<[number], number>;
  readonly #hashOf: Database.Statement<[number], Buffer>;
  readonly #after: Database.Statement<[number, Buffer], number>;
  readonly #ends: Database.Statement<[], { upto: number; newest: number }>;
  readonly #byHash: Database.Statement<[Buffer], number>;
  readonly #logId: Database.Statement<[string], number>;
  readonly marks: LogMarks;

  /** Not inside a transaction: what it makes has to outlast one that is rolled back. */
  constructor(db: Database.Database) {
    const isReading = db.readonly || db.pragma('query_only', { simple: true }) === 1;
    const source = isReading ? 'record_log' : 'record_places';
    if (!isReading) {
      db.exec(`
        CREATE TEMP TABLE IF NOT EXISTS record_places (lsn INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS temp.record_places_hash ON record_places (hash);
      `);
      this.#follow = db.prepare(
        `INSERT INTO record_places (lsn, hash) SELECT lsn, hash FROM record_log
         WHERE lsn > (SELECT coalesce(max(lsn), 0) FROM record_places)`,
      );
    }
    this.#indexed = db.prepare('SELECT lsn FROM record_index WHERE hash_start = ?').pluck() as never;
    this.#hashOf = db.prepare('SELECT hash FROM record_log WHERE lsn = ?').pluck() as never;
    this.#after = db.prepare('SELECT lsn FROM record_log WHERE lsn > ? AND hash = ?').pluck() as never;
    this.#ends = db.prepare(
      `SELECT (SELECT coalesce(max(lsn), 0) FROM record_index) AS upto, (SELECT coalesce(max(lsn), 0) FROM record_log) AS newest`,
    );
    this.#byHash = db.prepare<[Buffer], number>(`SELECT lsn FROM ${source} WHERE hash = ?`).pluck() as never;
    this.#logId = db.prepare<[string], number>('SELECT log_id FROM logs WHERE log = ?').pluck() as never;
    this.marks = new LogMarks(db);
  }

  /** Arrival number of the record with this hash (32 bytes), or undefined. */
  byHash(hash: Buffer): number | undefined {
    for (const lsn of this.#indexed.all(hashStart(hash))) if (this.#hashOf.get(lsn)?.equals(hash)) return lsn;
    const { upto, newest } = this.#ends.get()!;
    if (newest - upto <= fewRows) return this.#after.get(upto, hash);
    this.#follow?.run();
    return this.#byHash.get(hash);
  }

  /** Hash of the record at this place of a log, or undefined. */
  hashAt(log: string, seq: number): Buffer | undefined {
    const logId = this.logId(log);
    return logId === undefined ? undefined : this.marks.at(logId, seq)?.hash;
  }

  logId(log: string): number | undefined {
    return this.#logId.get(log);
  }
}
