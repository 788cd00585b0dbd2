import type { sessionOpened } from '../../../shared/modules/calibration/records.ts';
import type {
  Material,
  ParameterTerms,
  ProcedureTerms,
  RunBody,
  RunSet,
} from '../../../shared/modules/calibration/terms.ts';
import type { BodyOf } from '../../../shared/records/define.ts';

/** A session on paper, for tests of the rules: one parameter, a confirmed procedure, a calibrator lot. */

export const hash = (letter: string): string => letter.repeat(43);

export const hemoglobin: ParameterTerms = {
  key: 'hgb',
  label: 'HGB',
  unit: 'g/dL',
  tests: [],
  hasFactor: true,
  maxCvPercent: '1.5',
  cvSource: 'manual',
  calibrationTolerance: { percent: '1', floor: null, source: 'insert' },
  verificationTolerance: { percent: '4', floor: null, source: '42 CFR 493.941' },
};

const none = { least: null, most: null, dropFirst: 0, source: '' };

export const procedure: ProcedureTerms = {
  title: 'Calibration',
  source: 'Operator’s manual, edition 3, page 306',
  detail: '',
  preconditions: [],
  precision: { ...none, isNeeded: false },
  replicates: { least: 3, most: 10, dropFirst: 0, source: 'manual' },
  factor: { maxChange: '5', lowest: '80', highest: '120', decimals: 2, source: 'manual' },
  verification: {
    levels: 3,
    replicates: { least: 1, most: null, dropFirst: 0, source: 'manual' },
    months: 6,
    warnDays: 30,
    source: '42 CFR 493.1255(b)',
  },
  qc: { levels: 0, source: '' },
  monthlyReview: { isNeeded: false, title: '', source: '' },
  parameters: [hemoglobin],
};

export const calibrator: Material = {
  materialKey: 'cal',
  role: 'calibrator',
  level: '',
  rangePart: 'none',
  name: 'CAL',
  maker: '',
  lot: 'L1',
  expiresOn: '2027-01-31',
  openedOn: null,
  openDays: null,
  traceability: 'reference method',
  source: 'insert',
  values: [{ parameter: 'hgb', unit: 'g/dL', assigned: '13.20', uncertainty: '0.10', low: null, high: null }],
};

export const opening = (more: Partial<BodyOf<typeof sessionOpened>> = {}): BodyOf<typeof sessionOpened> => ({
  sessionId: 'one',
  instrumentId: 'analyzer',
  kind: 'calibration',
  on: '2026-11-22',
  at: '2026-11-22T10:00:00.000+00:00',
  timeZone: 'Etc/UTC',
  reason: 'qc-shift',
  reasonText: 'controls low since Monday',
  triggerIds: [],
  terms: procedure,
  procedureHash: hash('p'),
  definition: null,
  ...more,
});

/** Replicates of hemoglobin, a minute apart. */
export const runsOf = (set: RunSet, values: readonly string[], materialKey: string | null = 'cal'): RunBody[] =>
  values.map((value, at) => ({
    runId: `${set}-${materialKey ?? ''}-${at}`,
    set,
    materialKey,
    origin: 'wire',
    messageId: `message-${set}-${materialKey ?? ''}-${at}`,
    at: `2026-11-22T11:${String(at).padStart(2, '0')}:00.000Z`,
    definition: null,
    checksum: 'ok',
    values: [
      {
        parameter: 'hgb',
        test: '^^^^HGB^1',
        rawValue: value,
        unit: 'g/dL',
        flags: [],
        value: /^-?\d+(\.\d+)?$/.test(value) ? value : null,
      },
    ],
    note: '',
  }));
