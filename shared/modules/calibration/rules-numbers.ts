import { convertValue } from '../../instruments/analytes.ts';
import type { Tolerance } from './terms.ts';

/** Arithmetic of replicates. In: numbers read from decimal text; out: numbers, shown by `show`. Pure. */

/** Name of this arithmetic, frozen into every closing: another one gets another name. */
export const calibrationAlgorithm = 'calibration-1';

/** Two numbers closer than this share of the limit are equal: a difference of exactly 4.0 % passes (mission rule C.0.5). */
const epsilon = 1e-9;

/** Mean, or null for no values. */
export function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample, divided by n - 1; null for fewer than two values (they have none, not zero). */
export function sdOf(values: readonly number[]): number | null {
  const mean = meanOf(values);
  if (mean === null || values.length < 2) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Coefficient of variation in per cent, 100 x SD / mean; null without an SD or around a mean of zero. */
export function cvOf(values: readonly number[]): number | null {
  const mean = meanOf(values);
  const sd = sdOf(values);
  if (mean === null || sd === null || mean === 0) return null;
  return (100 * sd) / Math.abs(mean);
}

/** At the limit passes: `value <= limit` with a relative epsilon (mission rule C.0.5). */
export function isWithin(value: number, limit: number): boolean {
  return value <= limit + epsilon * Math.max(Math.abs(value), Math.abs(limit));
}

/**
 * The allowed difference from `assigned`: max(percent x assigned, floor), in the unit of the value; null where neither is
 * known. Source: mission rule C.6, the form of 42 CFR 493.941.
 */
export function limitOf({ percent, floor }: Tolerance, assigned: number): number | null {
  const share = percent === null ? null : (Number(percent) / 100) * Math.abs(assigned);
  const least = floor === null ? null : Number(floor);
  if (share === null) return least;
  return least === null ? share : Math.max(share, least);
}

/** How many places a decimal text has. */
export function placesOf(decimal: string): number {
  const at = decimal.indexOf('.');
  return at < 0 ? 0 : decimal.length - at - 1;
}

/** A number as decimal text with so many places, rounded half away from zero; `-0.00` is `0.00`. */
export function show(value: number, places: number): string {
  const held = Math.max(0, Math.min(places, 12));
  const factor = 10 ** held;
  // The binary neighbour of a decimal half would round down: 1.005 is stored as 1.00499999999999989.
  const scaled = Math.abs(value) * factor;
  const rounded = Math.round(scaled * (1 + 4 * Number.EPSILON)) / factor;
  const text = rounded.toFixed(held);
  return value < 0 && Number(text) !== 0 ? `-${text}` : text;
}

/** A number that fits the schema of decimal text: at most twelve digits before the point. */
export const isShowable = (value: number | null): value is number =>
  value !== null && Number.isFinite(value) && Math.abs(value) < 1e12;

/**
 * A measured value in the unit the procedure names; null where the two units do not measure the same thing. An empty
 * unit on either side means "as it is": the instrument sent none, or the lab named none.
 */
export function inUnit(value: string, sent: string, wanted: string): string | null {
  if (sent === wanted || sent === '' || wanted === '') return value;
  return convertValue(value, sent, wanted);
}
