import { access } from 'node:fs/promises';
import path from 'node:path';

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
