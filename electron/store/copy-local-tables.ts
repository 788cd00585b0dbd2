import type Database from 'better-sqlite3';

/** Tables that do not come from the log: what a rebuilt main file takes over from the old one, parents first. */
const localTables = [
  'settings',
  'quarantine',
  'pending',
  'messages',
  'message_bodies',
  'message_readings',
  'message_labels',
  'message_new_labels',
  'message_frames',
  'specimen_identities',
  'trusted_roots',
  'log_holders',
] as const;

export interface CopyReport {
  /** Rows taken over, by table. */
  readonly copied: Record<string, number>;
  /** Tables that could be read in part only. */
  readonly damaged: string[];
}

/**
 * Copies what can be read of the local tables, row by row; a table that breaks off is read from its other end too. Rows
 * that are there already stay. Never throws for damage.
 */
export function copyLocalTables(from: Database.Database | undefined, to: Database.Database): CopyReport {
  const report: CopyReport = { copied: {}, damaged: [] };
  if (!from) return { copied: {}, damaged: [...localTables] };
  to.pragma('foreign_keys = OFF');
  try {
    for (const table of localTables) report.copied[table] = copyTable(from, to, table, report);
    to.exec(`DELETE FROM message_bodies WHERE message_no NOT IN (SELECT message_no FROM messages);
      DELETE FROM message_readings WHERE message_no NOT IN (SELECT message_no FROM messages);
      DELETE FROM message_labels WHERE message_no NOT IN (SELECT message_no FROM messages);
      DELETE FROM message_new_labels WHERE message_no NOT IN (SELECT message_no FROM messages);
      DELETE FROM messages WHERE message_no NOT IN (SELECT message_no FROM message_bodies);
      UPDATE message_frames SET message_no = NULL WHERE message_no NOT IN (SELECT message_no FROM messages);
      DELETE FROM message_frames WHERE message_no IS NULL AND reason IN ('stored', 'partial', 're-sent');
      DELETE FROM message_search;
      INSERT INTO message_search (rowid, words)
        SELECT message_no, kind || ' ' || coalesce(specimen_shows, '') || ' ' || coalesce(
          (SELECT group_concat(substr(label, instr(label, ':') + 1), ' ') FROM (
            SELECT label FROM message_labels WHERE message_no = m.message_no
            UNION SELECT label FROM message_new_labels WHERE message_no = m.message_no)), '')
        FROM messages m`);
  } finally {
    to.pragma('foreign_keys = ON');
  }
  return report;
}

function copyTable(from: Database.Database, to: Database.Database, table: string, report: CopyReport): number {
  const columns = (to.pragma(`table_info(${table})`) as { name: string; pk: number }[]).map((column) => column);
  const names = columns.map((column) => column.name);
  const key = columns.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk)[0]?.name ?? names[0]!;
  const insert = to.prepare(
    `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  let copied = 0;
  if (isLackedBy(from, table)) return 0;
  const copyFrom = (order: 'ASC' | 'DESC') => {
    const rows = from
      .prepare(`SELECT ${names.join(', ')} FROM ${table} ORDER BY ${key} ${order}`)
      .raw()
      .iterate();
    for (const row of rows as IterableIterator<unknown[]>) copied += tryInsert(insert, row);
  };
  to.exec('BEGIN');
  try {
    copyFrom('ASC');
  } catch {
    report.damaged.push(table);
    try {
      copyFrom('DESC');
    } catch {
      // Both ends are read as far as they go.
    }
  }
  to.exec('COMMIT');
  return copied;
}

/** True of a file from before the table: it can be read, and does not name it. */
function isLackedBy(from: Database.Database, table: string): boolean {
  try {
    return from.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) === undefined;
  } catch {
    return false;
  }
}

/** A row that a flipped bit made impossible (a NULL, a text in a number's place) is left behind. */
function tryInsert(insert: Database.Statement<unknown[]>, row: unknown[]): number {
  try {
    return insert.run(...row).changes;
  } catch {
    return 0;
  }
}
