import { afterEach, beforeEach, expect, test } from 'vitest';
import { daily, entry, openMaintenanceBench, plain, terms } from '../../harness/maintenance-bench.ts';

let lab: Awaited<ReturnType<typeof openMaintenanceBench>>;
beforeEach(async () => {
  lab = await openMaintenanceBench('2026-11-20T10:00:00Z');
});
afterEach(() => lab.close());

const past = async (at: string) => (await lab.calls.agenda.past({ instrumentId: lab.instrumentId, at })).items;

test('where a plan stood then is told from what had been entered by then, also when work was entered late', async () => {
  const planId = await lab.makePlan(terms(daily('2026-11-20')));
  const entries = [entry('done', 'yes')];
  await lab.calls.sheets.performNow({
    planId,
    occurrence: null,
    entries,
    performedOn: '2026-11-20',
    requestId: 'request-1',
    ...plain,
  });
  lab.time.pass(2);
  // On the 22nd somebody enters the work of the 21st.
  const late = { ...plain, lateReason: 'no power' };
  await lab.calls.sheets.performNow({
    planId,
    occurrence: null,
    entries,
    performedOn: '2026-11-21',
    requestId: 'request-2',
    ...late,
  });
  lab.time.pass(3);

  expect(await past('2026-11-20T09:00:00Z')).toEqual([]);
  expect(await past('2026-11-20T11:00:00Z')).toMatchObject([{ dueOn: '2026-11-21', last: { on: '2026-11-20' } }]);
  expect(await past('2026-11-22T09:00:00Z')).toMatchObject([
    { state: 'overdue', dueOn: '2026-11-21', last: { on: '2026-11-20' } },
  ]);
  expect(await past('2026-11-22T11:00:00Z')).toMatchObject([
    { state: 'due', dueOn: '2026-11-22', last: { on: '2026-11-21' } },
  ]);
  const [now] = await past('2026-11-25T10:00:00Z');
  expect(now).toMatchObject({ state: 'overdue', dueOn: (await lab.itemOf(planId))?.dueOn });
});

test('a plan retired later stood then; one made later did not', async () => {
  const planId = await lab.makePlan(terms(daily('2026-11-20')));
  lab.time.pass(1);
  await lab.calls.plans.retire({ planId, reason: 'not needed' });
  lab.time.pass(1);
  await lab.makePlan(terms(daily('2026-11-22'), { title: 'Later' }));
  expect((await past('2026-11-20T11:00:00Z')).map(({ title }) => title)).toEqual(['Rinse']);
  expect(await past('2026-11-21T11:00:00Z')).toEqual([]);
  expect((await past('2026-11-22T11:00:00Z')).map(({ title }) => title)).toEqual(['Later']);
});
