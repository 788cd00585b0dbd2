import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { killRuns } from '../harness/run-kills.ts';

/** Kills a host with -9 while procedures are run, as often as asked. */
export const suite: SoakSuite = {
  flag: 'run-kills',
  says: 'kill -9 while procedures are run',
  usualCount: 40,
  async run(count, { seed }) {
    const random = seededRandom(seed);
    const kills = Array.from({ length: count }, () => ({ more: 1 + Math.floor(random() * 14), isHeld: false }));
    const { failures, saved, recovered } = await killRuns(kills);
    return { figures: { kills: count, answersKept: saved, draftsRecovered: recovered }, failures };
  },
};
