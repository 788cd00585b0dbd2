import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder for one measurement, on the disk the project is on (a memory file system would make every flush free), and
 * the way to remove it.
 */
export function makePerfFolder(name: string): { folder: string; remove: () => void } {
  const base = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'perf');
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(join(base, `${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
