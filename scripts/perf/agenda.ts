import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { createHost, type Host } from '../../electron/host/host.ts';
import { newId } from '../../electron/modules/new-id.ts';
import { addDays } from '../../shared/kernel/civil-date.ts';
import type { Contract } from '../../shared/modules/contract.ts';
import { planStream, taskPerformed, taskStream } from '../../shared/modules/maintenance/records.ts';
import { planDecider } from '../../shared/modules/maintenance/rules-plan.ts';
import type { Performed } from '../../shared/modules/maintenance/rules-task.ts';
import type { PlanTerms } from '../../shared/modules/maintenance/terms.ts';
import { draft, type RecordAuthor } from '../../shared/records/define.ts';
import { projectRoot } from '../runtime.ts';
import { compare, type Measurement } from './rounds.ts';

/** Raise it when what is filled in changes. */
const FILL_VERSION = 1;
const INSTRUMENTS = 12;
const PLANS_EACH = 10;
/** Ten years of every day's tasks, but for the last day: 12 x 10 x 3,340 is a little over 400,000 records. */
const DAYS = Number(process.env.BENCHSIDE_PERF_DAYS ?? 3340);
const BATCH = 400;

const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };
type Calls = ContractRouterClient<Contract>;
interface Bench {
  readonly host: Host;
  readonly calls: Calls;
  readonly planIds: string[];
}

/**
 * The agenda, the daily list, a month's grid and a performed task on a bench with ten years of a busy lab, against the same
 * bench with its plans and no history. A task is performed before each look, so that nothing is told from memory.
 */
