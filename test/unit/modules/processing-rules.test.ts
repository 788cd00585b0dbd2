import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/civil-date.ts';
import {
  gradingStream,
  planStream,
  processingRecords,
  programStream,
} from '../../../shared/modules/processing/records.ts';
import { inOrderOfNeed, stationStanding } from '../../../shared/modules/processing/rules-due.ts';
import { gradingDecider, judgeGrading, secondLookOf } from '../../../shared/modules/processing/rules-grading.ts';
import { planDecider, programDecider, stricterPlan } from '../../../shared/modules/processing/rules-plan.ts';
import { readLabel } from '../../../shared/modules/processing/rules-scan.ts';
import { type ChangeLimit, type GradedCriterion, stationState } from '../../../shared/modules/processing/terms.ts';
import { words } from '../../../shared/modules/processing/words.ts';
import { PaperBench } from '../../harness/paper-bench.ts';
import { bufferPh, nuclei, planOf, station } from './processing-samples.ts';

const today = '2026-11-22';
const warn = { warnCount: 1, warnDays: 2 };
const fill = (usedCount: number, daysAgo: number, expiresOn: string | null = '2027-12-31') => ({
  ...{ sinceOn: addDays(today, -daysAgo), expiresOn, usedCount },
});
const stateOf = (usedCount: number, daysAgo: number, more = {}) =>
  stationStanding(station(1, more), fill(usedCount, daysAgo), warn, today).state;

describe('when a bath is to be changed', () => {
  test('by count: it warns, is to be changed at its limit, and is overdue beyond it', () => {
    expect([0, 1, 2, 3, 4].map((used) => stateOf(used, 0))).toEqual([
      'current',
      'current',
      'due-soon',
      'due',
      'overdue',
    ]);
  });

  test('by days: the last day still holds, the day after does not', () => {
    expect([4, 5, 6, 7, 8].map((days) => stateOf(0, days))).toEqual([
      'current',
      'due-soon',
      'due-soon',
      'due',
      'overdue',
    ]);
  });

  test('whichever comes first decides, and the expiry of the lot stands above both', () => {
    expect(stateOf(4, 0)).toBe('overdue');
    expect(stateOf(0, 8)).toBe('overdue');
    const expired = stationStanding(station(1), fill(4, 0, addDays(today, -1)), warn, today);
    expect(expired).toMatchObject({ state: 'expired', why: ['expiry', 'count'] });
  });

  test('a blank limit is never good, unless what is known already asks for the change', () => {
    expect(stateOf(0, 0, { countLimit: null })).toBe('cannot-evaluate');
    expect(stateOf(0, 0, { dayLimit: null })).toBe('cannot-evaluate');
    expect(stateOf(0, 8, { countLimit: null })).toBe('overdue');
    expect(stationStanding(station(1), fill(0, 0, null), warn, today)).toMatchObject({
      state: 'cannot-evaluate',
      why: ['expiry-blank'],
    });
    expect(stateOf(99, 0, { countLimit: 'not-used' })).toBe('current');
  });

  test('without a fill nothing is known, and a bath that is not in use is never due', () => {
    expect(stationStanding(station(1), null, warn, today).state).toBe('empty');
    expect(stationStanding(station(1, { isInUse: false }), fill(9, 99), warn, today).state).toBe('out-of-use');
  });

  test('it is good only when every limit is known and none is reached', () => {
    const limit = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant('not-used' as const), fc.constant(null));
    const expiry = fc.oneof(
      fc.constantFrom(null, 'not-stated'),
      fc.integer({ min: -9, max: 60 }).map((n) => addDays(today, n)),
    );
    fc.assert(
      fc.property(
        limit,
        limit,
        fc.nat(60),
        fc.nat(60),
        expiry,
        (countLimit: ChangeLimit, dayLimit, used, days, until) => {
          const at = stationStanding(station(1, { countLimit, dayLimit }), fill(used, days, until), warn, today);
          const isGood = at.state === 'current' || at.state === 'due-soon';
          const isLimited = typeof countLimit === 'number' || typeof dayLimit === 'number' || until !== 'not-stated';
          const isKnown = isLimited && countLimit !== null && dayLimit !== null && until !== null;
          const isBelow =
            (typeof countLimit !== 'number' || used < countLimit) &&
            (typeof dayLimit !== 'number' || days < dayLimit) &&
            (until === null || until === 'not-stated' || until > today);
          expect(isGood).toBe(isKnown && isBelow);
        },
      ),
    );
  });

  test('the board names first what is past, then what is due, then what is missing', () => {
    const at = (position: number, usedCount: number | null) => ({
      position,
      ...stationStanding(station(position), usedCount === null ? null : fill(usedCount, 0), warn, today),
    });
    const order = inOrderOfNeed([at(1, 0), at(2, null), at(3, 3), at(4, 5), at(5, 2), at(6, 9)]);
    expect(order.map(({ position }) => position)).toEqual([6, 4, 3, 2, 5, 1]);
  });
});

