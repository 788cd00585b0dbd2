import { join } from 'node:path';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { openBench, temporaryFolder } from '../harness/bench.ts';
import { checkNothingLost, lossesOf } from './check-nothing-lost.ts';
import { runUnplug } from './line-faults.ts';

const names = new Map([['analyzer', 'analyzer']]);
const resultCount = 4;
const resumeWithinMs = 5_000;

export const suite: SoakSuite = {
  flag: 'unplug',
  says: 'rounds of taking the cable away at each state of the protocol and putting it back',
  usualCount: 5,
  async run(count, { seed }) {
    const failures: string[] = [];
    const resumed: number[] = [];
    let messages = 0;
    for (let round = 0; round < count; round += 1) {
      const folder = temporaryFolder('unplug');
      try {
        const bench = await openBench(join(folder.path, 'data'));
        const { traffic, resumedMs } = await runUnplug({
          host: bench.host,
          folder: folder.path,
          instrumentId: 'analyzer',
          messageCount: 40,
          resultCount,
          seed: seed + round,
        });
        await bench.close();
        const report = await checkNothingLost(bench.dataFolder, [traffic], names, resultCount);
        messages += report.storedMessageCount;
        resumed.push(...resumedMs);
        failures.push(...lossesOf(report).map((loss) => `round ${round}: ${loss}`));
        if (report.storedMessageCount !== 40)
          failures.push(`round ${round}: ${report.storedMessageCount} of 40 messages`);
      } finally {
        folder.remove();
      }
    }
    const slowest = Math.max(...resumed);
    if (!(slowest < resumeWithinMs)) failures.push(`resumed after ${Math.round(slowest)} ms`);
    return {
      figures: { unplugged: resumed.length, messages, 'resumed ms, longest': Math.round(slowest) },
      failures,
    };
  },
};
