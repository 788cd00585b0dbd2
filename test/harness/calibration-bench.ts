import type { Material, ParameterTerms, ProcedureTerms } from '../../shared/modules/calibration/terms.ts';

/** A procedure, lots and messages of one parameter, for tests that run the wizard through a real host. */

const none = { least: null, most: null, dropFirst: 0, source: '' };
const percent = (value: string, source: string) => ({ percent: value, floor: null, source });

export const hemoglobin: ParameterTerms = {
  key: 'hgb',
  label: 'HGB',
  unit: 'g/dL',
  tests: [],
  hasFactor: true,
  maxCvPercent: '1.5',
  cvSource: 'manual',
  calibrationTolerance: percent('1', 'insert'),
  verificationTolerance: percent('4', '42 CFR 493.941'),
};

/** A precision check of four runs (the first is dropped), three replicates, one control. */
export const labProcedure: ProcedureTerms = {
  title: 'XN-1000',
  source: 'Operator’s manual, edition 3, page 306',
  detail: 'As the manual says.',
  preconditions: [
    {
      ...{ key: 'mixed', label: 'Calibrator is mixed', kind: 'confirm', unit: '', low: null, high: null },
      ...{ isRequired: true, source: 'insert' },
    },
  ],
  precision: { isNeeded: true, least: 3, most: 3, dropFirst: 1, source: 'manual' },
  replicates: { least: 3, most: 10, dropFirst: 0, source: 'manual' },
  factor: { maxChange: '5', lowest: '80', highest: '120', decimals: 2, source: 'manual' },
  verification: {
    ...{ levels: 3, months: 6, warnDays: 30, source: '42 CFR 493.1255(b)' },
    replicates: { ...none, least: 1, source: 'manual' },
  },
  qc: { levels: 1, source: 'lab' },
  monthlyReview: { isNeeded: true, title: 'Maker’s monitoring', source: 'contract' },
  parameters: [hemoglobin],
};

export const lot = (
  materialKey: string,
  role: Material['role'],
  value: { assigned?: string; low?: string; high?: string },
  more: Partial<Material> = {},
): Material => ({
  materialKey,
  role,
  level: '',
  rangePart: 'none',
  name: materialKey.toUpperCase(),
  maker: '',
  lot: 'L1',
  expiresOn: '2030-01-31',
  openedOn: null,
  openDays: null,
  traceability: 'reference method',
  source: 'insert',
  values: [
    {
      ...{ parameter: 'hgb', unit: 'g/dL', uncertainty: null },
      ...{ assigned: value.assigned ?? null, low: value.low ?? null, high: value.high ?? null },
    },
  ],
  ...more,
});

/** A sample of an XN-1000 with one hemoglobin value and a patient's name that must never be recorded. */
export const sample = (hemoglobinValue: string, number: number): string[] => [
  'H|\\^&|||    XN-10^00-22^11001^^^^AP795756||||||||E1394-97',
  'P|1||||^^Doe^Jane||19800101|U|||||^||||||||||||^^^',
  `O|1||000015^01^${String(4_711_000 + number).padStart(22)}^B|^^^^HGB|||||||N||||||||||||||F`,
  `R|1|^^^^HGB^1|${hemoglobinValue}|g/dL||N||F||||202611020832${String(number % 60).padStart(2, '0')}`,
  'L|1|N',
];
