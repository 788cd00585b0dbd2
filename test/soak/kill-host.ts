import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { storeModules } from '../../electron/modules/all.ts';
import { createRandom } from '../../electron/simulators/faults.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import { checkNothingLost, type LossReport } from './check-nothing-lost.ts';
import { startTraffic, type Traffic } from './traffic.ts';

export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  /** An empty folder for the data and the lines. */
  readonly folder: string;
  readonly say?: (text: string) => void;
}

export interface KillReport extends LossReport {
  readonly kills: number;
  /** Milliseconds from a kill to the first frame acknowledged after it, ascending. */
  readonly resumedMs: readonly number[];
}

const resultCount = 8;
/** A sender that waits 0.3 s instead of 15: the run is about kills, not about patience. */
const patience = 0.02;
/** A kill comes this long after frames were acknowledged again, at most. */
const aliveMs = 250;

const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
const childFile = fileURLToPath(new URL('./host-child.ts', import.meta.url));

/**
 * Kills a real host (SIGKILL) again and again while two simulated instruments send to it at full speed over real serial
 * lines, then holds what it stored against what it acknowledged (issue 2, section 9).
 */
export async function killHost({ kills, seed, folder, say = () => {} }: KillOptions): Promise<KillReport> {
  const random = createRandom(seed);
  const dataFolder = join(folder, 'data');
  const definition = (await loadCatalog({ shipped: resourcesFolder, lab: null })).get('generic-lis02');
  if (definition === undefined) throw new Error('no definition');
  const traffics: Traffic[] = [];
  for (const name of ['one', 'two']) {
    traffics.push(await startTraffic({ name, definition, port: `pty:${join(folder, name)}`, patience, resultCount }));
  }
  const instruments = traffics.map(({ name, where }) => ({
    name,
    definitionKey: definition.key,
    link: {
      kind: 'serial',
      path: where,
      usb: null,
      serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' },
    } satisfies LinkSettings,
  }));
  const countOf = (): number =>
    traffics.reduce((sum, { acknowledged }) => sum + [...acknowledged.values()].reduce((all, one) => all + one, 0), 0);
  const resumedMs: number[] = [];
  let killedAt = performance.now();
  let child = startChild(dataFolder, instruments);
  for (let kill = 0; ; kill += 1) {
    const before = countOf();
    await waitFor(() => countOf() > before, 30_000, 'frames are acknowledged');
    if (kill > 0) resumedMs.push(performance.now() - killedAt);
    if (kill === kills) break;
    await new Promise((resolve) => setTimeout(resolve, random() * aliveMs));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    killedAt = performance.now();
    await gone;
    child = startChild(dataFolder, instruments);
    if ((kill + 1) % 10 === 0) say(`${kill + 1} kills, ${countOf()} frames acknowledged`);
  }
  await Promise.all(traffics.map((traffic) => traffic.stop()));
  await endPolitely(child);
  for (const traffic of traffics) await traffic.simulator.close();
  const report = await checkNothingLost(dataFolder, traffics, await namesOf(dataFolder), resultCount);
  return { ...report, kills, resumedMs: resumedMs.sort((a, b) => a - b) };
}

function startChild(dataFolder: string, instruments: readonly object[]): ChildProcess {
  const args = [childFile, dataFolder, resourcesFolder, JSON.stringify(instruments)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return child;
}

async function endPolitely(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error('the host ended by itself');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function waitFor(condition: () => boolean, withinMs: number, what: string): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Instrument ids by name, from the register's table. */
async function namesOf(dataFolder: string): Promise<Map<string, string>> {
  const store = await openStore({
    dataFolder,
    modules: storeModules,
    keyProvider: fileKeyProvider(dataFolder),
    app: 'soak',
    ballastBytes: 4096,
  });
  try {
    const rows = store.db.prepare('SELECT instrument_id AS id, name FROM instruments').all() as {
      id: string;
      name: string;
    }[];
    return new Map(rows.map(({ id, name }) => [name, id]));
  } finally {
    await store.close();
  }
}
