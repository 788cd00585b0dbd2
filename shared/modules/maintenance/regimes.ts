import type { Regime } from './plans-contract.ts';

/**
 * Windows by regime, as data with their source. A regime fills in a plan's windows when it is made; the plan then holds
 * its own, so that a later change here moves no plan.
 */
export const regimes: readonly Regime[] = [
  {
    key: 'clia',
    windows: [{ for: 'any', windowBeforeDays: 0, windowAfterDays: 0, isWholePeriod: false }],
    source: '42 CFR 493.1254(a)(1), (b)(1): at least the frequency the manufacturer asks for. No grace.',
  },
  {
    key: 'joint-commission',
    windows: [
      { for: 'any', windowBeforeDays: 0, windowAfterDays: 0, isWholePeriod: false },
      { for: 'quarter', windowBeforeDays: null, windowAfterDays: 0, isWholePeriod: true },
      { for: 'half-year', windowBeforeDays: 20, windowAfterDays: 20, isWholePeriod: false },
      { for: 'year', windowBeforeDays: 30, windowAfterDays: 30, isWholePeriod: false },
    ],
    source: 'Joint Commission, acceptable completion times of equipment maintenance (second-hand; check your manual).',
  },
  {
    key: 'calendar-month',
    windows: [{ for: 'month', windowBeforeDays: null, windowAfterDays: 0, isWholePeriod: true }],
    source:
      'Choice of the laboratory: once in every calendar month and never further apart than 31 days and its grace. A filter change of 29 May and 3 July was cited.',
  },
  {
    key: 'local',
    windows: [{ for: 'any', windowBeforeDays: 7, windowAfterDays: 7, isWholePeriod: false }],
    source: 'Policy of the laboratory.',
  },
];
