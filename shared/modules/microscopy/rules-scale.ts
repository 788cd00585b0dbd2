import type { ScaleReading, ScaleTerms, ScaleWhy, Verdict } from './terms.ts';

/**
 * The eyepiece scale of one objective: µm per division = stage divisions x pitch / eyepiece divisions (protocol notes,
 * section 3.3, arithmetic). Recalibrated after any optical change.
 */

/** Name of this arithmetic, kept with every calibration. */
export const scaleAlgorithm = 'eyepiece-scale-1';

/** One reading in µm per division; null where the eyepiece has no divisions or either is no number above zero. */
export function umPerDivision({ stageDivisions, eyepieceDivisions }: ScaleReading, pitchUm: string): number | null {
  const [stage, eyepiece, pitch] = [stageDivisions, eyepieceDivisions, pitchUm].map(Number) as [number, number, number];
  const value = (stage * pitch) / eyepiece;
  return stage > 0 && eyepiece > 0 && pitch > 0 && Number.isFinite(value) ? value : null;
}

export interface ScaleResult {
  /** Mean of the readings, six figures; null where one of them says nothing. */
  readonly umPerDivision: number | null;
  /** Largest less smallest, in per cent of the mean; null for one reading. */
  readonly spreadPercent: number | null;
  /** Change since the previous value in per cent of it; null where there is none. */
  readonly driftPercent: number | null;
  readonly verdict: Verdict;
  readonly why: readonly ScaleWhy[];
}

const figures = (value: number): number => Number(value.toPrecision(6));

/**
 * Judges one calibration against the value before it. Without a previous value or without the lab's limit nothing can be
 * said about drift: CANNOT EVALUATE. Readings further apart than the limit fail as a drift does: the value is not known better.
 */
export function judgeScale(
  { readings, pitchUm, driftLimitPercent }: Pick<ScaleTerms, 'readings' | 'pitchUm' | 'driftLimitPercent'>,
  previous: number | null,
): ScaleResult {
  const values = readings.map((reading) => umPerDivision(reading, pitchUm));
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length === 0) {
    return { umPerDivision: null, spreadPercent: null, driftPercent: null, verdict: 'cannot-evaluate', why: [] };
  }
  const mean = figures(known.reduce((sum, value) => sum + value, 0) / known.length);
  const spreadPercent = known.length < 2 ? null : (100 * (Math.max(...known) - Math.min(...known))) / mean;
  const driftPercent = previous === null ? null : (100 * (mean - previous)) / previous;
  const base = { umPerDivision: mean, spreadPercent, driftPercent };
  const limit = driftLimitPercent === null ? null : Number(driftLimitPercent) * (1 + 1e-9);
  const why: ScaleWhy[] = [];
  if (limit !== null && spreadPercent !== null && spreadPercent > limit) why.push('readings-apart');
  if (limit !== null && driftPercent !== null && Math.abs(driftPercent) > limit) why.push('drift-over-limit');
  if (why.length > 0) return { ...base, verdict: 'fail', why };
  if (driftPercent === null) why.push('no-previous');
  if (limit === null) why.push('no-limit');
  return { ...base, verdict: why.length > 0 ? 'cannot-evaluate' : 'pass', why };
}
