import {
  findPostgres,
  installPostgres,
  type PrivatePostgres,
  startPrivatePostgres,
} from '../../scripts/postgres/private-server.ts';

let programs: { readonly folder: string | undefined } | undefined;

/**
 * Where Debian's server lies, or undefined, said aloud on stderr. Root may install it (apt), as set-up does with what it
 * lacks.
 */
export function postgresPrograms(): string | undefined {
  programs ??= { folder: findPostgres() ?? installPostgres() };
  if (!programs.folder) {
    process.stderr.write(
      '\nSKIPPED: no PostgreSQL on this machine (Debian: apt-get install postgresql). The same suite runs on SQLite only.\n\n',
    );
  }
  return programs.folder;
}

/** Starts a server of the test's own; undefined where there is none. */
export async function startPostgres(): Promise<PrivatePostgres | undefined> {
  const folder = postgresPrograms();
  return folder === undefined ? undefined : startPrivatePostgres(folder);
}
