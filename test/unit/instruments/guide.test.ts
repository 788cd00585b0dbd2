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
      { id: 'good', text: 'Good', advice: 'Go on', ...from },
      { id: 'bad', text: 'Bad', advice: 'Call service', isServiceCall: true, ...from },
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
    expect(followGuide(value, 'two', 'b')?.outcome).toMatchObject({ id: 'bad', isServiceCall: true });
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
