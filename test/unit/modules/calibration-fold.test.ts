import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sessionRecords } from '../../../shared/modules/calibration/records.ts';
import { judgeSession } from '../../../shared/modules/calibration/rules-judge.ts';
import { runsOf as seriesOf } from '../../../shared/modules/calibration/rules-series.ts';
import {
  isSettled,
  reviewOf,
  type SessionCommand,
  sessionDecider,
} from '../../../shared/modules/calibration/rules-session.ts';
import { PaperBench } from '../../harness/paper-bench.ts';
import {
  aside,
  benchAfter,
  calibrator,
  confirmed,
  factor,
  on,
  open,
  procedure,
  runsOf,
  stateOf,
  stream,
  withMaterial,
  withRuns,
} from './calibration-samples.ts';

describe('closing, reviewing and what comes late', () => {
  const closing = (bench: PaperBench): SessionCommand => {
    const state = stateOf(bench);
    return {
      do: 'close',
      isDisputed: bench.fold(sessionDecider, stream).conflicts.length > 0,
      kind: 'calibration',
      on,
      at: '2026-11-22T12:00:00.000+00:00',
      timeZone: 'Etc/UTC',
      outcome: 'calibrated',
      judgement: judgeSession(state, on, 0),
      reason: '',
      note: '',
      runIds: state.runs.map(({ run }) => run.runId),
    };
  };
  const commands = [open(), withMaterial(calibrator), ...withRuns('as-found', ['13.2', '13.2', '13.2'])];

  test('a closed calibration takes nothing more, and is reviewed once', () => {
    const bench = benchAfter(commands);
    const [closed] = bench.decide(sessionDecider, stream, closing(bench));
    expect(() => bench.decide(sessionDecider, stream, withMaterial(calibrator))).toThrow('calibration/closed');
    expect(() => bench.decide(sessionDecider, stream, closing(bench))).toThrow('calibration/closed');
    bench.decide(sessionDecider, stream, { do: 'review', target: closed!.hash, note: '' });
    expect(reviewOf(stateOf(bench))).not.toBeNull();
    expect(bench.decide(sessionDecider, stream, { do: 'review', target: closed!.hash, note: '' })).toEqual([]);
  });

  test('a run another bench took meanwhile unseats the review; closed anew it stands again', () => {
    const a = benchAfter(commands);
    const b = new PaperBench('b', sessionRecords);
    b.pull(a);
    const [closed] = a.decide(sessionDecider, stream, closing(a));
    a.decide(sessionDecider, stream, { do: 'review', target: closed!.hash, note: '' });
    b.decide(sessionDecider, stream, {
      do: 'run',
      run: { ...runsOf('as-found', ['15.0'])[0]!, runId: 'late', messageId: 'late' },
    });
    a.pull(b);
    expect(isSettled(stateOf(a))).toBe(false);
    expect(reviewOf(stateOf(a))).toBeNull();
    expect(() => a.decide(sessionDecider, stream, { do: 'review', target: closed!.hash, note: '' })).toThrow(
      'calibration/changed-meanwhile',
    );
    a.decide(sessionDecider, stream, closing(a));
    expect(isSettled(stateOf(a))).toBe(true);
  });

  test('a step taken apart from the closing is a conflict a person is shown, and a new closing settles it', () => {
    const a = benchAfter(commands);
    const b = new PaperBench('b', sessionRecords);
    b.pull(a);
    a.decide(sessionDecider, stream, closing(a));
    b.decide(sessionDecider, stream, aside('as-found-cal-0', 'clot'));
    a.pull(b);
    expect(a.fold(sessionDecider, stream).conflicts.map(({ code }) => code)).toEqual(['calibration/closed-apart']);
    a.decide(sessionDecider, stream, closing(a));
    expect(a.fold(sessionDecider, stream).conflicts).toEqual([]);
  });

  test('one message taken on two benches is one replicate', () => {
    const a = benchAfter(commands.slice(0, 2));
    const b = new PaperBench('b', sessionRecords);
    b.pull(a);
    const [run] = runsOf('as-found', ['13.2']);
    a.decide(sessionDecider, stream, { do: 'run', run: run! });
    b.decide(sessionDecider, stream, { do: 'run', run: { ...run!, runId: 'other' } });
    a.pull(b);
    expect(seriesOf(stateOf(a), 'as-found', 'cal')).toHaveLength(1);
    expect(b.decide(sessionDecider, stream, { do: 'run', run: { ...run!, runId: 'again' } })).toEqual([]);
  });
});

describe('folding', () => {
  /** What a bench may do next, by number: nothing here looks at what is sensible. */
  const acts: readonly ((at: number) => SessionCommand)[] = [
    (at) => withMaterial({ ...calibrator, lot: `L${at}` }),
    (at) => ({ do: 'run', run: { ...runsOf('as-found', ['13.2'])[0]!, runId: `r${at}`, messageId: `m${at % 4}` } }),
    (at) => aside(`r${at % 5}`, 'reason'),
    (at) => ({ do: 'aside', runId: `r${at % 5}`, parameter: null, isSetAside: false, reason: 'back' }),
    (at) => ({ do: 'answer', key: 'mixed', value: at % 2 === 0 ? 'yes' : 'no', note: '' }),
    (at) => factor(at % 2 === 0 ? 'updated' : 'kept', '100'),
    () => ({
      do: 'close',
      isDisputed: true,
      kind: 'calibration',
      on,
      at: '',
      timeZone: 'Etc/UTC',
      outcome: 'calibrated',
      judgement: { algorithm: 'x', verdict: 'pass', sections: [], statistics: [], factors: [] },
      reason: '',
      note: '',
      runIds: ['r1', 'r2'],
    }),
  ];
  const terms = { ...procedure, preconditions: [confirmed('mixed')] };

  test('property: any history of three benches folds to one state in any order of arrival, and never throws', () => {
    const step = fc.record({
      bench: fc.integer({ min: 0, max: 2 }),
      act: fc.integer({ min: 0, max: acts.length - 1 }),
      pull: fc.option(fc.integer({ min: 0, max: 2 })),
      skewMs: fc.integer({ min: -1e11, max: 1e11 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 16 }), fc.infiniteStream(fc.nat()), (steps, order) => {
        const benches = ['a', 'b', 'c'].map((name) => new PaperBench(name, sessionRecords));
        const first = benches[0]!;
        first.decide(sessionDecider, stream, open(terms));
        for (const [at, { bench, act, pull, skewMs }] of steps.entries()) {
          const actor = benches[bench]!;
          actor.wallMs += skewMs;
          if (pull !== null) actor.pull(benches[pull]!);
          try {
            actor.decide(sessionDecider, stream, acts[act]!(at));
          } catch {
            // Refused on this bench, as it should be: nothing was written.
          }
        }
        for (const other of benches) first.pull(other);
        const straight = first.foldOf(sessionDecider, stream, first.seen);
        const shuffled = first.seen
          .map((record) => ({ record, key: order.next().value as number }))
          .toSorted((x, y) => x.key - y.key)
          .map(({ record }) => record);
        const again = first.foldOf(sessionDecider, stream, shuffled);
        expect(again.state).toEqual(straight.state);
        expect(again.conflicts).toEqual(straight.conflicts);
        expect(straight.conflicts.map(({ code }) => code)).not.toContain('records/fold-failed');
        expect(judgeSession(again.state, on, 0)).toEqual(judgeSession(straight.state, on, 0));
      }),
      { numRuns: 120 },
    );
  });
});
