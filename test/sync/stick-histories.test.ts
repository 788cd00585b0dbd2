import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fastFolder } from '../harness/power-cut.ts';
import { checkWorld } from '../harness/sync-check.ts';
import { liveHistories } from '../harness/sync-histories.ts';
import type { SyncStep } from '../harness/sync-steps.ts';
import { SyncWorld } from '../harness/sync-world.ts';

test('benches that only ever exchange sticks end with the same records, whatever happened on the way', async () => {
  const { failure, histories } = await liveHistories({ count: 180, seed: 1, benches: 3, length: { min: 5, max: 30 } });
  expect(failure).toBeUndefined();
  expect(histories).toBe(180);
}, 600_000);

// One in thousands of random histories: two benches once named one joined instrument differently for ever.
const joinedAroundARevocation: readonly SyncStep[] = [
  { do: 'enrol', bench: 1 },
  { do: 'revoke', bench: 1 },
  { do: 'work', bench: 2, kind: 'measure', lamp: 0, value: 0 },
  { do: 'write-stick', bench: 0, isAll: false },
  { do: 'write-stick', bench: 2, isAll: false },
  { do: 'work', bench: 2, kind: 'join', lamp: 0, value: 0 },
  { do: 'enrol', bench: 2 },
  { do: 'work', bench: 0, kind: 'hang', lamp: 0, value: 0 },
  { do: 'work', bench: 0, kind: 'hang', lamp: 0, value: 0 },
  { do: 'time', bench: 0, seconds: 1 },
  { do: 'read-stick', bench: 0, stick: 1, batch: 1, damage: 'none', seed: 0 },
  { do: 'time', bench: 1, seconds: 88_269 },
];

// Another: the revocation took away both a reading and the join that had put it under a name nothing else stood under.
const readingAndJoinRevoked: readonly SyncStep[] = [
  { do: 'work', bench: 2, kind: 'measure', lamp: 1, value: 0 },
  { do: 'write-stick', bench: 0, isAll: false },
  { do: 'enrol', bench: 2 },
  { do: 'work', bench: 2, kind: 'join', lamp: 1, value: 0 },
  { do: 'write-stick', bench: 2, isAll: false },
  { do: 'read-stick', bench: 1, stick: 1, batch: 1, damage: 'none', seed: 0 },
  { do: 'write-stick', bench: 0, isAll: false },
  { do: 'revoke', bench: 2 },
  { do: 'read-stick', bench: 1, stick: 2, batch: 37, damage: 'none', seed: 0 },
];

// Another: whoever revoked forgot it (an older data file), while a stick that nobody could read yet had carried it on.
const revocationOnAStick: readonly SyncStep[] = [
  { do: 'keep-copy', bench: 0 },
  { do: 'enrol', bench: 2 },
  { do: 'revoke', bench: 2 },
  { do: 'write-stick', bench: 0, isAll: false },
  { do: 'put-back', bench: 0 },
  { do: 'work', bench: 2, kind: 'hang', lamp: 0, value: 0 },
  { do: 'read-stick', bench: 1, stick: 0, batch: 1, damage: 'none', seed: 0 },
  { do: 'work', bench: 0, kind: 'hang', lamp: 1, value: 0 },
  { do: 'enrol', bench: 0 },
];

test.each([
  ['an instrument that was joined around a revocation has one name on every bench', joinedAroundARevocation],
  ['what a revoked bench measured is gone from every bench, under whatever name it stood', readingAndJoinRevoked],
  ['a revocation its own bench forgot still holds where a stick had carried it', revocationOnAStick],
])('%s', async (_, steps) => {
  const root = fastFolder('known-history');
  const world = await SyncWorld.start(root, 3, undefined);
  try {
    await world.run(steps);
    await world.settle();
    expect(await checkWorld(world)).toEqual([]);
  } finally {
    await world.close();
    rmSync(root, { recursive: true, force: true });
  }
});
