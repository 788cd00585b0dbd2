/** How every SQLite file that holds records is opened, on a workstation and at a hub alike (`sync.md` 1.4). Facts; who opens applies them. */

/** Below it, a WAL that is reset while it is read can corrupt the file (sqlite.org, fixed 2026-03-13). */
export const leastSqlite = '3.51.3';

/** True for a version of SQLite (`3.50.1`) that is older than may be used. */
export function isTooOldSqlite(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [at, least] of leastSqlite.split('.').map(Number).entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

/** Setting, value to set, value that must be read back. Order matters: switching WAL on weakens `synchronous`. */
const settings: readonly (readonly [name: string, set: string, expected: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['recursive_triggers', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['mmap_size', '0', 0],
];

/**
 * Sets every safety setting and reads it back; answers the first that does not hold, or undefined.
 *
 * @param pragma runs one PRAGMA and answers its value
 */
export function makeSafe(pragma: (text: string) => unknown): { setting: string; found: string } | undefined {
  for (const [setting, value, expected] of settings) {
    pragma(`${setting} = ${value}`);
    const found = pragma(setting);
    if (found !== expected) return { setting, found: String(found) };
  }
  return undefined;
}
