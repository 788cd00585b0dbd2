import { describe, expect, test } from 'vitest';
import { addMonths, weekdayOf } from '../../../shared/kernel/civil-date.ts';
import type { CalendarRule } from '../../../shared/modules/maintenance/terms.ts';
import { done, every, evidence, facts, found, inSteps, plan, terms } from '../../harness/audit-facts.ts';

describe('CC1: every-3-days maintenance done at 4-day gaps', () => {
  test('given gaps of four days three months running, then it is found with its evidence', () => {
    const performances = inSteps('2026-08-20', 4);
    const [finding, ...others] = found(facts({ performances }), 'CC1');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ grade: 'deficiency', variant: 'gap', subjectId: 'p1', instrumentName: 'XN 1' });
    expect(finding!.data).toMatchObject({ every: 3, days: 4, count: performances.length - 1 });
    expect(finding!.evidenceCount).toBe(performances.length);
    expect(finding!.evidence.at(-1)).toEqual(performances.at(-1)!.evidence);
  });

  test('given work every three days or sooner, then nothing is found', () => {
    expect(found(facts({ performances: inSteps('2026-08-20', 3) }), 'CC1')).toEqual([]);
    expect(found(facts({ performances: inSteps('2026-08-20', 2) }), 'CC1')).toEqual([]);
  });

  test('given a longer gap that was declared not in use, then nothing is found; by silence alone it is', () => {
    const performances = [done('2026-11-01'), done('2026-11-12')];
    const declared = [{ instrumentId: 'i1', fromOn: '2026-11-03', toOn: '2026-11-11' }];
    expect(found(facts({ performances, notInUse: declared }), 'CC1')).toEqual([]);
    expect(found(facts({ performances }), 'CC1')).toHaveLength(1);
  });

  test('given closed days, then they excuse only a plan that gives way to them', () => {
    const performances = [done('2026-11-06'), done('2026-11-10')];
    const isClosed = (_id: string, on: string) => weekdayOf(on) === 7;
    expect(found(facts({ performances, isClosed }), 'CC1')).toHaveLength(1);
    const giving = terms(every(3, 'days'));
    const plans = [plan({ ...giving, rule: { ...giving.rule, closedDays: 'after' } })];
    expect(found(facts({ performances, isClosed, plans }), 'CC1')).toEqual([]);
  });

  test('given work that failed where only a pass counts, then it closes no gap', () => {
    const performances = [
      done('2026-11-01'),
      done('2026-11-04', { isDone: false, verdict: 'fail' }),
      done('2026-11-07'),
    ];
    expect(found(facts({ performances }), 'CC1')).toHaveLength(1);
  });
});

describe('CC2: a monthly filter task done 29 May and then 3 July', () => {
  const dates = ['2026-03-30', '2026-04-29', '2026-05-29', '2026-07-03', '2026-08-03', '2026-09-03', '2026-10-02'];
  const performances = dates.map((on) => done(on));
  const since = '2026-03-01';

  test('given any kind of monthly plan, then June is named, with the days before and after', () => {
    const calendars: CalendarRule[] = [
      every(1, 'months'),
      { kind: 'calendar-period', period: 'month', maxGapDays: null, startsOn: since },
      { kind: 'day-of-month', day: 29, everyMonths: 1, startsOn: since },
    ];
    for (const calendar of calendars) {
      const [finding, ...others] = found(facts({ plans: [plan(terms(calendar), { since })], performances }), 'CC2');
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ grade: 'deficiency', variant: 'month' });
      expect(finding!.data).toMatchObject({ months: '2026-06', from: '2026-05-29', to: '2026-07-03' });
      expect(finding!.evidence.map(({ hash }) => hash)).toEqual([2, 3].map((at) => performances[at]!.evidence.hash));
    }
  });

  test('given a longest gap of 31 days, then a gap of 35 days inside two calendar months is found too', () => {
    const calendar: CalendarRule = { kind: 'calendar-period', period: 'month', maxGapDays: 31, startsOn: since };
    const pair = [done('2026-09-01'), done('2026-10-06')];
    const [finding] = found(
      facts({ plans: [plan(terms(calendar), { since: '2026-09-01' })], performances: pair }),
      'CC2',
    );
    expect(finding).toMatchObject({ variant: 'gap', data: { days: 35, every: 31 } });
  });

  test('given June declared not in use, then nothing is found', () => {
    const notInUse = [{ instrumentId: 'i1', fromOn: '2026-06-01', toOn: '2026-07-01' }];
    expect(
      found(facts({ plans: [plan(terms(every(1, 'months')), { since })], performances, notInUse }), 'CC2'),
    ).toEqual([]);
  });

  test('given every month done, then nothing is found, in any month of any length', () => {
    const monthly = [...Array(20).keys()].map((at) => done(addMonths('2025-03-31', at, 31)));
    const plans = [plan(terms(every(1, 'months')), { since: '2025-03-31' })];
    expect(found(facts({ plans, performances: monthly }), 'CC2')).toEqual([]);
  });
});

