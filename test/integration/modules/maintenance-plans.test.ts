import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScheduleRule } from '../../../shared/modules/maintenance/terms.ts';
import { all, daily, type MaintenanceBench, openMaintenanceBench, terms } from '../../harness/maintenance-bench.ts';
import { nextOf } from '../../harness/module-bench.ts';

let lab: MaintenanceBench;
beforeEach(async () => {
  lab = await openMaintenanceBench();
});
afterEach(() => lab.close());

describe('plans', () => {
  test('several on one instrument; a change does not hide what is overdue; a retired one leaves the agenda', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-10')));
    await lab.makePlan(terms(daily('2026-11-30'), { title: 'Electrical safety' }));
    const { tip } = await lab.calls.plans.get({ planId });
    const rarer = terms({
      ...daily('2026-12-01'),
      calendar: { kind: 'every', every: 1, unit: 'months', startsOn: '2026-12-01' },
    });
    const change = { planId, terms: rarer, reason: 'manual 5', expectedTip: tip };
    await lab.calls.plans.change(change);
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'overdue', dueOn: '2026-11-10' });
    await expect(lab.calls.plans.change({ ...change, terms: terms(daily('2026-11-11')) })).rejects.toMatchObject({
      code: 'records/stale',
    });
    await lab.perform(planId, '2026-11-22');
    expect(await lab.itemOf(planId)).toMatchObject({ dueOn: '2026-12-01' });
    const { history, nextDates } = await lab.calls.plans.get({ planId });
    expect(history.at(-1)).toMatchObject({ reason: 'manual 5' });
    expect(nextDates.slice(0, 2)).toEqual(['2026-12-01', '2027-01-01']);
    await lab.calls.plans.retire({ planId, reason: 'sold' });
    const { items } = await lab.calls.agenda.list({ ...all, states: [] });
    expect(items.map(({ title }) => title)).toEqual(['Electrical safety']);
  });

  test('an event raises the tasks that name it; done once, they answer every event so far', async () => {
    const onEvent: ScheduleRule = { ...daily('2026-11-22'), calendar: null, events: ['clot', 'returned-to-use'] };
    const planId = await lab.makePlan(terms(onEvent, { title: 'Clean aperture' }));
    expect((await lab.itemOf(planId)).state).toBe('on-demand');
    const note = (text: string) =>
      lab.calls.events.note({ instrumentId: lab.instrumentId, kind: 'clot', on: null, note: text });
    expect((await note('first')).raised).toEqual([planId]);
    await note('second');
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'due', cause: 'event', event: { kind: 'clot' } });
    const { hash } = await lab.perform(planId, '2026-11-22');
    expect((await lab.itemOf(planId)).state).toBe('on-demand');
    const [newest] = await lab.calls.events.list({ instrumentId: lab.instrumentId, limit: 10 });
    expect(newest!.raised).toEqual([{ planId, title: 'Clean aperture', isAnswered: true }]);
    await lab.calls.tasks.void({ hash, reason: 'wrong', signing: null });
    expect((await lab.itemOf(planId)).state).toBe('due');
  });

  test('not in use is declared by a person; on return, what is asked for then is raised', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    const back: ScheduleRule = { ...daily('2026-11-22'), calendar: null, events: ['returned-to-use'] };
    const onReturn = await lab.makePlan(terms(back, { title: 'Check before use' }));
    const { spanId } = await lab.calls.notInUse.declare({
      instrumentId: lab.instrumentId,
      fromOn: '2026-11-22',
      reason: 'holiday',
    });
    expect((await lab.itemOf(planId)).state).toBe('not-in-use');
    lab.time.pass(20);
    expect((await lab.itemOf(planId)).state).toBe('not-in-use');
    const ended = await lab.calls.notInUse.end({
      instrumentId: lab.instrumentId,
      spanId,
      toOn: '2026-12-12',
      note: '',
    });
    expect(ended.raised).toEqual([onReturn]);
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'due', dueOn: '2026-12-12' });
    expect((await lab.itemOf(onReturn)).state).toBe('due');
  });

  test('counters: typed readings only go up, unless the meter was replaced', async () => {
    const byCycles: ScheduleRule = {
      ...daily('2026-11-22'),
      calendar: null,
      counter: { meter: 'cycles', every: 100, unit: 'cycles', startsAt: 0 },
    };
    const planId = await lab.makePlan(terms(byCycles, { title: 'Pierce unit' }));
    const { meters } = lab.calls;
    const read = (reading: string) =>
      meters.note({ instrumentId: lab.instrumentId, meter: 'cycles', unit: 'cycles', reading, readOn: null });
    expect((await lab.itemOf(planId)).state).toBe('cannot-evaluate');
    await read('89');
    expect((await lab.itemOf(planId)).state).toBe('upcoming');
    await read('90');
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'soon', counter: { used: 90, share: 0.9 } });
    await expect(read('80')).rejects.toMatchObject({ code: 'maintenance/meter-went-down' });
    await read('100');
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'due', cause: 'counter', dueOn: '2026-11-22' });
    await meters.replace({
      instrumentId: lab.instrumentId,
      meter: 'cycles',
      lastReading: '120',
      firstReading: '0',
      reason: 'new board',
      signing: null,
    });
    expect(await lab.itemOf(planId)).toMatchObject({ counter: { used: 120 } });
    await read('5');
    await lab.perform(planId, '2026-11-22');
    expect(await lab.itemOf(planId)).toMatchObject({ state: 'upcoming', counter: { used: 0 } });
  });
});

