import { describe, expect, test } from 'vitest';
import {
  countStepsAtMost,
  findGuideFaults,
  followGuide,
  type Guide,
  guide,
  judgeAnswer,
} from '../../../shared/instruments/guide.ts';

const from = { sources: ['BENCH'], confidence: 'inferred' };

function build(steps: readonly Record<string, unknown>[]): unknown {
  return {
    key: 'a-guide',
    title: 'A guide',
    start: 'one',
    steps: steps.map((step) => ({ kind: 'confirm', ask: 'Ask', ...from, ...step })),
    outcomes: [
      { id: 'good', kind: 'resolved', text: 'Good', advice: 'Go on', ...from },
      { id: 'bad', text: 'Bad', advice: 'Call service', kind: 'stop-and-call', ...from },
    ],
  };
}

const sound = build([
  {
    id: 'one',
    kind: 'number',
    unit: 'degC',
    low: '2',
    high: '8.0',
    next: [
      { when: 'outside-limits', goTo: 'two' },
      { when: 'otherwise', goTo: 'good' },
    ],
  },
  {
    id: 'two',
    kind: 'choice',
    choices: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
    next: [
      { when: 'equals', value: 'a', goTo: 'good' },
      { when: 'otherwise', goTo: 'bad' },
    ],
  },
]);

function faultsOf(steps: readonly Record<string, unknown>[]): string[] {
  const parsed = guide.safeParse(build(steps));
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message.split(' ')[0] ?? '');
}

describe('a guide', () => {
  const value: Guide = guide.parse(sound);

  test('goes where the answer leads', () => {
    expect(followGuide(value, 'one', '8.0')?.outcome?.id).toBe('good');
    expect(followGuide(value, 'one', '8,1')?.step?.id).toBe('two');
    expect(followGuide(value, 'one', 'warm')?.outcome?.id).toBe('good');
    expect(followGuide(value, 'two', 'a')?.outcome?.id).toBe('good');
    expect(followGuide(value, 'two', 'b')?.outcome).toMatchObject({ id: 'bad', kind: 'stop-and-call' });
    expect(followGuide(value, 'three', '')).toBeNull();
  });

  test('counts the steps that are left at most', () => {
    expect([countStepsAtMost(value, 'one'), countStepsAtMost(value, 'two'), countStepsAtMost(value, 'good')]).toEqual([
      2, 1, 0,
    ]);
  });

  test('judges a number by its limits, and never guesses', () => {
    const [step] = value.steps;
    const judge = (answer: string) => step && judgeAnswer(step, answer);
    expect(['2', '8.00', '1.99', '8.01', 'warm', ''].map(judge)).toEqual([
      'yes',
      'yes',
      'no',
      'no',
      'cannot-evaluate',
      'cannot-evaluate',
    ]);
  });
});

describe('a reading whose limits are the lab\u2019s', () => {
  const value: Guide = guide.parse(
    build([
      {
        id: 'one',
        kind: 'number',
        limitFrom: 'lab',
        next: [
          { when: 'outside-limits', goTo: 'bad' },
          { when: 'cannot-evaluate', goTo: 'bad' },
          { when: 'otherwise', goTo: 'good' },
        ],
      },
    ]),
  );
  const [step] = value.steps;

  test.each([
    ['12', { low: null, high: '10' }, 'no', 'bad'],
    ['10,0', { low: null, high: '10' }, 'yes', 'good'],
    ['1', { low: '2', high: null }, 'no', 'bad'],
    ['12', { low: null, high: null }, 'cannot-evaluate', 'bad'],
    ['12', null, 'cannot-evaluate', 'bad'],
  ])('%s against %o is %s', (answer, limits, verdict, end) => {
    expect(step && judgeAnswer(step, answer, limits)).toBe(verdict);
    expect(followGuide(value, 'one', answer, limits)?.outcome?.id).toBe(end);
  });

  test('an outcome of an older book says by one mark whether it is a call', () => {
    const [, call] = guide.parse({
      ...(build([
        {
          id: 'one',
          next: [
            { when: 'equals', value: 'x', goTo: 'a' },
            { when: 'otherwise', goTo: 'b' },
          ],
        },
      ]) as object),
      outcomes: [
        { id: 'a', text: 'A', advice: 'A', ...from },
        { id: 'b', text: 'B', advice: 'B', isServiceCall: true, ...from },
      ],
    }).outcomes;
    expect(call).toMatchObject({ id: 'b', kind: 'stop-and-call' });
  });
});

describe('a guide is refused', () => {
  const way = (goTo: string) => [{ when: 'otherwise', goTo }];

  test.each([
    [
      'that goes in a circle',
      [
        { id: 'one', next: way('two') },
        { id: 'two', next: way('one') },
      ],
      'guide-goes-in-a-circle',
    ],
    ['that leads nowhere', [{ id: 'one', next: way('gone') }], 'guide-way-leads-nowhere'],
    ['whose start is missing', [{ id: 'two', next: way('good') }], 'guide-start-missing'],
    [
      'with a step nobody reaches',
      [
        { id: 'one', next: way('good') },
        { id: 'two', next: way('bad') },
      ],
      'guide-never-reached',
    ],
    [
      'with an answer that has no way on',
      [{ id: 'one', next: [{ when: 'equals', value: 'x', goTo: 'good' }] }],
      'guide-step-may-have-no-way-on',
    ],
    ['with a branch that is never taken', [{ id: 'one', next: [...way('good'), ...way('bad')] }], 'guide-branch-dead'],
    [
      'with limits that are not there',
      [{ id: 'one', kind: 'number', next: [{ when: 'outside-limits', goTo: 'bad' }, ...way('good')] }],
      'guide-limits-missing',
    ],
    [
      'whose blank limit would pass as good',
      [
        {
          id: 'one',
          kind: 'number',
          limitFrom: 'lab',
          next: [{ when: 'outside-limits', goTo: 'bad' }, ...way('good')],
        },
      ],
      'guide-blank-limit-passes',
    ],
    [
      'with limits of its own beside the lab\u2019s',
      [{ id: 'one', kind: 'number', limitFrom: 'lab', high: '10', next: way('good') }],
      'guide-limits-not-the-labs',
    ],
    [
      'with one name for two things',
      [
        { id: 'one', next: way('good') },
        { id: 'one', next: way('bad') },
      ],
      'guide-id-used-twice',
    ],
  ])('%s', (_, steps, fault) => {
    expect(faultsOf(steps)).toContain(fault);
  });

  test('and a sound one is not', () => {
    expect(findGuideFaults(guide.parse(sound))).toEqual([]);
  });
});
