import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { openBench } from '../harness/bench.ts';
import { fastFolder } from '../harness/power-cut.ts';
import { checkNothingLost, lossesOf } from './check-nothing-lost.ts';
import { runNoise, runUnplug } from './line-faults.ts';

/** 1 byte in 10,000, of each kind of damage (issue 2, section 9). */
const share = 0.0001;
const names = new Map([['analyzer', 'analyzer']]);

export const suite: SoakSuite = {
  flag: 'noise',
  says: 'messages over a line with flipped, lost, doubled and inserted bytes, then unplugged at each state',
  usualCount: 500,
  async run(count, { seed }) {
    const folder = fastFolder('noise');
    try {
      const noisy = await sendOverNoise(folder, count, seed);
      const unplugged = await sendUnplugged(folder, seed);
      return {
        figures: { ...noisy.figures, ...unplugged.figures },
        failures: [...noisy.failures, ...unplugged.failures],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function sendOverNoise(root: string, messageCount: number, seed: number) {
  const folder = join(root, 'noise');
  mkdirSync(folder);
  const bench = await openBench(join(folder, 'data'));
  const { traffic } = await runNoise(
    { host: bench.host, folder, instrumentId: 'analyzer', messageCount, resultCount: 12, seed },
    share,
    'sent',
  );
  const rejected = bench.signals('frame-rejected').length;
  await bench.close();
  const report = await checkNothingLost(bench.dataFolder, [traffic], names, 12);
  // What the sender believes acknowledged is no measure on a noisy line (see `runNoise`); what arrives is.
  const failures = lossesOf({ ...report, missingFrames: [] });
  if (report.storedMessageCount !== messageCount)
    failures.push(`${report.storedMessageCount} of ${messageCount} messages arrived`);
  return {
    figures: {
      messages: report.storedMessageCount,
      'frames rejected': rejected,
      'wrong values': report.wrongValues.length,
    },
    failures,
  };
}

async function sendUnplugged(root: string, seed: number) {
  const folder = join(root, 'unplug');
  mkdirSync(folder);
  const bench = await openBench(join(folder, 'data'));
  const { traffic, resumedMs } = await runUnplug({
    host: bench.host,
    folder,
    instrumentId: 'analyzer',
    messageCount: 40,
    resultCount: 4,
    seed,
  });
  await bench.close();
  const report = await checkNothingLost(bench.dataFolder, [traffic], names, 4);
  const failures = lossesOf(report);
  const slowest = Math.round(resumedMs.at(-1) ?? Number.POSITIVE_INFINITY);
  if (slowest >= 5000) failures.push(`resumed after ${slowest} ms`);
  return { figures: { unpluggings: resumedMs.length, 'slowest resumption ms': slowest }, failures };
}
