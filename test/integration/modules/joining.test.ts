import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostModules } from '../../../electron/modules/all.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import { daily, entry, plain, terms } from '../../harness/maintenance-bench.ts';
import type { ModuleBench } from '../../harness/module-bench.ts';
import { openTwoBenches } from '../../harness/two-benches.ts';

type Two = Awaited<ReturnType<typeof openTwoBenches>>;
let two: Two;
let requests = 0;

beforeEach(async () => {
  two = await openTwoBenches();
});
afterEach(async () => {
  await two.close();
  expect([...two.a.faults, ...two.b.faults]).toEqual([]);
});

const plan = async (bench: ModuleBench, instrumentId: string): Promise<string> => {
  const { planIds } = await bench.page.maintenance.plans.create({
    instrumentId,
    plans: [{ upkeepKey: null, terms: terms(daily('2026-11-22')) }],
    reason: '',
  });
  return planIds[0]!;
};

const perform = (bench: ModuleBench, planId: string, note: string) =>
  bench.page.maintenance.sheets.performNow({
    ...plain,
    note,
    requestId: `request-${++requests}-of-joining`,
    planId,
    occurrence: '2026-11-22',
    entries: [entry('done', 'yes')],
    performedOn: '2026-11-22',
  });

const conflictsOf = (bench: ModuleBench) => bench.page.joining.conflicts.list();
const decide = (bench: ModuleBench, stream: string, sides: string[], upholds: string | null) =>
  bench.page.joining.conflicts.decide({ stream, sides, upholds, reason: 'looked at both', signing: null });

describe('two who did the same task', () => {
  test('are both kept and shown on both benches; what a reviewer decides holds on both', async () => {
    const { a, b } = two;
    const instrumentId = await a.register('sysmex-xn-1000', { name: 'XN 1' });
    const planId = await plan(a, instrumentId);
    two.meet();
    await perform(a, planId, 'at the morning');
    await perform(b, planId, 'at noon');
    expect(await conflictsOf(a)).toEqual([]);
    two.meet();

    const here = await conflictsOf(a);
    expect(here).toHaveLength(1);
    expect(here[0]).toMatchObject({
      subject: { kind: 'task', name: 'XN 1', instrumentId },
      notes: [{ code: 'maintenance/done-twice', data: { title: 'Rinse' } }],
      contradicting: [],
    });
    expect(here[0]!.sides.map(({ workstation, isOwn }) => [workstation, isOwn])).toEqual([
      [expect.any(String), true],
      ['Bench B', false],
    ]);
    const differing = here[0]!.sides.map(({ fields }) => fields.filter(({ differs }) => differs));
    expect(differing[0]).toContainEqual({ field: 'note', value: 'at the morning', differs: true });
    const there = await conflictsOf(b);
    expect(there[0]!.id).toBe(here[0]!.id);

    const { stream, sides } = here[0]!;
    const hashes = sides.map(({ hash }) => hash);
    await expect(decide(a, stream, hashes.slice(1), null)).rejects.toMatchObject({ code: 'joining/changed' });
    await decide(a, stream, hashes, hashes[0]!);
    expect(await conflictsOf(a)).toEqual([]);
    await expect(decide(a, stream, hashes, null)).rejects.toMatchObject({ code: 'joining/changed' });
    two.carry(a, b);
    expect(await conflictsOf(b)).toEqual([]);
    const decided = await b.page.joining.conflicts.decided({ limit: 10 });
    expect(decided).toMatchObject([{ upholds: hashes[0], reason: 'looked at both', isInForce: true }]);
    expect(decided[0]!.sides.map(({ hash }) => hash)).toEqual(hashes);
    const history = { instrumentId, planId, fromOn: null, toOn: null, only: 'all', before: null, limit: 10 } as const;
    expect((await b.page.maintenance.tasks.history(history)).rows.map(({ hash }) => hash)).toEqual([hashes[0]]);
    for (const bench of [a, b]) {
      const found = await verifyDataFolder({ dataFolder: bench.dataFolder, modules: hostModules });
      expect(found.problems).toEqual([]);
    }
  });

  test('are told of each other before the second begins, once the record has arrived', async () => {
    const { a, b } = two;
    const planId = await plan(a, await a.register('sysmex-xn-1000', { name: 'XN 1' }));
    two.meet();
    await perform(a, planId, '');
    const asked = { planId, occurrence: '2026-11-22' };
    expect(await b.page.joining.doneElsewhere(asked)).toEqual([]);
    two.carry(a, b);
    expect(await b.page.joining.doneElsewhere(asked)).toMatchObject([
      { title: 'Rinse', workstation: 'Bench A', isSameOccurrence: true },
    ]);
    // The next occurrence, on the same day: still worth a word; a week later it is not.
    expect(await b.page.joining.doneElsewhere({ planId, occurrence: '2026-11-23' })).toHaveLength(1);
    two.time.pass(7);
    expect(await b.page.joining.doneElsewhere({ planId, occurrence: '2026-11-29' })).toEqual([]);
    expect(await a.page.joining.doneElsewhere(asked)).toEqual([]);
  });
});

test('two reviewers who differ open the conflict again, and the third decision names both', async () => {
  const { a, b } = two;
  const instrumentId = await a.register('sysmex-xn-1000', { name: 'XN 1' });
  two.meet();
  const status = (bench: ModuleBench, serviceStatus: 'out-of-service' | 'restricted') =>
    bench.page.instruments.setServiceStatus({ instrumentId, serviceStatus, reason: 'seen' });
  await status(a, 'restricted');
  await status(b, 'restricted');
  await status(b, 'out-of-service');
  two.meet();
  const [question] = await conflictsOf(a);
  const [restricted, out] = question!.sides.map(({ hash }) => hash) as [string, string];
  expect(question!.notes[0]!.code).toBe('instruments/service-status-conflict');
  await decide(a, question!.stream, [restricted, out], restricted);
  await decide(b, question!.stream, [restricted, out], out);
  two.meet();
  for (const bench of [a, b]) {
    const [again] = await conflictsOf(bench);
    expect(again!.sides).toHaveLength(2);
    expect(again!.contradicting.map(({ upholds }) => upholds).sort()).toEqual([restricted, out].sort());
    // The safer one holds meanwhile.
    expect((await bench.page.instruments.get({ instrumentId })).serviceStatus).toBe('out-of-service');
  }
  await decide(b, question!.stream, [restricted, out], restricted);
  two.meet();
  for (const bench of [a, b]) {
    expect(await conflictsOf(bench)).toEqual([]);
    expect((await bench.page.instruments.get({ instrumentId })).serviceStatus).toBe('restricted');
  }
  expect((await conflictsOf(a)).length).toBe(0);
});
