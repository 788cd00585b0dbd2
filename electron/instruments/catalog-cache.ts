import { createHash, type Hash } from 'node:crypto';
import { type Dirent, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { readSummed, writeSummed } from '../boot/summed-file.ts';
import { type Catalog, type CatalogContent, type CatalogFolders, catalogOf } from './catalog.ts';

/**
 * Reading and checking the definitions takes most of the host's start, and a host that was killed must be back in under two
 * seconds. What was read is therefore kept as JSON, under a name made of every file it was read from (place, size,
 * and to the nanosecond when its content and the file itself last changed) and of the code that read it: a file that is written, put
 * there or taken away is another name, and a damaged file is simply read anew.
 */
export interface CatalogCache {
  readonly folder: string;
  /** Stands for the code that reads and checks; the bundle's file name holds a hash of it. */
  readonly code: string;
}

const NAME = /^catalog-[0-9a-f]{64}\.json$/;

/**
 * Adds every file below `folder` to the hash, in a fixed order. In one go: nothing else is to be done before the definitions are
 * there, and some hundred small files take a tenth of the time so. A folder may be missing; one without
 * definitions adds nothing, wherever it lies: two benches of one version share what was read.
 */
function addFolder(hash: Hash, folder: string): void {
  for (const entry of entriesOf(folder).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, place);
    // Captures are for tests and simulators; no definition is made of them.
    else if (/\.(ya?ml|md)$/.test(entry.name)) {
      const { size, mtimeNs, ctimeNs } = statSync(place, { bigint: true });
      hash.update(`${place}\0${size}\0${mtimeNs}\0${ctimeNs}\0`);
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The catalog, from the cache where nothing has changed. @throws what `loadCatalog` throws */
export async function loadCachedCatalog(folders: CatalogFolders, cache: CatalogCache): Promise<Catalog> {
  const hash = createHash('sha256').update(cache.code);
  for (const folder of [
    path.join(folders.shipped, 'instruments'),
    path.join(folders.shipped, 'guides'),
    ...(folders.lab === null ? [] : [folders.lab]),
  ]) {
    addFolder(hash, folder);
  }
  const name = `catalog-${hash.digest('hex')}.json`;
  const file = path.join(cache.folder, name);
  const kept = readSummed(file);
  if (kept !== null) return catalogOf(JSON.parse(kept.toString('utf8')) as CatalogContent);
  const { readCatalog } = await import('./read-catalog.ts');
  const content = await readCatalog(folders);
  try {
    keep(cache.folder, name, Buffer.from(JSON.stringify(content)));
  } catch {
    // A full disk or a folder that may not be written costs the next start its haste, nothing else.
  }
  return catalogOf(content);
}

function keep(folder: string, name: string, data: Buffer): void {
  writeSummed(path.join(folder, name), data);
  for (const other of readdirSync(folder)) {
    if (NAME.test(other) && other !== name) rmSync(path.join(folder, other), { force: true });
  }
}
