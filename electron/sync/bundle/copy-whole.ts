import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/kernel/errors.ts';
import { toFileError } from '../../host/save-chosen.ts';
import { syncFolder } from '../../store/durable-files.ts';
import { openContainer } from './container-reader.ts';
import { partName } from './container-writer.ts';

const pieceBytes = 1024 * 1024;

/** True when every byte of the file is as its maker signed it; nobody needs to be able to read it for that. */
export async function isWhole(path: string): Promise<boolean> {
  const file = await openContainer(path);
  try {
    for await (const _ of file.segments());
    return file.end?.state === 'whole';
  } finally {
    await file.close();
  }
}

/**
 * Copies a `.benchside` file to another place, whole or not at all; goes on where an earlier copy stopped, reads back what was
 * written.
 *
 * @throws AppError `bundle/not-as-written`, `files/disk-full`, `files/can-not-write`, `bundle/stopped`
 */
export async function copyWhole(
  from: string,
  to: string,
  options: { readonly abort?: AbortSignal | undefined; readonly onBytes?: (count: number) => void } = {},
): Promise<void> {
  try {
    const source = await open(from, 'r');
    const target = await open(partName(to), 'a+', 0o600).then(async (made) => {
      await made.close();
      return open(partName(to), 'r+');
    });
    try {
      await copyRest(source, target, options, to);
      await target.sync();
    } finally {
      await source.close();
      await target.close();
    }
    if (!(await isWhole(partName(to)))) throw new AppError('bundle/not-as-written', { file: basename(to) });
    await rename(partName(to), to);
    syncFolder(dirname(to));
  } catch (error) {
    throw toFileError(error, to);
  }
}

async function copyRest(
  source: FileHandle,
  target: FileHandle,
  { abort, onBytes }: { abort?: AbortSignal | undefined; onBytes?: (count: number) => void },
  to: string,
): Promise<void> {
  const size = (await source.stat()).size;
  const there = (await target.stat()).size;
  const [read, held] = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)];
  let isSame = true;
  for (let at = 0; at < size; ) {
    if (abort?.aborted) throw new AppError('bundle/stopped', { file: basename(to) });
    const { bytesRead } = await source.read(read, 0, pieceBytes, at);
    const piece = read.subarray(0, bytesRead);
    // What a pulled stick kept is compared, not believed.
    if (isSame && at + bytesRead <= there) {
      const { bytesRead: got } = await target.read(held, 0, bytesRead, at);
      isSame = got === bytesRead && held.subarray(0, got).equals(piece);
    } else isSame = false;
    if (!isSame) {
      for (let done = 0; done < bytesRead; ) {
        done += (await target.write(piece, done, bytesRead - done, at + done)).bytesWritten;
      }
    }
    at += bytesRead;
    onBytes?.(at);
  }
  await target.truncate(size);
}

/** Bytes of a file, 0 where there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
