import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../build.ts';
import { openDisplay } from '../runtime.ts';
import { benchOn, helloIn, type MeasuredApp, startMeasured, startOnce } from './app-runs.ts';
import { openFilledFolder, RECORD_COUNT } from './fill.ts';
import { makePerfFolder } from './folders.ts';
import { writeHelloApp } from './hello-app.ts';
import { compare, type Measurement } from './rounds.ts';

/** Start to the first useful screen, on a full data folder, against a window that says hello: warm, then cold. */
export async function measureStart(): Promise<Measurement[]> {
  await ensureBuilt();
  const { dataFolder } = await openFilledFolder((text) => process.stdout.write(text));
  const { folder, remove } = makePerfFolder('start');
  const display = await openDisplay({ forceVirtual: true });
  const hello = helloIn(writeHelloApp(join(folder, 'app')), join(folder, 'data'));
  const bench = benchOn(dataFolder);
  const run = async (app: MeasuredApp): Promise<number> => {
    const running = await startMeasured(app, display);
    await running.stop();
    return running.startMs;
  };
  const common = {
    baseline: 'a window with one static page, to its first picture',
    figureUnit: 'ms',
    isHigherBetter: false,
  };
  const subject = `the bench with ${RECORD_COUNT.toLocaleString('en')} records, to its cards`;
  try {
    for (const app of [hello, bench]) await startOnce(app, display);
    const warm = await compare({
      ...common,
      name: 'Start, warm',
      subject,
      must: 1.6,
      goal: 1.25,
      runSubject: () => run(bench),
      runBaseline: () => run(hello),
    });
    if (!canDropCaches()) {
      process.stdout.write('  the cold start is left out: only root may drop the caches\n');
      return [warm];
    }
    const cold = await compare({
      ...common,
      name: 'Start, cold',
      subject: `${subject}, caches dropped`,
      must: 1.8,
      goal: 1.35,
      warmups: 0,
      runSubject: () => {
        dropCaches();
        return run(bench);
      },
      runBaseline: () => {
        dropCaches();
        return run(hello);
      },
      note: 'the system is told to forget every cached file and folder before each start (`/proc/sys/vm/drop_caches`).',
    });
    return [warm, cold];
  } finally {
    display.close();
    remove();
  }
}

function dropCaches(): void {
  execFileSync('sync');
  writeFileSync('/proc/sys/vm/drop_caches', '3');
}

function canDropCaches(): boolean {
  try {
    dropCaches();
    return true;
  } catch {
    return false;
  }
}
