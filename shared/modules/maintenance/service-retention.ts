/**
 * How long records are kept: dated rules as data. They are shown; nothing in this program purges a record (mission rule
 * C.14). A site may keep longer, never shorter.
 */
export const retentionVersion = '2026-11-22';

export interface RetentionRule {
  readonly key: 'maintenance' | 'qc' | 'instrument-validation' | 'procedures';
  readonly years: number;
  readonly countsFrom: 'record' | 'discontinuance' | 'end-of-use';
  readonly source: string;
  readonly effectiveFrom: string;
}

const effectiveFrom = '2003-04-24';

export const retentionRules: readonly RetentionRule[] = [
  {
    key: 'maintenance',
    years: 2,
    countsFrom: 'record',
    source: '42 CFR 493.1105(a)(3): quality control and other quality system records, at least 2 years',
    effectiveFrom,
  },
  {
    key: 'qc',
    years: 2,
    countsFrom: 'record',
    source: '42 CFR 493.1105(a)(3): quality control records, at least 2 years',
    effectiveFrom,
  },
  {
    key: 'instrument-validation',
    years: 2,
    countsFrom: 'end-of-use',
    source: '42 CFR 493.1105(a)(3)(i): performance specifications, for as long as the method is used and 2 years after',
    effectiveFrom,
  },
  {
    key: 'procedures',
    years: 2,
    countsFrom: 'discontinuance',
    source: '42 CFR 493.1105(a)(2): test procedures, 2 years after they were discontinued',
    effectiveFrom,
  },
];
