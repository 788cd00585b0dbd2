import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { sqliteBinding } from './open-database.ts';
import { toStoreError } from './store-errors.ts';

export interface InstanceLock {
  release(): void;
}

/**
 * Takes the data folder for this process alone. The lock is SQLite's own file lock on an empty database, which the
 * system drops when the process ends in any way, so there is nothing stale to clean up.
 *
 * @throws AppError `store/in-use` with the process id and the time the holder started, `store/read-only`, ...
 */
export function takeInstanceLock(
  dataFolder: string,
  options: { nativeBinding?: string | undefined } = {},
): InstanceLock {
  const path = join(dataFolder, 'instance.lock');
  const notePath = join(dataFolder, 'instance.json');
  const binding = options.nativeBinding ?? sqliteBinding();
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 0, ...(binding ? { nativeBinding: binding } : {}) });
    // Nothing is ever written to it; a journal beside it would only be litter after a crash.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    writeFileSync(notePath, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
  } catch (error) {
    db?.close();
    const known = toStoreError(error, { path });
    if (known.code !== 'store/in-use') throw known;
    throw new AppError('store/in-use', { path: dataFolder, ...readNote(notePath) }, { cause: error });
  }
  const held = db;
  return {
    release() {
      if (held.open) held.close();
    },
  };
}

function readNote(path: string): { pid: number; since: string } {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as { pid?: unknown; since?: unknown };
    return { pid: Number(note.pid) || 0, since: String(note.since ?? '') };
  } catch {
    return { pid: 0, since: '' };
  }
}
