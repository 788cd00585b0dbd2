import { type sessionOpened, sessionRecords, sessionStream } from '../../../shared/modules/calibration/records.ts';
import { judgeSession } from '../../../shared/modules/calibration/rules-judge.ts';
import {
  type SessionCommand,
  type SessionFold,
  sessionDecider,
} from '../../../shared/modules/calibration/rules-session.ts';
import type {
  Material,
  ParameterTerms,
  ProcedureTerms,
  RunBody,
  RunSet,
  Section,
} from '../../../shared/modules/calibration/terms.ts';
import type { BodyOf } from '../../../shared/records/define.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

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

export const stream = sessionStream('calibration', 'one');
export const on = '2026-11-22';

/** A bench that has gone through these commands. */
export function benchAfter(commands: readonly SessionCommand[], name = 'a'): PaperBench {
  const bench = new PaperBench(name, sessionRecords);
  for (const command of commands) bench.decide(sessionDecider, stream, command);
  return bench;
}

export const open = (terms: ProcedureTerms = procedure, more: Parameters<typeof opening>[0] = {}): SessionCommand => ({
  do: 'open',
  body: opening({ terms, ...more }),
});
export const withMaterial = (material: Material): SessionCommand => ({
  do: 'material',
  material,
  isRemoved: false,
  reason: '',
});
export const withRuns = (...args: Parameters<typeof runsOf>): SessionCommand[] =>
  runsOf(...args).map((run): SessionCommand => ({ do: 'run', run }));
export const aside = (runId: string, reason: string, parameter: string | null = null): SessionCommand => ({
  do: 'aside',
  runId,
  parameter,
  isSetAside: true,
  reason,
});
export const factor = (
  decision: 'updated' | 'kept' | 'service-called',
  set: string | null,
  current: string | null = '98.5',
): SessionCommand => ({ do: 'factor', parameter: 'hgb', current, analyzer: set, set, decision, note: '' });

export const stateOf = (bench: PaperBench): SessionFold => bench.fold(sessionDecider, stream).state;
export const judged = (commands: readonly SessionCommand[]) => judgeSession(stateOf(benchAfter(commands)), on, 0);
export const sectionOf = ({ sections }: { sections: Section[] }, key: Section['key']): Section =>
  sections.find((one) => one.key === key)!;
export const codes = ({ whys }: Pick<Section, 'whys'>): string[] => whys.map(({ code }) => code);

export const confirmed = (key: string): ProcedureTerms['preconditions'][number] => ({
  key,
  label: key,
  kind: 'confirm',
  unit: '',
  low: null,
  high: null,
  isRequired: true,
  source: 'manual',
});
