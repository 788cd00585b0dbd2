import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  daily,
  entry,
  field,
  type MaintenanceBench,
  openMaintenanceBench,
  plain,
  terms,
} from '../../harness/maintenance-bench.ts';
import { background } from '../../harness/module-bench.ts';

let lab: MaintenanceBench;
beforeEach(async () => {
  lab = await openMaintenanceBench();
});
afterEach(() => lab.close());

describe('a new bench', () => {
  test('says "not set up", never "overdue"', async () => {
    const agenda = await lab.calls.agenda.list({ limit: 50 });
    expect(agenda.items).toEqual([]);
    expect(agenda.counts).toMatchObject({ overdue: 0, notSetUp: 1, attention: 0 });
    expect(agenda.notSetUp[0]).toMatchObject({ instrumentName: 'XN 1', planCount: 0 });
    expect(agenda.notSetUp[0]!.missing.map(({ upkeepKey }) => upkeepKey)).toContain('background-check');
  });

  test('makes a plan from the definition; what nobody published stays blank until the lab enters it', async () => {
    const { offers, note } = await lab.calls.plans.upkeep({ instrumentId: lab.instrumentId });
    const offer = offers.find(({ upkeepKey }) => upkeepKey === 'background-check')!;
    expect(note).not.toBe('');
    expect(offer).toMatchObject({ suggested: null, kind: 'function-check', planIds: [] });
    expect(offer.blank).not.toBe('');
    const made = terms(daily('2026-11-22'), { title: offer.title, kind: offer.kind, fields: offer.fields });
    const { planIds } = await lab.calls.plans.create({
      instrumentId: lab.instrumentId,
      plans: [{ upkeepKey: offer.upkeepKey, terms: made }],
      reason: '',
    });
    const again = await lab.calls.plans.upkeep({ instrumentId: lab.instrumentId });
    expect(again.offers.find(({ upkeepKey }) => upkeepKey === 'background-check')?.planIds).toEqual(planIds);
  });
});