describe('CC8b: calibrated Oct 2017 then Oct 2018, "change in service personnel"', () => {
  const vendor = terms(every(6, 'months'), { title: 'Calibration', kind: 'calibration', owner: 'vendor' });

  test("given a vendor's six-month work done a year apart, then it alarms in the lab", () => {
    const performances = [done('2025-10-10'), done('2026-10-12')];
    const [finding] = found(facts({ plans: [plan(vendor, { since: '2025-10-01' })], performances }), 'CC8b');
    expect(finding).toMatchObject({ grade: 'deficiency', variant: 'gap', data: { days: 367 } });
  });

  test("given a vendor's work that is overdue now, then it is found under CC8b and not hidden under CC23", () => {
    const standing = { state: 'overdue', dueOn: '2026-10-10', windowClosesOn: '2026-10-10', missedCount: 0 } as const;
    const given = facts({
      plans: [plan(vendor, { since: '2026-04-01', standing })],
      performances: [done('2026-04-10')],
    });
    expect(found(given, 'CC8b')).toMatchObject([{ variant: 'overdue', data: { dueOn: '2026-10-10', days: 43 } }]);
    expect(found(given, 'CC23')).toEqual([]);
  });

  test("given a vendor's work order past its date, then it is found", () => {
    const work = { workOrderId: 'w1', instrumentId: 'i1', title: 'Yearly service', owner: 'vendor' as const };
    const overdueWork = [{ ...work, dueOn: '2026-11-01', evidence: evidence('maintenance.work-order-opened') }];
    expect(found(facts({ overdueWork }), 'CC8b')).toMatchObject([{ variant: 'work-order', subjectId: 'w1' }]);
  });

  test('given the work on its dates, at month ends too, then nothing is found', () => {
    const performances = [done('2025-08-31'), done('2026-02-28'), done('2026-08-28')];
    expect(found(facts({ plans: [plan(vendor, { since: '2025-08-01' })], performances }), 'CC8b')).toEqual([]);
  });
});

describe('CC21: function checks not done or not within limits before patients', () => {
  const check = (at: string, verdict: 'pass' | 'fail' | 'cannot-evaluate' = 'pass') => ({
    instrumentId: 'i1',
    on: at.slice(0, 10),
    at,
    verdict,
    evidence: evidence('instruments.background-recorded', at),
  });
  const use = (firstAt: string) => ({ instrumentId: 'i1', on: firstAt.slice(0, 10), firstAt });
  const useDays = [use('2026-11-20T08:10:00Z')];

  test('given patients with no check that day, then it is found', () => {
    expect(found(facts({ useDays, checks: [check('2026-11-19T07:00:00Z')] }), 'CC21')).toMatchObject([
      { variant: 'none', grade: 'deficiency', data: { count: 1, dates: '2026-11-20' } },
    ]);
  });

  test('given a check only after the first patient, then it is found', () => {
    expect(found(facts({ useDays, checks: [check('2026-11-20T09:00:00Z')] }), 'CC21')).toMatchObject([
      { variant: 'after' },
    ]);
  });

  test('given a failed check before the first patient, then it is found; passed again before, then not', () => {
    const failed = check('2026-11-20T07:00:00Z', 'fail');
    const [finding] = found(facts({ useDays, checks: [failed] }), 'CC21');
    expect(finding).toMatchObject({ variant: 'failed', evidence: [failed.evidence] });
    expect(found(facts({ useDays, checks: [failed, check('2026-11-20T07:30:00Z')] }), 'CC21')).toEqual([]);
  });

  test('given a check without a limit, or without an hour, then it is a risk, not a pass', () => {
    const blind = check('2026-11-20T07:00:00Z', 'cannot-evaluate');
    expect(found(facts({ useDays, checks: [blind] }), 'CC21')).toMatchObject([
      { variant: 'not-judged', grade: 'risk' },
    ]);
    const noHour = { ...check('2026-11-20T07:00:00Z'), at: null };
    expect(found(facts({ useDays, checks: [noHour] }), 'CC21')).toMatchObject([{ variant: 'no-time', grade: 'risk' }]);
  });

  test('given patients while return to service was open, then it is found', () => {
    const used = {
      instrumentId: 'i1',
      rtsId: 'r1',
      events: 'power failure',
      count: 7,
      firstAt: '2026-11-20T08:00:00Z',
    };
    const unreturnedUse = [{ ...used, evidence: evidence('maintenance.rts-raised') }];
    expect(found(facts({ unreturnedUse }), 'CC21')).toMatchObject([{ variant: 'not-returned', data: { count: 7 } }]);
  });
});

