import type Database from 'better-sqlite3';

/**
 * Indexes of tables that are being filled. An index written row by row costs as much as the rows themselves; made of a full
 * table it is sorted once. So those that only make things easier to find wait until the end, or until a statement comes that
 * looks something up in their table. Unique ones are rules and never wait.
 */
export class LateIndexes {
  readonly #db: Database.Database;
  readonly #waiting = new Map<string, string[]>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Takes a statement of a table's definition when it can wait; false when it has to be run now. */
  take(ddl: string): boolean {
    const table = /^\s*CREATE\s+INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+ON\s+(\w+)/i.exec(ddl)?.[1];
    if (table === undefined) return false;
    this.#waiting.set(table, [...(this.#waiting.get(table) ?? []), ddl]);
    return true;
  }

  /** True when one of the waiting indexes holds every row of the table, sorted by this column first. */
  leadsWith(table: string, column: string): boolean {
    const start = new RegExp(`\\bON\\s+${table}\\s*\\(\\s*${column}\\s*[,)]`, 'i');
    return (this.#waiting.get(table) ?? []).some((ddl) => start.test(ddl) && !/\bWHERE\b/i.test(ddl));
  }

  /** To be told of every statement before it is first run: a plain INSERT looks nothing up. */
  make(sql?: string): void {
    if (sql !== undefined && /^\s*(?:INSERT|REPLACE)\b/i.test(sql) && !/\bSELECT\b/i.test(sql)) return;
    for (const [table, indexes] of this.#waiting) {
      if (sql !== undefined && !new RegExp(`\\b${table}\\b`).test(sql)) continue;
      for (const ddl of indexes) this.#db.exec(ddl);
      this.#waiting.delete(table);
    }
  }
}
