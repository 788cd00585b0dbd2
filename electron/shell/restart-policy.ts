/**
 * Waits before the next try of a host that went down before it was ready, in ms. The first is none: a window must be back
 * in under 2 s (issue 2, section 9).
 */
export const RESTART_WAITS_MS = [0, 250, 500, 1_000, 2_000, 5_000, 10_000] as const;

/** So many starts that failed in a row mean that trying again does not help; a person decides (`retryHost`). */
export const MAX_FAILED_STARTS = 10;

/** A host that was ready for so long was no short life. */
export const STEADY_AFTER_MS = 10_000;

/** Waits after a host that was ready, though only shortly, by how often in a row: no spinning, and still back in under 2 s. */
export const SHORT_LIFE_WAITS_MS = [0, 100, 250, 500] as const;

/** What came before, in a row: starts that never got ready, and lives that were short. */
export interface Series {
  readonly failedStarts: number;
  readonly shortLives: number;
}

export const noLosses: Series = { failedStarts: 0, shortLives: 0 };

/**
 * What to do after the host was lost.
 *
 * @param series what came before this loss
 * @param readyForMs how long the host had been ready, or null when it never was
 * @returns the series with this loss, and the wait before the next start in ms; null: stop trying
 */
export function afterLoss(series: Series, readyForMs: number | null): { series: Series; waitMs: number | null } {
  if (readyForMs !== null && readyForMs >= STEADY_AFTER_MS) return { series: noLosses, waitMs: 0 };
  if (readyForMs !== null) {
    const shortLives = series.shortLives + 1;
    return { series: { failedStarts: 0, shortLives }, waitMs: waitOf(SHORT_LIFE_WAITS_MS, shortLives) };
  }
  const failedStarts = series.failedStarts + 1;
  const waitMs = failedStarts >= MAX_FAILED_STARTS ? null : waitOf(RESTART_WAITS_MS, failedStarts);
  return { series: { ...series, failedStarts }, waitMs };
}

/** The wait of the nth time in a row, counted from one; the last holds for all that follow. */
function waitOf(waits: readonly number[], nth: number): number {
  return waits[Math.min(nth, waits.length) - 1] ?? 0;
}
