import { describe, expect, test } from 'vitest';
import { sessionRecords } from '../../../shared/modules/calibration/records.ts';
import { frozenJudgement, saysTheSame } from '../../../shared/modules/calibration/rules-freeze.ts';
import { judgeSession, stepOf } from '../../../shared/modules/calibration/rules-judge.ts';
import { type SessionCommand, sessionDecider } from '../../../shared/modules/calibration/rules-session.ts';
import type { Material, ProcedureTerms } from '../../../shared/modules/calibration/terms.ts';
import { PaperBench } from '../../harness/paper-bench.ts';
import {
  aside,
  benchAfter,
  calibrator,
  codes,
  confirmed,
  factor,
  hemoglobin,
  judged,
  on,
  open,
  procedure,
  sectionOf,
  stateOf,
  stream,
  withMaterial,
  withRuns,
} from './calibration-samples.ts';

const lowRuns = ['12.9', '13.0', '12.95', '12.98', '12.94', '12.99'];

describe('a calibration from the question to the verdict', () => {
  const calibrated: SessionCommand[] = [
    open(),
    withMaterial(calibrator),
    ...withRuns('as-found', lowRuns),
    factor('updated', '100.32'),
    ...withRuns('as-left', ['13.2', '13.25', '13.18']),
  ];

  test('C.6: six replicates with mean 12.96 of a calibrator of 13.20 ask for 100.32 %, and the as-left mean passes', () => {
    const result = judged(calibrated);
    expect(result.factors).toMatchObject([{ shadow: '100.32', advice: 'update', verdict: 'pass' }]);
    expect(result.statistics[0]).toMatchObject({ set: 'as-found', n: 6, mean: '12.9600', verdict: 'fail' });
    expect(sectionOf(result, 'as-left')).toMatchObject({ verdict: 'pass', isNeeded: true });
    // As-found out of tolerance is why one calibrates: it does not make the whole a failure.
    expect(result.verdict).toBe('pass');
  });

  test('a factor that rests on too few runs, or on runs that scatter, is never a pass, however well it went afterwards', () => {
    const after = [factor('updated', '100.32'), ...withRuns('as-left', ['13.2', '13.25', '13.18'])];
    const few = judged([open(), withMaterial(calibrator), ...withRuns('as-found', ['12.95', '12.97']), ...after]);
    expect(few).toMatchObject({
      verdict: 'cannot-evaluate',
      factors: [{ advice: 'none', verdict: 'cannot-evaluate' }],
    });
    const wide = judged([
      open(),
      withMaterial(calibrator),
      ...withRuns('as-found', ['12.0', '12.96', '13.92']),
      ...after,
    ]);
    expect(wide).toMatchObject({ verdict: 'cannot-evaluate', factors: [{ advice: 'none' }] });
  });

  test('a factor left as it was is judged by what was found', () => {
    const kept = judged([open(), withMaterial(calibrator), ...withRuns('as-found', lowRuns), factor('kept', null)]);
    expect(sectionOf(kept, 'as-left').isNeeded).toBe(false);
    expect(kept.verdict).toBe('fail');
    const fine = judged([
      open(),
      withMaterial(calibrator),
      ...withRuns('as-found', ['13.2', '13.19', '13.22']),
      factor('kept', null),
    ]);
    expect(fine).toMatchObject({ verdict: 'pass', factors: [{ advice: 'keep' }] });
  });

  test('the step to go on with is told at every point', () => {
    const terms = { ...procedure, preconditions: [confirmed('mixed')] };
    const steps = [
      [open(terms)],
      [{ do: 'answer', key: 'mixed', value: 'yes', note: '' }],
      [withMaterial(calibrator)],
      withRuns('as-found', lowRuns),
      [factor('updated', '100.32')],
      withRuns('as-left', ['13.2', '13.25', '13.18']),
    ] satisfies SessionCommand[][];
    const bench = new PaperBench('a', sessionRecords);
    const seen = steps.map((commands) => {
      for (const command of commands) bench.decide(sessionDecider, stream, command);
      return stepOf(stateOf(bench), judgeSession(stateOf(bench), on, 0));
    });
    expect(seen).toEqual(['preconditions', 'material', 'as-found', 'factors', 'as-left', 'qc']);
  });

  test('an expired lot fails, an unknown expiry cannot be evaluated, a vial open too long fails', () => {
    const of = (more: Partial<Material>) =>
      sectionOf(judged([open(), withMaterial({ ...calibrator, ...more })]), 'material');
    expect(of({ expiresOn: '2026-11-21' })).toMatchObject({ verdict: 'fail' });
    expect(of({ expiresOn: '2026-11-22' })).toMatchObject({ verdict: 'pass' });
    expect(of({ expiresOn: null })).toMatchObject({ verdict: 'cannot-evaluate' });
    expect(codes(of({ openedOn: '2026-11-10', openDays: 7 }))).toContain('vial-too-old');
  });

  test('a limit nobody typed, a value the analyzer did not give, another unit: CANNOT EVALUATE, never a pass', () => {
    const blank = {
      ...procedure,
      parameters: [{ ...hemoglobin, calibrationTolerance: { percent: null, floor: null, source: '' } }],
    };
    const found = (commands: SessionCommand[]) => sectionOf(judged(commands), 'as-found');
    expect(codes(found([open(blank), withMaterial(calibrator), ...withRuns('as-found', lowRuns)]))).toEqual([
      'no-limit',
    ]);
    const dashes = [open(), withMaterial(calibrator), ...withRuns('as-found', ['13.2', '13.2', '13.2', '----'])];
    expect(found(dashes)).toMatchObject({ verdict: 'cannot-evaluate' });
    expect(found([...dashes, aside('as-found-cal-3', 'no result: short sample')])).toMatchObject({ verdict: 'pass' });
    const few = found([open(), withMaterial(calibrator), ...withRuns('as-found', ['13.2', '13.2'])]);
    expect(few).toMatchObject({ verdict: 'cannot-evaluate' });
    expect(codes(few)).toEqual(['too-few-runs']);
  });
});

