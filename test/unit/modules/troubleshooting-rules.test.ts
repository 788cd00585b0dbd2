import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Guide, Step } from '../../../shared/instruments/guide.ts';
import { runStream, troubleshootingRecords } from '../../../shared/modules/troubleshooting/records.ts';
import { describeRun, placeOf, type RunCommand, runDecider } from '../../../shared/modules/troubleshooting/rules.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const sourced = { sources: ['LAB'], confidence: 'lab' as const };
const step = (id: string, more: Partial<Step>): Step => ({
  id,
  kind: 'confirm',
  ask: `${id}?`,
  safety: '',
  unit: '',
  limitFrom: 'guide',
  low: null,
  high: null,
  choices: [],
  next: [{ when: 'otherwise', goTo: 'done' }],
  ...sourced,
  ...more,
});
const guide: Guide = {
  key: 'no-result',
  title: 'No result',
  start: 'power',
  steps: [
    step('power', {
      kind: 'choice',
      choices: [
        { value: 'on', label: 'On' },
        { value: 'off', label: 'Off' },
      ],
      next: [
        { when: 'equals', value: 'off', goTo: 'call' },
        { when: 'otherwise', goTo: 'pressure' },
      ],
    }),
    step('pressure', {
      kind: 'number',
      unit: 'kPa',
      low: '20',
      high: '30',
      next: [
        { when: 'outside-limits', goTo: 'photo' },
        { when: 'otherwise', goTo: 'done' },
      ],
    }),
    step('photo', { kind: 'photo' }),
  ],
  outcomes: [
    { id: 'done', text: 'Solved', advice: 'Go on', kind: 'resolved', ...sourced },
    { id: 'call', text: 'No power', advice: 'Call service', kind: 'stop-and-call', ...sourced },
  ],
};
const stream = runStream('r1');
const start: Extract<RunCommand, { do: 'start' }> = {
  do: 'start',
  body: { errorId: 'e1', instrumentId: 'i1', code: 'C', definition: null, guide },
};
const answer = (
  stepId: string,
  value: string,
  photo: typeof picture | null = null,
): Extract<RunCommand, { do: 'answer' }> => ({
  do: 'answer',
  stepId,
  value,
  note: '',
  photo,
  limits: null,
  isSafetyAcknowledged: false,
});
const shown = { sha256: 'a'.repeat(64), name: 'gauge.jpg', byteCount: 10 };
const picture = { ...shown, sealedAs: 'b'.repeat(64) };

const finish = (resolvesError: boolean): RunCommand => ({ do: 'finish', whatWasDone: 'done it', resolvesError });

const bench = (name = 'a') => new PaperBench(name, troubleshootingRecords);
const run = (one: PaperBench) =>
  describeRun(one.fold(runDecider, stream).state, { nameOf: (actor) => actor, sourceOf: (key) => key })!;
const started = () => {
  const a = bench();
  a.decide(runDecider, stream, start);
  return a;
};
const refuses = (one: PaperBench, command: RunCommand, code: string) =>
  expect(() => one.decide(runDecider, stream, command)).toThrow(expect.objectContaining({ code }));

