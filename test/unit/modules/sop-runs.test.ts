import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sopRecords } from '../../../shared/modules/sop/records.ts';
import { answerAt, statusOf } from '../../../shared/modules/sop/rules-run.ts';
import {
  type AnswerCommand,
  type RunCommand,
  runDecider,
  runWay,
  summarize,
} from '../../../shared/modules/sop/rules-run-acts.ts';
import { runStream } from '../../../shared/modules/sop/run-records.ts';
import { PaperBench } from '../../harness/paper-bench.ts';
import { branch, confirm, hazard, number, repeat, signature, sop, text, typed } from '../../harness/sop-paper.ts';

const stream = runStream('r1');
const at = '2026-11-22T10:00:00.000Z';
const content = sop([
  confirm('a'),
  number('n', { low: '2', high: '5' }),
  branch('b', 'n', [
    { label: 'good', when: { op: 'is-verdict', value: 'pass' }, goTo: 'each' },
    { label: 'bad', when: null, goTo: 'next' },
  ]),
  text('note'),
  repeat('each', [number('v')]),
]);
const hash = 'h'.padEnd(43, '-');
const start: RunCommand = {
  do: 'start',
  body: {
    ...{ runId: 'r1', instrumentId: '', sopId: 's1', versionId: 'v1', versionNumber: 1, versionHash: hash },
    ...{ title: 'SOP', code: '', at, timeZone: 'UTC', isTrial: false },
  },
};
const answer = (where: string, value: string | null, more: Partial<AnswerCommand> = {}): RunCommand => ({
  ...{ do: 'answer', content, at: where, entry: typed(value), timing: null, specimenHash: null, openedAt: null },
  ...{ answeredAt: at, clock: 'ok', reason: '', isRecovered: false, actor: 'os:a' },
  ...more,
});
const finish = (recovered: string[] = [], open: string[] = []): RunCommand => ({
  do: 'finish',
  content,
  finishedAt: at,
  note: '',
  recovered,
  open,
});
const deviate = (where: string, isInstead = true): RunCommand => ({
  ...{
    do: 'deviate',
    content,
    deviationId: `d-${where}`,
    at: where,
    what: 'left out',
    reason: 'no material',
    isInstead,
    notedAt: at,
  },
});
const whole: RunCommand[] = [answer('a', 'yes'), answer('n', '3'), answer('each', '1'), answer('each#1/v', '7')];

const bench = (name: string) => new PaperBench(name, sopRecords);
const does = (one: PaperBench, ...commands: RunCommand[]) => {
  for (const command of commands) one.decide(runDecider, stream, command);
};
const runOf = (one: PaperBench) => one.fold(runDecider, stream).state;
const conflictsOf = (one: PaperBench) => one.fold(runDecider, stream).conflicts.map(({ code }) => code);
const stateOf = (one: PaperBench) => statusOf(runOf(one)).state;
const begun = (...commands: RunCommand[]) => {
  const one = bench('a');
  does(one, start, ...commands);
  return one;
};
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('finishing', () => {
  test('C.10: is refused with open mandatory steps, and says how many and which is first', () => {
    const a = begun(answer('a', 'yes'));
    expect(() => does(a, finish())).toThrow(
      expect.objectContaining({ code: 'sop/open-steps', data: { count: 2, first: 'n' } }),
    );
    does(a, answer('n', '3'), answer('each', '0'), finish());
    expect(stateOf(a)).toBe('finished');
  });

  test('C.10: is refused while recovered drafts were not looked at: they are not finished in bulk', () => {
    const a = begun(...whole);
    expect(() => does(a, finish(['note']))).toThrow(code('sop/recovered-drafts'));
    expect(() => does(a, finish([], ['a']))).toThrow(code('sop/open-drafts'));
    does(a, finish());
    expect(runOf(a).revisions[1]?.finished).toMatchObject({ verdict: 'pass', counted: expect.any(Array) });
  });

  test('any fail fails; a deviation in place of an answer can not be evaluated', () => {
    const failed = begun(answer('a', 'yes'), answer('n', '9'), answer('note', 'looked'), answer('each', '0'), finish());
    expect(runOf(failed).revisions[1]?.finished).toMatchObject({ verdict: 'fail', verdictReason: 'n' });
    const left = begun(deviate('a'), answer('n', '3'), answer('each', '0'), finish());
    expect(runOf(left).revisions[1]?.finished).toMatchObject({
      verdict: 'cannot-evaluate',
      verdictReason: 'a',
      deviationCount: 1,
    });
  });
});

