import { describe, expect, it } from 'vitest';
import {
  afterLoss,
  MAX_FAILED_STARTS,
  RESTART_WAITS_MS,
  SHORT_LIFE_WAIT_MS,
  STEADY_AFTER_MS,
} from '../../../electron/shell/restart-policy.ts';

describe('afterLoss', () => {
  it('starts a steady host again at once', () => {
    expect(afterLoss(0, STEADY_AFTER_MS)).toEqual({ failedStarts: 0, waitMs: 0 });
  });

  it('waits a moment for one that was ready only shortly, and never longer', () => {
    expect(afterLoss(0, 0)).toEqual({ failedStarts: 0, waitMs: SHORT_LIFE_WAIT_MS });
    expect(afterLoss(7, STEADY_AFTER_MS - 1)).toEqual({ failedStarts: 0, waitMs: SHORT_LIFE_WAIT_MS });
  });

  it('backs off from one that never gets ready, and stops at last', () => {
    const waits: (number | null)[] = [];
    let failed = 0;
    for (let start = 0; start < MAX_FAILED_STARTS; start += 1) {
      const next = afterLoss(failed, null);
      failed = next.failedStarts;
      waits.push(next.waitMs);
    }
    expect(waits).toEqual([...RESTART_WAITS_MS, 10_000, 10_000, null]);
  });
});