describe('what a closing freezes', () => {
  test('series that passed give way in a session too large for one record, what failed never does', () => {
    const line = judged([open(), withMaterial(calibrator), ...withRuns('as-found', lowRuns)]).statistics[0]!;
    const statistics = Array.from({ length: 300 }, (_, at) => ({
      ...line,
      parameter: `p${at}`,
      verdict: at % 10 === 0 ? ('fail' as const) : ('pass' as const),
    }));
    const whole = { ...judged([open()]), statistics };
    const frozen = frozenJudgement(whole);
    expect(JSON.stringify(frozen).length).toBeLessThan(40_000);
    expect(frozen.statistics.filter(({ verdict }) => verdict === 'fail')).toHaveLength(30);
    expect(saysTheSame(frozen, whole)).toBe(true);
    expect(saysTheSame(frozen, { ...whole, verdict: 'fail' })).toBe(false);
    expect(frozenJudgement(judged([open()]))).toEqual(judged([open()]));
  });
});

describe('CC9: the precision check before a calibration', () => {
  const terms: ProcedureTerms = {
    ...procedure,
    precision: { isNeeded: true, least: 10, most: 10, dropFirst: 1, source: 'manual: 11 runs, the first is dropped' },
  };
  const steady = ['15.9', '13.2', '13.3', '13.2', '13.1', '13.2', '13.2', '13.3', '13.2', '13.1', '13.2'];

  test('CC9: never documented is never passed', () => {
    const section = sectionOf(judged([open(terms)]), 'precision');
    expect(section).toMatchObject({ isNeeded: true, isStarted: false, verdict: 'cannot-evaluate' });
    expect(codes(section)).toContain('no-runs');
  });

  test('CC9: eleven runs, the first measured and not counted, CV of ten', () => {
    const result = judged([open(terms), ...withRuns('precision', steady, null)]);
    expect(sectionOf(result, 'precision').verdict).toBe('pass');
    expect(result.statistics[0]).toMatchObject({ set: 'precision', n: 10, droppedCount: 1, mean: '13.200' });
  });

  test('CC9: ten runs are one too few, and a CV above the limit fails', () => {
    const few = sectionOf(judged([open(terms), ...withRuns('precision', steady.slice(0, 10), null)]), 'precision');
    expect(codes(few)).toEqual(['too-few-runs']);
    const wide = steady.map((value, at) => (at === 5 ? '14.9' : value));
    expect(sectionOf(judged([open(terms), ...withRuns('precision', wide, null)]), 'precision')).toMatchObject({
      verdict: 'fail',
    });
  });

  test('CC9: without a CV limit from the manual it cannot be evaluated', () => {
    const blank = { ...terms, parameters: [{ ...hemoglobin, maxCvPercent: null }] };
    const section = sectionOf(judged([open(blank), ...withRuns('precision', steady, null)]), 'precision');
    expect(codes(section)).toEqual(['cv-no-limit']);
  });
});

