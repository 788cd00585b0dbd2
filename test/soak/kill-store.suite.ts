import type { SoakSuite } from '../../scripts/soak-suite.ts';
import type { FolderMode } from '../harness/encrypt.ts';
import { killStore } from '../harness/store-kills.ts';

/** A folder is killed this often before a new one is begun, so that it does not grow without end. */
const killsOfFolder = 50;
const modes: readonly FolderMode[] = ['plain', 'encrypted', 'switching'];

export const suite: SoakSuite = {
  flag: 'store-kills',
  says: 'kill -9 of a process that saves records, frames and messages, held against its ledger',
  usualCount: 200,
  async run(count, { seed, print }) {
    const failures: string[] = [];
    let kills = 0;
    let acknowledged = 0;
    while (kills < count) {
      let ofFolder = 0;
      const mode = modes[Math.floor(kills / killsOfFolder) % modes.length] ?? 'plain';
      for await (const verdict of killStore(Math.min(killsOfFolder, count - kills), seed + kills, mode)) {
        kills++;
        ofFolder = verdict.acknowledgedCount;
        if (verdict.lost.length > 0 || verdict.problems.length > 0) {
          failures.push(`${mode}, ${verdict.what}: lost ${verdict.lost.length}; ${verdict.problems.join('; ')}`);
        }
        if (kills % 50 === 0) print(`  ${kills} of ${count} kills`);
      }
      acknowledged += ofFolder;
    }
    return { figures: { kills, 'acknowledged things': acknowledged, failures: failures.length }, failures };
  },
};
