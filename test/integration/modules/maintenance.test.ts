import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoreClock } from '../../../electron/store/types.ts';
import type { PlanTerms, ScheduleRule, TaskField } from '../../../shared/modules/maintenance/terms.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { background, type ModuleBench, nextOf, openModuleBench } from '../../harness/module-bench.ts';

/** A clock that is set by hand; monotonic time goes with it, unless only the wall is moved. */
function handClock(iso: string) {
  let wall = Date.parse(iso);
  let mono = 1000;
  const clock: StoreClock = {
    wallMs: () => wall,
    monoMs: () => mono,
    offsetMinutes: () => 0,
    bootId: 'boot-1',
  };
  return {
    clock,
    pass: (days: number, minutes = 0) => {
      wall += days * 86_400_000 + minutes * 60_000;
      mono += days * 86_400_000 + minutes * 60_000;
    },
    setWall: (to: string) => {
      wall = Date.parse(to);
    },
  };
}

const daily = (startsOn: string): ScheduleRule => ({
  calendar: { kind: 'every', every: 1, unit: 'days', startsOn },
  anchor: 'schedule',
  windowBeforeDays: 0,
  windowAfterDays: 0,
  closedDays: 'keep',
  counter: null,
  events: [],
});
const field = (more: Partial<TaskField> & Pick<TaskField, 'key' | 'kind'>): TaskField => ({
  label: more.key,
  unit: '',
  low: null,
  high: null,
  choices: [],
  passChoices: [],
  isRequired: true,
  wire: null,
  source: '',
  ...more,
});
const terms = (rule: ScheduleRule, more: Partial<PlanTerms> = {}): PlanTerms => ({
  title: 'Rinse',
  kind: 'maintenance',
  detail: '',
  rule,
  fields: [field({ key: 'done', kind: 'confirm' })],
  mustPass: false,
  needsSignature: false,
  needsReview: true,
  owner: 'lab',
  regime: 'clia',
  source: 'manual 4.2',
  sop: '',
  ...more,
});
const entry = (key: string, value: string) => ({ key, value, reading: null, photo: null, note: '' });
const plain = {
  performedTime: null,
  lateReason: '',
  isExtra: false,
  cannotEvaluateReason: '',
  note: '',
  signing: null,
} as const;
const all = { states: [], limit: 100 } as const;

let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let time: ReturnType<typeof handClock>;
let instrumentId: string;

const open = () => openModuleBench(folder.path, { clock: time.clock });
const makePlan = async (made: PlanTerms): Promise<string> => {
  const { planIds } = await bench.page.maintenance.plans.create({
    instrumentId,
    plans: [{ upkeepKey: null, terms: made }],
    reason: '',
  });
  return planIds[0]!;
};
const itemOf = async (planId: string) => {
  const { items } = await bench.page.maintenance.agenda.list({ ...all, states: [] });
  return items.find((item) => item.planId === planId)!;
};
let requests = 0;
const perform = (planId: string, performedOn: string, more: object = {}) =>
  bench.page.maintenance.sheets.performNow({
    ...plain,
    requestId: `request-${++requests}`,
    planId,
    occurrence: null,
    entries: [entry('done', 'yes')],
    performedOn,
    ...more,
  });

beforeEach(async () => {
  folder = temporaryFolder('maintenance');
  time = handClock('2026-11-22T10:00:00Z');
  bench = await open();
  await bench.page.maintenance.calendar.set({
    calendar: {
      place: '',
      timeZone: 'UTC',
      closedWeekdays: [],
      closedDates: [],
      shifts: [
        { name: 'early', startsAt: '06:00' },
        { name: 'late', startsAt: '14:00' },
        { name: 'night', startsAt: '22:00' },
      ],
    },
    reason: '',
  });
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
});
afterEach(async () => {
  await bench.close();
  folder.remove();
});

