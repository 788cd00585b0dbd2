import type Database from 'better-sqlite3';
import type { AppError } from '../../shared/kernel/errors.ts';
import type { StoredRecord } from '../../shared/records/define.ts';
import { toStoreError } from './store-errors.ts';

/** What one commit changed. */
export interface Change {
  readonly tables: readonly string[];
  readonly records: readonly StoredRecord[];
}

/**
 * All writing to the main database goes through here: one `BEGIN IMMEDIATE` at a time, inner calls as savepoints. What
 * is kept in memory about the database (heads, folded streams) is dropped whenever something was rolled back.
 */
export class Transactions {
  readonly #run: Database.Transaction<(work: () => unknown) => unknown>;
  readonly #forgetters: (() => void)[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #trouble: (error: unknown) => void;
  readonly #watchers: ((failure: AppError | undefined) => void)[] = [];
  #depth = 0;
  #tables = new Set<string>();
  #records: StoredRecord[] = [];

  constructor(db: Database.Database, trouble: (error: unknown) => void) {
    this.#run = db.transaction((work: () => unknown) => work());
    this.#trouble = trouble;
  }

  /** Runs the work in a transaction (or in a savepoint of the one that is open) and answers what it answers. */
  run<T>(work: () => T): T {
    if (this.#depth > 0) return this.#nested(work);
    this.#depth = 1;
    let result: T;
    try {
      result = this.#run.immediate(work) as T;
    } catch (error) {
      this.#forget();
      this.#take();
      const failure = toStoreError(error);
      for (const watch of this.#watchers) watch(failure);
      throw failure;
    } finally {
      this.#depth = 0;
    }
    for (const watch of this.#watchers) watch(undefined);
    this.#announce(this.#take());
    return result;
  }

  get isOpen(): boolean {
    return this.#depth > 0;
  }

  /** Names what the open transaction touches; told to listeners after the commit. */
  touch(table: string): void {
    this.#tables.add(table);
  }

  added(record: StoredRecord): void {
    this.#records.push(record);
  }

  onRollback(forget: () => void): void {
    this.#forgetters.push(forget);
  }

  /** Told of every outermost transaction: undefined when it was committed. */
  onOutcome(watch: (failure: AppError | undefined) => void): void {
    this.#watchers.push(watch);
  }

  onCommitted(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #nested<T>(work: () => T): T {
    const kept = this.#records.length;
    try {
      return this.#run(work) as T;
    } catch (error) {
      this.#records.length = Math.min(kept, this.#records.length);
      this.#forget();
      throw toStoreError(error);
    }
  }

  #forget(): void {
    for (const forget of this.#forgetters) forget();
  }

  #take(): Change {
    const change = { tables: [...this.#tables], records: this.#records };
    this.#tables = new Set();
    this.#records = [];
    return change;
  }

  #announce(change: Change): void {
    if (change.tables.length === 0 && change.records.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#trouble(error);
      }
    }
  }
}
