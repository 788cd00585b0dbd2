import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { RunningStore } from '../../electron/store/running-store.ts';
import { systemClock } from '../../electron/store/system-clock.ts';
import { verifyChain } from '../../electron/store/verify-chain.ts';
import { createSyncEngine, type SyncEngine } from '../../electron/sync/engine.ts';
import type { HubPlace } from '../../hub/store/open-hub-store.ts';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { draft } from '../../shared/records/define.ts';
import { temporaryFolder } from '../harness/bench.ts';
import { startPostgres } from '../harness/postgres.ts';
import { lampMeasured, lampModule, tester } from '../harness/sample-module.ts';
import { end, freePort, openSite, startHubProcess } from './processes.ts';
import { mostGrowthMib, watchMemory } from './walk-memory.ts';

const lampCount = 5000;
const recordsAtOnce = 500;
const lookMs = 500;

export const suite: SoakSuite = {
  flag: 'pull-records',
  says: 'records of a site brought to a hub on PostgreSQL and pulled by a new workstation, in memory that does not grow with them',
  usualCount: 1_000_000,
  async run(count, { print }) {
    const folder = temporaryFolder('pull-soak');
    const postgres = await startPostgres();
    const hubData = join(folder.path, 'hub');
    mkdirSync(hubData);
    const place: HubPlace = postgres
      ? { databaseUrl: await postgres.newDatabase(), keyFile: join(hubData, 'hub-database.key') }
      : { folder: hubData };
    const port = await freePort();
    const codes = await openSite(place, ['maker', 'taker']);
    const hub = startHubProcess(hubData, port, place);
    const failures: string[] = [];
    try {
      await once(hub.stdout!, 'data');
      const enrol = async (name: string) => {
        const bench = await openBench(join(folder.path, name));
        await bench.engine.enrol(await bench.engine.lookUp(`http://127.0.0.1:${port}`), codes.get(name)!, name);
        return bench;
      };
      const maker = await enrol('maker');
      await fill(maker.store, count, print);
      const pushed = await walk({
        ...{ bench: maker, hubPid: hub.pid!, total: count, print },
        what: 'brought to the hub',
        doneNow: () => count - maker.store.sync.unsent().count,
      });
      const made = maker.store.sync.heads();
      await close(maker);

      const taker = await enrol('taker');
      const pulled = await walk({
        ...{ bench: taker, hubPid: hub.pid!, total: count, print },
        what: 'pulled',
        doneNow: () => taker.store.records.count(),
      });
      const lacking = made.filter(({ log, seq, link }) =>
        taker.store.sync
          .heads()
          .every((own) => own.log !== log || own.seq < seq || (own.seq === seq && own.link !== link)),
      );
      for (const { log, seq } of lacking) failures.push(`the new workstation lacks ${log} up to ${seq}`);
      const { problems, checkedCount } = await verifyChain(taker.store.db);
      for (const { code, log, seq } of problems) failures.push(`${code} ${log} ${seq}`);
      if (checkedCount < count) failures.push(`${checkedCount} of ${count} records are there`);
      await close(taker);
      const grown = {
        'MiB grown pushing': pushed.mib,
        'MiB grown pulling': pulled.mib,
        'MiB grown at the hub, pushed to': pushed.hubMib,
        'MiB grown at the hub, pulled from': pulled.hubMib,
      };
      for (const [where, mib] of Object.entries(grown)) if (mib > mostGrowthMib) failures.push(`${where}: ${mib}`);
      const figures = {
        database: postgres ? 'PostgreSQL' : 'SQLite',
        records: checkedCount,
        'pushed per second': pushed.perSecond,
        'pulled per second': pulled.perSecond,
        ...grown,
      };
      return { figures, failures };
    } finally {
      await end(hub, 'SIGTERM');
      postgres?.stop();
      folder.remove();
    }
  },
};

interface Bench {
  readonly store: RunningStore;
  readonly engine: SyncEngine;
}

async function openBench(dataFolder: string): Promise<Bench> {
  const keyProvider = fileKeyProvider(dataFolder);
  const options = { dataFolder, keyProvider, modules: [lampModule], app: 'soak', ballastBytes: 0, backupEveryMs: 0 };
  const store = (await openStore(options)) as RunningStore;
  return { store, engine: createSyncEngine({ store, clock: systemClock(), app: 'soak' }) };
}

async function close({ engine, store }: Bench): Promise<void> {
  await engine.stop();
  await store.close();
}

async function fill(store: RunningStore, count: number, print: (line: string) => void): Promise<void> {
  for (let at = 0; at < count; at += recordsAtOnce) {
    const drafts = Array.from({ length: Math.min(recordsAtOnce, count - at) }, (_, n) =>
      draft(lampMeasured, `lamp/${(at + n) % lampCount}`, { lux: at + n }),
    );
    store.records.append(drafts, tester);
    if (at % 100_000 === 0) print(`  ${at} of ${count} written`);
  }
}

interface Walk {
  readonly bench: Bench;
  readonly hubPid: number;
  readonly total: number;
  readonly what: string;
  readonly doneNow: () => number;
  readonly print: (line: string) => void;
}

/** Syncs once to the end, and looks at time and at both sides' memory on the way. */
async function walk({ bench, hubPid, total, what, doneNow, print }: Walk) {
  const own = watchMemory(total);
  const ofHub = watchMemory(total, { mibNow: () => residentMib(hubPid) });
  const startMs = performance.now();
  let told = 0;
  const look = () => {
    const records = doneNow();
    own.note({ records });
    ofHub.note({ records });
    if (records - told < 100_000) return;
    told = records;
    print(`  ${records} ${what}`);
  };
  const looking = setInterval(look, lookMs);
  try {
    bench.engine.start();
    await bench.engine.runOnce();
  } finally {
    clearInterval(looking);
  }
  look();
  return {
    perSecond: Math.round((doneNow() * 1000) / (performance.now() - startMs)),
    mib: Math.round(own.growthMib()),
    hubMib: Math.round(ofHub.growthMib()),
  };
}

/** Resident memory of another process (Linux). */
function residentMib(pid: number): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