describe('a new bench', () => {
  test('says "not set up", never "overdue"', async () => {
    const agenda = await bench.page.maintenance.agenda.list({ limit: 50 });
    expect(agenda.items).toEqual([]);
    expect(agenda.counts).toMatchObject({ overdue: 0, notSetUp: 1, attention: 0 });
    expect(agenda.notSetUp[0]).toMatchObject({ instrumentName: 'XN 1', planCount: 0 });
    expect(agenda.notSetUp[0]!.missing.map(({ upkeepKey }) => upkeepKey)).toContain('background-check');
  });

  test('makes a plan from the definition; what nobody published stays blank until the lab enters it', async () => {
    const { offers, note } = await bench.page.maintenance.plans.upkeep({ instrumentId });
    const offer = offers.find(({ upkeepKey }) => upkeepKey === 'background-check')!;
    expect(note).not.toBe('');
    expect(offer).toMatchObject({ suggested: null, kind: 'function-check', planIds: [] });
    expect(offer.blank).not.toBe('');
    const made = terms(daily('2026-11-22'), { title: offer.title, kind: offer.kind, fields: offer.fields });
    const { planIds } = await bench.page.maintenance.plans.create({
      instrumentId,
      plans: [{ upkeepKey: offer.upkeepKey, terms: made }],
      reason: '',
    });
    const again = await bench.page.maintenance.plans.upkeep({ instrumentId });
    expect(again.offers.find(({ upkeepKey }) => upkeepKey === 'background-check')?.planIds).toEqual(planIds);
  });
});

describe('daily tasks', () => {
  test('each is stored on its own; a call repeated after its answer was lost records nothing twice', async () => {
    const first = await makePlan(terms(daily('2026-11-22')));
    const second = await makePlan(terms(daily('2026-11-22'), { title: 'Background' }));
    const list = await bench.page.maintenance.agenda.daily({ instrumentId: null, place: null });
    expect(list.items.map(({ title, state }) => [title, state])).toEqual([
      ['Background', 'due'],
      ['Rinse', 'due'],
    ]);
    const done = await perform(first, '2026-11-22', { requestId: 'same-request' });
    expect(done).toMatchObject({ verdict: 'pass', countsAs: 'due', nextDueOn: '2026-11-23' });
    const repeated = await perform(first, '2026-11-22', { requestId: 'same-request', occurrence: '2026-11-22' });
    expect(repeated.hash).toBe(done.hash);
    const { rows } = await bench.page.maintenance.tasks.history({
      instrumentId,
      planId: first,
      fromOn: null,
      toOn: null,
      only: 'all',
      before: null,
      limit: 10,
    });
    expect(rows).toHaveLength(1);
    expect((await itemOf(second)).state).toBe('due');
    const after = await bench.page.maintenance.agenda.daily({ instrumentId: null, place: null });
    expect(after.items.map(({ planId }) => planId)).toEqual([second]);
    expect(after.doneToday.map(({ planId }) => planId)).toEqual([first]);
  });

  test('CC23: work left out for weeks stays overdue and names what was missed; done late it counts once', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    time.pass(14);
    expect(await itemOf(planId)).toMatchObject({
      state: 'overdue',
      dueOn: '2026-11-22',
      missedCount: 14,
      daysPast: 14,
    });
    const why = await bench.page.maintenance.agenda.why({ planId, occurrence: null });
    expect(why.steps.map(({ key }) => key)).toEqual([
      'maintenance.rule.every-days',
      'maintenance.rule.no-grace',
      'maintenance.why.never-done',
      'maintenance.why.due',
      'maintenance.why.overdue',
      'maintenance.why.missed',
    ]);
    expect(why.missed).toHaveLength(14);
    expect(why.source).toContain('manual 4.2');
    const done = await perform(planId, '2026-12-06');
    expect(done).toMatchObject({ countsAs: 'late', nextDueOn: '2026-12-07' });
    const grid = await bench.page.maintenance.tasks.month({ instrumentId, month: '2026-11' });
    expect(grid.rows[0]!.cells.filter(({ state }) => state === 'missed')).toHaveLength(8);
    expect(grid.rows[0]!.cells.at(21)).toMatchObject({ state: 'late', doneOn: '2026-12-06' });
    expect(grid.gaps).toHaveLength(9);
  });
});

