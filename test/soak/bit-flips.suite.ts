import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { flipBits } from '../harness/bit-flips.ts';

export const suite: SoakSuite = {
  flag: 'flips',
  says: 'one flipped bit in the main file, plain and encrypted: named inside a record, without harm elsewhere',
  usualCount: 400,
  async run(count, { seed, print }) {
    const failures: string[] = [];
    const tally = { flips: 0, 'inside a record': 0, 'rebuilt files': 0 };
    for (const isEncrypted of [false, true]) {
      for await (const flip of flipBits(Math.ceil(count / 2), seed, { isEncrypted })) {
        tally.flips++;
        if (flip.isInRecord) tally['inside a record']++;
        if (flip.isRecovered) tally['rebuilt files']++;
        const isWell =
          flip.isNamed && flip.lostElsewhere === 0 && flip.areTablesEqual && flip.problemsAfter.length === 0;
        if (!isWell) failures.push(`${isEncrypted ? 'encrypted' : 'plain'}, seed ${seed}, ${JSON.stringify(flip)}`);
        if (tally.flips % 100 === 0) print(`  ${tally.flips} of ${count} flips`);
      }
    }
    return { figures: { ...tally, failures: failures.length }, failures };
  },
};