describe('a run of guided steps', () => {
  test('given a started run, then the first step waits, with an upper bound of what is left', () => {
    expect(run(started())).toMatchObject({
      state: 'started',
      stepNumber: 1,
      stepCountAtMost: 3,
      step: { id: 'power' },
    });
  });

  test('answers choose the way; a reading outside its limits is said to be so', () => {
    const a = started();
    a.decide(runDecider, stream, answer('power', 'on'));
    a.decide(runDecider, stream, answer('pressure', '12,5'));
    expect(run(a)).toMatchObject({ step: { id: 'photo' }, stepNumber: 3, stepCountAtMost: 3 });
    expect(run(a).answers[1]).toMatchObject({ value: '12,5', withinLimits: 'no' });
    a.decide(runDecider, stream, answer('photo', '', picture));
    expect(run(a)).toMatchObject({ step: null, outcome: { text: 'Solved' } });
    expect(run(a).answers[2]!.photo).toEqual(shown);
  });

  test('going back opens the last step; the old answer stays in the record, the new one counts', () => {
    const a = started();
    a.decide(runDecider, stream, answer('power', 'off'));
    expect(run(a).outcome?.text).toBe('No power');
    a.decide(runDecider, stream, { do: 'back' });
    expect(run(a)).toMatchObject({ step: { id: 'power' }, answers: [], canGoBack: false });
    a.decide(runDecider, stream, answer('power', 'on'));
    expect(run(a).step?.id).toBe('pressure');
    expect(a.seen.filter((record) => record.type === 'troubleshooting.step-answered')).toHaveLength(2);
  });

  test('paused, left, and taken up again at the same step', () => {
    const a = started();
    a.decide(runDecider, stream, answer('power', 'on'));
    a.decide(runDecider, stream, { do: 'pause' });
    expect(run(a).state).toBe('paused');
    a.decide(runDecider, stream, { do: 'resume' });
    expect(run(a)).toMatchObject({ state: 'started', step: { id: 'pressure' } });
  });

  test('a step takes no empty, unknown or unreadable answer, and none out of turn', () => {
    const a = started();
    refuses(a, answer('power', ' '), 'troubleshooting/answer-missing');
    refuses(a, answer('power', 'perhaps'), 'troubleshooting/not-a-choice');
    refuses(a, answer('pressure', '20'), 'troubleshooting/not-the-open-step');
    a.decide(runDecider, stream, answer('power', 'on'));
    refuses(a, answer('pressure', 'much'), 'troubleshooting/not-a-number');
    a.decide(runDecider, stream, answer('pressure', '99'));
    refuses(a, answer('photo', 'none'), 'troubleshooting/photo-missing');
  });

  test('a finished run takes nothing more', () => {
    const a = started();
    refuses(a, finish(true), 'troubleshooting/no-outcome-yet');
    a.decide(runDecider, stream, answer('power', 'on'));
    a.decide(runDecider, stream, answer('pressure', '25'));
    a.decide(runDecider, stream, finish(true));
    expect(run(a)).toMatchObject({ state: 'finished', step: null });
    refuses(a, answer('power', 'on'), 'troubleshooting/already-ended');
    refuses(a, { do: 'abandon', reason: 'r' }, 'troubleshooting/already-ended');
  });

  test('a call never closes the error; it is finished and the error stays open', () => {
    const a = started();
    a.decide(runDecider, stream, answer('power', 'off'));
    refuses(a, finish(true), 'troubleshooting/ends-in-a-call');
    a.decide(runDecider, stream, finish(false));
    expect(run(a)).toMatchObject({ state: 'finished', resolvesError: false, outcome: { kind: 'stop-and-call' } });
    expect(run(a).finishedHash).toBe(a.seen.at(-1)!.hash);
  });

  test('a step with a safety line takes no answer before it is acknowledged, and the line is kept with the answer', () => {
    const a = bench();
    const safe = { ...guide, steps: guide.steps.map((one) => ({ ...one, safety: 'Wear gloves.' })) };
    a.decide(runDecider, stream, { do: 'start', body: { ...start.body, guide: safe } });
    refuses(a, answer('power', 'on'), 'troubleshooting/safety-not-acknowledged');
    a.decide(runDecider, stream, { ...answer('power', 'on'), isSafetyAcknowledged: true });
    expect(run(a).answers).toMatchObject([{ safety: 'Wear gloves.' }]);
  });

  test('limits of the lab judge where nobody published one; blank ones judge nothing, and bad ones are refused', () => {
    const next: Step['next'] = [
      { when: 'outside-limits', goTo: 'call' },
      { when: 'cannot-evaluate', goTo: 'call' },
      { when: 'otherwise', goTo: 'done' },
    ];
    const own = {
      ...guide,
      start: 'own',
      steps: [step('own', { kind: 'number', limitFrom: 'lab', unit: 'kPa', next })],
    };
    const read = (limits: Extract<RunCommand, { do: 'answer' }>['limits']): RunCommand => ({
      ...answer('own', '12'),
      limits,
    });
    const a = bench();
    a.decide(runDecider, stream, { do: 'start', body: { ...start.body, guide: own } });
    const source = 'SOP 12, page 3';
    refuses(a, read({ low: null, high: 'ten', source }), 'troubleshooting/limit-not-a-number');
    refuses(a, read({ low: null, high: '20', source: '' }), 'troubleshooting/limit-without-source');
    a.decide(runDecider, stream, read({ low: '10', high: '20', source }));
    expect(run(a)).toMatchObject({
      outcome: { kind: 'resolved' },
      answers: [{ withinLimits: 'yes', low: '10', high: '20', limitSource: source }],
    });
    a.decide(runDecider, stream, { do: 'back' });
    a.decide(runDecider, stream, read(null));
    expect(run(a)).toMatchObject({
      outcome: { kind: 'stop-and-call' },
      answers: [{ withinLimits: 'cannot-evaluate', low: null, high: null, limitSource: '' }],
    });
  });

  test('one step answered apart on two benches: both kept, named as a conflict', () => {
    const a = started();
    const b = bench('b');
    b.pull(a);
    a.decide(runDecider, stream, answer('power', 'on'));
    b.decide(runDecider, stream, answer('power', 'off'));
    a.pull(b);
    expect(a.fold(runDecider, stream).conflicts.map((one) => one.code)).toEqual(['troubleshooting/answered-apart']);
  });

  test('finished here, given up there: finished holds, in any order of arrival', () => {
    for (const first of ['a', 'b']) {
      const a = bench('a');
      const b = bench('b');
      a.decide(runDecider, stream, start);
      a.decide(runDecider, stream, answer('power', 'off'));
      b.pull(a);
      if (first === 'b') a.wallMs += 5000;
      a.decide(runDecider, stream, finish(false));
      b.decide(runDecider, stream, { do: 'abandon', reason: 'shift ended' });
      a.pull(b);
      const { state, conflicts } = a.fold(runDecider, stream);
      expect(state).toMatchObject({ state: 'finished', whatWasDone: 'done it' });
      expect(conflicts.map((one) => one.code)).toEqual(['troubleshooting/ended-apart']);
    }
  });
});