describe('sheets', () => {
  const measured = () =>
    terms(daily('2026-11-22'), {
      title: 'Vacuum',
      kind: 'function-check',
      mustPass: true,
      fields: [field({ key: 'vacuum', kind: 'number', unit: 'MPa', low: '0.030', high: '0.050' })],
    });

  test('a draft survives the process, field by field, and is gone once performed', async () => {
    const planId = await makePlan(measured());
    const sheet = await bench.page.maintenance.sheets.open({ planId, occurrence: null, isNew: false });
    await bench.page.maintenance.sheets.saveField({ sheetId: sheet.sheetId, entry: entry('vacuum', '0,042') });
    await bench.close();
    bench = await open();
    const again = await bench.page.maintenance.sheets.open({ planId, occurrence: null, isNew: false });
    expect(again).toMatchObject({ sheetId: sheet.sheetId, entries: [{ value: '0,042' }] });
    const done = await bench.page.maintenance.sheets.perform({
      ...plain,
      sheetId: sheet.sheetId,
      performedOn: '2026-11-22',
    });
    expect(done).toMatchObject({ verdict: 'pass', countsAs: 'due' });
    expect(await bench.page.maintenance.sheets.list()).toEqual([]);
    const detail = await bench.page.maintenance.tasks.get({ hash: done.hash });
    expect(detail.fields[0]).toMatchObject({ value: '0.042', low: '0.030', high: '0.050', verdict: 'pass' });
  });

  test('a check out of its limits is recorded and still has to be done; a missing value is never a pass', async () => {
    const planId = await makePlan(measured());
    const missing = perform(planId, '2026-11-22', { entries: [] });
    await expect(missing).rejects.toMatchObject({ code: 'maintenance/needs-reason' });
    const unclear = await perform(planId, '2026-11-22', { entries: [], cannotEvaluateReason: 'gauge broken' });
    expect(unclear).toMatchObject({ verdict: 'cannot-evaluate', countsAs: 'not-passed', nextDueOn: '2026-11-22' });
    const failed = await perform(planId, '2026-11-22', { entries: [entry('vacuum', '0.051')] });
    expect(failed).toMatchObject({ verdict: 'fail', countsAs: 'not-passed', nextDueOn: '2026-11-22' });
    expect(await itemOf(planId)).toMatchObject({ state: 'due', isFailing: true });
    const passed = await perform(planId, '2026-11-22', { entries: [entry('vacuum', '0.050')] });
    expect(passed).toMatchObject({ verdict: 'pass', countsAs: 'due', nextDueOn: '2026-11-23' });
    expect((await itemOf(planId)).isFailing).toBe(false);
  });

  test('QATrack+ 650: two sheets in progress of one task never move the date twice', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    const { sheets } = bench.page.maintenance;
    const one = await sheets.open({ planId, occurrence: null, isNew: false });
    const two = await sheets.open({ planId, occurrence: null, isNew: true });
    expect(two.rivals).toHaveLength(1);
    for (const { sheetId } of [one, two]) await sheets.saveField({ sheetId, entry: entry('done', 'yes') });
    const first = await sheets.perform({ ...plain, sheetId: one.sheetId, performedOn: '2026-11-22' });
    expect(first.nextDueOn).toBe('2026-11-23');
    time.pass(1);
    const second = await sheets.perform({ ...plain, sheetId: two.sheetId, performedOn: '2026-11-23' });
    expect(second).toMatchObject({ countsAs: 'already-done', nextDueOn: '2026-11-23' });
    const detail = await bench.page.maintenance.tasks.get({ hash: first.hash });
    expect(detail.beside.map(({ hash }) => hash)).toEqual([second.hash]);
  });

  test('extra work is recorded and moves nothing', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    expect(await perform(planId, '2026-11-22', { isExtra: true })).toMatchObject({
      countsAs: 'extra',
      nextDueOn: '2026-11-22',
    });
  });

  test('an entry for an earlier day needs a reason, is marked late, and keeps the true time of entry', async () => {
    const planId = await makePlan(terms(daily('2026-11-20')));
    await expect(perform(planId, '2026-11-20')).rejects.toMatchObject({ code: 'maintenance/late-needs-reason' });
    await expect(perform(planId, '2026-11-23')).rejects.toMatchObject({ code: 'maintenance/in-the-future' });
    const { hash, nextDueOn } = await perform(planId, '2026-11-20', { lateReason: 'paper', performedTime: '08:15' });
    expect(nextDueOn).toBe('2026-11-21');
    const detail = await bench.page.maintenance.tasks.get({ hash });
    expect(detail).toMatchObject({
      performedOn: '2026-11-20',
      performedAt: '2026-11-20T08:15:00.000+00:00',
      enteredAt: '2026-11-22T10:00:00.000+00:00',
      isLateEntry: true,
      countsAs: 'due',
    });
  });

  test('a reading is copied from the stored message, not from the page', async () => {
    const limits = field({
      key: 'plt',
      kind: 'reading',
      high: '10',
      wire: { kind: 'background', test: '^^^^PLT^1' },
    });
    const planId = await makePlan(terms(daily('2026-11-22'), { fields: [limits] }));
    await bench.hear(instrumentId, background('4'));
    const found = await bench.page.maintenance.sheets.wireReadings({
      instrumentId,
      source: { kind: 'background', test: 'PLT' },
      limit: 5,
    });
    expect(found[0]).toMatchObject({ rawValue: '4', test: '^^^^PLT^1' });
    const reading = found[0]!;
    const chosen = { key: 'plt', value: '99', reading: { ...reading, unit: 'made up' }, photo: null, note: '' };
    const { hash } = await perform(planId, '2026-11-22', { entries: [chosen] });
    const detail = await bench.page.maintenance.tasks.get({ hash });
    expect(detail.fields[0]).toMatchObject({
      value: '4',
      reading: { rawValue: '4', unit: reading.unit },
      verdict: 'pass',
    });
    const forged = { ...chosen, reading: { ...reading, rawValue: '3' } };
    await expect(perform(planId, '2026-11-22', { entries: [forged] })).rejects.toMatchObject({
      code: 'maintenance/reading-not-found',
    });
  });

  test('a photo is kept sealed and comes back as it was', async () => {
    const bytes = new Uint8Array([1, 2, 3, 4]);
    const photo = await bench.page.maintenance.sheets.savePhoto({ name: 'gauge.png', mediaType: 'image/png', bytes });
    expect((await bench.page.maintenance.sheets.photo({ sha256: photo.sha256 })).bytes).toEqual(bytes);
  });
});

