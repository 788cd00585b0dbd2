import { expect, test } from 'vitest';
import { SyncEngineHub } from '../harness/sync-engine-hub.ts';
import { liveHistories } from '../harness/sync-histories.ts';
import { SyncHub } from '../harness/sync-hub.ts';

/** Short ones: the long run (`npm run soak -- --sync-histories`) has time for more. */
const length = { min: 5, max: 30 };

test('benches, sticks and a hub end with the same records, whatever is lost, doubled or cut off on the way', async () => {
  const { failure, histories } = await liveHistories({
    count: 90,
    seed: 1,
    benches: 3,
    length,
    startHub: SyncHub.start,
  });
  expect(failure).toBeUndefined();
  expect(histories).toBe(90);
}, 600_000);

test('so they do with the real engine and the real server between', async () => {
  const startHub = SyncEngineHub.start;
  const { failure, histories } = await liveHistories({ count: 30, seed: 1, benches: 3, length, startHub });
  expect(failure).toBeUndefined();
  expect(histories).toBe(30);
}, 600_000);
