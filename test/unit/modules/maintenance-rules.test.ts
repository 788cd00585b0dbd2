import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  coreMaintenanceRecords,
  meterStream,
  planStream,
  taskStream,
} from '../../../shared/modules/maintenance/records.ts';
import { judgeField, judgeTask, readDecimal, recordFields } from '../../../shared/modules/maintenance/rules-fields.ts';
import { type MeterCommand, meterDecider } from '../../../shared/modules/maintenance/rules-meter.ts';
import { type PlanCommand, planDecider } from '../../../shared/modules/maintenance/rules-plan.ts';
import {
  advanceOf,
  countsAsOf,
  holderOf,
  type Performed,
  type TaskCommand,
  taskDecider,
} from '../../../shared/modules/maintenance/rules-task.ts';
import { recordAmended } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { daily, field, terms } from '../../harness/maintenance-bench.ts';
import { PaperBench } from '../../harness/paper-bench.ts';
import '../../harness/fast-check.ts';

const stream = taskStream('p1', '2026-12-01');
const bench = (name = 'a') => new PaperBench(name, [...coreMaintenanceRecords, recordAmended]);
const body = (more: Partial<Performed> = {}): Performed => ({
  planId: 'p1',
  instrumentId: 'i1',
  occurrence: '2026-12-01',
  sheetId: 's1',
  title: 'Rinse',
  planHash: 'h'.repeat(43),
  dueOn: '2026-12-01',
  windowOpensOn: '2026-11-24',
  windowClosesOn: '2026-12-08',
  performedOn: '2026-12-01',
  performedShift: null,
  performedAt: null,
  timeZone: 'UTC',
  enteredOn: '2026-12-01',
  enteredAt: '2026-12-01T10:00:00.000Z',
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
  ...more,
});
const perform = (more: Partial<Performed> = {}): TaskCommand => ({ do: 'perform', body: body(more), missed: null });

