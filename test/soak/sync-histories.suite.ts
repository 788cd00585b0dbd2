import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { SyncEngineHub } from '../harness/sync-engine-hub.ts';
import { liveHistories } from '../harness/sync-histories.ts';
import { SyncHub } from '../harness/sync-hub.ts';

/** One in so many ways: most histories are lived without the server between, which costs most of the time. */
const kinds = [
  { name: 'sticks only', share: 0.45, startHub: undefined },
  { name: 'hub and sticks', share: 0.45, startHub: SyncHub.start },
  { name: 'engine, server and sticks', share: 0.1, startHub: SyncEngineHub.start },
] as const;

export const suite: SoakSuite = {
  flag: 'sync-histories',
  says: 'random histories of a site: sticks, a hub, stops, clocks, restores, a revocation; equal tables at the end',
  usualCount: 10_000,
  async run(count, { seed, print }) {
    const failures: string[] = [];
    const figures = { histories: 0, steps: 0, records: 0, 'most rounds': 0 };
    for (const { name, share, startHub } of kinds) {
      const wanted = Math.max(1, Math.round(count * share));
      const told = await liveHistories({
        count: wanted,
        seed,
        benches: 3,
        startHub,
        shrinkMs: 120_000,
        onHistory: (done) => print(`  ${name}: ${done} of ${wanted}`),
      });
      figures.histories += told.histories;
      figures.steps += told.steps;
      figures.records += told.records;
      figures['most rounds'] = Math.max(figures['most rounds'], told.mostRounds);
      if (told.failure !== undefined) failures.push(`${name}: ${told.failure}`);
    }
    return { figures, failures };
  },
};
