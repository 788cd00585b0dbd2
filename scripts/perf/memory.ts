import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../build.ts';
import { openDisplay } from '../runtime.ts';
import { benchOn, helloIn, type MeasuredApp, startMeasured } from './app-runs.ts';
import { openFilledFolder, RECORD_COUNT } from './fill.ts';
import { makePerfFolder } from './folders.ts';
import { writeHelloApp } from './hello-app.ts';
import { compare, type Measurement } from './rounds.ts';

/** Long enough for what a start leaves behind to be done, and for both sides the same. */
const SETTLE_MS = 4_000;

/**
 * Memory while nothing happens, some seconds after the start: the proportional share (PSS) of every process of the
 * application, which counts a page that several share once.
 */
export async function measureMemory(): Promise<Measurement> {
  await ensureBuilt();
  const { dataFolder } = await openFilledFolder((text) => process.stdout.write(text));
  const { folder, remove } = makePerfFolder('memory');
  const display = await openDisplay({ forceVirtual: true });
  const hello = helloIn(writeHelloApp(join(folder, 'app')), join(folder, 'data'));
  const bench = benchOn(dataFolder);
  const run = async (app: MeasuredApp): Promise<number> => {
    const running = await startMeasured(app, display);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const megabytes = treeOf(running.pid).reduce((sum, pid) => sum + pssKilobytes(pid), 0) / 1024;
    await running.stop();
    return megabytes;
  };
  try {
    return await compare({
      name: 'Memory, idle',
      subject: `PSS of all processes of the bench with ${RECORD_COUNT.toLocaleString('en')} records`,
      baseline: 'PSS of all processes of a window with one static page',
      figureUnit: 'MiB',
      must: 1.4,
      goal: 1.15,
      isHigherBetter: false,
      warmups: 1,
      runSubject: () => run(bench),
      runBaseline: () => run(hello),
    });
  } finally {
    display.close();
    remove();
  }
}

/** A process and all that descend from it. */
function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      parents.set(Number(name), Number(parent));
    } catch {
      // It ended while we looked.
    }
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

function pssKilobytes(pid: number): number {
  const line = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(line?.[1] ?? 0);
}
