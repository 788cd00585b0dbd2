import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { firstLink } from '../../shared/records/envelope.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import { LogMarks } from './log-marks.ts';

/** The newest record of one log, and the link its successor must name. */
export interface Head {
  readonly logId: number;
  readonly log: string;
  readonly seq: number;
  readonly link: string;
  readonly hlc: string;
}

/** A record ready for its row. */
export interface LogEntry {
  readonly hash: Uint8Array;
  readonly sig: Uint8Array;
  readonly raw: string;
  readonly seq: number;
  readonly link: string;
  readonly hlc: string;
  readonly stream: string;
  readonly type: string;
  readonly tv: number;
}

interface HeadRow {
  log_id: number;
  log: string;
  head_seq: number;
  head_link: string;
  head_hlc: string;
}

/** Heads of all logs, kept in memory; rows of `record_log` are only ever written by `add`, together with the head. */
export class LogHeads {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<unknown[]>;
  readonly #move: Database.Statement<unknown[]>;
  readonly #create: Database.Statement<unknown[]>;
  readonly #read: Database.Statement<[string], HeadRow>;
  readonly #heads = new Map<string, Head>();
  readonly #marks: LogMarks;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#marks = new LogMarks(db);
    this.#insert = db.prepare(
      'INSERT INTO record_log (hash, sig, raw, log_id, seq, hlc, stream, type, tv) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#move = db.prepare(
      'UPDATE logs SET head_seq = ?, head_link = ?, head_hlc = ? WHERE log_id = ? AND head_seq = ? AND head_link = ?',
    );
    this.#create = db.prepare(
      'INSERT INTO logs (log, device, epoch, scope, head_seq, head_link, head_hlc) VALUES (?, ?, ?, ?, 0, ?, ?)',
    );
    this.#read = db.prepare('SELECT log_id, log, head_seq, head_link, head_hlc FROM logs WHERE log = ?');
  }

  /** The head of a log, or undefined when nothing of it is here. */
  get(log: string): Head | undefined {
    const known = this.#heads.get(log);
    if (known) return known;
    const row = this.#read.get(log);
    if (!row) return undefined;
    const head: Head = { logId: row.log_id, log, seq: row.head_seq, link: row.head_link, hlc: row.head_hlc };
    this.#heads.set(log, head);
    return head;
  }

  /** Makes a log known, empty. @throws AppError `records/bad-envelope` when the name is no log id. */
  create(log: string): Head {
    const parts = parseLogId(log);
    if (!parts) throw new AppError('records/bad-envelope', { log });
    const { lastInsertRowid } = this.#create.run(log, parts.device, parts.epoch, parts.scope, firstLink, '');
    const head: Head = { logId: Number(lastInsertRowid), log, seq: 0, link: firstLink, hlc: '' };
    this.#heads.set(log, head);
    return head;
  }

  /**
   * Writes a record's row and moves its log's head, which must still be where the record was chained to and only ever moves
   * on: so no place of a log is taken twice. Answers the arrival number.
   *
   * @throws AppError `store/out-of-step` when the head on the disk is another one.
   */
  add(head: Head, entry: LogEntry): number {
    const { lastInsertRowid } = this.#insert.run(
      entry.hash,
      entry.sig,
      entry.raw,
      head.logId,
      entry.seq,
      entry.hlc,
      entry.stream,
      entry.type,
      entry.tv,
    );
    const moved = this.#move.run(entry.seq, entry.link, entry.hlc, head.logId, head.seq, head.link);
    if (moved.changes !== 1 || entry.seq <= head.seq)
      throw new AppError('store/out-of-step', { log: head.log, seq: entry.seq });
    this.#heads.set(head.log, { ...head, seq: entry.seq, link: entry.link, hlc: entry.hlc });
    this.#marks.noticed(head.logId, entry.seq, Number(lastInsertRowid));
    return Number(lastInsertRowid);
  }

  all(): Head[] {
    const rows = this.#db
      .prepare('SELECT log_id, log, head_seq, head_link, head_hlc FROM logs ORDER BY log')
      .all() as HeadRow[];
    return rows.map((row) => ({
      logId: row.log_id,
      log: row.log,
      seq: row.head_seq,
      link: row.head_link,
      hlc: row.head_hlc,
    }));
  }

  forget(): void {
    this.#heads.clear();
    this.#marks.forget();
  }
}
