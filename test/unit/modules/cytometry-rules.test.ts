import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCheck } from '../../../shared/modules/cytometry/rules.ts';
import type { CheckTerms } from '../../../shared/modules/cytometry/terms.ts';

const sound: CheckTerms = {
  beads: [{ name: 'CaliBRITE 3', lot: 'B1', expiresOn: '2026-11-22' }],
  detectors: [
    { detector: 'FSC', voltage: '1', separation: '40', least: '28' },
    { detector: 'FL1', voltage: '552', separation: '210.5', least: '210.5' },
    { detector: 'FL4', voltage: null, separation: null, least: null },
  ],
  compensation: [],
  reportSays: 'pass',
  note: '',
};
const on = '2026-11-22';
const with_ = (more: Partial<CheckTerms>) => judgeCheck({ ...sound, ...more }, on);
const detector = (separation: string | null, least: string | null) => ({
  detectors: [{ detector: 'FL1', voltage: '552', separation, least }],
});

describe('a daily check', () => {
  test('passes with every limit met, the report passed, and beads on their last day', () => {
    expect(judgeCheck(sound, on)).toEqual({ verdict: 'pass', why: [] });
  });

  test('fails below a limit, by the report, or with beads past their date', () => {
    expect(with_(detector('9.9', '10'))).toEqual({ verdict: 'fail', why: ['below-least'] });
    expect(with_({ reportSays: 'fail' })).toEqual({ verdict: 'fail', why: ['report-says-fail'] });
    expect(with_({ beads: [{ name: 'b', lot: 'l', expiresOn: '2026-11-21' }] }).why).toEqual(['beads-expired']);
  });

  test('can not be evaluated while anything is missing', () => {
    expect(with_(detector('9.9', null))).toEqual({ verdict: 'cannot-evaluate', why: ['no-limit'] });
    expect(with_(detector(null, '10'))).toEqual({
      verdict: 'cannot-evaluate',
      why: ['nothing-measured', 'no-separation'],
    });
    expect(with_({ reportSays: 'not-stated' }).why).toEqual(['report-not-stated']);
    expect(with_({ detectors: [] })).toEqual({ verdict: 'cannot-evaluate', why: ['nothing-measured'] });
  });

  test('never passes without a reason to', () => {
    const number = fc.option(fc.integer({ min: 0, max: 999 }).map(String));
    const row = fc.record({ detector: fc.constant('FL1'), voltage: number, separation: number, least: number });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), fc.constantFrom('pass', 'fail', 'not-stated'), (detectors, says) => {
        const { verdict, why } = with_({ detectors, reportSays: says });
        expect(verdict === 'pass').toBe(why.length === 0);
        if (verdict === 'pass') {
          expect(says).toBe('pass');
          expect(detectors.some(({ separation, least }) => separation !== null && least !== null)).toBe(true);
        }
      }),
    );
  });
});
