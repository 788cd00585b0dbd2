import { afterEach, beforeEach, expect, test } from 'vitest';
import { deskOf, watchAttention } from '../../../electron/modules/maintenance/desk-of.ts';
import { takeNotices } from '../../../electron/modules/maintenance/live.ts';
import { daily, type MaintenanceBench, openMaintenanceBench, terms } from '../../harness/maintenance-bench.ts';

let lab: MaintenanceBench;
beforeEach(async () => {
  lab = await openMaintenanceBench();
});
afterEach(() => lab.close());

const take = () => {
  const { context } = lab.bench.host;
  return takeNotices(context, deskOf(context)).map(({ kind, title }) => `${kind} ${title}`);
};

test('what became due is told once on this machine, also over a new start; overdue is told anew', async () => {
  await lab.makePlan(terms(daily('2026-11-22')));
  expect(take()).toEqual(['due Rinse']);
  expect(take()).toEqual([]);
  await lab.reopen();
  expect(take()).toEqual([]);
  lab.time.pass(1);
  expect(take()).toEqual(['overdue Rinse']);
});

test('a counter at 90 % is told before it fires', async () => {
  const counter = { meter: 'cycles', every: 100, unit: 'cycles', startsAt: 0 };
  await lab.makePlan(terms({ ...daily('2026-11-22'), calendar: null, counter }, { title: 'Pierce unit' }));
  const read = (reading: string) =>
    lab.calls.meters.note({ instrumentId: lab.instrumentId, meter: 'cycles', unit: '', reading, readOn: null });
  await read('89');
  expect(take()).toEqual([]);
  await read('90');
  expect(take()).toEqual(['counter-90 Pierce unit']);
  await read('100');
  expect(take()).toEqual(['due Pierce unit']);
});

test('whoever has no page is told the counts, and again when they change', async () => {
  const planId = await lab.makePlan(terms(daily('2026-11-22')));
  const told: number[] = [];
  let wake = (): void => {};
  const stop = watchAttention(lab.bench.host.context, ({ counts }) => {
    told.push(counts.attention);
    wake();
  });
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      wake = () => told.length >= count && resolve();
      wake();
    });
  await until(1);
  await lab.perform(planId, '2026-11-22');
  await until(2);
  stop();
  expect(told).toEqual([1, 0]);
});
