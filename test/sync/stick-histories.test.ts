import { expect, test } from 'vitest';
import { liveHistories } from '../harness/sync-histories.ts';

test('benches that only ever exchange sticks end with the same records, whatever happened on the way', async () => {
  const { failure, histories } = await liveHistories({ count: 180, seed: 1, benches: 3, length: { min: 5, max: 30 } });
  expect(failure).toBeUndefined();
  expect(histories).toBe(180);
}, 600_000);
