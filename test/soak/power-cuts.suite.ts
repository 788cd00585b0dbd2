import { rmSync } from 'node:fs';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import type { FolderMode } from '../harness/encrypt.ts';
import { buildShim, cutPower, fastFolder, recordWork } from '../harness/power-cut.ts';
import { judgeImage } from '../harness/power-cut-check.ts';

/** Images made from one run of the work: several runs see several ways in which the work can fall. */
const imagesOfRun = 250;

/** How the asked number is shared out among the modes. */
const shares: Readonly<Record<FolderMode, number>> = { plain: 0.4, encrypted: 0.4, switching: 0.2 };

interface Tally {
  images: number;
  acknowledged: number;
  lossy: number;
  readonly problems: string[];
}

async function cut(
  shim: string,
  synchronous: 'FULL' | 'NORMAL',
  mode: FolderMode,
  count: number,
  seed: number,
  tally: Tally,
): Promise<void> {
  const work = fastFolder('power-cut-work');
  try {
    const steps = recordWork(work, shim, { synchronous, rounds: 250, mode });
    for (const image of cutPower(steps, count, seed)) {
      const verdict = await judgeImage(image, tally.images % 10 === 0);
      tally.images++;
      tally.acknowledged += verdict.acknowledgedCount;
      if (verdict.lost.length > 0) tally.lossy++;
      const isBad = synchronous === 'FULL' && (verdict.lost.length > 0 || verdict.problems.length > 0);
      if (isBad)
        tally.problems.push(
          `${mode}, seed ${seed}, ${verdict.what}: lost ${verdict.lost.length}; ${verdict.problems.join('; ')}`,
        );
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export const suite: SoakSuite = {
  flag: 'images',
  says: 'power cuts replayed from what reached the disk (plain, encrypted, switching), and the control that must lose',
  usualCount: 1000,
  async run(count, { seed, print }) {
    const tools = fastFolder('power-cut-tools');
    try {
      const shim = buildShim(tools);
      if (!shim) return { figures: { images: 0 }, failures: ['the shim can not be built on this machine'] };
      const full: Tally = { images: 0, acknowledged: 0, lossy: 0, problems: [] };
      for (const [mode, share] of Object.entries(shares) as [FolderMode, number][]) {
        const most = full.images + Math.max(1, Math.round(count * share));
        for (let run = 0; full.images < most; run++) {
          await cut(shim, 'FULL', mode, Math.min(imagesOfRun, most - full.images), seed + run, full);
          print(`  ${mode}: ${full.images} images, ${full.lossy} with a loss`);
        }
      }
      const control: Tally = { images: 0, acknowledged: 0, lossy: 0, problems: [] };
      await cut(shim, 'NORMAL', 'plain', Math.max(20, Math.round(count / 10)), seed, control);
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
