import type {
  ParameterTerms,
  PreconditionTerms,
  ProcedureTerms,
  Tolerance,
} from '../../../../shared/modules/calibration/terms.ts';
import { decimalOf, isDecimalOrEmpty, wholeOf } from './decimals.ts';

/** A form's view of something: every number as it is typed, a blank as the empty text. */
type Typed<T> = [T] extends [boolean]
  ? T
  : [T] extends [string]
    ? T
    : [T] extends [string | number | null]
      ? string
      : [T] extends [readonly (infer Item)[]]
        ? Typed<Item>[]
        : { [Key in keyof T]: Typed<T[Key]> };

export type TermsDraft = Typed<ProcedureTerms>;
export type ParameterDraft = Typed<ParameterTerms>;
export type PreconditionDraft = Typed<PreconditionTerms>;
export type ToleranceDraft = Typed<Tolerance>;
export type RunsDraft = Typed<ProcedureTerms['replicates']>;

/** Terms as they are typed. */
export function draftOfTerms(terms: ProcedureTerms): TermsDraft {
  return asTyped(terms) as TermsDraft;
}

function asTyped(value: unknown): unknown {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(asTyped);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, asTyped(held)]));
  }
  return value;
}

/** Fields that hold something which can not be read; the form marks them and can not be saved. */
class Unreadable extends Error {}

function decimal(text: string): string | null {
  if (!isDecimalOrEmpty(text)) throw new Unreadable();
  return decimalOf(text);
}

function count(text: string, least: number, most: number): number {
  const value = wholeOf(text, least, most);
  if (value === null) throw new Unreadable();
  return value;
}

const countOrBlank = (text: string, least: number, most: number) =>
  text.trim() === '' ? null : count(text, least, most);

const runsOf = (draft: RunsDraft): ProcedureTerms['replicates'] => ({
  least: countOrBlank(draft.least, 1, 60),
  most: countOrBlank(draft.most, 1, 60),
  dropFirst: count(draft.dropFirst || '0', 0, 10),
  source: draft.source.trim(),
});

const toleranceOf = (draft: ToleranceDraft): Tolerance => ({
  percent: decimal(draft.percent),
  floor: decimal(draft.floor),
  source: draft.source.trim(),
});

/** What was typed as terms, or null while something in it can not be read. */
export function termsOfDraft(draft: TermsDraft): ProcedureTerms | null {
  if (draft.title.trim() === '') return null;
  try {
    return {
      title: draft.title.trim(),
      source: draft.source.trim(),
      detail: draft.detail.trim(),
      preconditions: draft.preconditions.map((each) => ({
        ...each,
        low: decimal(each.low),
        high: decimal(each.high),
        source: each.source.trim(),
      })),
      precision: { ...runsOf(draft.precision), isNeeded: draft.precision.isNeeded },
      replicates: runsOf(draft.replicates),
      factor: {
        maxChange: decimal(draft.factor.maxChange),
        lowest: decimal(draft.factor.lowest),
        highest: decimal(draft.factor.highest),
        decimals: count(draft.factor.decimals, 0, 6),
        source: draft.factor.source.trim(),
      },
      verification: {
        levels: count(draft.verification.levels, 1, 10),
        replicates: runsOf(draft.verification.replicates),
        months: count(draft.verification.months, 1, 60),
        warnDays: count(draft.verification.warnDays, 0, 366),
        source: draft.verification.source.trim(),
      },
      qc: { levels: count(draft.qc.levels, 0, 6), source: draft.qc.source.trim() },
      monthlyReview: {
        isNeeded: draft.monthlyReview.isNeeded,
        title: draft.monthlyReview.title.trim(),
        source: draft.monthlyReview.source.trim(),
      },
      parameters: draft.parameters.map((each) => ({
        ...each,
        label: each.label.trim(),
        unit: each.unit.trim(),
        maxCvPercent: decimal(each.maxCvPercent),
        cvSource: each.cvSource.trim(),
        calibrationTolerance: toleranceOf(each.calibrationTolerance),
        verificationTolerance: toleranceOf(each.verificationTolerance),
      })),
    };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** A key of the lab's own out of a label, that none of the others has. */
export function ownKey(label: string, taken: readonly string[]): string {
  const stem =
    label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50) || 'own';
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.includes(key)) return key;
  }
}

const noTolerance: ToleranceDraft = { percent: '', floor: '', source: '' };

/** A parameter the lab adds: everything but its name is a blank. */
export function newParameter(label: string, unit: string, tests: string, taken: readonly string[]): ParameterDraft {
  return {
    key: ownKey(label, taken),
    label,
    unit,
    tests: tests
      .split(',')
      .map((test) => test.trim())
      .filter(Boolean)
      .slice(0, 12),
    hasFactor: true,
    maxCvPercent: '',
    cvSource: '',
    calibrationTolerance: noTolerance,
    verificationTolerance: noTolerance,
  };
}
