import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { syncFolder } from './durable-files.ts';
import type { StoreKeys } from './keys.ts';
import { checkMigrations, type FileKind, type Migration, migrate } from './migrate.ts';
import { type OpenDatabaseOptions, openDatabase } from './open-database.ts';
import type { WireEntry, WireEntryInput } from './types.ts';

/** `BSws` in the header of a wire segment. */
const segmentKind: FileKind = { applicationId: 0x42537773 };

const segmentMigrations: readonly Migration[] = [
  {
    number: 1,
    name: 'entries',
    sql: `
CREATE TABLE segment (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
  n INTEGER PRIMARY KEY,
  instrument TEXT NOT NULL,
  conversation TEXT NOT NULL,
  dir TEXT NOT NULL,
  kind TEXT NOT NULL,
  mono_ms REAL NOT NULL,
  wall_at TEXT NOT NULL,
  reason TEXT,
  is_owed INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX entries_instrument ON entries (instrument, n);
CREATE INDEX entries_owed ON entries (n) WHERE is_owed = 1;
`,
  },
];

/** Control characters are single bytes. */
const plainBytes = 1;

/** What one commit adds to file and WAL at most, as long as frames are not huge. */
const usualCommitBytes = 64 * 1024;
const mostCommitsBetweenLooks = 64;

/** An entry's id is its segment's number and its own place in it: growing over all segments, exact as a number. */
const idSpan = 2 ** 32;

export function entryId(segment: number, n: number): number {
  return segment * idSpan + n;
}

export function segmentOf(id: number): number {
  return Math.floor(id / idSpan);
}

interface EntryRow {
  n: number;
  instrument: string;
  conversation: string;
  dir: WireEntry['dir'];
  kind: WireEntry['kind'];
  mono_ms: number;
  wall_at: string;
  reason: string | null;
  is_owed: number;
  sealed: Buffer;
}

export interface SegmentQuery {
  /** Any of these. */
  readonly instrumentIds?: readonly string[] | undefined;
  /** Bounds of ids, both excluded. */
  readonly after: number;
  readonly before: number;
  readonly fromAt?: string | undefined;
  readonly toAt?: string | undefined;
  readonly limit: number;
  readonly newestFirst: boolean;
}

/** One file of the wire store. */
export class WireSegment {
  readonly number: number;
  readonly path: string;
  readonly startedAt: string;
  readonly #db: Database.Database;
  readonly #keys: StoreKeys;
  readonly #purpose: string;
  readonly #insertAll: Database.Transaction<(entries: readonly WireEntryInput[]) => number[]> | undefined;
  #last: number;
  #commitsUntilLook = 0;

  private constructor(number: number, path: string, db: Database.Database, keys: StoreKeys, isWritable: boolean) {
    this.number = number;
    this.path = path;
    this.#db = db;
    this.#keys = keys;
    const meta = new Map(
      (db.prepare('SELECT key, value FROM segment').all() as { key: string; value: string }[]).map((row) => [
        row.key,
        row.value,
      ]),
    );
    this.startedAt = meta.get('started_at') ?? '';
    this.#purpose = `wire ${meta.get('salt') ?? ''}`;
    this.#last = (db.prepare('SELECT max(n) AS last FROM entries').get() as { last: number | null }).last ?? 0;
    this.#insertAll = isWritable ? this.#prepareInsert() : undefined;
  }

