import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { HubStore } from '../../hub/store/hub-store.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { hubStores } from '../harness/hub-stores.ts';
import { enrolledWriter } from '../harness/hub-writer.ts';
import { postgresPrograms } from '../harness/postgres.ts';

/**
 * A workstation pulls "what arrived after number n". `sync.md` finding 4: where the number comes from a sequence, a number can
 * become visible after a higher one, and whoever has read the higher one never sees it. The experiment stays as a control: it
 * has to lose rows here, or this suite would not notice the fault.
 */
describe.skipIf(!postgresPrograms())('pull cursors on PostgreSQL', () => {
  const stores = hubStores('postgresql');

  test('control: a bigserial cursor loses a row that two writers and a reader suffice to hide', async () => {
    const place = await stores.newPlace();
    const url = 'databaseUrl' in place ? place.databaseUrl : '';
    const clients = await Promise.all([1, 2, 3].map(() => connected(url)));
    const [slow, quick, reader] = clients as [pg.Client, pg.Client, pg.Client];
    await reader.query('CREATE TABLE arrivals (number bigserial PRIMARY KEY, text text)');
    await slow.query('BEGIN');
    await slow.query("INSERT INTO arrivals (text) VALUES ('slow')");
    await quick.query("INSERT INTO arrivals (text) VALUES ('quick')");
    const seen: string[] = [];
    let cursor = '0';
    const pull = async () => {
      const { rows } = await reader.query('SELECT * FROM arrivals WHERE number > $1 ORDER BY number', [cursor]);
      for (const row of rows) {
        seen.push(row.text);
        cursor = row.number;
      }
    };
    await pull();
    await slow.query('COMMIT');
    await pull();
    await pull();
    expect(seen).toEqual(['quick']);
    expect((await reader.query('SELECT text FROM arrivals')).rows).toHaveLength(2);
    await Promise.all(clients.map((client) => client.end()));
  });

  test('the number of a site is taken inside the transaction: two processes, eight writers, a reader, nothing lost', async () => {
    const place = await stores.newPlace();
    const processes = await Promise.all([stores.open(place), stores.open(place)]);
    expect(processes[0]!.hub).toEqual(processes[1]!.hub);
    const hub = processes[0]!;
    const site = await hub.enrolment.openSite('North lab');
    const writers = [];
    for (let at = 0; at < 8; at++) writers.push(await enrolledWriter(hub, site));
    let isWriting = true;
    const reading = readAll(processes[1]!, site, () => isWriting);
    await Promise.all(
      writers.map(async (writer, at) => {
        for (let batch = 0; batch < 12; batch++) {
          const report = await processes[at % 2]!.records.push(site, writer.write(site, 1 + (batch % 4)), 'x');
          expect(report.problems).toEqual([]);
        }
      }),
    );
    isWriting = false;
    const seen = await reading;
    expect(seen).toHaveLength(8 * 30);
    expect(new Set(seen.map(({ raw }) => raw)).size).toBe(8 * 30);
    expect(await hub.records.verify()).toMatchObject({ problems: [] });
  });

  test('one log pushed through two processes at once goes in once', async () => {
    const place = await stores.newPlace();
    const processes = await Promise.all([stores.open(place), stores.open(place)]);
    const site = await processes[0]!.enrolment.openSite('North lab');
    const writer = await enrolledWriter(processes[0]!, site);
    const records = writer.write(site, 60);
    const reports = await Promise.all(
      [0, 1, 0, 1].map((at, turn) => processes[at]!.records.push(site, records.slice(turn * 5), `carrier ${turn}`)),
    );
    expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(60);
    expect(reports.every(({ problems }) => problems.length === 0)).toBe(true);
    expect((await processes[1]!.records.heads(site))[writer.logOf(site)]![0]).toBe(60);
  });

  test('one code let in one workstation, one nonce one session, whichever process is asked', async () => {
    const place = await stores.newPlace();
    const processes = await Promise.all([stores.open(place), stores.open(place)]);
    const [one, two] = processes as [HubStore, HubStore];
    const nonce = await one.sessions.newNonce();
    const taken = await Promise.all([one, two, one, two].map((hub) => hub.sessions.takeNonce(nonce)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const session = await one.sessions.open('device', 1, 15);
    const moved = await Promise.all([one, two, one, two].map((hub) => hub.sessions.advance(session, 7)));
    expect(moved.filter((answer) => answer === 'replayed')).toHaveLength(3);
  });
});

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

async function readAll(hub: HubStore, site: string, isWriting: () => boolean): Promise<TravellingRecord[]> {
  const seen: TravellingRecord[] = [];
  for (let after = 0; ; ) {
    const wasWriting = isWriting();
    const page = await hub.records.pull(site, after, 500);
    seen.push(...page.records);
    after = page.next;
    if (!wasWriting && page.records.length === 0) return seen;
  }
}
