import { expect, test } from 'vitest';
import { seededRandom } from '../../harness/bit-flips.ts';
import { killCases } from '../../harness/case-kills.ts';

test('killed with -9 while a case, a visit and notices are worked on: what was answered is there, nothing is half signed', async () => {
  const random = seededRandom(20261122);
  // While the effectiveness check is signed, the customer signs, the visit is closed: each takes some tens of milliseconds.
  const { failures, saved } = await killCases([7, 12, 14], () => random() * 50);
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(33);
}, 120_000);