describe('answers', () => {
  test('C.10: a change needs a reason; old and new are kept', () => {
    const a = begun(answer('n', '3'));
    expect(() => does(a, answer('n', '4'))).toThrow(code('sop/change-needs-reason'));
    does(a, answer('n', '4', { reason: 'misread' }));
    const { all, slot } = runOf(a).answers.n!;
    expect(all.map((one) => one.answer.value)).toEqual(['3', '4']);
    expect(slot.value).toMatchObject({ before: { value: '3' }, reason: 'misread' });
  });

  test('the same answer again is no record', () => {
    const a = begun(answer('n', '3'));
    const before = a.seen.length;
    does(a, answer('n', '3'));
    expect(a.seen).toHaveLength(before);
  });

  test('a number is kept as it was meant, with the limits it was judged by', () => {
    const a = begun(answer('n', ' 3,50 '));
    expect(runOf(a).answers.n?.slot.value.answer).toMatchObject({
      value: '3.50',
      asked: { low: '2', high: '5' },
      verdict: 'pass',
    });
  });

  test('places off the way, empty required ones and odd choices are refused', () => {
    const a = begun(answer('n', '3'));
    expect(() => does(a, answer('note', 'x'))).toThrow(code('sop/not-on-the-way'));
    expect(() => does(a, answer('a', ''))).toThrow(code('sop/answer-needed'));
    expect(() => does(a, answer('each', '9'))).toThrow(code('sop/bad-count'));
    expect(() => does(a, answer('b', 'neither'))).toThrow(code('sop/not-a-choice'));
  });

  test('nothing after a hazard before it is acknowledged', () => {
    const risky = sop([hazard('h'), confirm('c')]);
    const a = bench('a');
    does(a, start);
    expect(() => does(a, answer('c', 'yes', { content: risky }))).toThrow(code('sop/hazard-first'));
    does(a, answer('h', 'acknowledged', { content: risky }), answer('c', 'yes', { content: risky }));
    expect(Object.keys(runOf(a).answers)).toEqual(['h', 'c']);
  });

  test('a second person is somebody who answered no step', () => {
    const two = sop([confirm('a'), signature('s', true)]);
    const a = bench('a');
    does(a, start, answer('a', 'yes', { content: two, actor: 'os:a' }));
    expect(() => does(a, answer('s', 'signed', { content: two, actor: 'os:a' }))).toThrow(code('sop/same-person'));
    does(a, answer('s', 'signed', { content: two, actor: 'os:b' }));
    expect(summarize(runOf(a), runWay(runOf(a), two)).verdict).toBe('pass');
  });
});

describe('the run as a whole (decision 25)', () => {
  test('paused, handed to the next shift with what is open, taken over by answering', () => {
    const a = begun(answer('a', 'yes'));
    does(a, { do: 'hand-over', content, toPersonId: null, toWhom: 'Night shift', note: 'n is next' });
    expect(statusOf(runOf(a))).toMatchObject({ state: 'paused', handOver: { toWhom: 'Night shift', openSteps: 2 } });
    does(a, answer('n', '3'));
    expect(statusOf(runOf(a))).toMatchObject({ state: 'started', handOver: null });
    expect(a.seen.some(({ body }) => (body as { isTakenOver?: boolean }).isTakenOver)).toBe(true);
  });

  test('C.10: editing after finish is a new revision with a reason; the first stays as it was', () => {
    const a = begun(...whole, finish(), { do: 'sign', meaning: 'performed', note: '' });
    expect(stateOf(a)).toBe('signed');
    expect(() => does(a, answer('n', '4', { reason: 'x' }))).toThrow(code('sop/run-not-open'));
    does(a, { do: 'reopen', reason: 'typed wrong' }, answer('n', '4', { reason: 'typed wrong' }), finish());
    const { revisions } = runOf(a);
    expect([revisions[1]?.finished?.revision, revisions[2]?.finished?.revision, revisions[2]?.reason]).toEqual([
      1,
      2,
      'typed wrong',
    ]);
    expect(revisions[1]?.signatures).toHaveLength(1);
    expect(revisions[2]?.signatures).toHaveLength(0);
    expect(answerAt(runOf(a), 'n')?.answer.value).toBe('4');
  });

  test('an abandoned run is closed, with its reason', () => {
    const a = begun(answer('a', 'yes'), { do: 'abandon', reason: 'wrong instrument' });
    expect([stateOf(a), runOf(a).abandonedBecause]).toEqual(['abandoned', 'wrong instrument']);
    expect(() => does(a, finish())).toThrow(code('sop/run-not-open'));
  });
});

