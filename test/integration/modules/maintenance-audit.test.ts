import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AuditDesk } from '../../../electron/modules/maintenance/audit-desk.ts';
import { deskOf } from '../../../electron/modules/maintenance/desk-of.ts';
import { addDays } from '../../../shared/kernel/civil-date.ts';
import type { CalendarRule, PlanTerms } from '../../../shared/modules/maintenance/terms.ts';
import { words } from '../../../shared/modules/maintenance/words.ts';
import { background, goodSample, type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { openPeopleBench, ownerPassword } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

const dayMs = 86_400_000;
let dataFolder: string;
let clock: HandClock;
let bench: ModuleBench;
let instrumentId: string;

beforeEach(async () => {
  dataFolder = testFolder('audit');
  clock = new HandClock();
  clock.now = Date.parse('2026-09-01T10:00:00.000Z');
  bench = await openModuleBench(dataFolder, { clock });
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
});
afterEach(() => bench.close());

const maintenance = () => bench.page.maintenance;
const desk = () => new AuditDesk(bench.host.context, deskOf(bench.host.context));
const today = () => deskOf(bench.host.context).today(null).on;

const terms = (calendar: CalendarRule, more: Partial<PlanTerms> = {}): PlanTerms => ({
  title: 'Clean the filter',
  kind: 'maintenance',
  detail: '',
  rule: {
    calendar,
    anchor: 'schedule',
    windowBeforeDays: 0,
    windowAfterDays: 0,
    closedDays: 'keep',
    counter: null,
    events: [],
  },
  fields: [],
  mustPass: false,
  needsSignature: false,
  needsReview: false,
  owner: 'lab',
  regime: 'clia',
  source: '',
  sop: '',
  ...more,
});
const every = (count: number, unit: 'days' | 'months'): CalendarRule => ({
  kind: 'every',
  every: count,
  unit,
  startsOn: today(),
});
const plan = async (planTerms: PlanTerms): Promise<string> =>
  (await maintenance().plans.create({ instrumentId, plans: [{ upkeepKey: null, terms: planTerms }], reason: '' }))
    .planIds[0]!;
let requests = 0;
const perform = async (planId: string): Promise<void> => {
  requests += 1;
  await maintenance().sheets.performNow({
    ...{ requestId: `request-${requests}`, planId, occurrence: null, entries: [], performedOn: today() },
    ...{ performedTime: '09:00', lateReason: '', isExtra: false, cannotEvaluateReason: '', note: '', signing: null },
  });
};
const hear = async (lines: readonly string[]): Promise<void> => {
  const count = () => bench.host.context.store.messages.count({ instrumentId });
  const before = count();
  await bench.hear(instrumentId, lines);
  await vi.waitFor(() => expect(count()).toBe(before + 1));
};
const audit = async () => {
  await maintenance().audit.run();
  return await maintenance().audit.latest();
};

describe('over the records of a real bench', () => {
  test('CC1 and CC23: work every three days done at four-day gaps, then not at all; the records are named', async () => {
    const planId = await plan(terms(every(3, 'days')));
    for (let time = 0; time < 4; time += 1) {
      await perform(planId);
      clock.pass(4 * dayMs);
    }
    const { findings, run } = await audit();
    expect(findings.map(({ rule, variant }) => `${rule}/${variant}`)).toEqual(
      expect.arrayContaining(['CC1/gap', 'CC23/overdue']),
    );
    const gap = findings.find(({ rule }) => rule === 'CC1')!;
    expect(gap).toMatchObject({ subjectId: planId, instrumentName: 'XN 1', data: { every: 3, days: 4, count: 3 } });
    for (const { hash } of gap.evidence) {
      expect(bench.host.context.store.records.byHash(hash)?.type).toBe('maintenance.task-performed');
    }
    expect(run).toMatchObject({ cause: 'asked', findingCount: findings.length, missedNights: 0 });
    for (const { rule, variant } of findings) expect(words).toHaveProperty([`audit.${rule}.${variant}.seen`]);
  });

  test('CC21: patients before a passing background, and while return to service is open', async () => {
    await plan(terms(every(3, 'days')));
    await hear(goodSample('S-1'));
    const at = today();
    clock.pass(dayMs);
    await hear(background('1.00', 'N', clockTime()));
    clock.pass(60_000);
    await hear(goodSample('S-2'));
    clock.pass(60_000);
    const { rtsId } = await maintenance().service.rts.raise({
      ...{ instrumentId, events: ['power-failure'], note: '', downtimeKind: null, workOrderId: null },
    });
    clock.pass(60_000);
    await hear(goodSample('S-3'));
    const found = (await audit()).findings.filter(({ rule }) => rule === 'CC21');
    expect(found).toMatchObject([
      { variant: 'none', data: { count: 1, dates: at } },
      { variant: 'not-returned', subjectId: rtsId, data: { count: 1 } },
    ]);
    expect(bench.host.context.store.records.byHash(found[1]!.evidence[0]!.hash)?.type).toBe('maintenance.rts-raised');
  });

  test('CC21: a list whose proof was voided after its review is found; a voided task proves nothing', async () => {
    const people = await openPeopleBench(testFolder('audit-void'), { clock });
    try {
      await people.makeOwner();
      const id = await people.register('sysmex-xn-1000', { name: 'XN 2' });
      const own = people.page.maintenance;
      const check = terms(every(1, 'days'), { kind: 'function-check', title: 'Background' });
      const plans = [{ upkeepKey: null, terms: check }];
      const [planId] = (await own.plans.create({ instrumentId: id, plans, reason: '' })).planIds;
      const about = {
        instrumentId: id,
        events: ['power-failure' as const],
        note: '',
        downtimeKind: null,
        workOrderId: null,
      };
      const { rtsId } = await own.service.rts.raise(about);
      clock.pass(60_000);
      const { hash } = await own.sheets.performNow({
        ...{ requestId: 'request-void', planId: planId!, occurrence: null, entries: [], performedOn: today() },
        ...{
          performedTime: '09:00',
          lateReason: '',
          isExtra: false,
          cannotEvaluateReason: '',
          note: '',
          signing: null,
        },
      });
      const proof = { kind: 'record', hash, type: '', note: '' } as const;
      expect(await own.service.rts.candidates({ rtsId, item: 'function-check' })).toMatchObject([
        { hash, verdict: 'pass' },
      ]);
      await own.service.rts.prove({ rtsId, item: 'function-check', proof, verdict: 'pass' });
      const statement = { kind: 'statement', text: 'Printout' } as const;
      await own.service.rts.prove({ rtsId, item: 'qc-all-levels', proof: statement, verdict: 'pass' });
      await own.service.rts.approve({ rtsId, statement: '', password: ownerPassword });
      await own.audit.run();
      const voidsIn = async () =>
        (await own.audit.latest()).findings.filter(({ variant }) => variant === 'proof-corrected');
      expect(await voidsIn()).toEqual([]);
      await own.tasks.void({ hash, reason: 'wrong instrument', signing: null });
      await own.audit.run();
      expect(await voidsIn()).toMatchObject([
        { rule: 'CC21', subjectId: rtsId, evidence: [{ type: 'record.amended' }] },
      ]);
      const again = (await own.service.rts.raise(about)).rtsId;
      expect(await own.service.rts.candidates({ rtsId: again, item: 'function-check' })).toEqual([]);
    } finally {
      await people.close();
    }
  });

  test('a clean bench raises none: work on its day, a background before patients', async () => {
    const planId = await plan(terms(every(3, 'days')));
    for (let day = 0; day < 12; day += 1) {
      if (day % 3 === 0) await perform(planId);
      await hear(background('1.00', 'N', clockTime()));
      clock.pass(60_000);
      await hear(goodSample(`S-${day}`));
      clock.pass(dayMs - 60_000);
    }
    await perform(planId);
    await hear(background('1.00', 'N', clockTime()));
    const { findings, run } = await audit();
    expect(findings).toEqual([]);
    expect(run!.notEvaluated).not.toContain('CC1');
    expect(run!.notEvaluated).not.toContain('CC21');
  });
});

/** Time on the instrument's own clock, as its messages carry it: the bench's, an hour east. */
const clockTime = () => new Date(clock.now).toISOString().replaceAll(/[-T:]/g, '').slice(0, 14);

describe('every night', () => {
  test('runs once a night, and makes up for nights without the machine in one run that says how many', async () => {
    const first = await desk().runIfDue();
    expect(first).not.toBeNull();
    expect(await desk().runIfDue()).toBeNull();
    clock.pass(dayMs);
    await desk().runIfDue();
    clock.pass(5 * dayMs);
    await bench.close();
    bench = await openModuleBench(dataFolder, { clock });
    await desk().runIfDue();
    expect(await desk().runIfDue()).toBeNull();
    const runs = await maintenance().audit.history({ limit: 10 });
    expect(runs.map(({ cause, missedNights }) => [cause, missedNights])).toEqual([
      ['catch-up', 4],
      ['night', 0],
      ['night', 0],
    ]);
    expect(runs[0]!.forDate).toBe(addDays(runs[1]!.forDate, 5));
  });

  test('what a person asks for in the day takes no night away, and two at once are one run', async () => {
    const shared = desk();
    const [a, b] = await Promise.all([
      shared.run('asked', { actor: 'os:x', auth: { session: null, proof: 'os-user' } }),
      shared.run('asked', { actor: 'os:x', auth: { session: null, proof: 'os-user' } }),
    ]);
    expect(a).toBe(b);
    expect(await desk().runIfDue()).not.toBeNull();
  });

  test('the newest run is kept with its findings over a restart', async () => {
    await plan(terms(every(3, 'days')));
    clock.pass(10 * dayMs);
    const before = await audit();
    expect(before.findings.length).toBeGreaterThan(0);
    await bench.close();
    bench = await openModuleBench(dataFolder, { clock });
    const after = await maintenance().audit.latest();
    expect(after.findings).toEqual(before.findings);
    expect(await maintenance().audit.get({ runId: before.run!.runId })).toMatchObject({ findings: before.findings });
  });
});
