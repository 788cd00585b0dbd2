import { expect, test } from 'vitest';
import type { ImageVerdict } from '../../harness/power-cut-check.ts';
import { killStore } from '../../harness/store-kills.ts';

test('12 kills -9 at work: every line of the ledger is there, the folder proves itself whole', async () => {
  const verdicts: ImageVerdict[] = [];
  for await (const verdict of killStore(12, 20261122)) verdicts.push(verdict);
  expect(verdicts.filter((verdict) => verdict.lost.length > 0 || verdict.problems.length > 0)).toEqual([]);
  expect(verdicts.at(-1)!.acknowledgedCount).toBeGreaterThan(12);
}, 120_000);
