import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { killSignOffs } from '../harness/sign-off-kills.ts';

export const suite: SoakSuite = {
  flag: 'sign-off-kills',
  says: 'kill -9 of a bench that does and signs: nothing lost that was called saved, nothing half-signed',
  usualCount: 40,
  async run(count, { seed, print }) {
    const folder = mkdtempSync(join(tmpdir(), 'benchside-sign-off-'));
    const failures: string[] = [];
    let signatures = 0;
    try {
      for await (const { what, problems, acknowledgedCount } of killSignOffs(folder, count, seed)) {
        signatures = acknowledgedCount;
        if (problems.length > 0) failures.push(`${what}: ${problems.join('; ')}`);
        print(`  ${what} of ${count}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { figures: { kills: count, signatures, failures: failures.length }, failures };
  },
};
