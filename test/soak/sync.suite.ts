import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { RunningStore } from '../../electron/store/running-store.ts';
import { verifyChain } from '../../electron/store/verify-chain.ts';
import { type HubPlace, openHubStore } from '../../hub/store/open-hub-store.ts';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { temporaryFolder } from '../harness/bench.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { startPostgres } from '../harness/postgres.ts';
import { readLedger } from '../harness/read-ledger.ts';
import { rowsOf } from '../harness/store.ts';
import { comparedTables, lampVersions } from '../harness/sync-lamps.ts';
import { end, freePort, openSite, startHubProcess, startNode } from './processes.ts';

const names = ['one', 'two', 'three'] as const;
const childFile = fileURLToPath(new URL('./sync-child.ts', import.meta.url));
/** A kill comes this long after the one before, at most. */
const betweenKillsMs = 4_000;
const longestRestMs = 300_000;

export const suite: SoakSuite = {
  flag: 'sync',
  unit: 'minutes',
  says: 'three workstations and a hub on PostgreSQL over loopback, each killed again and again',
  usualCount: 10,
  async run(minutes, { seed, print }) {
    const random = seededRandom(seed);
    const folder = temporaryFolder('sync-soak');
    const postgres = await startPostgres();
    const hubData = join(folder.path, 'hub');
    mkdirSync(hubData);
    const place: HubPlace = postgres
      ? { databaseUrl: await postgres.newDatabase(), keyFile: join(hubData, 'hub-database.key') }
      : { folder: hubData };
    const port = await freePort();
    const children = new Map<string, ChildProcess>();
    try {
      const codes = await openSite(place, names);
      const startHub = () => startHubProcess(hubData, port, place);
      const startOne = (name: string, mode: string) => {
        const data = join(folder.path, name);
        const told = [data, `http://127.0.0.1:${port}`, codes.get(name)!, name, `${data}.ledger`, mode];
        return startNode([childFile, ...told], place);
      };
      children.set('hub', startHub());
      for (const name of names) children.set(name, startOne(name, 'work'));
      await Promise.all(names.map((name) => once(children.get(name)!.stdout!, 'data')));
      const kills = { hub: 0, workstations: 0 };
      for (const until = performance.now() + minutes * 60_000; performance.now() < until; ) {
        await wait(500 + random() * betweenKillsMs);
        const victim = ['hub', ...names][Math.floor(random() * 4)]!;
        await end(children.get(victim)!, 'SIGKILL');
        children.set(victim, victim === 'hub' ? startHub() : startOne(victim, 'work'));
        kills[victim === 'hub' ? 'hub' : 'workstations']++;
        if ((kills.hub + kills.workstations) % 25 === 0) print(`  ${kills.hub + kills.workstations} kills`);
      }
      for (const name of names) {
        await end(children.get(name)!, 'SIGKILL');
        children.set(name, startOne(name, 'rest'));
      }
      const restMs = await untilEqual(names.map((name) => children.get(name)!));
      for (const child of children.values()) await end(child, 'SIGTERM');
      children.clear();
      const { failures, records } = await compare(folder.path, place);
      if (records === 0) failures.push('nobody saved anything');
      if (restMs === undefined) failures.push(`not at rest after ${longestRestMs / 1000} s`);
      const figures = {
        database: postgres ? 'PostgreSQL' : 'SQLite',
        'kills of the hub': kills.hub,
        'kills of workstations': kills.workstations,
        records,
        'seconds until equal': Math.round((restMs ?? 0) / 1000),
      };
      return { figures, failures };
    } finally {
      for (const child of children.values()) await end(child, 'SIGKILL');
      postgres?.stop();
      folder.remove();
    }
  },
};

/** Milliseconds until all say the same count and nothing unsent, three times running; undefined when they never do. */
async function untilEqual(children: readonly ChildProcess[]): Promise<number | undefined> {
  const said = new Map<ChildProcess, string>();
  for (const child of children)
    child.stdout?.on('data', (data: Buffer) => said.set(child, `${data}`.trim().split('\n').at(-1)!));
  const startedMs = performance.now();
  for (let equal = 0, before = ''; performance.now() - startedMs < longestRestMs; ) {
    await wait(1000);
    const lines = children.map((child) => said.get(child) ?? '');
    const isEqual = lines[0] !== '' && lines.every((line) => line === lines[0] && line.endsWith('"unsent":0}'));
    equal = isEqual && lines[0] === before ? equal + 1 : 0;
    before = lines[0]!;
    if (equal === 5) return performance.now() - startedMs;
  }
  return undefined;
}

/** Holds every data folder against the others, the hub, and what its workstation said it had saved. */
async function compare(folder: string, place: HubPlace): Promise<{ failures: string[]; records: number }> {
  const failures: string[] = [];
  const hub = await openHubStore(place);
  for (const { log, seq, why } of (await hub.records.verify()).problems) failures.push(`hub: ${why} ${log} ${seq}`);
  const [site] = await hub.enrolment.sites();
  const heads = JSON.stringify(
    sorted({ ...(await hub.records.heads(site!.site)), ...(await hub.records.heads('org')) }),
  );
  await hub.close();
  const said = names.flatMap((name) => readLedger(join(folder, `${name}.ledger`)).map(([hash]) => hash!));
  let tables: unknown;
  for (const name of names) {
    const data = join(folder, name);
    const store = (await openStore({
      dataFolder: data,
      modules: lampVersions.at(-1)!,
      keyProvider: fileKeyProvider(data),
      app: 'soak',
      ballastBytes: 0,
      backupEveryMs: 0,
    })) as RunningStore;
    for (const { code, log, seq } of (await verifyChain(store.db, { everySignature: true })).problems)
      failures.push(`${name}: ${code} ${log} ${seq}`);
    const ours = Object.fromEntries(store.sync.heads().map(({ log, seq, link }) => [log, [seq, link]]));
    if (JSON.stringify(sorted(ours)) !== heads) failures.push(`${name}: its heads are not the hub's`);
    const rows = JSON.stringify(rowsOf(store, ...comparedTables));
    tables ??= rows;
    if (rows !== tables) failures.push(`${name}: its tables are not those of ${names[0]}`);
    const lost = said.filter((hash) => !store.records.byHash(hash));
    if (lost.length > 0)
      failures.push(`${name} lacks ${lost.length} of ${said.length} records that were said to be saved`);
    const { quarantineCount } = store.health();
    if (quarantineCount > 0) failures.push(`${name}: ${quarantineCount} records set aside`);
    await store.close();
  }
  return { failures, records: said.length };
}

const sorted = (heads: object): [string, unknown][] => Object.entries(heads).sort(([a], [b]) => (a < b ? -1 : 1));
