import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { killSheets } from '../harness/sheet-kills.ts';

/** Kills a host with -9 while sheets are filled in and performed, as often as asked. */
export const suite: SoakSuite = {
  flag: 'sheet-kills',
  says: 'kill -9 while task sheets are filled in and performed',
  usualCount: 40,
  async run(count, { seed }) {
    const random = seededRandom(seed);
    const lines = Array.from({ length: count }, () => 1 + Math.floor(random() * 14));
    const { failures, saved } = await killSheets(lines);
    return { figures: { kills: count, answersKept: saved }, failures };
  },
};
