import { expect, test } from 'vitest';
import { seededRandom } from '../../harness/bit-flips.ts';
import { killCases } from '../../harness/case-kills.ts';

test('killed with -9 while a case, a visit and notices are worked on: what was answered is there, nothing is half signed', async () => {
  const random = seededRandom(20261122);
  // While the effectiveness check is signed, while the customer signs, and while the visit is closed.
  const { failures, saved } = await killCases([7, 12, 14], () => random() * 12);
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(33);
}, 120_000);
