import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';

/** What a person may say on the command line: `--data <folder>` (another data folder), `--keys file|os-store`. */
export interface StartArguments {
  readonly dataFolder: string | null;
  readonly keys: 'file' | 'os-store' | null;
}

/** Reads `--name value` and `--name=value`; everything else belongs to the browser engine. */
export function readArguments(argv: readonly string[]): StartArguments {
  const given = (name: string): string | null => {
    for (const [at, argument] of argv.entries()) {
      if (argument === `--${name}`) return argv[at + 1] ?? null;
      if (argument.startsWith(`--${name}=`)) return argument.slice(name.length + 3);
    }
    return null;
  };
  const folder = given('data');
  const keys = given('keys');
  return {
    dataFolder: folder === null || folder === '' ? null : path.resolve(folder),
    keys: keys === 'file' || keys === 'os-store' ? keys : null,
  };
}

export async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

const runtimeFacts = z.object({ source: z.string(), sqliteBinding: z.string().nullable() });

/**
 * Which Electron this is and the SQLite add-on it needs, as the set-up (or the packager) wrote them down. A packaged app does
 * not know where it will be put, so a path in it counts from the file.
 */
export async function readRuntimeFacts(file: string): Promise<z.infer<typeof runtimeFacts>> {
  try {
    const { source, sqliteBinding } = runtimeFacts.parse(JSON.parse(await readFile(file, 'utf8')));
    return { source, sqliteBinding: sqliteBinding === null ? null : path.resolve(path.dirname(file), sqliteBinding) };
  } catch {
    return { source: 'official', sqliteBinding: null };
  }
}
