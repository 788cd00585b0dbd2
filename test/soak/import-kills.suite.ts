import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { killSopImports } from '../harness/sop-import-kills.ts';

/** Kills a host with -9 while files of procedures are taken, as often as asked. */
export const suite: SoakSuite = {
  flag: 'import-kills',
  says: 'kill -9 while files of procedures are taken',
  usualCount: 20,
  async run(count, { seed }) {
    const random = seededRandom(seed);
    const lines = Array.from({ length: count }, () => 1 + Math.floor(random() * 12));
    const { failures, saved } = await killSopImports(lines);
    return { figures: { kills: count, answersKept: saved }, failures };
  },
};
