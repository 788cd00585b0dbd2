import { rmSync } from 'node:fs';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { fastFolder } from '../harness/power-cut.ts';
import { lossesOf } from './check-nothing-lost.ts';
import { killHost } from './kill-host.ts';

export const suite: SoakSuite = {
  flag: 'kills',
  says: 'kill -9 of the host while two simulators send at full speed',
  usualCount: 200,
  async run(count, { seed, print }) {
    const folder = fastFolder('kill-host');
    try {
      const report = await killHost({ kills: count, seed, folder, say: (text) => print(`  ${text}`) });
      const slowest = report.resumedMs.at(-1) ?? 0;
      return {
        figures: {
          kills: report.kills,
          'acknowledged frames': report.acknowledgedFrameCount,
          'messages stored': report.storedMessageCount,
          'partial messages': report.partialCount,
          'completed later': report.completedLaterCount,
          're-sends': report.resendCount,
          'slowest resumption ms': Math.round(slowest),
        },
        failures: lossesOf(report),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
