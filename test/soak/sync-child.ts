import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { systemClock } from '../../electron/store/system-clock.ts';
import { createSyncEngine } from '../../electron/sync/engine.ts';
import { draft } from '../../shared/records/define.ts';
import { lampMeasured, lampSwitched, tester } from '../harness/sample-module.ts';
import { lampVersions } from '../harness/sync-lamps.ts';

/**
 * A workstation of the sync soak in a process of its own, to be killed. Arguments: data folder, address of the hub, enrolment
 * code, name, ledger file, `work` or `rest`. Working it saves records as fast as it can and notes each in the ledger once it is
 * saved; in any case it syncs, and says once a second how many records it holds and how many no hub has.
 */
const [dataFolder = '', address = '', code = '', name = '', ledger = '', mode = 'work'] = process.argv.slice(2);
const pauseMs = 15;

const store = await openStore({
  dataFolder,
  modules: lampVersions.at(-1)!,
  keyProvider: fileKeyProvider(dataFolder),
  app: 'soak',
  ballastBytes: 0,
  backupEveryMs: 0,
});
const engine = createSyncEngine({
  store,
  clock: systemClock(),
  app: 'soak',
  paces: { pullMs: 700, idleMs: 3_000, afterSaveMs: 200 },
});

async function enrol(): Promise<void> {
  while (engine.state().hub === null) {
    try {
      await engine.enrol(await engine.lookUp(address), code, name);
    } catch (error) {
      process.stderr.write(`${name} is not enrolled yet: ${(error as { code?: string }).code}\n`);
      await wait(500);
    }
  }
}

await enrol();
engine.start();
const telling = setInterval(() => {
  process.stdout.write(`${JSON.stringify({ records: store.records.count(), unsent: store.sync.unsent().count })}\n`);
}, 1000);
let isWorking = mode === 'work';
process.on('SIGTERM', () => {
  isWorking = false;
  clearInterval(telling);
  void engine
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0));
});
for (let number = 0; isWorking; number++) {
  const one =
    number % 3 === 0
      ? draft(lampSwitched, `lamp/${number % 5}`, { isOn: number % 2 === 0 })
      : draft(lampMeasured, `instrument/${name}`, { lux: number });
  for (const { hash } of store.records.append([one], tester)) appendFileSync(ledger, `${hash}\n`);
  // A back-off of minutes would outlast the soak: what waited tries at once, as "Sync now" does.
  if (number % 200 === 199) engine.syncNow();
  await wait(pauseMs);
}
if (mode === 'rest') setInterval(() => engine.syncNow(), 3_000).unref();
