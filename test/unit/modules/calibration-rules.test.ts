import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, daysInMonth, partsOf } from '../../../shared/kernel/civil-date.ts';
import { allowableErrorOn } from '../../../shared/modules/calibration/allowable-error.ts';
import { blanksOf, defaultProcedure } from '../../../shared/modules/calibration/default-procedure.ts';
import { missingMonths, verificationDue, verificationDueOn } from '../../../shared/modules/calibration/rules-due.ts';
import { type FactorInput, judgeFactor, newFactor } from '../../../shared/modules/calibration/rules-factor.ts';
import {
  cvOf,
  inUnit,
  isWithin,
  limitOf,
  meanOf,
  sdOf,
  show,
} from '../../../shared/modules/calibration/rules-numbers.ts';
import type { ProcedureTerms } from '../../../shared/modules/calibration/terms.ts';

const limits: ProcedureTerms['factor'] = { maxChange: '5', lowest: '80', highest: '120', decimals: 2, source: 'SY1' };
const input = (more: Partial<FactorInput>): FactorInput => ({
  parameter: 'hgb',
  current: '98.5',
  referenceMean: 13.2,
  instrumentMean: 12.96,
  n: 6,
  doubts: [],
  isInTolerance: false,
  analyzer: null,
  set: null,
  decision: 'open',
  ...more,
});

describe('arithmetic of replicates', () => {
  test('mean, SD by n - 1 and CV of a published-style set: 2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and SD 2.138', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(meanOf(values)).toBe(5);
    // Sum of squares is 32; divided by 7, not by 8 (which would give 2 exactly).
    expect(show(sdOf(values)!, 3)).toBe('2.138');
    expect(show(cvOf(values)!, 2)).toBe('42.76');
  });

  test('one value has no SD and no CV; a mean of zero has no CV', () => {
    expect(sdOf([5])).toBeNull();
    expect(cvOf([5])).toBeNull();
    expect(cvOf([-1, 1])).toBeNull();
    expect(meanOf([])).toBeNull();
  });

  test('C.0.5: a difference of exactly the limit passes, in spite of binary fractions', () => {
    expect(20.8 - 20 <= 0.8).toBe(false);
    expect(isWithin(20.8 - 20, 0.8)).toBe(true);
    expect(isWithin(0.8001, 0.8)).toBe(false);
  });

  test('C.6: the limit of a level is the larger of the share and the absolute floor', () => {
    expect(limitOf({ percent: '10', floor: '0.4', source: '' }, 2)).toBe(0.4);
    expect(limitOf({ percent: '10', floor: '0.4', source: '' }, 20)).toBe(2);
    expect(limitOf({ percent: null, floor: '0.4', source: '' }, 20)).toBe(0.4);
    expect(limitOf({ percent: null, floor: null, source: '' }, 20)).toBeNull();
  });

  test('rounding is half away from zero, and there is no minus zero', () => {
    expect([show(1.005, 2), show(-1.005, 2), show(-0.001, 2), show(100.324074, 2)]).toEqual([
      '1.01',
      '-1.01',
      '0.00',
      '100.32',
    ]);
  });

  test('units convert exactly or not at all', () => {
    expect(inUnit('8.0', 'g/dL', 'g/L')).toBe('80');
    expect(inUnit('8.0', 'g/dL', '10*3/uL')).toBeNull();
    expect(inUnit('8.0', '', 'g/dL')).toBe('8.0');
  });

  test('property: the SD does not change when every value is moved, and the mean lies among the values', () => {
    const value = fc.integer({ min: -9999, max: 9999 }).map((n) => n / 100);
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 20 }), value, (values, shift) => {
        const moved = values.map((one) => one + shift);
        expect(Math.abs(sdOf(moved)! - sdOf(values)!)).toBeLessThan(1e-8);
        const mean = meanOf(values)!;
        expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});

