import { expect, test } from 'vitest';
import { killSignOffs, type SignOffVerdict } from '../../harness/sign-off-kills.ts';
import { testFolder } from '../../harness/store.ts';

test('a bench killed -9 while it does and signs: nothing saved is lost, nothing is half-signed', async () => {
  const verdicts: SignOffVerdict[] = [];
  for await (const verdict of killSignOffs(testFolder('sign-off'), 4, 20261122)) verdicts.push(verdict);
  expect(verdicts.flatMap(({ what, problems }) => problems.map((problem) => `${what}: ${problem}`))).toEqual([]);
  expect(verdicts.at(-1)!.acknowledgedCount).toBeGreaterThanOrEqual(4);
}, 120_000);
