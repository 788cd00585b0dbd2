import { closeSync, openSync, read, write } from 'node:fs';
import { promisify } from 'node:util';
import type Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { openDatabase } from './open-database.ts';

/** Pages copied before others get a turn: 1,000 stall the loop for some milliseconds (`sync.md` 2.2). */
const pagesPerStep = 1000;
/** Another reader (a verify from outside) may be in the way for a moment. */
const mostTries = 50;
const tryAgainMs = 100;
const chunkBytes = 1024 * 1024;
const readAsync = promisify(read);
const writeAsync = promisify(write);

/** Copies a running plain database by SQLite's own backup. */
export async function copyPlain(db: Database.Database, to: string): Promise<void> {
  await db.backup(to, { progress: () => pagesPerStep });
}

/**
 * Copies the bytes of a running encrypted database: SQLite's backup can not give its copy a key. The WAL is emptied, then a
 * reader of the empty WAL keeps every checkpoint away from the file until it is copied, while saves go on into the WAL.
 *
 * `file` is an open descriptor of it, kept for as long as the database is open: closing one would drop the locks this process
 * holds on the file.
 */
export async function copyEncrypted(
  running: { db: Database.Database; path: string; file: number; key: Uint8Array; nativeBinding?: string | undefined },
  to: string,
): Promise<void> {
  const { db, path, file, key, nativeBinding } = running;
  const reader = openDatabase(path, { nativeBinding, key });
  try {
    for (let tries = 1; !holdStill(db, reader); tries++) {
      if (tries === mostTries) throw new AppError('store/in-use', { path, what: 'backup' });
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
    }
    const size =
      (reader.pragma('page_count', { simple: true }) as number) *
      (reader.pragma('page_size', { simple: true }) as number);
    await copyBytes(file, to, size);
    reader.exec('COMMIT');
  } finally {
    reader.close();
  }
}

/** Nothing can come between checkpoint and reader: both are made in one turn. */
function holdStill(db: Database.Database, reader: Database.Database): boolean {
  const [state] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (state?.busy !== 0) return false;
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM sqlite_schema').get();
  return true;
}

async function copyBytes(from: number, path: string, size: number): Promise<void> {
  const to = openSync(path, 'wx', 0o600);
  try {
    const chunk = Buffer.alloc(chunkBytes);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await readAsync(from, chunk, 0, Math.min(chunkBytes, size - at), at);
      if (bytesRead === 0) throw new AppError('store/disk-error', { path });
      for (let done = 0; done < bytesRead; ) {
        done += (await writeAsync(to, chunk, done, bytesRead - done, at + done)).bytesWritten;
      }
      at += bytesRead;
    }
  } finally {
    closeSync(to);
  }
}
