import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { toStoreError } from './store-errors.ts';

const marker = 'check-needed';

/** Asks the next start to check the whole main file and to rebuild its tables. Never throws. */
export function requestFullCheck(dataFolder: string): void {
  try {
    writeFileSync(join(dataFolder, marker), '');
  } catch {
    // A disk that takes no file gets its weekly check.
  }
}

export function isFullCheckRequested(dataFolder: string): boolean {
  return existsSync(join(dataFolder, marker));
}

export function clearFullCheckRequest(dataFolder: string): void {
  rmSync(join(dataFolder, marker), { force: true });
}

/** What SQLite's own integrity check finds in a file: trees, indexes, free pages. Empty when it is sound. */
export function structureProblems(db: Database.Database): string[] {
  try {
    const rows = db.pragma('integrity_check(20)') as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  } catch (error) {
    return [toStoreError(error).code];
  }
}
