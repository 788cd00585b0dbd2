/** Decision 8: seconds until the next attempt to open a link; the last one repeats. */
const backOffSeconds = [1, 2, 5, 10, 30] as const;

/** A link that stayed open this long, or on which anything was heard, starts again from the first step. */
export const settledMs = 10_000;

/** Milliseconds to wait before attempt number `attempt + 1`, for `attempt` failures in a row (from 1). */
export function backOffMs(attempt: number): number {
  const step = Math.min(Math.max(attempt, 1), backOffSeconds.length) - 1;
  return (backOffSeconds[step] ?? 30) * 1_000;
}
