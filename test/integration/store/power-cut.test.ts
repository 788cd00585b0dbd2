import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { FolderMode } from '../../harness/encrypt.ts';
import { buildShim, cutPower, fastFolder, recordWork } from '../../harness/power-cut.ts';
import { type ImageVerdict, judgeImage } from '../../harness/power-cut-check.ts';

const root = fastFolder('power-cut');
const shim = buildShim(root);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function judge(
  synchronous: 'FULL' | 'NORMAL',
  rounds: number,
  images: number,
  mode: FolderMode = 'plain',
): Promise<ImageVerdict[]> {
  const work = fastFolder('power-cut-work');
  try {
    const steps = recordWork(work, shim!, { synchronous, rounds, mode });
    const verdicts: ImageVerdict[] = [];
    for (const image of cutPower(steps, images, 20261122))
      verdicts.push(await judgeImage(image, verdicts.length % 10 === 0));
    return verdicts;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

describe.skipIf(!shim)('power cuts, replayed from what reached the disk', () => {
  test.each([
    ['plain', 100],
    ['encrypted', 100],
    ['switching', 50],
  ] as const)(
    'a folder that is %s, %i images: nothing acknowledged is lost, nothing needs recovery, work goes on',
    async (mode, images) => {
      const verdicts = await judge('FULL', 130, images, mode);
      expect(verdicts.filter((verdict) => verdict.lost.length > 0 || verdict.problems.length > 0)).toEqual([]);
      expect(verdicts).toHaveLength(images);
      expect(Math.max(...verdicts.map((verdict) => verdict.acknowledgedCount))).toBeGreaterThan(400);
    },
    240_000,
  );

  test('the control at synchronous=NORMAL loses some: the harness can see', async () => {
    const verdicts = await judge('NORMAL', 60, 24);
    expect(verdicts.filter((verdict) => verdict.lost.length > 0).length).toBeGreaterThan(0);
  }, 120_000);
});
