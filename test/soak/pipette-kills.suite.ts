import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { killPipetteChecks } from '../harness/pipette-kills.ts';

/** Kills a host with -9 while a pipette is weighed, as often as asked. */
export const suite: SoakSuite = {
  flag: 'pipette-kills',
  says: 'kill -9 while a pipette is weighed and its check finished',
  usualCount: 20,
  async run(count, { seed }) {
    const random = seededRandom(seed);
    const lines = Array.from({ length: count }, () => 1 + Math.floor(random() * 12));
    const { failures, saved } = await killPipetteChecks(lines);
    return { figures: { kills: count, answersKept: saved }, failures };
  },
};
