import { expect, test } from 'vitest';
import { killRuns } from '../../harness/run-kills.ts';

test('killed with -9 in the middle of a run: what was called saved is there, marked as recovered, and nothing is half done', async () => {
  // The sixth line is a field of the second step: its answer never comes. Then a kill wherever it falls.
  const { failures, saved, recovered } = await killRuns([
    { more: 6, isHeld: true },
    { more: 5, isHeld: false },
  ]);
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(11);
  expect(recovered).toBeGreaterThanOrEqual(1);
}, 120_000);
