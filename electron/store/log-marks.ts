import type Database from 'better-sqlite3';

/** A record of a log as it lies in the file. */
export interface PlacedRow {
  readonly lsn: number;
  readonly seq: number;
  readonly hash: Buffer;
  readonly sig: Buffer;
  readonly raw: string;
}

interface Mark {
  readonly seq: number;
  readonly lsn: number;
}

/** A mark at least this often in a log, and whenever this many rows of others came between. */
const markEveryRecords = 64;
const markEveryRows = 2048;

/**
 * Reads a log from any of its records on. The log table has no index for that, it would be another page at every save: marks
 * beside it say where about every 64th record of each log lies, and between two marks the table is walked. A log lies in the
 * file in its sequence.
 */
export class LogMarks {
  readonly #newest: Database.Statement<[number], Mark>;
  readonly #from: Database.Statement<[number, number, number], Mark>;
  readonly #walk: Database.Statement<unknown[], PlacedRow>;
  readonly #search: Database.Statement<[number, number], PlacedRow>;
  readonly #insert: Database.Statement<[number, number, number]>;
  /** Newest mark of each log that was added to. */
  readonly #last = new Map<number, Mark | undefined>();

  constructor(db: Database.Database) {
    this.#newest = db.prepare('SELECT seq, lsn FROM log_marks WHERE log_id = ? ORDER BY seq DESC LIMIT 1');
    // The mark at or before the wanted record, and those after it.
    this.#from = db.prepare(
      `SELECT seq, lsn FROM log_marks WHERE log_id = ? AND seq >=
         coalesce((SELECT max(seq) FROM log_marks WHERE log_id = ? AND seq <= ?), 0) ORDER BY seq LIMIT 64`,
    );
    this.#walk = db.prepare(
      `SELECT lsn, seq, hash, sig, raw FROM record_log
       WHERE lsn >= ? AND lsn < ? AND log_id = ? AND seq >= ? ORDER BY lsn LIMIT ?`,
    );
    this.#search = db.prepare('SELECT lsn, seq, hash, sig, raw FROM record_log WHERE log_id = ? AND seq = ?');
    this.#insert = db.prepare('INSERT OR REPLACE INTO log_marks (log_id, seq, lsn) VALUES (?, ?, ?)');
  }

  /** Takes notice of a row that has just been written, in its transaction. */
  noticed(logId: number, seq: number, lsn: number): void {
    if (!this.#last.has(logId)) this.#last.set(logId, this.#newest.get(logId));
    const last = this.#last.get(logId);
    if (last && seq - last.seq < markEveryRecords && lsn - last.lsn < markEveryRows) return;
    this.#insert.run(logId, seq, lsn);
    this.#last.set(logId, { seq, lsn });
  }

  /** Records of a log from a sequence on, in order, at most `limit` of them. */
  *rows(logId: number, fromSeq: number, limit: number): Generator<PlacedRow> {
    let left = limit;
    let from = fromSeq;
    for (;;) {
      const marks = this.#from.all(logId, logId, from);
      for (const [at, mark] of marks.entries()) {
        const isLastOfPage = at === marks.length - 1;
        const isLast = isLastOfPage && marks.length < 64;
        // The last mark of a page of marks is the first of the next.
        if (isLastOfPage && !isLast) break;
        const end = marks[at + 1]?.lsn ?? Number.MAX_SAFE_INTEGER;
        for (const row of this.#walk.all(mark.lsn, end, logId, from, left)) {
          yield row;
          left--;
          from = row.seq + 1;
        }
        if (left <= 0 || isLast) return;
      }
      if (marks.length < 64) return;
      from = Math.max(from, marks.at(-1)!.seq);
    }
  }

  /** The record at this place of a log, or undefined. A mark that leads astray only costs a search. */
  at(logId: number, seq: number): PlacedRow | undefined {
    const [row] = this.rows(logId, seq, 1);
    return row?.seq === seq ? row : this.#search.get(logId, seq);
  }

  forget(): void {
    this.#last.clear();
  }
}