  /** Makes a new segment file, or finishes one whose making was cut short. Its name is durable when this returns. */
  static create(
    number: number,
    path: string,
    folder: string,
    keys: StoreKeys,
    startedAt: string,
    options: OpenDatabaseOptions,
  ): WireSegment {
    const db = openDatabase(path, options);
    try {
      migrate(db, segmentKind, segmentMigrations, startedAt);
      const set = db.prepare('INSERT OR IGNORE INTO segment (key, value) VALUES (?, ?)');
      db.transaction(() => {
        set.run('started_at', startedAt);
        set.run('salt', randomUUID());
      })();
      syncFolder(folder);
      return new WireSegment(number, path, db, keys, true);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /**
   * Opens a segment that exists.
   *
   * @throws AppError `store/segment-unfinished` when a crash or a full disk cut its making short: it holds nothing.
   */
  static open(number: number, path: string, keys: StoreKeys, options: OpenDatabaseOptions): WireSegment {
    const db = openDatabase(path, options);
    try {
      const pending = checkMigrations(db, segmentKind, segmentMigrations);
      if (pending.length > 0 || !isStarted(db)) throw new AppError('store/segment-unfinished', { path });
      return new WireSegment(number, path, db, keys, !options.readonly);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Writes entries in one durable commit; answers their ids. */
  insert(entries: readonly WireEntryInput[]): number[] {
    const before = this.#last;
    this.#commitsUntilLook--;
    try {
      return this.#insertAll!.immediate(entries);
    } catch (error) {
      this.#last = before;
      throw error;
    }
  }

  /** Bytes of the file and its WAL. */
  byteCount(): number {
    return fileBytes(this.path);
  }

  /**
   * Whether file and WAL have grown to so many bytes. Asking the file system costs as much as half a commit, so it is asked
   * again only after as many commits as could usually make a difference.
   */
  hasReached(limitBytes: number): boolean {
    if (this.#commitsUntilLook > 0) return false;
    const leftBytes = limitBytes - this.byteCount();
    this.#commitsUntilLook = Math.min(mostCommitsBetweenLooks, Math.floor(leftBytes / usualCommitBytes));
    return leftBytes <= 0;
  }

  read(query: SegmentQuery): WireEntry[] {
    const where = ['n > ?', 'n < ?'];
    const low = Math.max(0, query.after - entryId(this.number, 0));
    const high = Math.min(idSpan, query.before - entryId(this.number, 0));
    const values: (string | number)[] = [low, high];
    const add = (clause: string, value: string | undefined) => {
      if (value === undefined) return;
      where.push(clause);
      values.push(value);
    };
    const [first, ...others] = query.instrumentIds ?? [];
    add(others.length === 0 ? 'instrument = ?' : `instrument IN (?${', ?'.repeat(others.length)})`, first);
    values.push(...others);
    add('wall_at >= ?', query.fromAt);
    add('wall_at <= ?', query.toAt);
    const rows = this.#db
      .prepare(
        `SELECT * FROM entries WHERE ${where.join(' AND ')} ORDER BY n ${query.newestFirst ? 'DESC' : 'ASC'} LIMIT ?`,
      )
      .all(...values, query.limit) as EntryRow[];
    return rows.map((row) => this.#toEntry(row));
  }

  byId(id: number): WireEntry | undefined {
    const row = this.#db.prepare('SELECT * FROM entries WHERE n = ?').get(id - entryId(this.number, 0)) as
      | EntryRow
      | undefined;
    return row && this.#toEntry(row);
  }

  /** Ids of the frames that were (or may have been) ACKed. */
  owedIds(): number[] {
    const rows = this.#db.prepare('SELECT n FROM entries WHERE is_owed = 1 ORDER BY n').all() as { n: number }[];
    return rows.map((row) => entryId(this.number, row.n));
  }

  count(): number {
    return (this.#db.prepare('SELECT count(*) AS count FROM entries').get() as { count: number }).count;
  }

  /** Entries whose bytes no longer open. */
  damagedCount(): number {
    let damaged = 0;
    const rows = this.#db.prepare('SELECT sealed FROM entries').pluck().iterate() as IterableIterator<Buffer>;
    for (const sealed of rows) if (!this.#openBytes(sealed)) damaged++;
    return damaged;
  }

  /** What `quick_check` finds: empty when the file is sound. */
  problems(): string[] {
    const rows = this.#db.pragma('quick_check(5)') as { quick_check: string }[];
    return rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
  }

  close(): void {
    if (this.#db.open) this.#db.close();
  }

  #toEntry(row: EntryRow): WireEntry {
    const bytes = this.#openBytes(row.sealed);
    return {
      id: entryId(this.number, row.n),
      instrumentId: row.instrument,
      conversation: row.conversation,
      dir: row.dir,
      kind: row.kind,
      bytes: bytes ?? new Uint8Array(),
      monoMs: row.mono_ms,
      wallAt: row.wall_at,
      reason: bytes ? row.reason : 'store/entry-damaged',
      isOwed: row.is_owed === 1,
    };
  }

  /**
   * What the row keeps of an entry's bytes. A control character (ENQ, ACK, NAK, EOT) says nothing about anyone, is named in the
   * row beside it anyway, and there is one for every frame: it stands there as it is.
   */
  #sealed({ kind, bytes }: WireEntryInput): Uint8Array {
    return kind === 'control' && bytes.length <= plainBytes ? bytes : this.#keys.seal(this.#purpose, bytes);
  }

  /** Bytes that no longer open are a finding, not an obstacle to reading the rest. */
  #openBytes(sealed: Buffer): Uint8Array | undefined {
    // Shorter than any sealed bytes: nonce and tag alone are 28.
    if (sealed.length <= plainBytes) return sealed;
    try {
      return this.#keys.open(this.#purpose, sealed);
    } catch {
      return undefined;
    }
  }

  #prepareInsert(): Database.Transaction<(entries: readonly WireEntryInput[]) => number[]> {
    const statement = this.#db.prepare(
      'INSERT INTO entries (n, instrument, conversation, dir, kind, mono_ms, wall_at, reason, is_owed, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    return this.#db.transaction((entries: readonly WireEntryInput[]) =>
      entries.map((entry) => {
        const n = ++this.#last;
        statement.run(
          n,
          entry.instrumentId,
          entry.conversation,
          entry.dir,
          entry.kind,
          entry.monoMs,
          entry.wallAt,
          entry.reason ?? null,
          entry.isOwed ? 1 : 0,
          this.#sealed(entry),
        );
        return entryId(this.number, n);
      }),
    );
  }
}

function isStarted(db: Database.Database): boolean {
  return db.prepare("SELECT 1 FROM segment WHERE key = 'salt'").get() !== undefined;
}

/** Bytes of an SQLite file with its WAL; 0 when it is not there. */
export function fileBytes(path: string): number {
  let sum = 0;
  for (const name of [path, `${path}-wal`]) if (existsSync(name)) sum += statSync(name).size;
  return sum;
}

/** Removes a segment's files; the names are gone for good when this returns. */
export function removeSegment(path: string, folder: string): void {
  for (const name of [`${path}-wal`, `${path}-shm`, path]) rmSync(name, { force: true });
  syncFolder(folder);
}
