import { rmSync } from 'node:fs';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { buildShim, cutPower, fastFolder, recordWork } from '../harness/power-cut.ts';
import { judgeImage } from '../harness/power-cut-check.ts';

/** Images made from one run of the work: several runs see several ways in which the work can fall. */
const imagesOfRun = 250;

interface Tally {
  images: number;
  acknowledged: number;
  lossy: number;
  readonly problems: string[];
}

async function cut(
  shim: string,
  synchronous: 'FULL' | 'NORMAL',
  count: number,
  seed: number,
  tally: Tally,
): Promise<void> {
  const work = fastFolder('power-cut-work');
  try {
    const steps = recordWork(work, shim, { synchronous, rounds: 250 });
    for (const image of cutPower(steps, count, seed)) {
      const verdict = await judgeImage(image, tally.images % 10 === 0);
      tally.images++;
      tally.acknowledged += verdict.acknowledgedCount;
      if (verdict.lost.length > 0) tally.lossy++;
      const isBad = synchronous === 'FULL' && (verdict.lost.length > 0 || verdict.problems.length > 0);
      if (isBad)
        tally.problems.push(
          `seed ${seed}, ${verdict.what}: lost ${verdict.lost.length}; ${verdict.problems.join('; ')}`,
        );
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export const suite: SoakSuite = {
  flag: 'images',
  says: 'power cuts replayed from what reached the disk, and the control that must lose',
  usualCount: 1000,
  async run(count, { seed, print }) {
    const tools = fastFolder('power-cut-tools');
    try {
      const shim = buildShim(tools);
      if (!shim) return { figures: { images: 0 }, failures: ['the shim can not be built on this machine'] };
      const full: Tally = { images: 0, acknowledged: 0, lossy: 0, problems: [] };
      for (let run = 0; full.images < count; run++) {
        await cut(shim, 'FULL', Math.min(imagesOfRun, count - full.images), seed + run, full);
        print(`  ${full.images} of ${count} images, ${full.lossy} with a loss`);
      }
      const control: Tally = { images: 0, acknowledged: 0, lossy: 0, problems: [] };
      await cut(shim, 'NORMAL', Math.max(20, Math.round(count / 10)), seed, control);
      const blind = control.lossy === 0 ? ['the control at synchronous=NORMAL lost nothing: the test is blind'] : [];
      return {
        figures: {
          images: full.images,
          'acknowledged things checked': full.acknowledged,
          'images with a loss': full.lossy,
          'control images': control.images,
          'control images with a loss': control.lossy,
        },
        failures: [...full.problems, ...blind],
      };
    } finally {
      rmSync(tools, { recursive: true, force: true });
    }
  },
};
