import { existsSync, readFileSync } from 'node:fs';

/**
 * Files of the neighbouring `shared` folder (captures, vectors that are not copied). They are absent in a plain clone: what
 * needs them says so loudly and is skipped, it never fails.
 */
const root = new URL('../../../shared/', import.meta.url);

export function hasSharedPapers(what: string): boolean {
  if (existsSync(new URL('vectors/', root)) && existsSync(new URL('corpus/', root))) return true;
  process.stderr.write(`\n*** NOT CHECKED: ${what}: the folder ../shared with the captures is not here ***\n\n`);
  return false;
}

export function readShared(path: string): Buffer {
  return readFileSync(new URL(path, root));
}
