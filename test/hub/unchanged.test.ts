import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { expect, test } from 'vitest';
import { hubMigrationHash } from '../../hub/store/migrate.ts';
import { hubMigrations } from '../../hub/store/migrations.ts';
import type { HubPlace } from '../../hub/store/open-hub-store.ts';
import { describeHubStores } from '../harness/hub-stores.ts';
import { enrolledWriter } from '../harness/hub-writer.ts';

// Released migrations never change. A new one gets its line here; a line here never changes.
const released = {
  sqlite: {
    hub: '756739bb9d19c4df133b8766383130a796b64f4196ccc03d6f8e0edf6bea17c1',
    'sites-that-exist-already': 'a3730d29cff10774062ee41f7ceea96f75888c484af047913fbc245d3718220a',
  },
  postgresql: {
    hub: 'be2ed9fb8b270a2af17ed8b9f2b849074dcd1f564f85c471cd3d3b48fa144f07',
    'sites-that-exist-already': '7cfca8a5fd3671e6182c418769f3b9c8079fae72f5c1ec773ab284b620376f55',
  },
};

describeHubStores('what the hub has taken', (stores) => {
  const filled = async () => {
    const place = await stores.newPlace();
    const hub = await stores.open(place);
    const site = await hub.enrolment.openSite('North lab');
    const writer = await enrolledWriter(hub, site);
    await hub.records.push(site, writer.write(site, 5), 'x');
    await hub.close();
    return { place, site, writer };
  };

  test('is never changed or removed by the hub: the database itself refuses', async () => {
    const { place, site } = await filled();
    const attempts = [
      "UPDATE records SET raw = '{}' WHERE seq = 1",
      'DELETE FROM records',
      stores.kind === 'sqlite'
        ? 'INSERT OR REPLACE INTO records SELECT * FROM records WHERE seq = 2'
        : 'TRUNCATE records',
    ];
    for (const sql of attempts) await expect(run(place, sql), sql).rejects.toThrow();
    const hub = await stores.open(place);
    expect((await hub.records.pull(site, 0, 500)).records).toHaveLength(5);
  });

  test('is found and named when somebody changes it all the same', async () => {
    const { place, writer, site } = await filled();
    const log = writer.logOf(site);
    await byForce(place, `UPDATE records SET raw = replace(raw, 'ida', 'eva') WHERE raw LIKE '%${log}%' AND seq = 3`);
    const hub = await stores.open(place);
    expect((await hub.records.verify()).problems).toEqual([{ log, seq: 3, why: 'records/text-changed' }]);
    await hub.close();
    await byForce(place, `DELETE FROM records WHERE raw LIKE '%${log}%' AND seq = 4`);
    const again = await stores.open(place);
    expect((await again.records.verify()).problems).toEqual([
      { log, seq: 3, why: 'records/text-changed' },
      { log, seq: 4, why: 'records/missing' },
    ]);
  });

  test('is laid out by numbered steps: none edited, none from the future, no other program’s tables', async () => {
    const hashes = Object.fromEntries(hubMigrations.map((one) => [one.name, hubMigrationHash(one, stores.kind)]));
    expect(hashes).toEqual(released[stores.kind]);
    const { place } = await filled();
    await run(place, "INSERT INTO migrations VALUES (99, 'later', 'x', 'then')");
    await expect(stores.open(place)).rejects.toThrow('hub/from-the-future');
    await run(place, 'DELETE FROM migrations WHERE number = 99');
    await run(place, "UPDATE migrations SET hash = 'other' WHERE number = 1");
    await expect(stores.open(place)).rejects.toThrow('hub/migration-edited');
    const theirs = await stores.newPlace();
    await run(theirs, 'CREATE TABLE theirs (x text)');
    await expect(stores.open(theirs)).rejects.toThrow('hub/not-ours');
  });

  test.runIf(stores.kind === 'postgresql')(
    'is not entrusted to a database that answers before it is safe',
    async () => {
      const place = await stores.newPlace();
      const name = new URL('databaseUrl' in place ? place.databaseUrl : '').pathname.slice(1);
      await run(place, `ALTER DATABASE ${name} SET synchronous_commit = off`);
      await expect(stores.open(place)).rejects.toThrow('hub/unsafe-settings');
      const nowhere = { databaseUrl: 'postgres://nobody@127.0.0.1:1/none', keyFile: join(stores.folder(), 'key') };
      await expect(stores.open(nowhere)).rejects.toThrow('hub/cannot-connect');
    },
  );
});

/** As whoever the hub is to its database. */
async function run(place: HubPlace, sql: string): Promise<void> {
  if ('folder' in place) {
    const db = new Database(join(place.folder, 'hub.sqlite'));
    try {
      db.pragma('recursive_triggers = ON');
      db.exec(sql);
    } finally {
      db.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** As somebody with a hand on the files or the server. */
async function byForce(place: HubPlace, sql: string): Promise<void> {
  if ('folder' in place) {
    await run(place, `DROP TRIGGER records_stay; DROP TRIGGER records_stay_as_they_are; ${sql}`).catch(() =>
      run(place, sql),
    );
    return;
  }
  const asRoot = { ...place, databaseUrl: place.databaseUrl.replace('//bench_hub@', '//hub@') };
  await run(asRoot, `ALTER TABLE records DISABLE TRIGGER ALL; ${sql}; ALTER TABLE records ENABLE TRIGGER ALL`);
}