describe('CC22: a run set aside needs its reason and stays visible', () => {
  const terms: ProcedureTerms = { ...procedure, replicates: { least: 9, most: 10, dropFirst: 0, source: 'manual' } };
  const ten = ['13.2', '13.2', '13.3', '13.1', '13.2', '13.2', '13.2', '15.9', '13.2', '13.2'];
  const commands = [open(terms), withMaterial(calibrator), ...withRuns('as-found', ten)];

  test('CC22: nine of ten count, the tenth is counted as set aside and is still there with its reason', () => {
    const bench = benchAfter([...commands, aside('as-found-cal-7', 'clot found in the tube')]);
    const state = stateOf(bench);
    expect(judgeSession(state, on, 0).statistics[0]).toMatchObject({ n: 9, excludedCount: 1 });
    expect(state.runs).toHaveLength(10);
    expect(state.setAside['as-found-cal-7|']?.value).toMatchObject({
      isSetAside: true,
      reason: 'clot found in the tube',
    });
  });

  test('CC22: no reason, no record', () => {
    const bench = benchAfter(commands);
    expect(() => bench.decide(sessionDecider, stream, aside('as-found-cal-7', ''))).toThrow();
  });

  test('CC22: given back it counts again, and both words stay in the trail', () => {
    const bench = benchAfter([...commands, aside('as-found-cal-7', 'clot')]);
    bench.decide(sessionDecider, stream, {
      do: 'aside',
      runId: 'as-found-cal-7',
      parameter: null,
      isSetAside: false,
      reason: 'no clot after all',
    });
    expect(judgeSession(stateOf(bench), on, 0).statistics[0]).toMatchObject({ n: 10, excludedCount: 0 });
    expect(bench.seen.filter(({ type }) => type === 'calibration.run-set-aside')).toHaveLength(2);
  });

  test('CC22: two benches that disagree leave the run in the mean, and a person is shown both', () => {
    const a = benchAfter([...commands, aside('as-found-cal-7', 'clot')]);
    const b = new PaperBench('b', sessionRecords);
    b.pull(a);
    a.decide(sessionDecider, stream, {
      do: 'aside',
      runId: 'as-found-cal-7',
      parameter: null,
      isSetAside: false,
      reason: 'fine',
    });
    b.decide(sessionDecider, stream, aside('as-found-cal-7', 'clot, seen twice', null));
    // The second bench sees it set aside already and writes nothing; it gives it back and sets it aside anew.
    b.decide(sessionDecider, stream, {
      do: 'aside',
      runId: 'as-found-cal-7',
      parameter: null,
      isSetAside: false,
      reason: 'check',
    });
    b.decide(sessionDecider, stream, aside('as-found-cal-7', 'clot, seen twice'));
    a.pull(b);
    const folded = a.fold(sessionDecider, stream);
    expect(folded.conflicts.map(({ code }) => code)).toContain('calibration/set-aside-apart');
    const judgement = judgeSession(folded.state, on, folded.conflicts.length);
    expect(codes(sectionOf(judgement, 'procedure'))).toEqual(['conflict']);
    expect(judgeSession(folded.state, on, 0).statistics[0]).toMatchObject({ n: 10 });
  });
});