describe('the factor beside the analyzer', () => {
  test('C.6: 98.5 x 13.20 / 12.96 = 100.32 %', () => {
    expect(show(newFactor(98.5, 13.2, 12.96)!, 2)).toBe('100.32');
    const line = judgeFactor(input({ set: '100.32', decision: 'updated' }), limits);
    expect(line).toMatchObject({ shadow: '100.32', change: '1.82', advice: 'update', verdict: 'pass', whys: [] });
  });

  test('C.6: a step beyond 5 % is rejected: service is called, nothing is forced', () => {
    const line = judgeFactor(input({ instrumentMean: 12, set: '108.35', decision: 'updated' }), limits);
    expect(line).toMatchObject({ advice: 'reject', verdict: 'fail' });
    expect(line.whys).toContainEqual({ code: 'factor-change-too-large', subject: 'hgb' });
    expect(judgeFactor(input({ instrumentMean: 12, decision: 'service-called' }), limits).verdict).toBe('fail');
  });

  test('C.6: exactly 5 points is within, a new factor outside 100 ± 20 is not', () => {
    expect(judgeFactor(input({ current: '100', referenceMean: 10.5, instrumentMean: 10 }), limits).advice).toBe(
      'update',
    );
    const high = judgeFactor(input({ current: '118', referenceMean: 10.3, instrumentMean: 10 }), limits);
    expect(high).toMatchObject({ shadow: '121.54', advice: 'reject' });
    expect(high.whys.map(({ code }) => code)).toContain('factor-out-of-range');
  });

  test('C.6: no update where the rounded change is 0, nor where the mean is in tolerance', () => {
    expect(judgeFactor(input({ instrumentMean: 13.2 }), limits)).toMatchObject({ change: '0.00', advice: 'keep' });
    expect(judgeFactor(input({ isInTolerance: true }), limits).advice).toBe('keep');
  });

  test('an analyzer left at another factor than the bench computes is seen', () => {
    const line = judgeFactor(input({ set: '101.32', decision: 'updated' }), limits);
    expect(line.verdict).toBe('fail');
    expect(line.whys).toContainEqual({ code: 'factor-not-as-computed', subject: 'hgb' });
    expect(judgeFactor(input({ set: '100.33', decision: 'updated' }), limits).verdict).toBe('pass');
  });

  test('what is missing cannot be evaluated: no factor read, no mean, blank limits, no decision', () => {
    const blank = { ...limits, maxChange: null };
    for (const line of [
      judgeFactor(input({ current: null, decision: 'kept' }), limits),
      judgeFactor(input({ instrumentMean: null, decision: 'kept' }), limits),
      judgeFactor(input({ instrumentMean: 0, decision: 'kept' }), limits),
      judgeFactor(input({ decision: 'kept' }), blank),
      judgeFactor(input({}), limits),
      judgeFactor(input({ decision: 'updated', set: null }), limits),
      judgeFactor(input({ decision: 'updated', set: '100.32', doubts: ['too-few-runs'] }), limits),
    ]) {
      expect(line.verdict).toBe('cannot-evaluate');
      expect(line.whys.length).toBeGreaterThan(0);
    }
  });
});

