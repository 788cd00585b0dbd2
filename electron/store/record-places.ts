import type Database from 'better-sqlite3';

/**
 * Finds records by their hash and by their place in a log. That is asked so seldom (a page of a cursor, a record that was sent
 * again) that the log carries no index for it: the index is a temporary table of this connection, brought up
 * to date at each question (what was rolled back leaves it, too), and costs a save nothing. A file opened for reading is searched through.
 */
export class RecordPlaces {
  readonly #follow: Database.Statement<[]> | undefined;
  readonly #byHash: Database.Statement<[Buffer], number>;
  readonly #byPlace: Database.Statement<[string, number], Buffer>;

  /** Not inside a transaction: what it makes has to outlast one that is rolled back. */
  constructor(db: Database.Database) {
    const isReading = db.readonly || db.pragma('query_only', { simple: true }) === 1;
    const source = isReading ? 'record_log' : 'record_places';
    if (!isReading) {
      db.exec(`
        CREATE TEMP TABLE IF NOT EXISTS record_places
          (lsn INTEGER PRIMARY KEY, hash BLOB NOT NULL, log_id INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS temp.record_places_hash ON record_places (hash);
        CREATE INDEX IF NOT EXISTS temp.record_places_place ON record_places (log_id, seq);
      `);
      this.#follow = db.prepare(
        `INSERT INTO record_places (lsn, hash, log_id, seq) SELECT lsn, hash, log_id, seq FROM record_log
         WHERE lsn > (SELECT coalesce(max(lsn), 0) FROM record_places)`,
      );
    }
    this.#byHash = db.prepare<[Buffer], number>(`SELECT lsn FROM ${source} WHERE hash = ?`).pluck() as never;
    this.#byPlace = db
      .prepare<[string, number], Buffer>(
        `SELECT hash FROM ${source} WHERE log_id = (SELECT log_id FROM logs WHERE log = ?) AND seq = ?`,
      )
      .pluck() as never;
  }

  /** Arrival number of the record with this hash (32 bytes), or undefined. */
  byHash(hash: Buffer): number | undefined {
    this.#follow?.run();
    return this.#byHash.get(hash);
  }

  /** Hash of the record at this place of a log, or undefined. */
  hashAt(log: string, seq: number): Buffer | undefined {
    this.#follow?.run();
    return this.#byPlace.get(log, seq);
  }
}