export async function measureAgenda(): Promise<Measurement[]> {
  const full = await openLab(`ten-years-${DAYS}`, DAYS);
  const empty = await openLab('no-years', 1);
  const again = (bench: Bench, work: (bench: Bench) => Promise<unknown>) => async () => {
    await perform(bench);
    const from = performance.now();
    for (let count = 0; count < 5; count++) await work(bench);
    return (performance.now() - from) / 5;
  };
  const measured = async (name: string, subject: string, work: (bench: Bench) => Promise<unknown>) =>
    compare({
      name,
      subject: `${subject}, ${(INSTRUMENTS * PLANS_EACH * DAYS).toLocaleString('en')} performed tasks behind it`,
      baseline: 'the same with no history',
      figureUnit: 'ms',
      must: 1.5,
      goal: 1.2,
      isHigherBetter: false,
      runSubject: again(full, work),
      runBaseline: again(empty, work),
    });
  try {
    return [
      await measured('Agenda', 'agenda of 12 instruments', ({ calls }) =>
        calls.maintenance.agenda.list({ states: ['overdue', 'due', 'soon'], limit: 200 }),
      ),
      await measured('Daily list', 'list of the daily tasks', ({ calls }) =>
        calls.maintenance.agenda.daily({ instrumentId: null, place: null }),
      ),
      await measured('Task performed', 'one task performed', perform),
      await measured('Task history', 'newest 100 performed tasks', ({ calls }) =>
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
  await calls.maintenance.sheets.performNow({
    requestId: newId(),
    planId: planIds[performedCount++ % planIds.length]!,
    occurrence: null,
    entries: [{ key: 'done', value: 'yes', reading: null, photo: null, note: '' }],
    performedOn: today,
    performedTime: null,
    lateReason: '',
    isExtra: false,
    cannotEvaluateReason: '',
    note: '',
    signing: null,
  });
}

/** The bench of that name, filled once through the real log and kept for later runs. */
async function openLab(name: string, days: number): Promise<Bench> {
  const base = join(projectRoot, 'node_modules', '.cache', 'perf', name);
  const marker = join(base, `version-${FILL_VERSION}`);
  const isNew = !existsSync(marker);
  if (isNew) {
    rmSync(base, { recursive: true, force: true });
    mkdirSync(base, { recursive: true });
    process.stdout.write(`  filling a data folder with ${INSTRUMENTS * PLANS_EACH * days} performed tasks, once ...\n`);
  }
  const host = await createHost({
    dataFolder: join(base, 'data'),
    resourcesFolder: join(projectRoot, 'resources'),
    appVersion: '0.0.0',
    build: 'perf',
    electronSource: 'none',
  });
  const calls = createRouterClient(host.router, { context: {} }) as unknown as Calls;
  if (isNew) {
    await fill(host, calls, days);
    writeFileSync(marker, '');
  }
  const plans = await calls.maintenance.plans.list({ instrumentId: null });
  return { host, calls, planIds: plans.map(({ planId }) => planId) };
}

async function fill(host: Host, calls: Calls, days: number): Promise<void> {
  const { store } = host.context;
  const { today } = await calls.maintenance.agenda.counts();
  const startsOn = addDays(today, -days);
  for (let unit = 1; unit <= INSTRUMENTS; unit++) {
    const plate = { serialNumber: '', assetNumber: '', place: '', firmware: '', notes: '' };
    const { instrumentId } = await calls.instruments.add({
      ...{ ...plate, name: `XN ${unit}`, definitionKey: 'sysmex-xn-1000', link: { kind: 'none' }, silenceMinutes: 15 },
    });
    for (let at = 0; at < PLANS_EACH; at++) {
      const planId = newId();
      const body = {
        planId,
        instrumentId,
        terms: termsOf(`Task ${at}`, startsOn),
        createdOn: startsOn,
        upkeep: null,
        reason: '',
      };
      const { folded } = store.records.decide(planDecider, planStream(planId), { do: 'create', body }, author);
      for (let from = 0; from < days; from += BATCH) {
        const dates = Array.from({ length: Math.min(BATCH, days - from) }, (_, step) => addDays(startsOn, from + step));
        const drafts = dates.map((on) =>
          draft(
            taskPerformed,
            taskStream(planId, on),
            performedBody({ planId, instrumentId, on, planHash: folded.tip! }),
          ),
        );
        store.records.append(drafts, author);
      }
    }
  }
}

const termsOf = (title: string, startsOn: string): PlanTerms => ({
  title,
  kind: 'maintenance',
  detail: '',
  rule: {
    calendar: { kind: 'every', every: 1, unit: 'days', startsOn },
    anchor: 'schedule',
    windowBeforeDays: 0,
    windowAfterDays: 0,
    closedDays: 'keep',
    counter: null,
    events: [],
  },
  fields: [
    {
      ...{ key: 'done', label: 'Done', kind: 'confirm', unit: '', low: null, high: null, choices: [], passChoices: [] },
      ...{ isRequired: true, wire: null, source: '' },
    },
  ],
  mustPass: false,
  needsSignature: false,
  needsReview: false,
  owner: 'lab',
  regime: 'clia',
  source: '',
  sop: '',
});

function performedBody(of: { planId: string; instrumentId: string; on: string; planHash: string }): Performed {
  const { planId, instrumentId, on, planHash } = of;
  return {
    ...{ planId, instrumentId, occurrence: on, sheetId: newId(), title: 'Task', planHash },
    ...{ dueOn: on, windowOpensOn: on, windowClosesOn: on, performedOn: on, performedShift: null },
    ...{
      performedAt: `${on}T08:00:00.000+00:00`,
      timeZone: 'UTC',
      enteredOn: on,
      enteredAt: `${on}T08:00:00.000+00:00`,
    },
    ...{ isLateEntry: false, lateReason: '', clock: 'ok', isExtra: false, mustPass: false, needsReview: false },
    ...{
      verdict: 'pass',
      verdictReason: '',
      note: '',
      meterTotal: null,
      eventIds: [],
      correctionCount: 0,
      isVoided: false,
    },
    fields: [
      {
        ...{
          key: 'done',
          value: 'yes',
          reading: null,
          photo: null,
          note: '',
          label: 'Done',
          kind: 'confirm',
          unit: '',
        },
        ...{ low: null, high: null, passChoices: [], isRequired: true, source: '', verdict: 'pass', why: '' },
      },
    ],
  };
}
