import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import type { StoredRecord } from '../../shared/records/define.ts';
import type { Envelope } from '../../shared/records/envelope.ts';
import { Joins } from '../../shared/records/joins.ts';
import type { RecordRegistry } from '../../shared/records/registry.ts';
import type { PlacedRow } from './log-marks.ts';
import { RecordPlaces } from './record-places.ts';
import { Trust } from './trust.ts';

/** A row of `record_log` as far as reading needs it. */
export interface LogRow {
  readonly lsn: number;
  readonly hash: Buffer;
  readonly raw: string;
}

const columns = 'lsn, hash, raw';

/** A row as a rebuild reads it, with its hash as hexadecimal text. */
interface RowInOrder {
  readonly lsn: number;
  readonly hash: string;
  readonly raw: string;
  readonly stream: string;
}

const hashBytes = Buffer.alloc(32);

function hashOfHex(hex: string): string {
  const length = hashBytes.write(hex, 'hex');
  return hashBytes.toString('base64url', 0, length);
}

/** The condition of the partial index `record_log_special`; SQLite uses it only when it is written just so. */
export const specialTypes = "type IN ('site.adopted', 'instrument.same-as', 'person.same-as', 'log.recovered')";

/** Prepared reads of the record log; every row comes back as the record in its newest version. */
export class RecordReader {
  readonly #ofStream: Database.Statement<[string], LogRow>;
  readonly #ofStreamWithout: Database.Statement<[string, string], LogRow>;
  readonly #upToTwo: Database.Statement<[string]>;
  readonly #byLsn: Database.Statement<[number], LogRow>;
  readonly #places: RecordPlaces;
  readonly #joins: Database.Statement<[], LogRow>;
  readonly #db: Database.Database;
  readonly #registry: RecordRegistry;
  readonly #ourLogs: string;
  #joined: Joins | undefined;
  /** Who writes for the site; what does not count is left out of everything that folds. */
  readonly trust: Trust;

