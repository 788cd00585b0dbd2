import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freezeStep, judgeAnswer } from '../../../shared/modules/sop/rules-answer.ts';
import { allSteps } from '../../../shared/modules/sop/rules-content.ts';
import { mostPlaces, wayOf } from '../../../shared/modules/sop/rules-way.ts';
import type { Step, Verdict } from '../../../shared/modules/sop/terms.ts';
import { branch, choice, confirm, hazard, number, repeat, sop, text } from '../../harness/sop-paper.ts';

type Said = Record<string, string | null>;

/** The way after these answers, judged as the steps judge them; `instead` are deviations in place of an answer. */
function way(steps: Step[], said: Said = {}, instead: string[] = []) {
  const all = new Map(allSteps({ steps }).map((one) => [one.key, one]));
  return wayOf(sop(steps), {
    answer(at) {
      const value = said[at];
      if (value === undefined) return undefined;
      const step = all.get(at.split('/').at(-1)!)!;
      const { verdict } = judgeAnswer(freezeStep(step), { value, photo: null });
      return { value, verdict, isLeftOut: value === null };
    },
    isInstead: (at) => instead.includes(at),
  });
}
const ats = (one: ReturnType<typeof way>) => one.places.map(({ at }) => at);

describe('which step is next', () => {
  test('the first that nobody answered; an answered run has none', () => {
    const steps = [confirm('a'), confirm('b')];
    expect(way(steps).nextAt).toBe('a');
    expect(way(steps, { a: 'yes' }).nextAt).toBe('b');
    expect(way(steps, { a: 'yes', b: 'yes' })).toMatchObject({ nextAt: null, isKnown: true, openRequired: [] });
  });

  test('a step that may be left out is passed when it was left out, and a deviation stands in place of an answer', () => {
    const steps = [text('a', { isRequired: false }), confirm('b'), confirm('c')];
    const one = way(steps, { a: null }, ['b']);
    expect(one.places.map(({ status }) => status)).toEqual(['skipped', 'instead', 'open']);
    expect(one.nextAt).toBe('c');
  });

  test('nothing after a hazard can be answered before it is acknowledged', () => {
    const steps = [confirm('a'), hazard('h'), confirm('b')];
    expect(way(steps).places.map(({ status }) => status)).toEqual(['open', 'open', 'blocked']);
    expect(way(steps, { a: 'yes' }).nextAt).toBe('h');
    expect(way(steps, { a: 'yes', h: 'acknowledged' }).nextAt).toBe('b');
  });
});

describe('branches', () => {
  const steps = [
    number('wbc', { high: '0.1' }),
    branch('good', 'wbc', [
      { label: 'good', when: { op: 'is-verdict', value: 'pass' }, goTo: 'end' },
      { label: 'not good', when: null, goTo: 'clean' },
    ]),
    confirm('never'),
    confirm('clean'),
  ];

  test('an earlier answer decides; what lies between is left out', () => {
    expect(ats(way(steps, { wbc: '0.1' }))).toEqual(['wbc', 'good']);
    expect(ats(way(steps, { wbc: '0.2' }))).toEqual(['wbc', 'good', 'clean']);
  });

  test('the way waits for the answer it needs', () => {
    expect(way(steps)).toMatchObject({ nextAt: 'wbc', isKnown: false });
    expect(ats(way(steps))).toEqual(['wbc', 'good']);
  });

  test('what can not be judged takes no way by itself: a person chooses', () => {
    const unclear = way(steps, { wbc: 'clot' });
    expect(unclear.places.at(-1)?.branch).toEqual({ taken: null, goTo: null, mustChoose: true });
    expect(unclear.nextAt).toBe('good');
    expect(ats(way(steps, { wbc: 'clot', good: 'not good' }))).toEqual(['wbc', 'good', 'clean']);
  });

  test.each([
    ['below', '5', '4.9', true],
    ['below', '5', '5', false],
    ['above', '5', '5.1', true],
    ['is', '5', '5.0', true],
    ['is-not', 'yes', 'no', true],
  ] as const)('%s %s against %s', (op, value, given, isTaken) => {
    const two = [
      text('a'),
      branch('b', 'a', [
        { label: 'taken', when: { op, value }, goTo: 'end' },
        { label: 'not', when: null, goTo: 'c' },
      ]),
      confirm('c'),
    ];
    expect(ats(way(two, { a: given })).includes('c')).toBe(!isTaken);
  });

  test('a way back in a file made by hand counts as the next step, so every way ends', () => {
    const loop = [confirm('a'), branch('b', null, [{ label: 'again', when: null, goTo: 'a' }]), confirm('c')];
    expect(ats(way(loop, { a: 'yes', b: 'again' }))).toEqual(['a', 'b', 'c']);
  });
});