describe('two benches apart', () => {
  test('a step answered on both: the graver verdict holds until somebody answers in sight of both', () => {
    const a = begun();
    const b = bench('b');
    b.pull(a);
    does(a, answer('n', '3'));
    does(b, answer('n', '9'));
    a.pull(b);
    expect(answerAt(runOf(a), 'n')?.answer).toMatchObject({ value: '9', verdict: 'fail' });
    expect(conflictsOf(a)).toEqual(['sop/answered-apart']);
    does(a, answer('n', '3', { reason: 'read again' }));
    expect(conflictsOf(a)).toEqual([]);
  });

  test('finished on one while the other answered: told, not counted, and solved by a new revision', () => {
    const a = begun(...whole);
    const b = bench('b');
    b.pull(a);
    does(a, finish());
    does(b, answer('n', '9', { reason: 'second look' }));
    a.pull(b);
    expect(answerAt(runOf(a), 'n')?.answer.value).toBe('3');
    expect([stateOf(a), runOf(a).late.length, conflictsOf(a)]).toEqual(['finished', 1, ['sop/answered-after-finish']]);
    does(a, { do: 'reopen', reason: 'the other answer' });
    expect([conflictsOf(a), answerAt(runOf(a), 'n')?.answer.value]).toEqual([[], '9']);
  });

  test('finished here and abandoned there: the more open state holds', () => {
    const a = begun(...whole);
    const b = bench('b');
    b.pull(a);
    does(a, finish());
    does(b, { do: 'abandon', reason: 'r' });
    a.pull(b);
    expect([stateOf(a), conflictsOf(a)]).toEqual(['abandoned', ['sop/run-conflict']]);
  });

  test('any history of two benches folds to one run in any order of arrival and never throws', () => {
    const where = fc.constantFrom('a', 'n', 'b', 'note', 'each', 'each#1/v', 'each#2/v');
    const command: fc.Arbitrary<RunCommand> = fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .tuple(where, fc.constantFrom('yes', '1', '2', '3', '9', 'x', null))
          .map(([one, value]) => answer(one, value, { reason: 'r' })),
      },
      { weight: 2, arbitrary: where.map((one) => deviate(one)) },
      fc.constant(finish()),
      fc.constantFrom<RunCommand>(
        { do: 'pause', reason: '' },
        { do: 'resume', note: '' },
        { do: 'hand-over', content, toPersonId: null, toWhom: 'x', note: 'n' },
        { do: 'sign', meaning: 'reviewed', note: '' },
        { do: 'reopen', reason: 'r' },
        { do: 'abandon', reason: 'r' },
      ),
    );
    const act = fc.record({ who: fc.nat(1), isPull: fc.integer({ min: 0, max: 3 }).map((one) => one === 0), command });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40, size: 'large' }), fc.infiniteStream(fc.nat()), (acts, random) => {
        const benches = [bench('a'), bench('b')];
        does(benches[0]!, start);
        benches[1]!.pull(benches[0]!);
        for (const { who, isPull, command: one } of acts) {
          if (isPull) benches[who]!.pull(benches[1 - who]!);
          else {
            try {
              does(benches[who]!, one);
            } catch {
              // Refused in this state: nothing was written.
            }
          }
        }
        benches[0]!.pull(benches[1]!);
        const { seen } = benches[0]!;
        const straight = benches[0]!.foldOf(runDecider, stream, seen);
        const shuffled = seen
          .map((record) => ({ record, key: random.next().value as number }))
          .toSorted((x, y) => x.key - y.key);
        const other = benches[1]!.foldOf(
          runDecider,
          stream,
          shuffled.map(({ record }) => record),
        );
        expect(other.state).toEqual(straight.state);
        expect(other.conflicts).toEqual(straight.conflicts);
        expect(straight.conflicts.map((one) => one.code)).not.toContain('records/fold-failed');
        // Whatever happened, the way can be drawn and says one verdict.
        expect(summarize(straight.state, runWay(straight.state, content)).verdict).toMatch(/pass|fail|cannot-evaluate/);
      }),
      { numRuns: 200 },
    );
  });
});
