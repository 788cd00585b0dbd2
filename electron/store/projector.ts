import type Database from 'better-sqlite3';
import { isUuid } from '../../shared/kernel/ids.ts';
import type { Folded, StreamFold } from '../../shared/records/decider.ts';
import type { StoredRecord } from '../../shared/records/define.ts';
import {
  emptyFold,
  type FoldCursor,
  type FoldPlan,
  foldNext,
  foldPlanned,
  foldStream,
  isNextInOrder,
  planFold,
} from '../../shared/records/fold.ts';
import type { Joins } from '../../shared/records/joins.ts';
import { orderCausally } from '../../shared/records/order.ts';
import type { RecordRegistry } from '../../shared/records/registry.ts';
import type { AnyProjection, SqlValue, Statement } from './projection.ts';
import type { RecordReader } from './record-reader.ts';

/** Folds nothing: keeps a stream's order and newest record. */
const orderOnly: StreamFold<undefined> = { initial: () => undefined, evolve: () => undefined };

// biome-ignore lint/suspicious/noExplicitAny: states of many modules in one map.
type AnyFold = StreamFold<any>;
// biome-ignore lint/suspicious/noExplicitAny: as above.
type AnyCursor = FoldCursor<any>;

/** Projections, with the types of records each reads. */
type Readers = ReadonlyMap<AnyProjection, ReadonlySet<string>>;

interface StreamEntry {
  order: FoldCursor<undefined>;
  /** Folded so far; only folds that this stream has needed. */
  readonly folds: Map<AnyFold, AnyCursor>;
}

const forgetConflicts = 'DELETE FROM record_conflicts WHERE projection = ? AND stream = ?';

/** Streams kept folded in memory; the least recently used go first. */
const keptStreams = 5000;

/**
 * Keeps module tables in step with the log. `apply` runs inside the transaction that added the record: usually it adds
 * one step to the folded stream; a record that arrives late, a correction or a join replays the streams it concerns.
 */
export class Projector {
  readonly #db: Database.Database;
  readonly #registry: RecordRegistry;
  readonly #reader: RecordReader;
  readonly #byType = new Map<string, AnyProjection[]>();
  readonly #beforeFirst: (sql: string) => void;
  readonly #readersOfOne = new Map<string, Readers>();
  readonly #entries = new Map<string, StreamEntry>();
  readonly #statements = new Map<string, { run: Database.Statement<SqlValue[]>; table: string }>();
  readonly #touch: (table: string) => void;

  constructor(options: {
    db: Database.Database;
    registry: RecordRegistry;
    reader: RecordReader;
    projections: readonly AnyProjection[];
    touch: (table: string) => void;
    /** Told of each statement before it is prepared. */
    beforeFirst?: (sql: string) => void;
  }) {
    this.#db = options.db;
    this.#registry = options.registry;
    this.#reader = options.reader;
    this.#touch = options.touch;
    this.#beforeFirst = options.beforeFirst ?? (() => {});
    for (const projection of options.projections) {
      for (const { type } of projection.reads) {
        this.#byType.set(type, [...(this.#byType.get(type) ?? []), projection]);
      }
    }
  }

  /** Brings the tables from before the record to after it; the record is in the log already. Answers it as it reads today. */
  apply(written: StoredRecord): StoredRecord {
    if (this.joins.add(written)) {
      this.#replayJoined(written);
      return written;
    }
    const record = this.joins.resolve(written);
    const stream = this.joins.streamOf(record.stream);
    const entry = this.#entry(stream, record.hash);
    if (isNextInOrder(entry.order, record)) this.#advance(stream, entry, record);
    else this.replay(stream);
    return record;
  }

  /** Folds a stream; what the projector or an earlier call has folded is used again. */
  fold<State>(name: string, fold: StreamFold<State>): FoldCursor<State> {
    const stream = this.joins.streamOf(name);
    const entry = this.#entry(stream);
    const known = entry.folds.get(fold);
    if (known) return known;
    const folded = this.#foldAll(stream, fold);
    entry.folds.set(fold, folded);
    return folded;
  }

  /** Hash of the newest record of a stream in folding order, or null. */
  tip(name: string): string | null {
    return this.#entry(this.joins.streamOf(name)).order.tip;
  }

  /** Records of a stream and of those joined with it, almost in folding order. */
  records(name: string, withoutTypes: readonly string[] = []): StoredRecord[] {
    return this.#reader.ofStreams(this.joins.membersOf(name), withoutTypes);
  }