describe('daily tasks', () => {
  test('each is stored on its own; a call repeated after its answer was lost records nothing twice', async () => {
    const first = await lab.makePlan(terms(daily('2026-11-22')));
    const second = await lab.makePlan(terms(daily('2026-11-22'), { title: 'Background' }));
    const list = await lab.calls.agenda.daily({ instrumentId: null, place: null });
    expect(list.items.map(({ title, state }) => [title, state])).toEqual([
      ['Background', 'due'],
      ['Rinse', 'due'],
    ]);
    const done = await lab.perform(first, '2026-11-22', { requestId: 'same-request' });
    expect(done).toMatchObject({ verdict: 'pass', countsAs: 'due', nextDueOn: '2026-11-23' });
    const repeated = await lab.perform(first, '2026-11-22', { requestId: 'same-request', occurrence: '2026-11-22' });
    expect(repeated.hash).toBe(done.hash);
    const { rows } = await lab.calls.tasks.history({
      instrumentId: lab.instrumentId,
      planId: first,
      fromOn: null,
      toOn: null,
      only: 'all',
      before: null,
      limit: 10,
    });
    expect(rows).toHaveLength(1);
    expect((await lab.itemOf(second)).state).toBe('due');
    const after = await lab.calls.agenda.daily({ instrumentId: null, place: null });
    expect(after.items.map(({ planId }) => planId)).toEqual([second]);
    expect(after.doneToday.map(({ planId }) => planId)).toEqual([first]);
  });

  test('CC23: work left out for weeks stays overdue and names what was missed; done late it counts once', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    lab.time.pass(14);
    expect(await lab.itemOf(planId)).toMatchObject({
      state: 'overdue',
      dueOn: '2026-11-22',
      missedCount: 14,
      daysPast: 14,
    });
    const why = await lab.calls.agenda.why({ planId, occurrence: null });
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
    const done = await lab.perform(planId, '2026-12-06');
    expect(done).toMatchObject({ countsAs: 'late', nextDueOn: '2026-12-07' });
    const grid = await lab.calls.tasks.month({ instrumentId: lab.instrumentId, month: '2026-11' });
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
    const planId = await lab.makePlan(measured());
    const sheet = await lab.calls.sheets.open({ planId, occurrence: null, isNew: false });
    await lab.calls.sheets.saveField({ sheetId: sheet.sheetId, entry: entry('vacuum', '0,042') });
    await lab.reopen();
    const again = await lab.calls.sheets.open({ planId, occurrence: null, isNew: false });
    expect(again).toMatchObject({ sheetId: sheet.sheetId, entries: [{ value: '0,042' }] });
    const done = await lab.calls.sheets.perform({
      ...plain,
      sheetId: sheet.sheetId,
      performedOn: '2026-11-22',
    });
    expect(done).toMatchObject({ verdict: 'pass', countsAs: 'due' });
    expect(await lab.calls.sheets.list()).toEqual([]);
    const detail = await lab.calls.tasks.get({ hash: done.hash });
    expect(detail.fields[0]).toMatchObject({ value: '0.042', low: '0.030', high: '0.050', verdict: 'pass' });
  });

  test('a check out of its limits is recorded and still has to be done; a missing value is never a pass', async () => {
    const planId = await lab.makePlan(measured());
    const missing = lab.perform(planId, '2026-11-22', { entries: [] });
    await expect(missing).rejects.toMatchObject({ code: 'maintenance/needs-reason' });
    const unclear = await lab.perform(planId, '2026-11-22', { entries: [], cannotEvaluateReason: 'gauge broken' });
    expect(unclear).toMatchObject({ verdict: 'cannot-evaluate', countsAs: 'not-passed', nextDueOn: '2026-11-22' });
    const failed = await lab.perform(planId, '2026-11-22', { entries: [entry('vacuum', '0.051')] });
    expect(failed).toMatchObject({ verdict: 'fail', countsAs: 'not-passed', nextDueOn: '2026-11-22' });
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'due', isFailing: true });
    const passed = await lab.perform(planId, '2026-11-22', { entries: [entry('vacuum', '0.050')] });
    expect(passed).toMatchObject({ verdict: 'pass', countsAs: 'due', nextDueOn: '2026-11-23' });
    expect((await lab.itemOf(planId)).isFailing).toBe(false);
  });

  test('QATrack+ 650: two sheets in progress of one task never move the date twice', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    const { sheets } = lab.calls;
    const one = await sheets.open({ planId, occurrence: null, isNew: false });
    const two = await sheets.open({ planId, occurrence: null, isNew: true });
    expect(two.rivals).toHaveLength(1);
    for (const { sheetId } of [one, two]) await sheets.saveField({ sheetId, entry: entry('done', 'yes') });
    const first = await sheets.perform({ ...plain, sheetId: one.sheetId, performedOn: '2026-11-22' });
    expect(first.nextDueOn).toBe('2026-11-23');
    lab.time.pass(1);
    const second = await sheets.perform({ ...plain, sheetId: two.sheetId, performedOn: '2026-11-23' });
    expect(second).toMatchObject({ countsAs: 'already-done', nextDueOn: '2026-11-23' });
    const detail = await lab.calls.tasks.get({ hash: first.hash });
    expect(detail.beside.map(({ hash }) => hash)).toEqual([second.hash]);
  });

  test('a sheet opened before its plan was changed is looked at again before it counts', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    const { sheets, plans } = lab.calls;
    const { sheetId } = await sheets.open({ planId, occurrence: null, isNew: false });
    await sheets.saveField({ sheetId, entry: entry('done', 'yes') });
    const changed = terms(daily('2026-11-22'), {
      fields: [field({ key: 'done', kind: 'confirm' }), field({ key: 'lot', kind: 'text' })],
    });
    await plans.change({ planId, terms: changed, reason: 'lot too', expectedTip: null });
    const finish = () => sheets.perform({ ...plain, sheetId, performedOn: '2026-11-22' });
    await expect(finish()).rejects.toMatchObject({ code: 'maintenance/plan-changed-meanwhile' });
    expect((await sheets.get({ sheetId })).entries).toHaveLength(1);
    await sheets.saveField({ sheetId, entry: entry('lot', 'A1') });
    expect(await finish()).toMatchObject({ verdict: 'pass', countsAs: 'due' });
  });

  test('extra work is recorded and moves nothing', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    expect(await lab.perform(planId, '2026-11-22', { isExtra: true })).toMatchObject({
      countsAs: 'extra',
      nextDueOn: '2026-11-22',
    });
  });

  test('an entry for an earlier day needs a reason, is marked late, and keeps the true time of entry', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-20')));
    await expect(lab.perform(planId, '2026-11-20')).rejects.toMatchObject({ code: 'maintenance/late-needs-reason' });
    await expect(lab.perform(planId, '2026-11-23')).rejects.toMatchObject({ code: 'maintenance/in-the-future' });
    const { hash, nextDueOn } = await lab.perform(planId, '2026-11-20', {
      lateReason: 'paper',
      performedTime: '08:15',
    });
    expect(nextDueOn).toBe('2026-11-21');
    const detail = await lab.calls.tasks.get({ hash });
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
    const planId = await lab.makePlan(terms(daily('2026-11-22'), { fields: [limits] }));
    await lab.bench.hear(lab.instrumentId, background('4'));
    const source = { kind: 'background', test: 'PLT' } as const;
    const found = await vi.waitFor(async () => {
      const readings = await lab.calls.sheets.wireReadings({ instrumentId: lab.instrumentId, source, limit: 5 });
      expect(readings[0]).toMatchObject({ rawValue: '4', test: '^^^^PLT^1' });
      return readings;
    });
    const reading = found[0]!;
    const chosen = { key: 'plt', value: '99', reading: { ...reading, unit: 'made up' }, photo: null, note: '' };
    const { hash } = await lab.perform(planId, '2026-11-22', { entries: [chosen] });
    const detail = await lab.calls.tasks.get({ hash });
    expect(detail.fields[0]).toMatchObject({
      value: '4',
      reading: { rawValue: '4', unit: reading.unit },
      verdict: 'pass',
    });
    const forged = { ...chosen, reading: { ...reading, rawValue: '3' } };
    await expect(lab.perform(planId, '2026-11-22', { entries: [forged] })).rejects.toMatchObject({
      code: 'maintenance/reading-not-found',
    });
  });

  test('a photo is kept sealed and comes back as it was', async () => {
    const bytes = new Uint8Array([1, 2, 3, 4]);
    const photo = await lab.calls.sheets.savePhoto({ name: 'gauge.png', mediaType: 'image/png', bytes });
    expect((await lab.calls.sheets.photo({ sha256: photo.sha256 })).bytes).toEqual(bytes);
  });
});