describe('afterwards', () => {
  test('a skip needs a reason and still counts as not done', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    await bench.page.maintenance.tasks.skip({ planId, occurrence: null, reason: 'no detergent' });
    expect(await itemOf(planId)).toMatchObject({ state: 'due', skip: { reason: 'no detergent' } });
    time.pass(1);
    expect(await itemOf(planId)).toMatchObject({ state: 'overdue', dueOn: '2026-11-22' });
  });

  test('a correction keeps the original, judges by the old yardstick, and waits for review again', async () => {
    const limits = field({ key: 'temperature', kind: 'number', low: '2', high: '8' });
    const planId = await makePlan(terms(daily('2026-11-22'), { fields: [limits] }));
    const { hash } = await perform(planId, '2026-11-22', { entries: [entry('temperature', '4.5')] });
    expect(await bench.page.maintenance.tasks.review({ hashes: [hash], note: '', signing: null })).toEqual({
      reviewedCount: 1,
    });
    expect((await bench.page.maintenance.tasks.get({ hash })).review).not.toBeNull();
    const corrected = await bench.page.maintenance.tasks.correct({
      hash,
      entries: [entry('temperature', '45')],
      performedOn: null,
      note: null,
      reason: 'typing error',
      signing: null,
    });
    expect(corrected.verdict).toBe('fail');
    const detail = await bench.page.maintenance.tasks.get({ hash });
    expect(detail).toMatchObject({ isAmended: true, verdict: 'fail', review: null });
    expect(detail.corrections[0]).toMatchObject({ reason: 'typing error' });
    expect(detail.corrections[0]!.changes).toContainEqual({ field: 'temperature', from: '4.5', to: '45' });
  });

  test('a voided record stays visible and the task is due again', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    const { hash } = await perform(planId, '2026-11-22');
    expect((await itemOf(planId)).dueOn).toBe('2026-11-23');
    const voided = await bench.page.maintenance.tasks.void({ hash, reason: 'other instrument', signing: null });
    expect(voided.nextDueOn).toBe('2026-11-22');
    expect((await bench.page.maintenance.tasks.get({ hash })).isVoided).toBe(true);
    expect(await itemOf(planId)).toMatchObject({ state: 'due', dueOn: '2026-11-22', last: null });
  });
});