describe('one occurrence', () => {
  test('duplicate work by two benches: both are kept, a person is shown, the date moves once and by the stricter day', () => {
    const [a, b] = [bench('a'), bench('b')];
    a.decide(taskDecider, stream, perform({ sheetId: 'a', performedOn: '2026-12-01' }));
    b.decide(taskDecider, stream, perform({ sheetId: 'b', performedOn: '2026-12-03' }));
    a.pull(b);
    b.pull(a);
    for (const one of [a, b]) {
      const { state, conflicts } = one.fold(taskDecider, stream);
      expect(conflicts.map(({ code }) => code)).toEqual(['maintenance/done-twice']);
      expect(state.performances).toHaveLength(2);
      expect(advanceOf(state)).toMatchObject({ slot: '2026-12-01', doneOn: '2026-12-01' });
      const holder = holderOf(state.performances);
      expect(state.performances.map((each) => countsAsOf(each, holder)).sort()).toEqual(['already-done', 'due']);
    }
  });

  test('a correction to "extra" ends the conflict', () => {
    const [a, b] = [bench('a'), bench('b')];
    const [first] = a.decide(taskDecider, stream, perform({ sheetId: 'a' }));
    b.decide(taskDecider, stream, perform({ sheetId: 'b' }));
    a.pull(b);
    a.write([draft(recordAmended, stream, { target: first!.hash, patch: { isExtra: true }, reason: 'same work' })]);
    const { state, conflicts } = a.fold(taskDecider, stream);
    expect(conflicts).toEqual([]);
    expect(advanceOf(state)?.hash).not.toBe(first!.hash);
  });

  test('too early, extra, failed where only a pass counts, and void move nothing', () => {
    for (const more of [
      { performedOn: '2026-11-23' },
      { isExtra: true },
      { mustPass: true, verdict: 'fail' as const },
      { mustPass: true, verdict: 'cannot-evaluate' as const },
      { isVoided: true },
    ]) {
      const a = bench();
      a.decide(taskDecider, stream, perform(more));
      expect(advanceOf(a.fold(taskDecider, stream).state)).toBeNull();
    }
  });

  test('the same sheet handed in twice is one performance; a skip of what was done is refused', () => {
    const a = bench();
    a.decide(taskDecider, stream, perform());
    expect(a.decide(taskDecider, stream, perform({ performedOn: '2026-12-02' }))).toEqual([]);
    const skip: TaskCommand = {
      do: 'skip',
      body: { planId: 'p1', instrumentId: 'i1', occurrence: '2026-12-01', dueOn: null, on: '2026-12-02', reason: 'x' },
    };
    expect(() => a.decide(taskDecider, stream, skip)).toThrow(
      expect.objectContaining({ code: 'maintenance/already-done' }),
    );
  });

  test('a review counts for what it saw: corrected afterwards, it is to be reviewed again', () => {
    const a = bench();
    const [done] = a.decide(taskDecider, stream, perform());
    a.decide(taskDecider, stream, { do: 'review', target: done!.hash, note: '' });
    expect(a.fold(taskDecider, stream).state.performances[0]!.review).not.toBeNull();
    const patch = { note: 'n', correctionCount: 1 };
    a.write([draft(recordAmended, stream, { target: done!.hash, patch, reason: 'r' })]);
    expect(a.fold(taskDecider, stream).state.performances[0]!.review).toBeNull();
  });

  test('any history folds to one state in any order of arrival, never throws, and moves the date at most once', () => {
    const act = fc.record({
      who: fc.integer({ min: 0, max: 2 }),
      pulls: fc.boolean(),
      skewMs: fc.integer(),
      command: fc.oneof(
        fc
          .record({
            sheetId: fc.constantFrom('s1', 's2', 's3', 's4'),
            performedOn: fc.constantFrom('2026-11-20', '2026-11-30', '2026-12-01', '2026-12-20'),
            isExtra: fc.boolean(),
            verdict: fc.constantFrom('pass' as const, 'fail' as const),
            mustPass: fc.boolean(),
          })
          .map((more) => perform(more)),
        fc.constant<TaskCommand>({
          do: 'skip',
          body: {
            planId: 'p1',
            instrumentId: 'i1',
            occurrence: '2026-12-01',
            dueOn: null,
            on: '2026-12-02',
            reason: 'x',
          },
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 10 }), fc.infiniteStream(fc.nat()), (acts, dice) => {
        const benches = ['a', 'b', 'c'].map((name) => bench(name));
        for (const { who, command, pulls, skewMs } of acts) {
          const one = benches[who]!;
          if (pulls) for (const other of benches) if (other !== one) one.pull(other);
          one.wallMs += skewMs * 1000;
          try {
            one.decide(taskDecider, stream, command);
          } catch (error) {
            expect((error as { code: string }).code).toBe('maintenance/already-done');
          }
        }
        for (const one of benches) for (const other of benches) one.pull(other);
        const all = benches[0]!.seen;
        const expected = benches[0]!.foldOf(taskDecider, stream, all);
        const shuffled = [...all].sort(() => (dice.next().value! % 3) - 1);
        const folded = benches[0]!.foldOf(taskDecider, stream, shuffled);
        expect(folded.state).toEqual(expected.state);
        expect(folded.conflicts).toEqual(expected.conflicts);
        expect(folded.conflicts.some(({ code }) => code === 'records/fold-failed')).toBe(false);
        const holder = holderOf(folded.state.performances);
        const moving = folded.state.performances.filter((each) => ['due', 'late'].includes(countsAsOf(each, holder)));
        expect(moving.length).toBe(holder ? 1 : 0);
      }),
    );
  });
});

describe('plans', () => {
  const plan = planStream('p1');
  const create: PlanCommand = {
    do: 'create',
    body: {
      planId: 'p1',
      instrumentId: 'i1',
      terms: terms(daily('2026-11-22')),
      createdOn: '2026-11-22',
      upkeep: null,
      reason: '',
    },
  };
  const change = (every: number): PlanCommand => ({
    do: 'change',
    terms: terms({ ...daily('2026-12-01'), calendar: { kind: 'every', every, unit: 'days', startsOn: '2026-12-01' } }),
    changedOn: '2026-11-25',
    carried: null,
    reason: 'r',
  });

  test('changed apart, the stricter interval holds until a person decides', () => {
    const [a, b] = [bench('a'), bench('b')];
    a.decide(planDecider, plan, create);
    b.pull(a);
    a.decide(planDecider, plan, change(7));
    b.decide(planDecider, plan, change(3));
    a.pull(b);
    const { state, conflicts } = a.fold(planDecider, plan);
    expect(conflicts.map(({ code }) => code)).toEqual(['maintenance/plan-conflict']);
    expect(state.value!.value.terms.rule.calendar).toMatchObject({ every: 3 });
    a.decide(planDecider, plan, change(5));
    expect(a.fold(planDecider, plan)).toMatchObject({
      conflicts: [],
      state: { value: { value: { terms: { rule: { calendar: { every: 5 } } } } } },
    });
  });

  test('the same terms again make no record; a retired plan is not changed', () => {
    const a = bench();
    a.decide(planDecider, plan, create);
    expect(a.decide(planDecider, plan, { ...change(1), terms: terms(daily('2026-11-22')) } as PlanCommand)).toEqual([]);
    a.decide(planDecider, plan, { do: 'retire', reason: 'sold' });
    expect(() => a.decide(planDecider, plan, change(2))).toThrow(
      expect.objectContaining({ code: 'maintenance/plan-retired' }),
    );
  });
});

describe('meters', () => {
  const meter = meterStream('i1', 'cycles');
  const read = (reading: string, origin: 'typed' | 'wire' = 'wire', on = '2026-11-22'): MeterCommand => ({
    do: 'read',
    body: {
      instrumentId: 'i1',
      meter: 'cycles',
      unit: '',
      reading,
      on,
      at: `${on}T10:00:00.000Z`,
      origin,
      messageId: null,
    },
  });
  const replace = (lastReading: string, firstReading: string): MeterCommand => ({
    do: 'replace',
    body: {
      instrumentId: 'i1',
      meter: 'cycles',
      unit: '',
      lastReading,
      firstReading,
      on: '2026-11-22',
      at: '2026-11-22T10:00:00.000Z',
      reason: 'r',
    },
  });

  test('a reading that went down on the wire is kept, named and not used', () => {
    const a = bench();
    for (const reading of ['100', '90', '101']) a.decide(meterDecider, meter, read(reading));
    const { state, conflicts } = a.fold(meterDecider, meter);
    expect(state).toMatchObject({ total: 101, refusedCount: 1 });
    expect(conflicts.map(({ code }) => code)).toEqual(['maintenance/meter-went-down']);
  });

  test('the total only ever grows, over any replacements', () => {
    const step = fc.oneof(
      fc.integer({ min: 0, max: 1000 }).map((value) => read(String(value))),
      fc
        .tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 50 }))
        .map(([last, first]) => replace(String(last), String(first))),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const a = bench();
        let total = 0;
        for (const command of steps) {
          a.decide(meterDecider, meter, command);
          const next = a.fold(meterDecider, meter).state.total;
          expect(next).toBeGreaterThanOrEqual(total);
          total = next;
        }
      }),
    );
  });
});