describe('afterwards', () => {
  test('a skip needs a reason and still counts as not done', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    await lab.calls.tasks.skip({ planId, occurrence: null, reason: 'no detergent' });
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'due', skip: { reason: 'no detergent' } });
    lab.time.pass(1);
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'overdue', dueOn: '2026-11-22' });
  });

  test('a correction keeps the original, judges by the old yardstick, and waits for review again', async () => {
    const limits = field({ key: 'temperature', kind: 'number', low: '2', high: '8' });
    const planId = await lab.makePlan(terms(daily('2026-11-22'), { fields: [limits] }));
    const { hash } = await lab.perform(planId, '2026-11-22', { entries: [entry('temperature', '4.5')] });
    expect(await lab.calls.tasks.review({ hashes: [hash], note: '', signing: null })).toEqual({
      reviewedCount: 1,
    });
    expect((await lab.calls.tasks.get({ hash })).review).not.toBeNull();
    const corrected = await lab.calls.tasks.correct({
      hash,
      entries: [entry('temperature', '45')],
      performedOn: null,
      note: null,
      reason: 'typing error',
      signing: null,
    });
    expect(corrected.verdict).toBe('fail');
    const detail = await lab.calls.tasks.get({ hash });
    expect(detail).toMatchObject({ isAmended: true, verdict: 'fail', review: null });
    expect(detail.corrections[0]).toMatchObject({ reason: 'typing error' });
    expect(detail.corrections[0]!.changes).toContainEqual({ field: 'temperature', from: '4.5', to: '45' });
  });

  test('a voided record stays visible and the task is due again', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    const { hash } = await lab.perform(planId, '2026-11-22');
    expect((await lab.itemOf(planId)).dueOn).toBe('2026-11-23');
    const voided = await lab.calls.tasks.void({ hash, reason: 'other instrument', signing: null });
    expect(voided.nextDueOn).toBe('2026-11-22');
    expect((await lab.calls.tasks.get({ hash })).isVoided).toBe(true);
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'due', dueOn: '2026-11-22', last: null });
  });
});