test('any history folds to one state in any order of arrival and never throws', () => {
  const command = fc.oneof(
    fc.constant(start),
    fc.constantFrom<RunCommand>({ do: 'back' }, { do: 'pause' }, { do: 'resume' }),
    fc.constantFrom(
      answer('power', 'on'),
      answer('power', 'off'),
      answer('pressure', '25'),
      answer('photo', '', picture),
    ),
    fc.constant<RunCommand>({ do: 'finish', whatWasDone: 'x', resolvesError: false }),
    fc.constant<RunCommand>({ do: 'abandon', reason: 'r' }),
  );
  const act = fc.record({
    who: fc.nat({ max: 1 }),
    pulls: fc.boolean(),
    skew: fc.integer({ min: -9, max: 9 }),
    command,
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), (acts) => {
      const benches = [bench('a'), bench('b')];
      for (const { who, pulls, skew, command: asked } of acts) {
        const one = benches[who]!;
        if (pulls) one.pull(benches[1 - who]!);
        one.wallMs += skew * 60_000;
        try {
          one.decide(runDecider, stream, asked);
        } catch (error) {
          expect(String((error as { code?: string }).code)).toMatch(/^troubleshooting\//);
        }
      }
      benches[0]!.pull(benches[1]!);
      const folded = benches[0]!.fold(runDecider, stream);
      const again = benches[1]!.foldOf(runDecider, stream, [...benches[0]!.seen].reverse());
      expect(again.state).toEqual(folded.state);
      expect(again.conflicts).toEqual(folded.conflicts);
      expect(folded.conflicts.map((one) => one.code)).not.toContain('records/fold-failed');
    }),
    { numRuns: 200 },
  );
});

test('the way through a guide that somehow holds a circle still ends', () => {
  const round = { ...guide, steps: [step('power', { next: [{ when: 'otherwise', goTo: 'power' }] })] };
  const a = started();
  a.decide(runDecider, stream, answer('power', 'on'));
  const { answers } = a.fold(runDecider, stream).state;
  expect(placeOf(round, answers)).toMatchObject({ step: null, outcome: null });
});
