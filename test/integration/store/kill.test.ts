import { expect, test } from 'vitest';
import type { ImageVerdict } from '../../harness/power-cut-check.ts';
import { killStore } from '../../harness/store-kills.ts';

test.each([
  ['plain', 10],
  ['encrypted', 6],
  ['switching', 12],
] as const)(
  'a folder that is %s, %i kills -9 at work: every line of the ledger is there, the folder proves itself whole',
  async (mode, kills) => {
    const verdicts: ImageVerdict[] = [];
    for await (const verdict of killStore(kills, 20261122, mode)) verdicts.push(verdict);
    expect(verdicts.filter((verdict) => verdict.lost.length > 0 || verdict.problems.length > 0)).toEqual([]);
    expect(verdicts.at(-1)!.acknowledgedCount).toBeGreaterThan(kills);
  },
  120_000,
);