describe('judging a sheet', () => {
  const entry = (value: string | null) => ({ key: 'x', value, reading: null, photo: null, note: '' });
  const number = field({ key: 'x', kind: 'number', low: '2', high: '8.0' });

  test('at the limit passes; beyond it fails; what is missing or no number can not be judged', () => {
    const verdictOf = (value: string | null) => judgeField(number, entry(value)).verdict;
    expect(['2', '8', '8,00', '5'].map(verdictOf)).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect(['1.999', '8.01', '-3'].map(verdictOf)).toEqual(['fail', 'fail', 'fail']);
    expect(['', null, 'cold', '1e3'].map(verdictOf)).toEqual(Array(4).fill('cannot-evaluate'));
    expect(judgeField({ ...number, low: null, high: null }, entry('5')).verdict).toBeNull();
  });

  test('any fail fails the sheet, else anything unclear makes it unclear; an empty sheet of notes passes', () => {
    const fields = [
      number,
      field({ key: 'y', kind: 'pass-fail' }),
      field({ key: 'z', kind: 'text', isRequired: false }),
    ];
    const judge = (x: string, y: string) =>
      judgeTask(recordFields(fields, [{ ...entry(x) }, { ...entry(y), key: 'y' }])).verdict;
    expect(judge('5', 'pass')).toBe('pass');
    expect(judge('5', 'fail')).toBe('fail');
    expect(judge('9', '')).toBe('fail');
    expect(judge('', 'pass')).toBe('cannot-evaluate');
    expect(judgeTask([]).verdict).toBe('pass');
  });

  test('numbers as people type them', () => {
    expect(['1,5', '+2', ' 3 ', '.5', '-0.25', '4.'].map(readDecimal)).toEqual(['1.5', '2', '3', '0.5', '-0.25', '4']);
    expect(['', '1.2.3', 'abc', '1e5', '٣'].map(readDecimal)).toEqual(Array(5).fill(null));
  });
});
