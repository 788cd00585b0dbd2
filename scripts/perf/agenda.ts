import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { createHost, type Host } from '../../electron/host/host.ts';
import { newId } from '../../electron/modules/new-id.ts';
import type { Contract } from '../../shared/modules/contract.ts';
import { projectRoot } from '../runtime.ts';
import { openYears, YEARS_RECORD_COUNT } from './fill-years.ts';
import { compare, type Measurement } from './rounds.ts';

type Calls = ContractRouterClient<Contract>;
interface Bench {
  readonly host: Host;
  readonly calls: Calls;
  readonly planIds: readonly string[];
}

/**
 * The agenda, the daily list, a performed task and the history on a bench with ten years of a busy lab, against the same
 * bench on its first day. A task is performed before each look, so that nothing is told from memory.
 */
export async function measureAgenda(): Promise<Measurement[]> {
  const folders = await openYears((text) => process.stdout.write(text));
  const full = await openBench(folders.full.dataFolder);
  const empty = await openBench(folders.empty.dataFolder);
  const again = (bench: Bench, work: (bench: Bench) => Promise<unknown>) => async () => {
    await perform(bench);
    const from = performance.now();
    for (let count = 0; count < 5; count++) await work(bench);
    return (performance.now() - from) / 5;
  };
  const measured = async (name: string, subject: string, work: (bench: Bench) => Promise<unknown>) =>
    compare({
      name: `Ten years, in the host: ${name}`,
      subject: `${subject}, ${YEARS_RECORD_COUNT.toLocaleString('en')} records behind it`,
      baseline: 'the same lab on its first day',
      figureUnit: 'ms',
      must: 1.5,
      goal: 1.2,
      isHigherBetter: false,
      runSubject: again(full, work),
      runBaseline: again(empty, work),
    });
  try {
    return [
      await measured('agenda', 'agenda of 12 instruments', ({ calls }) =>
        calls.maintenance.agenda.list({ states: ['overdue', 'due', 'soon'], limit: 200 }),
      ),
      await measured('daily list', 'list of the daily tasks', ({ calls }) =>
        calls.maintenance.agenda.daily({ instrumentId: null, place: null }),
      ),
      await measured('task performed', 'one task performed', perform),
      await measured('waiting for review', 'performed tasks that wait for review', ({ calls }) =>
        calls.maintenance.tasks.history({
          ...{ instrumentId: null, planId: null, fromOn: null, toOn: null, before: null },
          only: 'to-review',
          limit: 100,
        }),
      ),
    ];
  } finally {
    await full.host.stop();
    await empty.host.stop();
  }
}

let performedCount = 0;

async function perform({ calls, planIds }: Bench): Promise<void> {
  const { today } = await calls.maintenance.agenda.counts();
  performedCount += 1;
  await calls.maintenance.sheets.performNow({
    requestId: newId(),
    planId: planIds[performedCount % planIds.length] ?? '',
    occurrence: null,
    entries: [],
    performedOn: today,
    performedTime: null,
    lateReason: '',
    isExtra: false,
    cannotEvaluateReason: '',
    note: '',
    signing: null,
  });
}

async function openBench(dataFolder: string): Promise<Bench> {
  const host = await createHost({
    dataFolder,
    resourcesFolder: join(projectRoot, 'resources'),
    appVersion: '0.0.0',
    build: 'perf',
    electronSource: 'none',
  });
  const calls = createRouterClient(host.router, { context: {} }) as unknown as Calls;
  const plans = await calls.maintenance.plans.list({ instrumentId: null });
  return { host, calls, planIds: plans.map(({ planId }) => planId) };
}
