import type { CivilDate } from '../../kernel/civil-date.ts';
import { isReliable } from './gravimetry-rules.ts';
import type { CheckedPoint, CheckReference, CheckVerdict, CheckWhy, PointResult } from './standards-terms.ts';

/**
 * Checks by points: thermometers, centrifuges, tachometers, timers, stage micrometers, weights. What is observed is held
 * against what the reference shows with its certificate's correction. Three-valued: what is missing is never a pass.
 */

/** Raised when the arithmetic changes; stored beside every verdict. */
export const pointsAlgorithm = 'points-1';

export interface PointsJudgement {
  readonly results: PointResult[];
  readonly verdict: CheckVerdict;
  readonly why: CheckWhy[];
}

/** Decimal texts of at most 12 places: a millionth more or less is the machine's, not the lab's. */
const tidy = (value: number): number => Math.round(value * 1e9) / 1e9;

function judgePoint({ reference, correction, observed, limit, limitKind }: CheckedPoint): PointResult {
  if (reference === null || observed === null) {
    return { error: null, allowed: null, verdict: 'cannot-evaluate', why: ['value-missing'] };
  }
  const truth = Number(reference) + Number(correction ?? '0');
  const error = tidy(Number(observed) - truth);
  if (limit === null) return { error, allowed: null, verdict: 'cannot-evaluate', why: ['limit-missing'] };
  const allowed = tidy(limitKind === 'percent' ? (Math.abs(truth) * Number(limit)) / 100 : Number(limit));
  const isWithin = Math.abs(error) <= allowed + 1e-9;
  return { error, allowed, verdict: isWithin ? 'pass' : 'fail', why: isWithin ? [] : ['outside-limit'] };
}

/** Why a reference does not count on a day; null: it does. */
function referenceWhy(reference: CheckReference | null, on: CivilDate): CheckWhy | null {
  if (reference === null) return 'reference-missing';
  if (reference.kind === 'fixed-point') return null;
  if (reference.kind === 'standard') return isReliable(reference.relied) ? null : 'reference-not-current';
  return reference.validTo !== null && reference.validTo >= on ? null : 'reference-not-current';
}

/**
 * One check. With a reference that does not count nothing is said, neither good nor bad; else one point outside fails
 * the whole, and one that cannot be evaluated keeps it from passing.
 */
export function judgePoints(
  points: readonly CheckedPoint[],
  reference: CheckReference | null,
  on: CivilDate,
): PointsJudgement {
  const results = points.map(judgePoint);
  const doubt = referenceWhy(reference, on);
  const why = [
    ...new Set<CheckWhy>([
      ...(points.length === 0 ? (['no-points'] as const) : []),
      ...(doubt === null ? [] : [doubt]),
      ...results.flatMap((result) => result.why),
    ]),
  ];
  let verdict: CheckVerdict = 'cannot-evaluate';
  if (doubt === null && results.some((one) => one.verdict === 'fail')) verdict = 'fail';
  else if (why.length === 0) verdict = 'pass';
  return { results, verdict, why };
}
