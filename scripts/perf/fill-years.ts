import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { createHost, type Host } from '../../electron/host/host.ts';
import { addDays, type CivilDate, daysBetween } from '../../shared/kernel/civil-date.ts';
import type { Contract } from '../../shared/modules/contract.ts';
import { taskPerformed, taskStream } from '../../shared/modules/maintenance/records.ts';
import { draft, type RecordAuthor, type RecordDraft } from '../../shared/records/define.ts';
import { everyDays, termsOf } from '../demo/plan-terms.ts';
import { projectRoot } from '../runtime.ts';
import { fillErrors, fillMessages } from './fill.ts';
import { fillWork, firstDay, tenYears, type Worked } from './fill-work.ts';
import { SENT_AS } from './traffic.ts';

/** Ten years of a busy lab: what the maintenance issue asks every screen to stay usable with. */
export const YEARS_RECORD_COUNT = 400_000;
/** Messages in the table; wire messages age out, so ten years never hold all that came. `BENCHSIDE_MESSAGES` asks for more. */
export const YEARS_MESSAGE_COUNT = Number(process.env.BENCHSIDE_MESSAGES ?? 200_000);
/** Of the first filling, which takes long; what came later is topped up by `fillWork`, with marks of its own. */
const FILL_VERSION = 1;
const INSTRUMENT_COUNT = 12;
const YEARS = 10;
const DAILY_PLANS = 7;
const BATCH = 500;

type Client = ContractRouterClient<Contract>;
const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };

export interface YearsFolder extends Worked {
  readonly dataFolder: string;
  readonly instrumentId: string;
  readonly planId: string;
}

/**
 * Two data folders with the same instruments and plans: one in which nothing was ever done, one with ten years of it.
 * Written through the real store, kept for later runs.
 */
export async function openYears(say: (text: string) => void): Promise<{ empty: YearsFolder; full: YearsFolder }> {
  return { empty: await openOne('empty', say), full: await openOne('full', say) };
}

async function openOne(kind: 'empty' | 'full', say: (text: string) => void): Promise<YearsFolder> {
  const base = join(projectRoot, 'node_modules', '.cache', 'perf', `years-${kind}`);
  const dataFolder = join(base, 'data');
  const marker = join(base, `version-${FILL_VERSION}-${YEARS_MESSAGE_COUNT}`);
  const isNew = !existsSync(marker);
  if (isNew) {
    rmSync(base, { recursive: true, force: true });
    mkdirSync(base, { recursive: true });
    if (kind === 'full') {
      say(`  filling a data folder with ${YEARS_RECORD_COUNT} records and ${YEARS_MESSAGE_COUNT} messages, once ...\n`);
    }
  }
  const host = await createHost({
    dataFolder,
    resourcesFolder: join(projectRoot, 'resources'),
    appVersion: '0.0.0',
    build: 'perf',
    electronSource: 'none',
  });
  try {
    const client = createRouterClient(host.router, { context: {} }) as unknown as Client;
    const { today } = await client.maintenance.agenda.counts();
    if (isNew) {
      // Where nothing was ever done the plans begin today: the same number of tasks is due in both.
      await fillLab(host, client, kind === 'empty' ? today : addDays(today, -365 * YEARS), today, kind === 'full');
      writeFileSync(marker, '');
    }
    const cards = await client.instruments.cards({ withRetired: true });
    const [first] = cards;
    if (first === undefined) throw new Error('the filled folder has lost its instruments');
    const [plan] = await client.maintenance.plans.list({ instrumentId: first.id });
    if (plan === undefined) throw new Error('the filled folder has lost its plans');
    const instrumentIds = cards.map(({ id }) => id);
    const worked = fillWork(host, base, instrumentIds, kind === 'full' ? tenYears : firstDay, today, say);
    return { dataFolder, instrumentId: first.id, planId: plan.planId, ...worked };
  } finally {
    await host.stop();
  }
}

async function fillLab(host: Host, client: Client, startsOn: CivilDate, today: CivilDate, isFull: boolean) {
  const instrumentIds: string[] = [];
  for (let index = 0; index < INSTRUMENT_COUNT; index += 1) {
    const { instrumentId } = await client.instruments.add({
      definitionKey: SENT_AS,
      name: `Analyzer ${index + 1}`,
      serialNumber: `SN${index}`,
      assetNumber: '',
      place: 'Bench 1',
      firmware: '',
      notes: '',
      link: { kind: 'none' },
      silenceMinutes: 15,
    });
    instrumentIds.push(instrumentId);
    const plans = Array.from({ length: DAILY_PLANS }, (_, number) => ({
      upkeepKey: null,
      terms: termsOf(`Daily task ${number + 1}`, everyDays(1, startsOn), {
        ...{ detail: '', source: '', sop: '' },
        needsReview: false,
      }),
    }));
    const { planIds } = await client.maintenance.plans.create({ instrumentId, plans, reason: 'perf' });
    if (isFull) for (const planId of planIds) await fillPlan(host, client, planId, startsOn, today);
  }
  if (isFull) {
    fillErrors(host, instrumentIds, YEARS_RECORD_COUNT);
    await fillMessages(host, instrumentIds[0] as string, YEARS_MESSAGE_COUNT);
  }
}

/** The task was done every day but today. */
async function fillPlan(host: Host, client: Client, planId: string, startsOn: CivilDate, today: CivilDate) {
  const plan = await client.maintenance.plans.get({ planId });
  let drafts: RecordDraft[] = [];
  for (let number = 0; number < daysBetween(startsOn, today); number += 1) {
    const on = addDays(startsOn, number);
    drafts.push(
      draft(taskPerformed, taskStream(planId, on), {
        planId,
        instrumentId: plan.instrumentId,
        occurrence: on,
        sheetId: `${planId}-${number}`.slice(-64),
        title: plan.title,
        planHash: plan.tip,
        dueOn: on,
        windowOpensOn: on,
        windowClosesOn: on,
        performedOn: on,
        performedShift: null,
        performedAt: `${on}T07:30:00+00:00`,
        timeZone: 'UTC',
        enteredOn: on,
        enteredAt: `${on}T07:30:00+00:00`,
        isLateEntry: false,
        lateReason: '',
        clock: 'ok',
        isExtra: false,
        mustPass: false,
        needsReview: false,
        verdict: 'pass',
        verdictReason: '',
        fields: [],
        note: '',
        meterTotal: null,
        eventIds: [],
        correctionCount: 0,
        isVoided: false,
      }),
    );
    if (drafts.length >= BATCH) {
      host.context.store.records.append(drafts, author);
      drafts = [];
    }
  }
  if (drafts.length > 0) host.context.store.records.append(drafts, author);
}
