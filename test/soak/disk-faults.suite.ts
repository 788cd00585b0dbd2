import { rmSync } from 'node:fs';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { type DiskFault, workOnFaultyDisk } from '../harness/disk-faults.ts';
import { buildShim, fastFolder } from '../harness/power-cut.ts';
import { judgeImage } from '../harness/power-cut-check.ts';

export const suite: SoakSuite = {
  flag: 'disk-faults',
  says: 'the n-th write or sync fails, once or from then on, for every n; then a disk of every size',
  usualCount: 200,
  async run(count, { print }) {
    const tools = fastFolder('disk-fault-tools');
    const failures: string[] = [];
    let refusals = 0;
    try {
      const shim = buildShim(tools);
      if (!shim) return { figures: { faults: 0 }, failures: ['the shim can not be built on this machine'] };
      for (let number = 1; number <= count; number++) {
        const fault = faultOf(number);
        const root = fastFolder('disk-fault');
        try {
          const run = workOnFaultyDisk(root, shim, fault, 15);
          refusals += run.codes.length;
          const verdict = await judgeImage({ folder: run.folder, what: '', acknowledged: run.acknowledged }, true);
          const isWell = !run.isCrash && verdict.lost.length === 0 && verdict.problems.length === 0;
          if (!isWell)
            failures.push(
              `${JSON.stringify(fault)}: crash ${run.isCrash}, lost ${verdict.lost.length}; ${verdict.problems.join('; ')}`,
            );
        } finally {
          rmSync(root, { recursive: true, force: true });
        }
        if (number % 50 === 0) print(`  ${number} of ${count} faults`);
      }
      return { figures: { faults: count, 'saves refused': refusals, failures: failures.length }, failures };
    } finally {
      rmSync(tools, { recursive: true, force: true });
    }
  },
};

function faultOf(number: number): DiskFault {
  if (number % 3 === 0) return { limitBytes: number * 8192 };
  return { failAt: number * 3, onwards: number % 3 === 1 };
}