describe('plans', () => {
  test('several on one instrument; a change does not hide what is overdue; a retired one leaves the agenda', async () => {
    const planId = await makePlan(terms(daily('2026-11-10')));
    await makePlan(terms(daily('2026-11-30'), { title: 'Electrical safety' }));
    const { tip } = await bench.page.maintenance.plans.get({ planId });
    const rarer = terms({
      ...daily('2026-12-01'),
      calendar: { kind: 'every', every: 1, unit: 'months', startsOn: '2026-12-01' },
    });
    const change = { planId, terms: rarer, reason: 'manual 5', expectedTip: tip };
    await bench.page.maintenance.plans.change(change);
    expect(await itemOf(planId)).toMatchObject({ state: 'overdue', dueOn: '2026-11-10' });
    await expect(
      bench.page.maintenance.plans.change({ ...change, terms: terms(daily('2026-11-11')) }),
    ).rejects.toMatchObject({
      code: 'records/stale',
    });
    await perform(planId, '2026-11-22');
    expect(await itemOf(planId)).toMatchObject({ dueOn: '2026-12-01' });
    const { history, nextDates } = await bench.page.maintenance.plans.get({ planId });
    expect(history.at(-1)).toMatchObject({ reason: 'manual 5' });
    expect(nextDates.slice(0, 2)).toEqual(['2026-12-01', '2027-01-01']);
    await bench.page.maintenance.plans.retire({ planId, reason: 'sold' });
    const { items } = await bench.page.maintenance.agenda.list({ ...all, states: [] });
    expect(items.map(({ title }) => title)).toEqual(['Electrical safety']);
  });

  test('an event raises the tasks that name it; done once, they answer every event so far', async () => {
    const onEvent: ScheduleRule = { ...daily('2026-11-22'), calendar: null, events: ['clot', 'returned-to-use'] };
    const planId = await makePlan(terms(onEvent, { title: 'Clean aperture' }));
    expect((await itemOf(planId)).state).toBe('on-demand');
    const note = (text: string) =>
      bench.page.maintenance.events.note({ instrumentId, kind: 'clot', on: null, note: text });
    expect((await note('first')).raised).toEqual([planId]);
    await note('second');
    expect(await itemOf(planId)).toMatchObject({ state: 'due', cause: 'event', event: { kind: 'clot' } });
    const { hash } = await perform(planId, '2026-11-22');
    expect((await itemOf(planId)).state).toBe('on-demand');
    const [newest] = await bench.page.maintenance.events.list({ instrumentId, limit: 10 });
    expect(newest!.raised).toEqual([{ planId, title: 'Clean aperture', isAnswered: true }]);
    await bench.page.maintenance.tasks.void({ hash, reason: 'wrong', signing: null });
    expect((await itemOf(planId)).state).toBe('due');
  });

  test('not in use is declared by a person; on return, what is asked for then is raised', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    const back: ScheduleRule = { ...daily('2026-11-22'), calendar: null, events: ['returned-to-use'] };
    const onReturn = await makePlan(terms(back, { title: 'Check before use' }));
    const { spanId } = await bench.page.maintenance.notInUse.declare({
      instrumentId,
      fromOn: '2026-11-22',
      reason: 'holiday',
    });
    expect((await itemOf(planId)).state).toBe('not-in-use');
    time.pass(20);
    expect((await itemOf(planId)).state).toBe('not-in-use');
    const ended = await bench.page.maintenance.notInUse.end({ instrumentId, spanId, toOn: '2026-12-12', note: '' });
    expect(ended.raised).toEqual([onReturn]);
    expect(await itemOf(planId)).toMatchObject({ state: 'due', dueOn: '2026-12-12' });
    expect((await itemOf(onReturn)).state).toBe('due');
  });

  test('counters: typed readings only go up, unless the meter was replaced', async () => {
    const byCycles: ScheduleRule = {
      ...daily('2026-11-22'),
      calendar: null,
      counter: { meter: 'cycles', every: 100, unit: 'cycles', startsAt: 0 },
    };
    const planId = await makePlan(terms(byCycles, { title: 'Pierce unit' }));
    const { meters } = bench.page.maintenance;
    const read = (reading: string) =>
      meters.note({ instrumentId, meter: 'cycles', unit: 'cycles', reading, readOn: null });
    expect((await itemOf(planId)).state).toBe('cannot-evaluate');
    await read('89');
    expect((await itemOf(planId)).state).toBe('upcoming');
    await read('90');
    expect(await itemOf(planId)).toMatchObject({ state: 'soon', counter: { used: 90, share: 0.9 } });
    await expect(read('80')).rejects.toMatchObject({ code: 'maintenance/meter-went-down' });
    await read('100');
    expect(await itemOf(planId)).toMatchObject({ state: 'due', cause: 'counter', dueOn: '2026-11-22' });
    await meters.replace({
      instrumentId,
      meter: 'cycles',
      lastReading: '120',
      firstReading: '0',
      reason: 'new board',
      signing: null,
    });
    expect(await itemOf(planId)).toMatchObject({ counter: { used: 120 } });
    await read('5');
    await perform(planId, '2026-11-22');
    expect(await itemOf(planId)).toMatchObject({ state: 'upcoming', counter: { used: 0 } });
  });
});

