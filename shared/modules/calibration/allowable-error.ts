import type { CivilDate } from '../../kernel/civil-date.ts';

/**
 * Allowable error by analyte and date: limits carry effective dates, and the day of the work picks the limit (mission rule
 * C.0.2). Per cent of the target value. Source: 42 CFR 493.941 as of 1 January 2025 (CMS-3355-F, 87 FR 41232), and before.
 */
interface AllowableError {
  readonly analyte: string;
  readonly percent: string;
  readonly fromOn: CivilDate;
  readonly source: string;
}

const since2025 = '42 CFR 493.941 from 1 January 2025 (CMS-3355-F, 87 FR 41232)';
const before2025 = '42 CFR 493.941 until 31 December 2024';
const from = '2025-01-01';
const ever = '0001-01-01';

export const allowableErrors: readonly AllowableError[] = [
  { analyte: 'wbc', percent: '10', fromOn: from, source: since2025 },
  { analyte: 'rbc', percent: '4', fromOn: from, source: since2025 },
  { analyte: 'hgb', percent: '4', fromOn: from, source: since2025 },
  { analyte: 'hct', percent: '4', fromOn: from, source: since2025 },
  { analyte: 'plt', percent: '25', fromOn: from, source: since2025 },
  { analyte: 'wbc', percent: '15', fromOn: ever, source: before2025 },
  { analyte: 'rbc', percent: '6', fromOn: ever, source: before2025 },
  { analyte: 'hgb', percent: '7', fromOn: ever, source: before2025 },
  { analyte: 'hct', percent: '6', fromOn: ever, source: before2025 },
  { analyte: 'plt', percent: '25', fromOn: ever, source: before2025 },
];

/** The limit in force on a day, or null where the regulation names none for the analyte. */
export function allowableErrorOn(analyte: string, on: CivilDate): AllowableError | null {
  return allowableErrors.find((one) => one.analyte === analyte && one.fromOn <= on) ?? null;
}
