import { expect, test } from 'vitest';
import { killSheets } from '../../harness/sheet-kills.ts';

test('killed with -9 in the middle of sheets: every field that was called saved is there, and nothing is half done', async () => {
  const { failures, saved } = await killSheets([8]);
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(8);
}, 120_000);
