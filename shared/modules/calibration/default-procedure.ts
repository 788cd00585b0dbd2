import { findAnalyte } from '../../instruments/analytes.ts';
import type { CivilDate } from '../../kernel/civil-date.ts';
import { allowableErrorOn } from './allowable-error.ts';
import type { ParameterTerms, PreconditionTerms, ProcedureTerms, Tolerance } from './terms.ts';

/**
 * The outline of a procedure before the lab has confirmed the model's own: what is published stands with its source, what
 * only the maker's manual says is blank and ends in CANNOT EVALUATE. `source` is empty: it is nobody's procedure yet.
 */

/** Analytes that are calibrated on hematology analyzers; what the definition maps of them becomes a parameter. */
const calibrated = ['wbc', 'rbc', 'hgb', 'hct', 'plt'] as const;

const outline = 'Outline after CELL-DYN operator’s manual p. 306; the maker’s manual of your model decides';
const factorSource =
  'Sysmex SF-3000 operator’s manual: step at most 5 %, factor 80 to 120 %; the maker’s manual of your model decides';
const levelsSource =
  '42 CFR 493.1255(b)(2)(i): minimum or zero, mid-point and maximum; at least every 6 months and after the events of (b)(3)';

const blankTolerance: Tolerance = { percent: null, floor: null, source: '' };

const confirm = (key: string, label: string): PreconditionTerms => ({
  key,
  label,
  kind: 'confirm',
  unit: '',
  low: null,
  high: null,
  isRequired: true,
  source: outline,
});

const calibrationChecks: readonly PreconditionTerms[] = [
  confirm('maintenance-done', 'Maintenance is done and nothing is overdue'),
  confirm('background-in-limits', 'Background is in its limits today'),
  confirm('reagents-in-date', 'Reagents are in date and enough for the whole run'),
  confirm('waste-not-full', 'Waste container is not full'),
  confirm('material-at-temperature', 'Material is at room temperature and mixed as its insert says'),
  confirm('material-in-date', 'Lot and opened vial are in date'),
];

/** What the definition of a model says that the outline needs. */
export interface ModelFacts {
  readonly model: string;
  /** Test code as mapped -> analyte id. */
  readonly analytes: Readonly<Record<string, string>>;
  /** The model's maker offers monitoring by reports of its own (known by its name only: the lab switches it on). */
  readonly hasMonthlyReport?: boolean;
}

/** The outline for a model on a day (allowable errors carry dates). */
export function defaultProcedure(
  { model, analytes, hasMonthlyReport = false }: ModelFacts,
  on: CivilDate,
): ProcedureTerms {
  const mapped = new Set(Object.values(analytes));
  const parameters = calibrated.flatMap((key): ParameterTerms[] => {
    const analyte = findAnalyte(key);
    if (!analyte || !mapped.has(key)) return [];
    const error = allowableErrorOn(key, on);
    return [
      {
        key,
        label: analyte.shortName,
        unit: analyte.conventionalUnit,
        tests: [],
        hasFactor: true,
        maxCvPercent: null,
        cvSource: '',
        calibrationTolerance: blankTolerance,
        verificationTolerance: error ? { percent: error.percent, floor: null, source: error.source } : blankTolerance,
      },
    ];
  });
  const count = { least: null, most: null, dropFirst: 0, source: '' };
  return {
    title: model.slice(0, 200) || 'Procedure',
    source: '',
    detail: '',
    preconditions: [...calibrationChecks],
    precision: { ...count, isNeeded: true },
    replicates: count,
    factor: { maxChange: '5', lowest: '80', highest: '120', decimals: 2, source: factorSource },
    verification: { levels: 3, replicates: count, months: 6, warnDays: 30, source: levelsSource },
    qc: { levels: 2, source: '42 CFR 493.1256(d)(3)(i): two controls of different concentrations' },
    monthlyReview: { isNeeded: hasMonthlyReport, title: '', source: '' },
    parameters,
  };
}

/** Paths of the blanks that end in CANNOT EVALUATE, e.g. `parameters.hgb.maxCvPercent`; empty for a complete procedure. */
export function blanksOf(terms: ProcedureTerms): string[] {
  const blanks: string[] = [];
  const note = (isBlank: boolean, path: string): void => {
    if (isBlank) blanks.push(path);
  };
  const isBlankTolerance = ({ percent, floor }: Tolerance): boolean => percent === null && floor === null;
  note(terms.source === '', 'source');
  note(terms.parameters.length === 0, 'parameters');
  note(terms.precision.isNeeded && terms.precision.least === null, 'precision.least');
  const hasFactor = terms.parameters.some((one) => one.hasFactor);
  note(hasFactor && terms.replicates.least === null, 'replicates.least');
  note(terms.verification.replicates.least === null, 'verification.replicates.least');
  for (const key of ['maxChange', 'lowest', 'highest'] as const) {
    note(hasFactor && terms.factor[key] === null, `factor.${key}`);
  }
  for (const one of terms.parameters) {
    note(terms.precision.isNeeded && one.maxCvPercent === null, `parameters.${one.key}.maxCvPercent`);
    note(one.hasFactor && isBlankTolerance(one.calibrationTolerance), `parameters.${one.key}.calibrationTolerance`);
    note(isBlankTolerance(one.verificationTolerance), `parameters.${one.key}.verificationTolerance`);
  }
  for (const { key, kind, low, high, isRequired } of terms.preconditions) {
    note(kind === 'number' && isRequired && low === null && high === null, `preconditions.${key}`);
  }
  return blanks;
}
