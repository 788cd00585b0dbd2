/**
 * Decimal text arithmetic, exact: limits are compared as they are written, not as binary floats.
 * Numbers look like `12`, `-0.3`, `10.50`; at most 12 digits either side.
 */

interface Scaled {
  readonly units: bigint;
  readonly places: number;
}

function toScaled(text: string): Scaled {
  const isNegative = text.startsWith('-');
  const plain = isNegative || text.startsWith('+') ? text.slice(1) : text;
  const [whole = '0', fraction = ''] = plain.split('.');
  const units = BigInt(`${whole || '0'}${fraction}`);
  return { units: isNegative ? -units : units, places: fraction.length };
}

function align(a: Scaled, b: Scaled): [bigint, bigint] {
  const places = Math.max(a.places, b.places);
  return [a.units * 10n ** BigInt(places - a.places), b.units * 10n ** BigInt(places - b.places)];
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = align(toScaled(a), toScaled(b));
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