describe('repeat per sample', () => {
  const steps = [repeat('each', [number('value'), text('note', { isRequired: false })]), confirm('end-of-it')];

  test('its steps come once for each sample that was said', () => {
    expect(way(steps)).toMatchObject({ nextAt: 'each', isKnown: false });
    const two = way(steps, { each: '2', 'each#1/value': '5' });
    expect(ats(two)).toEqual(['each', 'each#1/value', 'each#1/note', 'each#2/value', 'each#2/note', 'end-of-it']);
    expect(two.nextAt).toBe('each#1/note');
    expect(two.openRequired.map(({ at }) => at)).toEqual(['each#2/value', 'end-of-it']);
  });

  test('a number of samples that can not be read leaves the step open', () => {
    const found = way(steps, { each: 'yes', 'end-of-it': 'yes' });
    expect(found).toMatchObject({ nextAt: 'each', isKnown: false });
    expect(found.openRequired.map(({ at }) => at)).toEqual(['each']);
  });

  test('fewer samples than before leave the others off the way, and never more than the step allows', () => {
    expect(ats(way(steps, { each: '0' }))).toEqual(['each', 'end-of-it']);
    expect(ats(way(steps, { each: '200' })).filter((at) => at.endsWith('/value'))).toHaveLength(3);
  });
});

test('for any SOP and any answers the way ends, names each place once, and waits only at an open one', () => {
  const plain = (key: string) =>
    fc.oneof(
      fc.constant(confirm(key)),
      fc.constant(hazard(key)),
      fc.constant(number(key, { high: '5' })),
      fc.constant(text(key, { isRequired: false })),
      fc.constant(choice(key, ['x', 'y'], ['x'])),
    );
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  const anyStep = (key: string, index: number): fc.Arbitrary<Step> =>
    fc.oneof(
      plain(key),
      fc.constant(repeat(key, [number(`${key}1`), confirm(`${key}2`)])),
      fc
        .record({
          on: fc.constantFrom(null, ...keys),
          to: fc.constantFrom('next', 'end', ...keys),
          other: fc.constantFrom('next', 'end', ...keys),
        })
        .map(({ on, to, other }) =>
          branch(key, index === 0 ? null : on, [
            { label: 'x', when: { op: 'is', value: 'x' }, goTo: to },
            { label: 'y', when: null, goTo: other },
          ]),
        ),
    );
  const steps = fc.tuple(...keys.map(anyStep));
  const places = [
    ...keys,
    ...keys.flatMap((key) => [1, 2, 3].flatMap((item) => [`${key}#${item}/${key}1`, `${key}#${item}/${key}2`])),
  ];
  const values = fc.constantFrom<string | null>('yes', 'acknowledged', 'x', 'y', '1', '3', '7', 'odd', null);
  const said = fc.dictionary(fc.constantFrom(...places), values);
  fc.assert(
    fc.property(steps, said, fc.subarray(places), (made, answers, instead) => {
      const found = way(made, answers, instead);
      const seen = ats(found);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeLessThanOrEqual(mostPlaces);
      const next = found.places.find(({ at }) => at === found.nextAt);
      if (found.nextAt === null) expect(found.places.some(({ status }) => status === 'open')).toBe(false);
      else expect(next?.status).toBe('open');
      // With nothing required open, the way is known to its end or ended in a person's hands.
      if (found.openRequired.length === 0)
        expect(found.isKnown || found.places.some(({ status }) => status === 'instead')).toBe(true);
    }),
    { numRuns: 300 },
  );
});

describe('the verdict of an answer', () => {
  const verdictOf = (step: Step, value: string | null): [Verdict | null, string] => {
    const { verdict, why } = judgeAnswer(freezeStep(step), { value, photo: null });
    return [verdict, why];
  };

  test('at the limit passes; beyond it fails; a comma is a point', () => {
    const step = number('n', { low: '6.2', high: '7.4' });
    expect(verdictOf(step, '7.40')).toEqual(['pass', '']);
    expect(verdictOf(step, '7,41')).toEqual(['fail', 'above-high']);
    expect(verdictOf(step, '6.19')).toEqual(['fail', 'below-low']);
  });

  test('what is missing or no number is never green', () => {
    expect(verdictOf(number('n'), '')).toEqual(['cannot-evaluate', 'missing']);
    expect(verdictOf(number('n', { high: '1' }), '----')).toEqual(['cannot-evaluate', 'not-a-number']);
    expect(verdictOf(number('n', { isRequired: false }), '')).toEqual([null, '']);
  });

  test('a maker’s number nobody put in can not be evaluated', () => {
    expect(verdictOf(number('n', { adapt: 'Adapt to your manual: limit.' }), '5')).toEqual([
      'cannot-evaluate',
      'not-adapted',
    ]);
    expect(verdictOf(number('n', { adapt: 'Adapt to your manual: limit.', high: '5' }), '5')).toEqual(['pass', '']);
  });

  test('CC4: five days are prescribed and three were done: that is no pass', () => {
    const days = number('days', { unit: 'days', prescribed: '5' });
    expect(verdictOf(days, '3')).toEqual(['fail', 'not-as-prescribed']);
    expect(verdictOf(days, '5')).toEqual(['pass', '']);
  });

  test('a timer whose clock was set tells no span', () => {
    const step: Step = { ...confirm('t'), kind: 'timer', leastSeconds: 60, mostSeconds: 90 } as Step;
    const judge = (value: string, isSure: boolean) =>
      judgeAnswer(freezeStep(step), { value, photo: null, timing: { isSure } });
    expect(judge('59', true)).toEqual({ verdict: 'fail', why: 'too-short' });
    expect(judge('60', true)).toEqual({ verdict: 'pass', why: '' });
    expect(judge('91', true)).toEqual({ verdict: 'fail', why: 'too-long' });
    expect(judge('60', false)).toEqual({ verdict: 'cannot-evaluate', why: 'clock-was-set' });
  });
});