describe('CC21: a proof that was corrected after the review', () => {
  test('given a reviewed list whose record was voided, then it is found with the correction', () => {
    const voided = { instrumentId: 'i1', rtsId: 'r1', events: 'power failure', item: 'Controls, all levels' };
    const correctedProofs = [{ ...voided, evidence: [evidence('record.voided')] }];
    expect(found(facts({ correctedProofs }), 'CC21')).toMatchObject([{ variant: 'proof-corrected', subjectId: 'r1' }]);
  });
});

describe('CC23: weekly and monthly maintenance undocumented', () => {
  const weekly = terms(every(1, 'weeks'));
  const standing = { state: 'overdue', dueOn: '2026-11-02', windowClosesOn: '2026-11-02', missedCount: 2 } as const;

  test('given an overdue plan, then it is found, with the last time it was done', () => {
    const given = facts({ plans: [plan(weekly, { standing })], performances: [done('2026-10-26')] });
    expect(found(given, 'CC23')).toMatchObject([
      { variant: 'overdue', data: { days: 20, last: '2026-10-26', missed: 2 } },
    ]);
  });

  test('given missed work of months long closed, then it is still found', () => {
    const missed = [
      {
        planId: 'p1',
        evidence: evidence('maintenance.tasks-missed'),
        count: 3,
        firstOn: '2025-06-01',
        lastOn: '2025-06-15',
      },
      {
        planId: 'p1',
        evidence: evidence('maintenance.tasks-missed'),
        count: 1,
        firstOn: '2025-09-01',
        lastOn: '2025-09-01',
      },
    ];
    expect(found(facts({ plans: [plan(weekly)], missed }), 'CC23')).toMatchObject([
      { variant: 'missed', data: { count: 4, from: '2025-06-01', to: '2025-09-01' }, evidenceCount: 2 },
    ]);
  });

  test('given an instrument in service without any plan, then it is a risk: not set up is not overdue', () => {
    expect(found(facts({ plans: [] }), 'CC23')).toMatchObject([{ variant: 'no-plan', grade: 'risk' }]);
  });
});

describe('others that records can prove', () => {
  test('CC7: work that waits for review for more than a month', () => {
    const plans = [plan(terms(every(1, 'weeks'), { needsReview: true }))];
    const waiting = done('2026-09-01', { needsReview: true });
    const performances = [waiting, done('2026-11-20', { needsReview: true })];
    expect(found(facts({ plans, performances }), 'CC7')).toMatchObject([{ data: { count: 1, from: '2026-09-01' } }]);
    const reviewed = performances.map((one) => ({ ...one, isReviewed: true }));
    expect(found(facts({ plans, performances: reviewed }), 'CC7')).toEqual([]);
  });

  test('CC8: calibration verification of the lab past six months', () => {
    const plans = [plan(terms(every(6, 'months'), { kind: 'calibration' }), { since: '2025-10-01' })];
    const given = facts({ plans, performances: [done('2025-10-10'), done('2026-10-12')] });
    expect(found(given, 'CC8')).toMatchObject([{ variant: 'gap' }]);
    expect(found(given, 'CC8b')).toEqual([]);
  });

  test('CC20: a failure with nothing written about what was done', () => {
    const performances = [done('2026-11-10', { verdict: 'fail', isDone: false })];
    expect(found(facts({ performances }), 'CC20')).toMatchObject([{ data: { from: '2026-11-10' } }]);
    expect(found(facts({ performances, remedies: [{ instrumentId: 'i1', on: '2026-11-11' }] }), 'CC20')).toEqual([]);
    expect(found(facts({ performances: [...performances, done('2026-11-11')] }), 'CC20')).toEqual([]);
  });
});