describe('a plan of baths', () => {
  const bench = (name = 'a') => new PaperBench(name, processingRecords);
  const refused = (code: string) => expect.objectContaining({ code });
  const decide = (stations: Parameters<typeof planOf>[0]) => () =>
    planDecider.decide(
      planDecider.initial(planStream('i1')),
      { do: 'set', plan: planOf(stations), reason: '' },
      planStream('i1'),
    );

  test('a limit needs its source, a bath in use its content, and none may be without any limit', () => {
    expect(decide([station(1, { source: '' })])).toThrow(refused('processing/source-needed'));
    expect(decide([station(1, { content: '' })])).toThrow(refused('processing/content-needed'));
    expect(decide([station(1), station(1)])).toThrow(refused('processing/position-twice'));
    expect(decide([station(1, { countLimit: 'not-used', dayLimit: 'not-used' })])).toThrow(
      refused('processing/never-due'),
    );
    expect(decide([station(1, { countLimit: null, dayLimit: null, source: '' })])).not.toThrow();
  });

  test('set apart at two benches, the stricter limits hold in any order until somebody decides', () => {
    const here = bench('a');
    const there = bench('b');
    const stream = planStream('i1');
    here.decide(planDecider, stream, {
      do: 'set',
      plan: planOf([station(1, { countLimit: 5, dayLimit: null })]),
      reason: '',
    });
    there.decide(planDecider, stream, {
      do: 'set',
      plan: planOf([station(1, { countLimit: 8, dayLimit: 4 })]),
      reason: '',
    });
    here.pull(there);
    there.pull(here);
    const folded = [here, there].map((one) => one.fold(planDecider, stream));
    for (const { state, conflicts } of folded) {
      expect(state.plan?.value.stations[0]).toMatchObject({ countLimit: 5, dayLimit: 4 });
      expect(conflicts).toMatchObject([{ code: 'processing/plan-set-apart' }]);
    }
    here.decide(planDecider, stream, { do: 'set', plan: planOf([station(1, { countLimit: 6 })]), reason: 'Agreed' });
    expect(here.fold(planDecider, stream)).toMatchObject({
      state: { plan: { value: { stations: [{ countLimit: 6 }] } } },
      conflicts: [],
    });
  });

  test('the stricter of two plans never asks for less than either', () => {
    const limit = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant('not-used' as const), fc.constant(null));
    fc.assert(
      fc.property(limit, limit, (a, b) => {
        const [held] = stricterPlan(
          planOf([station(1, { countLimit: a })]),
          planOf([station(1, { countLimit: b })]),
        ).stations;
        const numbers = [a, b].filter((one) => typeof one === 'number');
        if (numbers.length > 0) expect(held?.countLimit).toBe(Math.min(...numbers));
        else expect(held?.countLimit).toBe(a === null || b === null ? null : 'not-used');
      }),
    );
  });

  test('each change of a program is a new version; the same again is none', () => {
    const here = bench();
    const stream = programStream('p1');
    const step = { stationId: 's1', position: 1, content: 'Alcohol', seconds: 60 };
    const terms = { name: 'Day', steps: [step], isRetired: false, source: 'SOP 30' };
    here.decide(programDecider, stream, { do: 'set', instrumentId: 'i1', terms, reason: '' });
    here.decide(programDecider, stream, { do: 'set', instrumentId: 'i1', terms, reason: '' });
    here.decide(programDecider, stream, {
      do: 'set',
      instrumentId: 'i1',
      terms: { ...terms, name: 'Night' },
      reason: '',
    });
    expect(here.fold(programDecider, stream).state.current?.value).toMatchObject({
      version: 2,
      terms: { name: 'Night' },
    });
  });
});

