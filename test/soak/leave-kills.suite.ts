import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { RunningStore } from '../../electron/store/running-store.ts';
import { carrySite, deleteLeft, finishLeaving, listSites, openingSite } from '../../electron/store/site-folders.ts';
import { verifyChain } from '../../electron/store/verify-chain.ts';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { draft } from '../../shared/records/define.ts';
import { temporaryFolder } from '../harness/bench.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { lampMeasured, lampModule, tester } from '../harness/sample-module.ts';

const childFile = fileURLToPath(new URL('./leave-child.ts', import.meta.url));
const recordCount = 40;
const blobCount = 300;
/** From its first word on the child is done within about this long. */
const leavingTakesMs = 40;

export const suite: SoakSuite = {
  flag: 'leave-kills',
  says: 'kills of a program that leaves one of two sites: that site is whole or gone, the other is whole',
  usualCount: 100,
  async run(count, { seed }) {
    const random = seededRandom(seed);
    const scratch = temporaryFolder('leave-kills');
    const failures: string[] = [];
    const figures = { kills: 0, 'site kept': 0, 'site gone': 0, 'half moved at the kill': 0, 'rests to delete': 0 };
    try {
      const template = join(scratch.path, 'template');
      const further = await makeSites(template);
      for (let at = 0; at < count; at++) {
        const root = join(scratch.path, `${at}`);
        cpSync(template, root, { recursive: true });
        const site = at % 2 === 0 ? 'first' : further;
        const other = at % 2 === 0 ? further : 'first';
        if (await leaveAndKill(root, site, random() * leavingTakesMs)) figures.kills++;
        if (existsSync(join(root, 'sites', 'moving-first'))) figures['half moved at the kill']++;
        // As the next start does it.
        const problem = finishLeaving(root);
        if (problem !== null) failures.push(`${at}: ${problem}`);
        const { id } = openingSite(root);
        const carried = new Map(listSites(root, id).map(({ id: each, folder }) => [each, folder]));
        const rest = await missingFrom(carried.get(other));
        if (rest !== null) failures.push(`${at}: the site that stays: ${rest}`);
        const folder = carried.get(site);
        if (folder === undefined) {
          figures['site gone']++;
          const left = site === 'first' ? join(root, 'benchside.sqlite') : join(root, 'sites', further);
          if (existsSync(left)) failures.push(`${at}: something of the left site is still in its place`);
        } else {
          figures['site kept']++;
          const lost = await missingFrom(folder);
          if (lost !== null) failures.push(`${at}: the site that was kept: ${lost}`);
        }
        const isLeft = () => readdirSync(join(root, 'sites')).some((name) => /^(left|moving)-/.test(name));
        if (isLeft()) figures['rests to delete']++;
        await deleteLeft(root);
        if (isLeft()) failures.push(`${at}: what was left can not be deleted`);
      }
      return { figures, failures };
    } finally {
      scratch.remove();
    }
  },
};

/** Two sites with records and files; answers the id of the further one. */
async function makeSites(root: string): Promise<string> {
  await fill(root);
  const further = carrySite(root);
  await fill(join(root, 'sites', further));
  return further;
}

const open = async (dataFolder: string): Promise<RunningStore> => {
  const keyProvider = fileKeyProvider(dataFolder);
  const options = { dataFolder, keyProvider, modules: [lampModule], app: 'soak', ballastBytes: 0, backupEveryMs: 0 };
  return (await openStore(options)) as RunningStore;
};

async function fill(folder: string): Promise<void> {
  const store = await open(folder);
  for (let at = 0; at < recordCount; at++) store.records.append([draft(lampMeasured, 'lamp/1', { lux: at })], tester);
  await store.close();
  const blobs = join(folder, 'blobs');
  mkdirSync(blobs, { recursive: true });
  for (let at = 0; at < blobCount; at++) writeFileSync(join(blobs, `filler-${at}`), 'x');
}

/** What is missing of a site that should be whole, or null. */
async function missingFrom(folder: string | undefined): Promise<string | null> {
  if (folder === undefined) return 'it is not carried';
  const store = await open(folder);
  try {
    const { problems } = await verifyChain(store.db);
    const lamps = store.records.read('lamp/1').length;
    const blobs = join(folder, 'blobs');
    const fillers = (existsSync(blobs) ? readdirSync(blobs) : []).filter((name) => name.startsWith('filler-')).length;
    if (problems.length > 0) return problems.map(({ code }) => code).join(', ');
    return lamps === recordCount && fillers === blobCount ? null : `${lamps} records, ${fillers} files`;
  } finally {
    await store.close();
  }
}

/** Whether the kill came before the child had ended by itself. */
async function leaveAndKill(root: string, site: string, afterMs: number): Promise<boolean> {
  const child: ChildProcess = spawn(process.execPath, [childFile, root, site], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  await once(child.stdout!, 'data');
  // A timer can not be so exact.
  for (const until = performance.now() + afterMs; performance.now() < until; );
  child.kill('SIGKILL');
  const [, signal] = (await gone) as [number | null, string | null];
  return signal === 'SIGKILL';
}
