import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, syncFolder } from './durable-files.ts';
import { mainFileName } from './main-file.ts';

/** A finished main file that waits to take the place of the present one: its being there is the order to swap. */
export const stagedFileName = 'next.sqlite';

/**
 * Puts a staged main file in place; the present files go to a folder of their own, never away. Safe to be cut short
 * anywhere and done again at the next start. Answers that folder's name, or undefined when nothing was staged.
 */
export function swapIn(dataFolder: string): string | undefined {
  const staged = join(dataFolder, stagedFileName);
  if (!existsSync(staged)) return undefined;
  const main = join(dataFolder, mainFileName);
  const asideName = freeName(dataFolder);
  const aside = join(dataFolder, asideName);
  makeFolder(aside);
  // The WAL goes last of the old and before the new comes: a WAL beside the wrong file would be applied to it.
  for (const suffix of ['', '-shm', '-wal']) {
    if (existsSync(main + suffix)) renameSync(main + suffix, join(aside, mainFileName + suffix));
  }
  syncFolder(aside);
  syncFolder(dataFolder);
  renameSync(staged, main);
  syncFolder(dataFolder);
  return asideName;
}

function freeName(dataFolder: string): string {
  for (let number = 1; ; number++) {
    const name = `set-aside-${String(number).padStart(3, '0')}`;
    if (!existsSync(join(dataFolder, name))) return name;
  }
}
