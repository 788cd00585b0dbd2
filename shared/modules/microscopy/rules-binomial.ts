/**
 * Exact 95 % limits of a share that was counted (Clopper-Pearson), the limits of Rümke's table for differential counts:
 * 5 of 100 cells are 1.6 to 11.3 %. Source: mission rule C.7, "Manual vs automated differential". Pure.
 */

/** Name of this arithmetic, kept with every comparison. */
export const binomialAlgorithm = 'exact-binomial-1';

/** What each tail may hold: 2.5 % on either side. */
const tail = 0.025;
/** Halvings of the interval 0..1: more than a double can tell apart. */
const halvings = 60;

export interface Limits {
  /** In per cent, 0 to 100. */
  readonly low: number;
  readonly high: number;
}

/** P(X <= count) for X binomial of `total` and `share`, 0 < share < 1. Summed in logarithms: 500 cells would underflow. */
function atMost(count: number, total: number, share: number): number {
  const step = Math.log(share) - Math.log1p(-share);
  let logTerm = total * Math.log1p(-share);
  let sum = Math.exp(logTerm);
  for (let cells = 1; cells <= count; cells += 1) {
    logTerm += Math.log(total - cells + 1) - Math.log(cells) + step;
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/** The share at which `isAbove` turns; it is false at 0 and true at 1, and turns once. */
function turnOf(isAbove: (share: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < halvings; round += 1) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/**
 * In: `count` cells of a class among `total` counted, whole numbers, `0 <= count <= total`. Out: the limits in per cent.
 * None seen has the low limit 0, all seen the high limit 100. Nothing counted says nothing: 0 to 100.
 */
export function exactLimits(count: number, total: number): Limits {
  if (total <= 0) return { low: 0, high: 100 };
  const low = count <= 0 ? 0 : turnOf((share) => 1 - atMost(count - 1, total, share) >= tail);
  const high = count >= total ? 1 : turnOf((share) => atMost(count, total, share) <= tail);
  return { low: low * 100, high: high * 100 };
}