describe('clock and day', () => {
  test('set back: what was recorded keeps its order, the person is warned, both times are kept', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    await perform(planId, '2026-11-22');
    time.setWall('2026-11-20T09:00:00Z');
    const { clock } = await bench.page.maintenance.agenda.counts();
    expect(clock).toMatchObject({ state: 'behind', newestAt: '2026-11-22T10:00:00.000Z' });
    const { hash } = await perform(planId, '2026-11-20');
    const detail = await bench.page.maintenance.tasks.get({ hash });
    expect(detail).toMatchObject({ clock: 'behind', countsAs: 'extra' });
    expect((await itemOf(planId)).dueOn).toBe('2026-11-23');
  });

  test('the live agenda pushes counts when something is done', async () => {
    const planId = await makePlan(terms(daily('2026-11-22')));
    const stream = await bench.page.maintenance.agenda.live();
    expect(await nextOf(stream)).toMatchObject({ counts: { due: 1, attention: 1 }, changed: [planId] });
    await perform(planId, '2026-11-22');
    expect(await nextOf(stream)).toMatchObject({ counts: { due: 0, soon: 1 }, changed: [planId] });
    await stream.return?.(undefined);
  });

  test('tables rebuilt from the log say the same', async () => {
    const planId = await makePlan(terms(daily('2026-11-20')));
    await perform(planId, '2026-11-22');
    await bench.page.maintenance.events.note({ instrumentId, kind: 'clot', on: null, note: '' });
    const before = await bench.page.maintenance.agenda.list({ ...all, states: [] });
    const dump = () =>
      ['maintenance_plans', 'maintenance_tasks', 'maintenance_performed', 'maintenance_events', 'place_calendars'].map(
        (table) => bench.host.context.store.db.prepare(`SELECT * FROM ${table} ORDER BY stream`).all(),
      );
    const rows = dump();
    bench.host.context.store.db.prepare('UPDATE projection_state SET version = 0').run();
    await bench.close();
    bench = await open();
    expect(dump()).toEqual(rows);
    expect(await bench.page.maintenance.agenda.list({ ...all, states: [] })).toEqual(before);
  });
});