describe('CC8: the six-month clock of calibration verification', () => {
  const facts = {
    today: '2026-11-22',
    isMeasuring: true,
    registeredOn: '2026-01-10',
    months: 6,
    warnDays: 30,
    passedOn: ['2026-06-30'],
    triggers: [],
    exemption: null,
  };

  test('CC8: six calendar months, safe at the end of a month', () => {
    expect(verificationDueOn('2026-08-31', 6)).toBe('2027-02-28');
    expect(verificationDueOn('2027-08-31', 6)).toBe('2028-02-29');
    expect(verificationDueOn('2026-05-22', 6)).toBe('2026-11-22');
  });

  test('CC8: on the day it is due it is still in date, the day after it is overdue', () => {
    expect(verificationDue({ ...facts, passedOn: ['2026-05-22'] })).toMatchObject({ state: 'due-soon', daysLeft: 0 });
    expect(verificationDue({ ...facts, passedOn: ['2026-05-21'] })).toMatchObject({ state: 'overdue', daysLeft: -1 });
  });

  test('CC8: warned thirty days before; the newest that passed counts, in whatever order they are known', () => {
    expect(verificationDue({ ...facts, passedOn: ['2026-06-22'] })).toMatchObject({ state: 'due-soon', daysLeft: 30 });
    const both = { ...facts, passedOn: ['2026-10-01', '2026-01-15'] };
    expect(verificationDue(both)).toMatchObject({ state: 'in-date', lastOn: '2026-10-01', dueOn: '2027-04-01' });
  });

  test('CC8: an instrument never verified is not overdue when new, and is when forgotten for three years', () => {
    const never = { ...facts, passedOn: [], registeredOn: '2026-11-01' };
    expect(verificationDue(never)).toMatchObject({ state: 'never', lastOn: null, dueOn: '2027-05-01' });
    expect(verificationDue({ ...never, registeredOn: '2023-11-01' }).state).toBe('overdue');
  });

  test('an event asks at once, until a verification passes on its day or later', () => {
    const trigger = { triggerId: 't', kind: 'critical-part', on: '2026-11-20' } as const;
    expect(verificationDue({ ...facts, triggers: [trigger] })).toMatchObject({ state: 'triggered' });
    const answered = { ...facts, triggers: [trigger], passedOn: ['2026-06-30', '2026-11-20'] };
    expect(verificationDue(answered)).toMatchObject({ state: 'in-date', openTriggers: [] });
  });

  test('a justified exemption stops the clock, until the day its justification ends', () => {
    const overdue = { ...facts, passedOn: [] };
    expect(verificationDue({ ...overdue, exemption: { isExempt: true, untilOn: '2026-11-22' } }).state).toBe('exempt');
    expect(verificationDue({ ...overdue, exemption: { isExempt: true, untilOn: '2026-11-21' } })).toMatchObject({
      state: 'overdue',
      isExemptionExpired: true,
    });
    expect(verificationDue({ ...overdue, exemption: { isExempt: false, untilOn: null } }).state).toBe('overdue');
  });

  test('property: the due date is six months on, never later than the same day of the month', () => {
    const day = fc
      .integer({ min: 0, max: 20_000 })
      .map((n) => addMonths('2000-01-31', Math.floor(n / 31), (n % 31) + 1));
    fc.assert(
      fc.property(day, (on) => {
        const due = partsOf(verificationDueOn(on, 6));
        const from = partsOf(on);
        expect((due.year - from.year) * 12 + due.month - from.month).toBe(6);
        expect(due.day).toBe(Math.min(from.day, daysInMonth(due.year, due.month)));
      }),
    );
  });
});

describe('CC7: the maker’s monitoring is read in the lab, month by month', () => {
  test('CC7: seventeen months that nobody read are named, the running one is not', () => {
    const missing = missingMonths('2025-06-15', '2026-12-03', []);
    expect(missing).toHaveLength(17);
    expect([missing[0], missing.at(-1)]).toEqual(['2025-07', '2026-11']);
  });

  test('CC7: a month signed as "no report was there" is still missing; a read one is not', () => {
    const reviewed = [
      { month: '2026-09', verdict: 'in-order' },
      { month: '2026-10', verdict: 'no-report' },
    ];
    expect(missingMonths('2026-09-01', '2026-11-22', reviewed)).toEqual(['2026-10']);
  });
});

describe('the outline of a model', () => {
  const analytes = { WBC: 'wbc', RBC: 'rbc', HGB: 'hgb', HCT: 'hct', PLT: 'plt', MCV: 'mcv' };

  test('CC8c: what only the maker’s manual says is blank, and the outline is nobody’s procedure', () => {
    const terms = defaultProcedure({ model: 'XN-1000', analytes }, '2026-11-22');
    expect(terms.source).toBe('');
    expect(terms.parameters.map(({ key }) => key)).toEqual(['wbc', 'rbc', 'hgb', 'hct', 'plt']);
    const blanks = blanksOf(terms);
    expect(blanks).toContain('source');
    expect(blanks).toContain('replicates.least');
    expect(blanks).toContain('parameters.hgb.maxCvPercent');
    expect(blanks).toContain('parameters.hgb.calibrationTolerance');
  });

  test('CC16: the day of the work picks the allowable error, not today', () => {
    expect(allowableErrorOn('hct', '2024-11-01')?.percent).toBe('6');
    expect(allowableErrorOn('hct', '2025-01-01')?.percent).toBe('4');
    expect(allowableErrorOn('mcv', '2025-01-01')).toBeNull();
  });
});