  /** `device` is this machine's id: bodies of its own logs were checked when they were written. */
  constructor(db: Database.Database, registry: RecordRegistry, device: string) {
    this.#db = db;
    this.#registry = registry;
    this.#ourLogs = `${device}/`;
    this.trust = new Trust(db, device);
    this.#ofStream = db.prepare(`SELECT ${columns} FROM record_log WHERE stream = ? ORDER BY hlc`);
    this.#ofStreamWithout = db.prepare(
      `SELECT ${columns} FROM record_log WHERE stream = ? AND type NOT IN (SELECT value FROM json_each(?)) ORDER BY hlc`,
    );
    this.#upToTwo = db.prepare('SELECT count(*) FROM (SELECT 1 FROM record_log WHERE stream = ? LIMIT 2)').pluck();
    this.#byLsn = db.prepare(`SELECT ${columns} FROM record_log WHERE lsn = ?`);
    this.#places = new RecordPlaces(db);
    this.#joins = db.prepare(`SELECT ${columns} FROM record_log WHERE ${specialTypes} ORDER BY lsn`);
  }

  /** @throws AppError `store/damaged` when the text is no record any more. */
  toRecord({ lsn, raw, hash }: LogRow): StoredRecord {
    return this.#parsed(lsn, raw, hash.toString('base64url'));
  }

  #parsed(lsn: number, raw: string, hash: string): StoredRecord {
    let envelope: Envelope;
    try {
      envelope = JSON.parse(raw) as Envelope;
    } catch (error) {
      throw new AppError('store/damaged', { lsn }, { cause: error });
    }
    const record = this.#registry.read(envelope, hash, envelope.log.startsWith(this.#ourLogs));
    return this.joined.isNamedIn(raw) ? this.joined.resolve(record) : record;
  }

  /** Which names mean one thing, by the join records that count. Every record is read as it is named today. */
  get joined(): Joins {
    if (!this.#joined) {
      const joined = new Joins();
      // Read first: a record is read by what is joined.
      this.#joined = joined;
      for (const record of this.joins()) joined.add(record);
    }
    return this.#joined;
  }

  /** Something was rolled back, or counts no more. */
  forgetJoins(): void {
    this.#joined = undefined;
  }

  /** Records of exactly these streams, by time: almost the order they fold in. */
  ofStreams(streams: readonly string[], withoutTypes: readonly string[] = []): StoredRecord[] {
    const types = JSON.stringify(withoutTypes);
    const rows = (stream: string) =>
      withoutTypes.length === 0 ? this.#ofStream.all(stream) : this.#ofStreamWithout.all(stream, types);
    const records = streams.flatMap((stream) => rows(stream).map((row) => this.toRecord(row)));
    return this.#counting(records);
  }

  /** Whether these streams hold any record but the one that has just been added: most records begin a stream of their own. */
  hasOther(streams: readonly string[]): boolean {
    let count = 0;
    for (const stream of streams) count += this.#upToTwo.get(stream) as number;
    return count > 1;
  }

  byHash(hash: string): StoredRecord | undefined {
    const lsn = this.lsnOf(hash);
    const row = lsn === undefined ? undefined : this.#byLsn.get(lsn);
    return row && this.toRecord(row);
  }

  /** Hash of the record at this place of a log, or undefined. */
  hashAt(log: string, seq: number): Uint8Array | undefined {
    return this.#places.hashAt(log, seq);
  }

  /** Records of one log from a sequence on, in order, at most `limit`: signed text and signature. */
  ofLog(log: string, fromSeq: number, limit: number): Iterable<PlacedRow> {
    const logId = this.#places.logId(log);
    return logId === undefined ? [] : this.#places.marks.rows(logId, fromSeq, limit);
  }

  /** The record at this place of a log, or undefined. */
  at(log: string, seq: number): PlacedRow | undefined {
    const logId = this.#places.logId(log);
    return logId === undefined ? undefined : this.#places.marks.at(logId, seq);
  }

  /** Arrival number of the record with this hash (base64url), or undefined. */
  lsnOf(hash: string): number | undefined {
    const bytes = Buffer.from(hash, 'base64url');
    return bytes.length === 32 ? this.#places.byHash(bytes) : undefined;
  }

  joins(): StoredRecord[] {
    return this.#counting(this.#joins.all().map((row) => this.toRecord(row)));
  }

  /** Without what was written after its workstation was revoked. */
  #counting(records: StoredRecord[]): StoredRecord[] {
    return records.filter(({ log, seq }) => !this.trust.isSetAside(log, seq));
  }

  /**
   * Every stream once, in order of names, with its records by time: what a rebuild reads. Read in pieces, because nothing else
   * could be asked of the database while rows are still coming; in small ones, because texts that wait long are moved about by
   * the garbage collector.
   */
  *eachStream(rowsAtOnce = 400): Generator<{ readonly stream: string; readonly records: StoredRecord[] }> {
    // Hashes as text: a buffer for each would be most of what the garbage collector has to do.
    const piece = this.#db.prepare<[string, number], RowInOrder>(
      `SELECT lsn, hex(hash) AS hash, raw, stream FROM record_log INDEXED BY record_log_stream
       WHERE stream > ? ORDER BY stream LIMIT ?`,
    );
    let after = '';
    for (;;) {
      const rows = piece.all(after, rowsAtOnce);
      // The last stream of a full piece may go on: it is read whole with the next one, or by itself where it fills a piece.
      const open = rows.length === rowsAtOnce ? rows.at(-1)!.stream : undefined;
      for (let at = 0; at < rows.length; ) {
        const { stream } = rows[at]!;
        if (stream === open && at > 0) break;
        let end = at + 1;
        while (rows[end]?.stream === stream) end++;
        yield { stream, records: stream === open ? this.ofStreams([stream]) : this.#together(rows, at, end) };
        after = stream;
        at = end;
      }
      if (open === undefined) return;
    }
  }

  /** The records of some rows that lie beside each other, by time. */
  #together(rows: readonly RowInOrder[], at: number, end: number): StoredRecord[] {
    const records: StoredRecord[] = [];
    for (let next = at; next < end; next++) {
      const { lsn, raw, hash } = rows[next]!;
      records.push(this.#parsed(lsn, raw, hashOfHex(hash)));
    }
    // Most streams are one record.
    if (records.length > 1) records.sort((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0));
    return this.#counting(records);
  }

  /** Streams that belong to a name (`instrument/<id>`): itself and its parts. */
  streamsOf(name: string): string[] {
    // '/' is followed by '0' in byte order, so the range holds the name, its parts, and nothing longer than those.
    return this.#db
      .prepare<[string, string], { stream: string }>(
        'SELECT DISTINCT stream FROM record_log WHERE stream >= ? AND stream < ?',
      )
      .all(name, `${name}0`)
      .map((row) => row.stream)
      .filter((stream) => stream === name || stream.startsWith(`${name}/`));
  }

  /** Streams of which some record names one of these ids, anywhere. Walks the whole log: for what happens once in a lab's life. */
  streamsNaming(ids: readonly string[]): string[] {
    if (ids.length === 0) return [];
    return this.#db
      .prepare<string[], string>(
        `SELECT DISTINCT stream FROM record_log WHERE ${ids.map(() => 'instr(raw, ?) > 0').join(' OR ')}`,
      )
      .pluck()
      .all(...ids) as string[];
  }

  /** A page of records, newest arrival first; `next` is the cursor of the following page. */
  page(options: { streamPrefix?: string; types?: readonly string[]; before?: number; limit: number }): {
    records: StoredRecord[];
    next: number | null;
  } {
    const where: string[] = [];
    const values: (string | number)[] = [];
    if (options.streamPrefix !== undefined) {
      where.push('stream >= ? AND stream < ?');
      values.push(options.streamPrefix, `${options.streamPrefix}\u{10ffff}`);
    }
    if (options.types !== undefined) {
      where.push(`type IN (${options.types.map(() => '?').join(', ')})`);
      values.push(...options.types);
    }
    if (options.before !== undefined) {
      where.push('lsn < ?');
      values.push(options.before);
    }
    const filter = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
    const rows = this.#db
      .prepare<(string | number)[], LogRow>(`SELECT ${columns} FROM record_log ${filter} ORDER BY lsn DESC LIMIT ?`)
      .all(...values, options.limit);
    const last = rows.length === options.limit ? rows.at(-1) : undefined;
    return { records: rows.map((row) => this.toRecord(row)), next: last?.lsn ?? null };
  }
}
