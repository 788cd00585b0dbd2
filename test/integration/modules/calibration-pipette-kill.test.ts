import { expect, test } from 'vitest';
import { killPipetteChecks } from '../../harness/pipette-kills.ts';

test('killed with -9 in the middle of a pipette check: every weighing that was called saved is there, once', async () => {
  const { failures, saved } = await killPipetteChecks([12, 3]);
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(15);
}, 120_000);
