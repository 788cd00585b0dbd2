import { isShowable, isWithin, show } from './rules-numbers.ts';
import type { FactorLine, ProcedureTerms, Why } from './terms.ts';

/**
 * The shadow factor: what the bench computes beside the analyzer. The bench changes none; it records that a person did
 * (mission rule C.0.10).
 */

export interface FactorInput {
  readonly parameter: string;
  /** Analyzer's present factor, per cent; null where nobody has read it. */
  readonly current: string | null;
  /** Assigned value of the calibrator, and mean of the counted replicates, in one unit. */
  readonly referenceMean: number | null;
  readonly instrumentMean: number | null;
  readonly n: number;
  /** Why the mean is none a factor may rest on (too few runs, a CV above its limit); empty where it is. */
  readonly doubts: readonly Why[];
  /** True where the as-found mean is within its tolerance; null where that cannot be said. */
  readonly isInTolerance: boolean | null;
  readonly analyzer: string | null;
  readonly set: string | null;
  readonly decision: FactorLine['decision'];
}

/**
 * `new = current x reference mean / instrument mean`, in per cent. Null without a mean or around zero. Source: mission rule
 * C.6 (Sysmex SF-3000 operator's manual, key SY1); 98.5 x 13.20 / 12.96 = 100.32 %.
 */
export function newFactor(current: number, referenceMean: number, instrumentMean: number): number | null {
  if (instrumentMean === 0) return null;
  const factor = (current * referenceMean) / instrumentMean;
  return Number.isFinite(factor) ? factor : null;
}

/**
 * One parameter's factor with the bench's advice and a verdict about what was done.
 *
 * - `reject`: the step is larger than allowed, or the new factor lies outside its range. Service is called, nothing forced;
 * - `keep`: the rounded step is 0, or the as-found mean is in tolerance (needless calibration may hide a fault, key CD1);
 * - `update`: otherwise. `none` where it cannot be computed, or the mean is in doubt.
 */
export function judgeFactor(input: FactorInput, terms: ProcedureTerms['factor']): FactorLine {
  const { parameter, current, referenceMean, instrumentMean, n, decision, analyzer, set } = input;
  const whys: FactorLine['whys'] = [];
  const add = (code: Why): void => {
    whys.push({ code, subject: parameter });
  };
  const present = current === null ? null : Number(current);
  const raw =
    present === null || referenceMean === null || instrumentMean === null
      ? null
      : newFactor(present, referenceMean, instrumentMean);
  const shadow = isShowable(raw) ? show(raw, terms.decimals) : null;
  const change = shadow === null || present === null ? null : show(Number(shadow) - present, terms.decimals);
  const hasLimits = terms.maxChange !== null && terms.lowest !== null && terms.highest !== null;
  if (current === null) add('no-current-factor');
  else if (instrumentMean === null) add('no-runs');
  else if (referenceMean === null) add('no-assigned-value');
  else if (shadow === null) add('mean-zero');
  if (!hasLimits) add('no-limit');
  for (const code of input.doubts) add(code);

  let advice: FactorLine['advice'] = 'none';
  let isRejected = false;
  if (shadow !== null && change !== null && hasLimits && input.doubts.length === 0) {
    const refused = refusals(Number(change), Number(shadow), terms);
    isRejected = refused.length > 0;
    if (isRejected) advice = 'reject';
    else advice = Number(change) === 0 || input.isInTolerance === true ? 'keep' : 'update';
    if (isRejected) for (const code of refused) add(code);
  }

  let verdict: FactorLine['verdict'] = whys.some(({ code }) => !isRefusal(code)) ? 'cannot-evaluate' : 'pass';
  if (decision === 'open') {
    add('factor-not-decided');
    verdict = 'cannot-evaluate';
  } else if (decision === 'updated') {
    if (set === null) {
      add('not-answered');
      verdict = 'cannot-evaluate';
    } else if (hasLimits && present !== null) {
      for (const code of refusals(Number(set) - present, Number(set), terms)) {
        verdict = 'fail';
        if (!whys.some((one) => one.code === code)) add(code);
      }
      // One step of the last place may be the analyzer's own rounding; more is another arithmetic or a slip of the hand.
      if (shadow !== null && !isWithin(Math.abs(Number(set) - Number(shadow)), 10 ** -terms.decimals)) {
        add('factor-not-as-computed');
        verdict = 'fail';
      }
    }
  }
  if (isRejected) verdict = 'fail';
  return {
    parameter,
    current,
    referenceMean: isShowable(referenceMean) ? show(referenceMean, 4) : null,
    instrumentMean: isShowable(instrumentMean) ? show(instrumentMean, 4) : null,
    n,
    shadow,
    change,
    advice,
    analyzer,
    set,
    decision,
    verdict,
    whys: whys.slice(0, 6),
  };
}

const isRefusal = (code: Why): boolean => code === 'factor-change-too-large' || code === 'factor-out-of-range';

/** Limits a factor breaks; at the limit is within (mission rule C.0.5). */
function refusals(change: number, factor: number, { maxChange, lowest, highest }: ProcedureTerms['factor']): Why[] {
  const codes: Why[] = [];
  if (maxChange !== null && !isWithin(Math.abs(change), Number(maxChange))) codes.push('factor-change-too-large');
  const isLow = lowest !== null && !isWithin(Number(lowest), factor);
  const isHigh = highest !== null && !isWithin(factor, Number(highest));
  if (isLow || isHigh) codes.push('factor-out-of-range');
  return codes;
}
