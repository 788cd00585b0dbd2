import { expect, test } from 'vitest';
import { killSopImports } from '../../harness/sop-import-kills.ts';

test('killed with -9 while files of procedures are taken: each file is there whole or not at all, a taken one whole', async () => {
  const { failures, saved } = await killSopImports([5, 2]);
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(7);
}, 120_000);