describe('calibration verification over the range', () => {
  const level = (key: string, rangePart: Material['rangePart'], assigned: string): Material => ({
    ...calibrator,
    materialKey: key,
    role: 'level',
    level: key,
    rangePart,
    values: [{ parameter: 'hgb', unit: 'g/dL', assigned, uncertainty: null, low: null, high: null }],
  });
  const levels = [level('low', 'low', '5.0'), level('mid', 'mid', '13.0'), level('high', 'high', '20.0')];
  const begin: SessionCommand[] = [
    open(procedure, { kind: 'verification', reason: 'six-months' }),
    ...levels.map(withMaterial),
  ];
  const measured = (low: string, mid: string, high: string): SessionCommand[] => [
    ...withRuns('level', [low], 'low'),
    ...withRuns('level', [mid], 'mid'),
    ...withRuns('level', [high], 'high'),
  ];

  test('CC8: three levels, each exactly at 4.0 %, pass; one hair above fails', () => {
    expect(judged([...begin, ...measured('5.2', '12.48', '20.8')])).toMatchObject({ verdict: 'pass', factors: [] });
    const above = judged([...begin, ...measured('5.2', '12.47', '20.8')]);
    expect(above.verdict).toBe('fail');
    expect(codes(sectionOf(above, 'levels'))).toEqual(['outside-tolerance']);
  });

  test('two levels, or three that leave the top of the range out, cannot be evaluated', () => {
    const two = judged([open(procedure, { kind: 'verification' }), withMaterial(levels[0]!), withMaterial(levels[1]!)]);
    expect(codes(sectionOf(two, 'levels'))).toEqual(expect.arrayContaining(['too-few-levels', 'range-not-covered']));
    const noTop = judged([
      open(procedure, { kind: 'verification' }),
      withMaterial(levels[0]!),
      withMaterial(levels[1]!),
      withMaterial({ ...levels[2]!, rangePart: 'mid' }),
      ...measured('5.0', '13.0', '20.0'),
    ]);
    expect(codes(sectionOf(noTop, 'levels'))).toEqual(['range-not-covered']);
    expect(noTop.verdict).toBe('cannot-evaluate');
  });

  test('CC8c: done well, but not by a procedure the lab confirmed for this model: CANNOT EVALUATE', () => {
    const own = { kind: 'verification', procedureHash: null } as const;
    const result = judged([open(procedure, own), ...levels.map(withMaterial), ...measured('5.0', '13.0', '20.0')]);
    expect(result.verdict).toBe('cannot-evaluate');
    expect(codes(sectionOf(result, 'procedure'))).toEqual(['procedure-not-confirmed']);
  });
});

describe('controls after the work', () => {
  const control = (key: string, low: string | null): Material => ({
    ...calibrator,
    materialKey: key,
    role: 'control',
    level: key,
    values: [
      { parameter: 'hgb', unit: 'g/dL', assigned: null, uncertainty: null, low, high: low === null ? null : '14.0' },
    ],
  });
  const terms: ProcedureTerms = { ...procedure, qc: { levels: 2, source: '493.1256(d)(3)(i)' } };
  const begin = [open(terms), withMaterial(control('c1', '12.0')), withMaterial(control('c2', '12.0'))];

  test('at the limit passes; repeating until one fits does not make the one outside go away', () => {
    const good = judged([...begin, ...withRuns('qc', ['14.0'], 'c1'), ...withRuns('qc', ['12.0'], 'c2')]);
    expect(sectionOf(good, 'qc').verdict).toBe('pass');
    const repeated = judged([...begin, ...withRuns('qc', ['14.1', '13.0'], 'c1'), ...withRuns('qc', ['12.0'], 'c2')]);
    expect(sectionOf(repeated, 'qc').verdict).toBe('fail');
  });

  test('two controls far apart within their limits pass: the CV limit is that of a normal sample', () => {
    const result = judged([...begin, ...withRuns('qc', ['12.1', '13.9'], 'c1'), ...withRuns('qc', ['12.0'], 'c2')]);
    expect(sectionOf(result, 'qc').verdict).toBe('pass');
  });

  test('one level of two, or limits nobody typed, cannot be evaluated', () => {
    const one = judged([open(terms), withMaterial(control('c1', '12.0')), ...withRuns('qc', ['13.0'], 'c1')]);
    expect(codes(sectionOf(one, 'qc'))).toEqual(['too-few-control-levels']);
    const blank = judged([open(terms), withMaterial(control('c1', null)), withMaterial(control('c2', '12.0'))]);
    expect(codes(sectionOf(blank, 'qc'))).toContain('no-limit');
  });
});
