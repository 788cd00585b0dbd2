import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where each log of this machine stood, kept outside the database. */
export type KnownHeads = Readonly<Record<string, { readonly seq: number; readonly link: string }>>;

const name = 'heads.json';

/**
 * Reads the heads noted beside the database. They may lag behind it, never run ahead: a database that is behind its note
 * was put back from an older copy, and going on with its log would fork it.
 */
export function readHeadFile(dataFolder: string): KnownHeads {
  try {
    return JSON.parse(readFileSync(join(dataFolder, name), 'utf8')) as KnownHeads;
  } catch {
    return {};
  }
}

/** Notes the heads; not synced, for a lost note only weakens the check. Never throws. */
export function writeHeadFile(dataFolder: string, heads: KnownHeads): void {
  const path = join(dataFolder, name);
  try {
    writeFileSync(`${path}.part`, `${JSON.stringify(heads, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.part`, path);
  } catch {
    // A full or read-only disk: the note stays as it was, which is allowed.
  }
}

/** The first log that the database knows less of than the note does, or undefined. */
export function findRollback(
  noted: KnownHeads,
  found: readonly { log: string; seq: number; link: string }[],
): string | undefined {
  const now = new Map(found.map((head) => [head.log, head]));
  return Object.entries(noted).find(([log, head]) => {
    const current = now.get(log);
    return head.seq > (current?.seq ?? 0) || (head.seq === current?.seq && head.link !== current.link);
  })?.[0];
}
