import { describe, expect, it } from 'vitest';
import {
  afterLoss,
  MAX_FAILED_STARTS,
  noLosses,
  RESTART_WAITS_MS,
  SHORT_LIFE_WAITS_MS,
  STEADY_AFTER_MS,
} from '../../../electron/shell/restart-policy.ts';

/** The waits after a row of losses, each given by how long the host had been ready. */
function waitsAfter(lives: readonly (number | null)[]): (number | null)[] {
  let series = noLosses;
  return lives.map((readyForMs) => {
    const next = afterLoss(series, readyForMs);
    series = next.series;
    return next.waitMs;
  });
}

describe('afterLoss', () => {
  it('starts a steady host again at once, every time', () => {
    expect(waitsAfter([STEADY_AFTER_MS, 1e9, STEADY_AFTER_MS])).toEqual([0, 0, 0]);
  });

  it('starts one that was ready only shortly at once, then after moments that grow to half a second and never longer', () => {
    expect(waitsAfter([5, 5, 5, 5, 5, 5])).toEqual([...SHORT_LIFE_WAITS_MS, 500, 500]);
    expect(waitsAfter([5, STEADY_AFTER_MS, 5])).toEqual([0, 0, 0]);
    expect(waitsAfter(Array(300).fill(1))).not.toContain(null);
  });

  it('backs off from one that never gets ready, and stops at last', () => {
    expect(waitsAfter(Array(MAX_FAILED_STARTS).fill(null))).toEqual([...RESTART_WAITS_MS, 10_000, 10_000, null]);
  });

  it('begins the count of failed starts anew once it was ready', () => {
    expect(waitsAfter([null, null, 5, null])).toEqual([0, 250, 0, 0]);
  });
});