  /** Deletes a stream's rows and makes them anew from its records; `gone` are those that made rows and count no more. */
  replay(stream: string, gone: readonly StoredRecord[] = []): void {
    const members = this.joins.membersOf(stream);
    const records = this.#reader.ofStreams(members);
    this.#withdraw(members, [...records, ...gone]);
    this.#keep(stream, this.#build(stream, records));
  }

  /**
   * The same for many streams, each with what is gone of it. All rows are deleted before any is made: a record may be gone
   * from one stream and stand in another. Records are read twice, so that one stream's at a time are in memory.
   */
  replayAll(streams: ReadonlyMap<string, readonly StoredRecord[]>): void {
    for (const [stream, gone] of streams) {
      const members = this.joins.membersOf(stream);
      this.#withdraw(members, [...this.#reader.ofStreams(members), ...gone]);
    }
    for (const stream of streams.keys()) {
      this.#keep(stream, this.#build(stream, this.#reader.ofStreams(this.joins.membersOf(stream))));
    }
  }

  /** Deletes whatever rows these records have made under any name of their stream. */
  #withdraw(members: readonly string[], before: readonly StoredRecord[]): void {
    for (const projection of this.#readersOf(before).keys()) {
      for (const statement of projection.withdraw?.(before) ?? []) this.#execute(statement);
      for (const member of members) {
        for (const table of projection.withdraw ? [] : projection.tables)
          this.#execute({ sql: `DELETE FROM ${table} WHERE stream = ?`, values: [member] });
        this.#execute({ sql: forgetConflicts, values: [projection.name, member] });
      }
    }
  }

  /** Fills empty tables, stream by stream, and yields how many records are done. */
  *fill(): Generator<number> {
    const joined = new Set<string>();
    let done = 0;
    for (const { stream, records } of this.#reader.eachStream()) {
      done += records.length;
      const members = this.joins.membersOf(stream);
      if (members.length === 1) this.#makeRows(stream, records, planFold(orderCausally(records), this.#registry));
      else joined.add(this.joins.streamOf(stream));
      yield done;
    }
    for (const stream of joined) this.#build(stream, this.#reader.ofStreams(this.joins.membersOf(stream)));
  }

  #build(stream: string, records: readonly StoredRecord[]): StreamEntry {
    const plan = planFold(orderCausally(records), this.#registry);
    return { order: foldPlanned(orderOnly, stream, plan), folds: this.#makeRows(stream, records, plan) };
  }

  /** Fills a stream's empty rows; answers what was folded for it. */
  #makeRows(stream: string, records: readonly StoredRecord[], plan: FoldPlan): StreamEntry['folds'] {
    const folds: StreamEntry['folds'] = new Map();
    for (const [projection, reads] of this.#readersOf(records)) {
      const onStep = (record: StoredRecord, folded: Folded<unknown>) => {
        if (!record.isKnown || !reads.has(record.type)) return;
        for (const statement of projection.apply(record, folded)) this.#execute(statement);
      };
      const fold: AnyFold = projection.fold ?? orderOnly;
      const cursor = foldPlanned(fold, stream, plan, onStep);
      if (!projection.fold) continue;
      folds.set(fold, cursor);
      if (cursor.conflicts.length > 0) this.#keepConflicts(projection, cursor);
    }
    return folds;
  }

  /** Projections that read any of these records, with the types of them they read. */
  #readersOf(records: readonly StoredRecord[]): Readers {
    const types = new Set(records.map((record) => record.type));
    const [only] = types;
    if (only === undefined || types.size > 1) return this.#readersOfTypes(types);
    // Most streams hold records of one type.
    let known = this.#readersOfOne.get(only);
    if (!known) {
      known = this.#readersOfTypes(types);
      this.#readersOfOne.set(only, known);
    }
    return known;
  }

  #readersOfTypes(types: ReadonlySet<string>): Readers {
    const readers = new Map<AnyProjection, Set<string>>();
    for (const type of types) {
      for (const projection of this.#byType.get(type) ?? []) {
        const reads = readers.get(projection);
        if (reads) reads.add(type);
        else readers.set(projection, new Set([type]));
      }
    }
    return readers;
  }

  /** Drops all that is held in memory: a transaction was rolled back. */
  forget(): void {
    this.#entries.clear();
    this.#reader.forgetJoins();
  }

  get joins(): Joins {
    return this.#reader.joined;
  }

  /** Every stream a join record concerns, by the names it was written under: those of the two, and those that name an instrument. */
  concernedBy({ type, body, stream }: StoredRecord): string[] {
    const { a, b } = body as { a?: string; b?: string };
    const subject = type.split('.')[0]!;
    const ids = new Set([a, b].flatMap((id) => (id === undefined ? [] : this.joins.idsOf(subject, id))));
    const own = [...ids].flatMap((id) => this.#reader.streamsOf(`${subject}/${id}`));
    const naming = subject === 'instrument' ? this.#reader.streamsNaming([...ids].filter(isUuid)) : [];
    return [...new Set([stream, ...own, ...naming])];
  }

  #advance(stream: string, entry: StreamEntry, record: StoredRecord): void {
    const readers = record.isKnown ? (this.#byType.get(record.type) ?? []) : [];
    for (const { fold } of readers) {
      if (fold && !entry.folds.has(fold)) {
        entry.folds.set(
          fold,
          entry.order.count === 0 ? emptyFold(fold, stream) : this.#foldAll(stream, fold, record.hash),
        );
      }
    }
    entry.order = foldNext(orderOnly, entry.order, record) ?? entry.order;
    const disputed = new Set<AnyFold>();
    for (const [fold, cursor] of entry.folds) {
      const next = foldNext(fold, cursor, record) ?? cursor;
      entry.folds.set(fold, next);
      if (next.conflicts !== cursor.conflicts) disputed.add(fold);
    }
    for (const projection of readers) {
      const cursor: AnyCursor = projection.fold ? entry.folds.get(projection.fold)! : entry.order;
      for (const statement of projection.apply(record, cursor)) this.#execute(statement);
      if (projection.fold && disputed.has(projection.fold)) this.#keepConflicts(projection, cursor);
    }
  }

  #replayJoined(record: StoredRecord): void {
    const { joins } = this;
    for (const stream of new Set(this.concernedBy(record).map((name) => joins.streamOf(name)))) {
      const members = joins.membersOf(stream);
      for (const member of members) this.#entries.delete(member);
      this.replay(
        stream,
        this.#reader.ofStreams(members).flatMap((one) => joins.spelledOtherwise(one)),
      );
    }
  }

  #foldAll<State>(stream: string, fold: StreamFold<State>, except?: string): FoldCursor<State> {
    const members = this.joins.membersOf(stream);
    if (except !== undefined && !this.#reader.hasOther(members)) return emptyFold(fold, stream);
    const records = this.#reader.ofStreams(members).filter((record) => record.hash !== except);
    return foldStream(fold, stream, records, this.#registry);
  }

  #entry(stream: string, except?: string): StreamEntry {
    const known = this.#entries.get(stream);
    if (known) {
      this.#entries.delete(stream);
      this.#entries.set(stream, known);
      return known;
    }
    const entry: StreamEntry = { order: this.#foldAll(stream, orderOnly, except), folds: new Map() };
    this.#keep(stream, entry);
    return entry;
  }

  #keep(stream: string, entry: StreamEntry): void {
    this.#entries.set(stream, entry);
    if (this.#entries.size > keptStreams) {
      const oldest = this.#entries.keys().next().value;
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
  }

  #keepConflicts(projection: AnyProjection, cursor: AnyCursor): void {
    const key = [projection.name, cursor.stream];
    this.#execute({ sql: forgetConflicts, values: key });
    cursor.conflicts.forEach((conflict, n) => {
      this.#execute({
        sql: 'INSERT INTO record_conflicts (projection, stream, n, code, at, against, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
        values: [...key, n, conflict.code, conflict.at, JSON.stringify(conflict.with), JSON.stringify(conflict.data)],
      });
    });
  }

  #execute({ sql, values }: Statement): void {
    let prepared = this.#statements.get(sql);
    if (!prepared) {
      this.#beforeFirst(sql);
      const table = /\b(?:INTO|UPDATE(?:\s+OR\s+\w+)?|FROM)\s+"?(\w+)"?/i.exec(sql)?.[1] ?? '';
      prepared = { run: this.#db.prepare<SqlValue[]>(sql), table };
      this.#statements.set(sql, prepared);
    }
    prepared.run.run(...(values as SqlValue[]));
    this.#touch(prepared.table);
  }
}
