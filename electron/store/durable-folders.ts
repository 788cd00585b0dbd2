import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder, writeFileDurably } from './durable-files.ts';

/**
 * Puts a folder with these texts in its place, whole or not at all: it is written beside, then the old one steps aside. A
 * crash in between leaves the old one under a hidden name and none in its place, or both; never half of one.
 */
export async function writeFolderDurably(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const parent = dirname(folder);
  const mark = randomBytes(4).toString('hex');
  const half = join(parent, `.${basename(folder)}.${mark}.new`);
  const aside = join(parent, `.${basename(folder)}.${mark}.old`);
  await mkdir(half, { recursive: true });
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileDurably(join(half, name), new TextEncoder().encode(text));
    }
    syncFolder(half);
    await rename(folder, aside).catch(ignoreMissing);
    await rename(half, folder);
    syncFolder(parent);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    await rename(aside, folder).catch(() => undefined);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

/** Copies what is in one folder into another; a missing one is empty. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true }).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

/** In one go: every start asks, and the threads for what takes long are not made for one small folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** After a crash: a folder that had stepped aside without its successor comes back, halves and leftovers go. */
export async function finishFolders(parent: string): Promise<void> {
  const names = namesIn(parent);
  for (const name of names) {
    const [, folder, kind] = /^\.(.+)\.[0-9a-f]{8}\.(new|old)$/.exec(name) ?? [];
    if (folder === undefined) continue;
    if (kind === 'old' && !names.includes(folder)) await rename(join(parent, name), join(parent, folder));
    else await rm(join(parent, name), { recursive: true, force: true });
  }
}
