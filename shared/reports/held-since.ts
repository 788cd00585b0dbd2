interface Held {
  /** Civil day it holds from. */
  readonly on: string;
  /** Instant of its record. */
  readonly at: string;
  readonly decision: string;
}

/**
 * When a factor began to hold, for the axis of a chart: one that was written down later stands at noon (UTC) of its day, any
 * other when it was decided. In: points of the factor history. Out: an ISO instant.
 */
export const heldSince = ({ on, at, decision }: Held): string =>
  decision === 'noted' && !at.startsWith(on) ? `${on}T12:00:00.000Z` : at;

/** The same points in the order in which they held. */
export const inOrderHeld = <Point extends Held>(points: readonly Point[]): Point[] =>
  points.toSorted((one, other) => (heldSince(one) < heldSince(other) ? -1 : 1));
