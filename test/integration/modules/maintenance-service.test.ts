import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backgroundStream } from '../../../shared/modules/instruments/records.ts';
import type { PlanTerms } from '../../../shared/modules/maintenance/terms.ts';
import { background } from '../../harness/module-bench.ts';
import { openPeopleBench, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

const hourMs = 3_600_000;
let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;
let instrumentId: string;

beforeEach(async () => {
  dataFolder = testFolder('maintenance-service');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
  await bench.makeOwner();
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
});
afterEach(() => bench.close());

/** Time passes; the bench locks in between, and Ruth signs in again. */
const advance = async (ms: number): Promise<void> => {
  clock.now += ms;
  clock.mono += ms;
  await bench.signIn('ruth');
};
/** Says something and waits until it is stored: a message rests a moment between being read and being kept. */
const hear = async (id: string, lines: readonly string[]): Promise<void> => {
  const count = () => bench.host.context.store.messages.count({ instrumentId: id });
  const before = count();
  await bench.hear(id, lines);
  await vi.waitFor(() => expect(count()).toBe(before + 1));
};
const service = () => bench.page.maintenance.service;
const refused = (code: string) => expect.objectContaining({ code });
const password = ownerPassword;
const readinessOf = async () => await service().readiness.get({ instrumentId });
const reasons = async () => (await readinessOf()).reasons.map(({ code }) => code);
const statusOf = async () => (await bench.page.instruments.get({ instrumentId })).serviceStatus;
const order = {
  title: 'Replace the sample probe',
  description: 'Bent.',
  kind: 'repair',
  owner: 'vendor',
  vendor: 'Example Service',
  assignee: '',
  dueOn: null,
} as const;

const raise = async (events: Parameters<ReturnType<typeof service>['rts']['raise']>[0]['events'] = ['power-failure']) =>
  (await service().rts.raise({ instrumentId, events, note: 'Storm', downtimeKind: null, workOrderId: null })).rtsId;
const state = async (rtsId: string, item: 'function-check' | 'qc-all-levels', verdict: 'pass' | 'fail' = 'pass') =>
  await service().rts.prove({ rtsId, item, proof: { kind: 'statement', text: 'Printout 12' }, verdict });

describe('from a part change back to service', () => {
  test('the list is raised, proven by records and statements, reviewed with signature, and not a step earlier in service', async () => {
    const { partId } = await service().parts.define({
      ...{ name: 'Sample probe', number: 'P-1', maker: '', definitionKeys: [], isCritical: true, minimum: 1 },
      onHand: 2,
    });
    const { workOrderId } = await service().workOrders.open({ instrumentId, ...order, errorId: null });
    await service().workOrders.setState({ workOrderId, state: 'in-progress', reason: '' });
    await service().workOrders.usePart({ workOrderId, partId, count: 1, lotOrSerial: 'SN 7', note: '' });
    expect(await service().parts.list({ search: '', withWithdrawn: false })).toMatchObject([
      { onHand: 1, isLow: true },
    ]);
    expect(await service().workOrders.suggestedEvents({ workOrderId })).toEqual(['critical-part']);

    await advance(hourMs);
    const whatWasDone = 'Probe replaced, aligned.';
    const { rtsId } = await service().workOrders.complete({ workOrderId, whatWasDone, events: ['critical-part'] });
    expect(await statusOf()).toBe('out-of-service');
    expect(await reasons()).toContain('return-to-service-open');
    expect((await readinessOf()).state).toBe('red');
    const [down] = await service().downtime.list({ instrumentId, show: 'open', limit: 10 });
    expect(down).toMatchObject({ kind: 'unplanned', rtsId, workOrderId, to: null });

    // The register cannot be talked into it, and the engineer's leaving ends nothing.
    await expect(
      bench.page.instruments.setServiceStatus({ instrumentId, serviceStatus: 'in-service', reason: 'looks fine' }),
    ).rejects.toEqual(refused('maintenance/rts-open'));
    await expect(
      service().downtime.end({ downtimeId: down!.id, at: new Date(clock.now).toISOString(), reason: 'left' }),
    ).rejects.toEqual(refused('maintenance/downtime-ends-at-return-to-service'));

    // It never blocks a background, controls or maintenance from being recorded.
    await advance(hourMs);
    await hear(instrumentId, background('1.00'));
    const candidates = await service().rts.candidates({ rtsId: rtsId!, item: 'function-check' });
    expect(candidates).toMatchObject([{ type: 'instruments.background-recorded' }]);
    const { hash } = candidates[0]!;
    const proof = { kind: 'record', hash, type: '', note: '' } as const;
    await service().rts.prove({ rtsId: rtsId!, item: 'function-check', proof, verdict: 'pass' });
    await expect(service().rts.approve({ rtsId: rtsId!, statement: '', password })).rejects.toEqual(
      refused('maintenance/rts-not-proven'),
    );
    const items = (await service().rts.get({ rtsId: rtsId! })).items.map(({ key }) => key);
    for (const item of items.filter((key) => key !== 'function-check')) {
      const statement = { kind: 'statement', text: `${item}: binder page 4` } as const;
      await service().rts.prove({ rtsId: rtsId!, item, proof: statement, verdict: 'pass' });
    }
    expect((await service().rts.get({ rtsId: rtsId! })).state).toBe('proven');
    expect(await reasons()).toContain('return-to-service-not-reviewed');
    expect(await statusOf()).toBe('out-of-service');

    await expect(service().rts.approve({ rtsId: rtsId!, statement: '', password: 'wrong one 1' })).rejects.toEqual(
      refused('people/wrong-password'),
    );
    expect(await statusOf()).toBe('out-of-service');
    expect(await service().rts.approve({ rtsId: rtsId!, statement: 'All in limits.', password })).toEqual({
      isInService: true,
    });
    expect(await statusOf()).toBe('in-service');
    const detail = await service().rts.get({ rtsId: rtsId! });
    expect(detail).toMatchObject({ state: 'returned', reviewedBy: 'Ruth Keller', openItemCount: 0 });
    expect(detail.review).toMatchObject({ statement: 'All in limits.', isSameAsProver: true });
    const [ended] = await service().downtime.list({ instrumentId, show: 'all', limit: 10 });
    expect(ended).toMatchObject({ endedBy: 'return-to-service', minutes: 60 });
    expect((await service().workOrders.get({ workOrderId })).lists.map(({ id }) => id)).toEqual([rtsId]);

    // The signature covers the review and every proof it names.
    const { records } = bench.host.context.store.records.page({ types: ['people.signed'], limit: 5 });
    const targets = (records[0]!.body as { targets: { hash: string }[] }).targets.map((target) => target.hash);
    expect(targets).toContain(detail.review!.hash);
    expect(targets).toEqual(expect.arrayContaining(detail.items.map(({ proofHash }) => proofHash)));
  });

  test('a record proves only what it can: of this instrument, of this kind, newer than the list, not failed', async () => {
    await hear(instrumentId, background('1.00'));
    const before = bench.host.context.store.records.read(backgroundStream(instrumentId))[0]!;
    const rtsId = await raise();
    const by = (hash: string, item: 'function-check' | 'qc-all-levels' = 'function-check') =>
      service().rts.prove({ rtsId, item, verdict: 'pass', proof: { kind: 'record', hash, type: '', note: '' } });
    await expect(by(before.hash)).rejects.toEqual(refused('maintenance/proof-too-old'));
    await expect(by('A'.repeat(43))).rejects.toEqual(refused('maintenance/proof-not-found'));
    const other = await bench.register('sysmex-xn-1000', { name: 'XN 2' });
    await advance(1000);
    await hear(other, background('1.00'));
    const foreign = bench.host.context.store.records.read(backgroundStream(other))[0]!;
    await expect(by(foreign.hash)).rejects.toEqual(refused('maintenance/proof-other-instrument'));
    await hear(instrumentId, background('90.0', 'N', '20261102073220'));
    const failed = bench.host.context.store.records.read(backgroundStream(instrumentId)).at(-1)!;
    await expect(by(failed.hash)).rejects.toEqual(refused('maintenance/proof-failed'));
    await expect(by(failed.hash, 'qc-all-levels')).rejects.toEqual(refused('maintenance/proof-not-suitable'));
  });

  test('two lists: only the review of the last one puts it in service', async () => {
    const first = await raise();
    const second = await raise(['clot-or-short-sample']);
    for (const rtsId of [first, second]) {
      await state(rtsId, 'function-check');
      await state(rtsId, 'qc-all-levels');
    }
    expect(await service().rts.approve({ rtsId: second, statement: '', password })).toEqual({ isInService: false });
    expect(await statusOf()).toBe('out-of-service');
    expect(await service().rts.approve({ rtsId: first, statement: '', password })).toEqual({ isInService: true });
    await expect(service().rts.approve({ rtsId: first, statement: '', password })).rejects.toEqual(
      refused('maintenance/rts-returned'),
    );
  });

  test('a restart keeps all of it', async () => {
    const rtsId = await raise();
    await state(rtsId, 'function-check');
    await bench.close();
    bench = await openPeopleBench(dataFolder, { clock });
    await bench.signIn('ruth');
    expect(await service().rts.list({ instrumentId, show: 'open', limit: 5 })).toMatchObject([
      { id: rtsId, openItemCount: 1, events: ['power-failure'] },
    ]);
  });
});

describe('events', () => {
  test('an event noted in the agenda raises its list; one the table does not name raises none', async () => {
    const { events } = bench.page.maintenance;
    await events.note({ instrumentId, kind: 'power-failure', on: null, note: 'Storm' });
    await events.note({ instrumentId, kind: 'long-idle', on: null, note: '' });
    const lists = await service().rts.list({ instrumentId, show: 'open', limit: 5 });
    expect(lists).toMatchObject([{ events: ['power-failure'], note: 'Storm' }]);
    expect(await events.list({ instrumentId, limit: 5 })).toHaveLength(2);
  });

  test('a list raised here asks for the tasks of plans that name its event, once', async () => {
    const terms: PlanTerms = {
      title: 'Flush after a power failure',
      kind: 'maintenance',
      detail: '',
      rule: {
        calendar: null,
        anchor: 'schedule',
        windowBeforeDays: 0,
        windowAfterDays: 0,
        closedDays: 'keep',
        counter: null,
        events: ['power-failure'],
      },
      fields: [],
      mustPass: false,
      needsSignature: false,
      needsReview: false,
      owner: 'lab',
      regime: 'clia',
      source: '',
      sop: '',
    };
    await bench.page.maintenance.plans.create({ instrumentId, plans: [{ upkeepKey: null, terms }], reason: '' });
    await raise();
    expect(await bench.page.maintenance.events.list({ instrumentId, limit: 5 })).toMatchObject([
      { kind: 'power-failure', raised: [{ title: 'Flush after a power failure', isAnswered: false }] },
    ]);
  });
});

describe('readiness', () => {
  test('a bench without plans is not set up, never overdue; a passing background today is not enough for green', async () => {
    expect(await readinessOf()).toMatchObject({ state: 'amber' });
    expect(await reasons()).toEqual(['background-missing', 'no-plans']);
  });

  test('an override is signed, ends by itself within 24 hours, and turns red into amber with its name', async () => {
    await expect(
      service().readiness.override({ instrumentId, reason: 'backup is down', hours: 2, password }),
    ).rejects.toEqual(refused('maintenance/nothing-to-override'));
    await raise();
    await expect(
      service().readiness.override({ instrumentId, reason: 'backup is down', hours: 25, password }),
    ).rejects.toThrow();
    const { overrideId } = await service().readiness.override({
      instrumentId,
      reason: 'backup is down',
      hours: 2,
      password,
    });
    expect(await readinessOf()).toMatchObject({ state: 'amber', override: { overrideId, by: 'Ruth Keller' } });
    expect(await reasons()).toContain('override-active');
    // It proves nothing: the list is open all the same.
    expect(await service().rts.list({ instrumentId, show: 'open', limit: 5 })).toHaveLength(1);
    await advance(2 * hourMs);
    expect((await readinessOf()).state).toBe('red');
    expect(await service().readiness.overrides({ instrumentId, limit: 5 })).toMatchObject([{ isActive: false }]);
  });

  test('a stop error is red and named, and says where to go', async () => {
    const entry = { instrumentId, code: 'E-9', text: 'Laser off', origin: 'typed', severity: 'stop' } as const;
    const { errorId } = await bench.page.errors.enter(entry);
    expect((await readinessOf()).reasons[0]).toMatchObject({
      code: 'stop-error',
      goesTo: 'errors',
      subjectId: errorId,
    });
    expect(await service().readiness.all()).toMatchObject([{ instrumentId, state: 'red' }]);
  });
});

describe('work, campaigns, the table', () => {
  test('a campaign opens one work order a unit of the model, and names units that are missing', async () => {
    const second = await bench.register('sysmex-xn-1000', { name: 'XN 2' });
    const balance = await bench.register('mettler-toledo-mt-sics', { name: 'Balance' });
    const campaign = { ...order, definitionKey: 'sysmex-xn-1000', title: 'Field modification 7', source: 'Bulletin 7' };
    const { assignee: _assignee, ...fields } = campaign;
    await expect(service().campaigns.start({ ...fields, instrumentIds: [balance] })).rejects.toEqual(
      refused('maintenance/campaign-other-model'),
    );
    expect(await service().campaigns.list()).toEqual([]);
    const { campaignId } = await service().campaigns.start({ ...fields, instrumentIds: [instrumentId] });
    const [row] = await service().campaigns.list();
    expect(row).toMatchObject({
      doneCount: 0,
      units: [{ instrumentName: 'XN 1' }],
      missingUnits: [{ instrumentId: second }],
    });
    await service().campaigns.addUnits({ campaignId, instrumentIds: [second, instrumentId] });
    const { workOrderId } = row!.units[0]!;
    await service().workOrders.complete({ workOrderId, whatWasDone: 'Done.', events: [] });
    expect(await service().campaigns.list()).toMatchObject([{ doneCount: 1, missingUnits: [], units: [{}, {}] }]);
  });

  test('a complete work order is re-opened only with a reason, and completed once', async () => {
    const { workOrderId } = await service().workOrders.open({ instrumentId, ...order, errorId: null });
    await service().workOrders.complete({ workOrderId, whatWasDone: 'Done.', events: [] });
    await expect(
      service().workOrders.complete({ workOrderId, whatWasDone: 'Again.', events: ['repair'] }),
    ).rejects.toEqual(refused('maintenance/work-order-complete'));
    // Refused as a whole: no list was raised by it.
    expect(await service().rts.list({ instrumentId, show: 'all', limit: 5 })).toEqual([]);
    await expect(service().workOrders.setState({ workOrderId, state: 'open', reason: '' })).rejects.toEqual(
      refused('maintenance/reason-needed'),
    );
    await service().workOrders.setState({ workOrderId, state: 'open', reason: 'leaks again' });
    expect(await service().workOrders.list({ instrumentId, show: 'open', limit: 5 })).toHaveLength(1);
  });

  test('a signed change of the table holds for new lists; open ones keep what they were raised with', async () => {
    const before = await raise();
    const items = [
      { key: 'function-check' as const, need: 'required' as const, condition: '', source: 'Manual p. 12' },
    ];
    const change = { event: 'power-failure' as const, items, reason: 'Manual p. 12' };
    await expect(service().rts.changeRow({ ...change, password: 'no' })).rejects.toEqual(
      refused('people/wrong-password'),
    );
    await service().rts.changeRow({ ...change, password });
    const after = await raise();
    expect((await service().rts.get({ rtsId: before })).items).toHaveLength(2);
    expect((await service().rts.get({ rtsId: after })).items).toHaveLength(1);
    const { rows, shipped } = await service().rts.table();
    expect(rows.find(({ event }) => event === 'power-failure')).toMatchObject({ origin: 'lab', items });
    expect(shipped.find(({ event }) => event === 'power-failure')!.items).toHaveLength(2);
  });

  test('availability: downtime from the raise to the review, with its formulae', async () => {
    await advance(10 * hourMs);
    const rtsId = await raise();
    await advance(2 * hourMs);
    await state(rtsId, 'function-check');
    await state(rtsId, 'qc-all-levels');
    await service().rts.approve({ rtsId, statement: '', password });
    await advance(8 * hourMs);
    const today = new Date(clock.now).toISOString().slice(0, 10);
    const { rows, formulae } = await service().availability({ instrumentId, fromOn: '2020-01-01', toOn: today });
    expect(rows).toMatchObject([
      { hours: 20, unplannedDownHours: 2, failureCount: 1, availability: 90, mtbfHours: 18, mttrHours: 2 },
    ]);
    expect(formulae.map(({ key }) => key)).toEqual(['availability', 'mtbf', 'mttr']);
    const { rules } = await service().retention();
    expect(rules.find(({ key }) => key === 'maintenance')).toMatchObject({ years: 2, recordCount: 2 });
  });
});

describe('without accounts', () => {
  test('lists can be raised and proven; the review asks for an owner first', async () => {
    const plain = await openPeopleBench(testFolder('no-owner'), { clock });
    try {
      const id = await plain.register('sysmex-xn-1000');
      const { service: own } = plain.page.maintenance;
      const about = {
        instrumentId: id,
        events: ['power-failure' as const],
        note: '',
        downtimeKind: null,
        workOrderId: null,
      };
      const { rtsId } = await own.rts.raise(about);
      await expect(own.rts.approve({ rtsId, statement: '', password: 'x' })).rejects.toEqual(
        refused('people/no-owner'),
      );
    } finally {
      await plain.close();
    }
  });
});