describe('a grading', () => {
  const answer = (one: typeof nuclei, more: Partial<GradedCriterion>): GradedCriterion => ({
    ...{ ...one, grade: null, value: null },
    ...more,
  });
  const good = [answer(nuclei, { grade: 'good' }), answer(bufferPh, { value: '6.5' })];
  const judged = (criteria: GradedCriterion[]) => judgeGrading(criteria).verdict;

  test('passes only when everything was seen and lies within its limits', () => {
    expect(judgeGrading(good)).toEqual({ verdict: 'pass', why: [] });
    expect(judgeGrading([])).toEqual({ verdict: 'cannot-evaluate', why: ['no-criteria'] });
    expect(judged([answer(nuclei, { grade: 'not-seen' }), good[1]!])).toBe('cannot-evaluate');
    expect(judged([good[0]!, answer(bufferPh, { value: null })])).toBe('cannot-evaluate');
    expect(judged([good[0]!, answer({ ...bufferPh, low: null, high: null }, { value: '6.5' })])).toBe(
      'cannot-evaluate',
    );
    expect(judged([good[0]!, answer(bufferPh, { value: '6.9' })])).toBe('fail');
    expect(judged([answer(nuclei, { grade: 'poor' }), answer(bufferPh, { value: null })])).toBe('fail');
  });

  const body = (more = {}) => ({
    ...{ gradingId: 'g1', instrumentId: 'i1', material: 'Control slide', materialLot: '', runId: null, criteria: good },
    ...{
      verdict: 'pass' as const,
      why: [],
      decision: 'accepted' as const,
      correctiveAction: '',
      photos: [],
      baths: [],
    },
    ...{ needsSecondPerson: true, on: today, at: `${today}T08:00:00.000Z`, timeZone: 'UTC', note: '' },
    ...more,
  });
  const stream = gradingStream('g1');
  const refused = (code: string) => expect.objectContaining({ code });

  test('what fails is not accepted, and what is rejected says what was done', () => {
    const grade = (more: object) => () =>
      gradingDecider.decide(gradingDecider.initial(stream), { do: 'grade', body: body(more) }, stream);
    expect(grade({ verdict: 'fail' })).toThrow(refused('processing/decision-not-open'));
    expect(grade({ verdict: 'cannot-evaluate' })).toThrow(refused('processing/decision-not-open'));
    expect(grade({ decision: 'rejected' })).toThrow(refused('processing/corrective-action-needed'));
    expect(grade({ decision: 'rejected', correctiveAction: 'Stain changed' })).not.toThrow();
  });

  test('the second look is another person, and a disagreement holds against an agreement made apart', () => {
    const here = new PaperBench('a', processingRecords);
    const there = new PaperBench('b', processingRecords);
    here.decide(gradingDecider, stream, { do: 'grade', body: body() });
    there.pull(here);
    const first = here.fold(gradingDecider, stream).state;
    expect(secondLookOf(first)).toBe('waiting');
    const confirm = (by: string, outcome: 'agreed' | 'disagreed', note = '') =>
      ({ do: 'confirm', by, outcome, note }) as const;
    expect(() => gradingDecider.decide(first, confirm(first.gradedBy, 'agreed'), stream)).toThrow(
      refused('processing/second-person-is-first'),
    );
    expect(() => gradingDecider.decide(first, confirm('user:2', 'disagreed'), stream)).toThrow(
      refused('processing/disagreement-needs-note'),
    );
    here.decide(gradingDecider, stream, confirm('user:2', 'agreed'));
    there.decide(gradingDecider, stream, confirm('user:3', 'disagreed', 'Too pale'));
    here.pull(there);
    there.pull(here);
    for (const one of [here, there]) {
      const { state, conflicts } = one.fold(gradingDecider, stream);
      expect(secondLookOf(state)).toBe('disagreed');
      expect(conflicts).toMatchObject([{ code: 'processing/second-look-apart' }]);
    }
  });
});

test('every state has a sentence', () => {
  for (const state of stationState.options) expect(words).toHaveProperty([`processing.state.${state}`]);
});

describe('a scanned label', () => {
  test('gives lot and expiry of a GS1 code, with brackets or as a scanner sends it', () => {
    const label = { lot: 'L4711', expiresOn: '2027-05-31' };
    expect(readLabel('(01)09521234543213(17)270531(10)L4711')).toEqual(label);
    expect(readLabel(']d201095212345432131727053110L4711')).toEqual(label);
    expect(readLabel('010952123454321310L4711\u001d17270500')).toEqual(label);
  });

  test('is the lot itself where it is no such code, whatever was scanned', () => {
    expect(readLabel(' L4711 ')).toEqual({ lot: 'L4711', expiresOn: null });
    expect(readLabel('0123')).toEqual({ lot: '0123', expiresOn: null });
    expect(readLabel('(10)L1(17)279931')).toEqual({ lot: 'L1', expiresOn: null });
    fc.assert(fc.property(fc.string(), (text) => readLabel(text).lot.length <= text.length));
  });
});