describe('clock and day', () => {
  test('set back: what was recorded keeps its order, the person is warned, both times are kept', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    await lab.perform(planId, '2026-11-22');
    lab.time.setWall('2026-11-20T09:00:00Z');
    const { clock } = await lab.calls.agenda.counts();
    expect(clock).toMatchObject({ state: 'behind', newestAt: '2026-11-22T10:00:00.000Z' });
    const { hash } = await lab.perform(planId, '2026-11-20');
    const detail = await lab.calls.tasks.get({ hash });
    expect(detail).toMatchObject({ clock: 'behind', countsAs: 'extra' });
    expect((await lab.itemOf(planId)).dueOn).toBe('2026-11-23');
  });

  test('each place has its own date: the same instant is tomorrow in Auckland, and its night shift began the evening before', async () => {
    const shifts = [
      { name: 'day', startsAt: '07:00' },
      { name: 'night', startsAt: '19:00' },
    ];
    const place = { place: 'Auckland', timeZone: 'Pacific/Auckland', closedWeekdays: [], closedDates: [], shifts };
    await lab.calls.calendar.set({ calendar: place, reason: '' });
    const there = await lab.bench.register('sysmex-xn-1000', { name: 'XN NZ', place: 'Auckland' });
    const perShift = { ...daily('2026-11-22'), calendar: { kind: 'per-shift', startsOn: '2026-11-22' } } as const;
    const plans = [
      { upkeepKey: null, terms: terms(daily('2026-11-23'), { title: 'Rinse' }) },
      { upkeepKey: null, terms: terms(perShift, { title: 'Check' }) },
    ];
    const { planIds } = await lab.calls.plans.create({ instrumentId: there, plans, reason: '' });
    const here = await lab.makePlan(terms(daily('2026-11-23')));
    lab.time.setWall('2026-11-22T12:30:00Z');
    expect((await lab.itemOf(here)).state).toBe('soon');
    expect(await lab.itemOf(planIds[0]!)).toMatchObject({ state: 'due', dueOn: '2026-11-23' });
    const [first, second] = [{ occurrence: '2026-11-22s1' }, { occurrence: '2026-11-22s2' }];
    expect(await lab.itemOf(planIds[1]!)).toMatchObject({ ...first, state: 'overdue', shift: 'day' });
    await lab.perform(planIds[1]!, '2026-11-22', { lateReason: 'paper', performedTime: '10:00' });
    expect(await lab.itemOf(planIds[1]!)).toMatchObject({ ...second, state: 'due', shift: 'night' });
    const { hash } = await lab.perform(planIds[1]!, '2026-11-23');
    const detail = await lab.calls.tasks.get({ hash });
    expect(detail).toMatchObject({
      performedOn: '2026-11-22',
      performedAt: '2026-11-23T01:30:00.000+13:00',
      isLateEntry: false,
      countsAs: 'due',
    });
  });

  test('the live agenda pushes counts when something is done', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-22')));
    const stream = await lab.calls.agenda.live();
    expect(await nextOf(stream)).toMatchObject({ counts: { due: 1, attention: 1 }, changed: [planId] });
    await lab.perform(planId, '2026-11-22');
    expect(await nextOf(stream)).toMatchObject({ counts: { due: 0, soon: 1 }, changed: [planId] });
    await stream.return?.(undefined);
  });

  test('tables rebuilt from the log say the same', async () => {
    const planId = await lab.makePlan(terms(daily('2026-11-20')));
    await lab.perform(planId, '2026-11-22');
    await lab.calls.events.note({ instrumentId: lab.instrumentId, kind: 'clot', on: null, note: '' });
    const before = await lab.calls.agenda.list({ ...all, states: [] });
    const dump = () =>
      ['maintenance_plans', 'maintenance_tasks', 'maintenance_performed', 'maintenance_events', 'place_calendars'].map(
        (table) => lab.bench.host.context.store.db.prepare(`SELECT * FROM ${table} ORDER BY stream`).all(),
      );
    const rows = dump();
    lab.bench.host.context.store.db.prepare('UPDATE projection_state SET version = 0').run();
    await lab.reopen();
    expect(dump()).toEqual(rows);
    expect(await lab.calls.agenda.list({ ...all, states: [] })).toEqual(before);
  });
});

test('a repair that needs proof raises the tasks of plans that name it, and only those', async () => {
  const after = (events: ScheduleRule['events']): ScheduleRule => ({ ...daily('2026-11-22'), calendar: null, events });
  const wanted = await lab.makePlan(terms(after(['repair']), { title: 'Check alignment' }));
  const other = await lab.makePlan(terms(after(['moved']), { title: 'Check level' }));
  const { instrumentId } = lab;
  const { service } = lab.calls;
  await service.rts.raise({ instrumentId, events: ['repair'], note: 'laser', downtimeKind: null, workOrderId: null });
  expect(await lab.itemOf(wanted)).toMatchObject({ state: 'due', event: { kind: 'repair', note: 'laser' } });
  expect((await lab.itemOf(other)).state).toBe('on-demand');
});
