import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSyncEngine } from '../../electron/sync/engine.ts';
import { createHubServer } from '../../hub/server/server.ts';
import { type HubPlace, openHubStore } from '../../hub/store/open-hub-store.ts';
import type { PrivatePostgres } from '../../scripts/postgres/private-server.ts';
import { draft } from '../../shared/records/define.ts';
import { startPostgres } from '../harness/postgres.ts';
import { fastFolder } from '../harness/power-cut.ts';
import { lampHung, lampMeasured, tester } from '../harness/sample-module.ts';
import { SyncBench } from '../harness/sync-bench.ts';

const root = fastFolder('altered');
const address = 'http://hub.test';
let postgres: PrivatePostgres | undefined;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => {
  postgres?.stop();
  rmSync(root, { recursive: true, force: true });
});

/** As somebody would who may do anything with the database: guards off, one value another one, guards on again. */
async function alter(place: HubPlace): Promise<void> {
  if ('folder' in place) {
    const db = new Database(join(place.folder, 'hub.sqlite'));
    for (const name of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all())
      db.exec(`DROP TRIGGER ${name}`);
    db.exec(`UPDATE records SET raw = replace(raw, '"lux":250', '"lux":520')`);
    db.close();
    return;
  }
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  await client.query('GRANT UPDATE ON records TO CURRENT_USER');
  await client.query('ALTER TABLE records DISABLE TRIGGER USER');
  const { rowCount } = await client.query(`UPDATE records SET raw = replace(raw, '"lux":250', '"lux":520')
    WHERE raw LIKE '%"lux":250%'`);
  await client.query('ALTER TABLE records ENABLE TRIGGER USER');
  await client.end();
  expect(rowCount).toBe(1);
}

test.each(['SQLite', 'PostgreSQL'])(
  'a record altered by hand in %s is found and named by all who pull it',
  async (kind) => {
    if (kind === 'PostgreSQL' && !postgres) return;
    const folder = join(root, kind);
    const place: HubPlace =
      kind === 'PostgreSQL'
        ? { databaseUrl: await postgres!.newDatabase(), keyFile: join(root, 'hub-database.key') }
        : { folder: join(folder, 'hub') };
    const hub = await openHubStore(place);
    const server = await createHubServer(hub, { rates: null });
    const site = await hub.enrolment.openSite('Ward 3');
    const benches = await Promise.all([0, 1, 2].map((number) => SyncBench.start(root, folder, number)));
    const engines = benches.map(({ store, clock }) =>
      createSyncEngine({
        store,
        clock,
        app: 'test',
        transport: () => ({ send: server.inject, close: () => undefined }),
      }),
    );
    try {
      const [writer, ...readers] = benches;
      writer!.store.records.append([draft(lampHung, 'lamp/1', { name: 'Hall', watts: 40 })], tester);
      const [altered] = writer!.store.records.append([draft(lampMeasured, 'lamp/1', { lux: 250 })], tester);
      writer!.store.records.append([draft(lampMeasured, 'lamp/1', { lux: 251 })], tester);
      const meet = async (number: number) => {
        const engine = engines[number]!;
        await engine.enrol(
          await engine.lookUp(address),
          (await hub.enrolment.newCode(site, 1)).code,
          `Bench ${number}`,
        );
        engine.start();
        await engine.runOnce();
        await engine.stop();
      };
      await meet(0);
      await alter(place);
      for (const { number } of readers) await meet(number);

      const place4 = { log: altered!.log, seq: altered!.seq };
      for (const { store } of readers) {
        expect(store.sync.quarantined(10)).toContainEqual(
          expect.objectContaining({ ...place4, why: 'records/bad-signature' }),
        );
        expect(store.records.byHash(altered!.hash)).toBeUndefined();
        expect(store.db.prepare('SELECT count(*) FROM lux').pluck().get()).toBe(0);
      }
      expect((await hub.records.verify()).problems).toContainEqual(expect.objectContaining(place4));
      // Nobody has to believe the hub: a stick of the writer brings what it really wrote.
      for (const { store } of readers) {
        store.sync.take(writer!.records(), 'stick');
        expect(store.records.byHash(altered!.hash)?.body).toEqual({ lux: 250 });
        expect(store.db.prepare('SELECT count(*) FROM lux').pluck().get()).toBe(2);
      }
    } finally {
      for (const bench of benches) await bench.close();
      await server.close();
      await hub.close();
    }
  },
  300_000,
);
