import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fastFolder } from '../harness/power-cut.ts';
import { checkWorld } from '../harness/sync-check.ts';
import type { SyncStep } from '../harness/sync-steps.ts';
import { SyncWorld } from '../harness/sync-world.ts';

const days = 90;
const benches = [0, 1, 2] as const;
const daySeconds = 86_400;

/** Three laptops that never see a network, and one stick that comes by one of them each day. */
function season(): SyncStep[] {
  const steps: SyncStep[] = benches.map((bench) => ({ do: 'enrol', bench }));
  for (let day = 0; day < days; day++) {
    for (const bench of benches) {
      const kinds = ['hang', 'switch', 'measure', 'amend', 'dim'] as const;
      for (const kind of [kinds[(day + bench) % kinds.length]!, 'measure'] as const)
        steps.push({ do: 'work', bench, kind, lamp: day % 3, value: day + bench });
      steps.push({ do: 'time', bench, seconds: daySeconds });
    }
    const bench = day % benches.length;
    const rest = { batch: 500, damage: 'none', seed: 0 } as const;
    // The world keeps the last four sticks; the newest is the one that is carried.
    steps.push({ do: 'read-stick', bench, stick: (day + 3) % 4, ...rest }, { do: 'write-stick', bench, isAll: true });
  }
  return steps;
}

test('ninety days of three laptops and one stick: all of it is everywhere, once', async () => {
  const root = fastFolder('season');
  const world = await SyncWorld.start(root, benches.length);
  try {
    await world.run(season());
    expect(await world.settle()).toBeLessThanOrEqual(2);
    expect(await checkWorld(world)).toEqual([]);
    expect(world.ledger.size).toBeGreaterThan(480);
  } finally {
    await world.close();
    rmSync(root, { recursive: true, force: true });
  }
}, 600_000);
