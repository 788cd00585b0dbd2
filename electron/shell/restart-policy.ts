/**
 * Waits before the next try of a host that went down before it was ready, in ms. The first is none: a window must be back
 * in under 2 s (issue 2, section 9).
 */
export const RESTART_WAITS_MS = [0, 250, 500, 1_000, 2_000, 5_000, 10_000] as const;

/** So many starts that failed in a row mean that trying again does not help; a person decides (`retryHost`). */
export const MAX_FAILED_STARTS = 10;

/** A host that was ready for so long is started again at once. */
export const STEADY_AFTER_MS = 10_000;

/** Wait after a host that was ready, though only shortly: with its start still under 2 s, and no spinning. */
export const SHORT_LIFE_WAIT_MS = 500;

/**
 * What to do after the host was lost.
 *
 * @param failedStarts how many starts in a row failed before this one
 * @param readyForMs how long it had been ready, or null when it never was
 * @returns the new count of failed starts and the wait before the next start in ms; null: stop trying
 */
export function afterLoss(
  failedStarts: number,
  readyForMs: number | null,
): { failedStarts: number; waitMs: number | null } {
  if (readyForMs !== null) return { failedStarts: 0, waitMs: readyForMs >= STEADY_AFTER_MS ? 0 : SHORT_LIFE_WAIT_MS };
  const failed = failedStarts + 1;
  if (failed >= MAX_FAILED_STARTS) return { failedStarts: failed, waitMs: null };
  return {
    failedStarts: failed,
    waitMs: RESTART_WAITS_MS[failed - 1] ?? RESTART_WAITS_MS[RESTART_WAITS_MS.length - 1]!,
  };
}
