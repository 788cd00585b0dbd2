import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { type HubPlace, type HubStoreOptions, openHubStore } from '../../hub/store/open-hub-store.ts';
import type { PrivatePostgres } from '../../scripts/postgres/private-server.ts';
import { postgresPrograms, startPostgres } from './postgres.ts';

export interface HubStores {
  readonly kind: 'sqlite' | 'postgresql';
  /** A place no hub has been to. */
  newPlace(): Promise<HubPlace>;
  /** Opens a place (a new one when none is named); closed after the test. */
  open(place?: HubPlace, options?: HubStoreOptions): Promise<HubStore>;
  folder(): string;
  /** A place on SQLite, whatever the kind: where a hub moves to. */
  newFolder(): Promise<HubPlace>;
  /** Only where `kind` is `postgresql`. */
  server(): PrivatePostgres;
}

/** Runs the same tests on both databases; without PostgreSQL on the machine on SQLite alone, and says so. */
export function describeHubStores(what: string, tests: (stores: HubStores) => void): void {
  describe(`${what} on SQLite`, () => tests(hubStores('sqlite')));
  describe.skipIf(!postgresPrograms())(`${what} on PostgreSQL`, () => tests(hubStores('postgresql')));
}

export function hubStores(kind: HubStores['kind']): HubStores {
  let server: PrivatePostgres | undefined;
  const folders: string[] = [];
  const opened: HubStore[] = [];
  beforeAll(async () => {
    if (kind === 'postgresql' && postgresPrograms()) server = await startPostgres();
  }, 400_000);
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close().catch(() => {});
  });
  afterAll(() => {
    server?.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'benchside-hub-'));
    folders.push(made);
    return made;
  };
  const newPlace = async (): Promise<HubPlace> =>
    kind === 'sqlite'
      ? { folder: folder() }
      : { databaseUrl: await server!.newDatabase(), keyFile: join(folder(), 'seal.key') };
  return {
    kind,
    newPlace,
    newFolder: async () => ({ folder: folder() }),
    folder,
    server: () => server!,
    async open(place, options) {
      const store = await openHubStore(place ?? (await newPlace()), options);
      opened.push(store);
      return store;
    },
  };
}
