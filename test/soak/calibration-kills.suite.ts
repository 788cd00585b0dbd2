import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { killCalibrations } from '../harness/calibration-kills.ts';

/** Kills a host with -9 while somebody calibrates, as often as asked. */
export const suite: SoakSuite = {
  flag: 'calibration-kills',
  says: 'kill -9 while a calibration is typed, run and closed',
  usualCount: 20,
  async run(count, { seed }) {
    const random = seededRandom(seed);
    const lines = Array.from({ length: count }, () => 1 + Math.floor(random() * 12));
    const { failures, saved } = await killCalibrations(lines);
    return { figures: { kills: count, answersKept: saved }, failures };
  },
};
