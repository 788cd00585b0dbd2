import { verify } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { decoyVerifier, usualCost } from '../../../electron/modules/people/verifiers.ts';

test('the verifier nobody has is checked like any other: with its whole cost, and no secret opens it', async () => {
  const decoy = decoyVerifier({ ...usualCost, memoryCost: 64, timeCost: 1, parallelism: 1 });
  expect(decoy).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  // Not refused as malformed, which would take no time at all.
  await expect(verify(decoy, 'anything')).resolves.toBe(false);
  expect(decoyVerifier(usualCost)).not.toBe(decoyVerifier(usualCost));
});
