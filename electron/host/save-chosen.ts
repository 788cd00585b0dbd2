import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError, isAppError } from '../../shared/kernel/errors.ts';
import { syncFolder } from '../store/durable-files.ts';

/**
 * Writes a file a person chose, whole or not at all: `produce` writes and syncs a part beside it, `record` says in the log
 * that it was made, and only then does it get its name. What stood there under that name is replaced (the system's dialog
 * asked).
 *
 * @param produce gets the part's path, creates the file there and syncs it
 * @param record runs when the content is safe on the disk, before the file is seen
 * @throws AppError `files/disk-full`, `files/can-not-write`; nothing is left behind then
 */
export async function saveChosen<Made>(
  file: string,
  produce: (part: string) => Promise<Made>,
  record: (made: Made) => void = () => undefined,
): Promise<Made> {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const made = await produce(part);
    record(made);
    renameSync(part, file);
    syncFolder(dirname(file));
    return made;
  } catch (error) {
    rmSync(part, { force: true });
    throw toFileError(error, file);
  }
}

/** The plain code for what the file system reported about a person's own file. An AppError passes through. */
export function toFileError(error: unknown, file: string): AppError {
  if (isAppError(error)) return error;
  const code = typeof error === 'object' && error !== null ? String((error as { code?: unknown }).code ?? '') : '';
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new AppError(isFull ? 'files/disk-full' : 'files/can-not-write', { file: basename(file) }, { cause: error });
}
