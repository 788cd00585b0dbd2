import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { seededRandom } from '../harness/bit-flips.ts';
import { killCases } from '../harness/case-kills.ts';
import { linesARound } from '../harness/case-strokes.ts';

/** Kills a host with -9 while cases, visits and notices are worked on, as often as asked. */
export const suite: SoakSuite = {
  flag: 'case-kills',
  says: 'kill -9 while cases, visits and field notices are worked on and signed',
  usualCount: 20,
  async run(count, { seed }) {
    const random = seededRandom(seed);
    const lines = Array.from({ length: count }, () => 1 + Math.floor(random() * linesARound));
    const { failures, saved } = await killCases(lines, () => random() * 50);
    return { figures: { kills: count, answersKept: saved }, failures };
  },
};
