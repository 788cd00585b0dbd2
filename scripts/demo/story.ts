import type { Lab } from './lab.ts';

/** One thing that happens in the demo, in words a person can follow. */
export interface Act {
  readonly title: string;
  play(lab: Lab): Promise<void>;
  /** Puts things back, where the act left something undone on purpose. */
  undo?(lab: Lab): Promise<void>;
}

const acts = {
  results: {
    title: 'Results flow from six analyzers; the balance is asked for its weight',
    async play(lab) {
      const { balance } = lab.stations;
      await Promise.all([
        lab.send('core', '01-patient-normal').then(() => lab.send('core', '02-patient-flags')),
        lab.send('night', '01-patient-normal'),
        lab.send('chemistry', '01-results-and-controls'),
        lab.send('network', '01-results-and-controls'),
        lab.send('cellDyn', '01-patient-normal').then(() => lab.send('cellDyn', '03-quality-control')),
        lab.send('coagulation', '01-ca-7000-layout').then(() => lab.send('coagulation', '03-controls')),
      ]);
      await lab.send('core', '07-quality-control');
      if (balance.simulator.balance !== null) balance.simulator.balance.weight = 0.9968;
    },
  },
  error: {
    title: 'The analyzer of the night bench reports an error',
    play: (lab) => lab.send('night', '03-analysis-errors'),
  },
  background: {
    title: 'Its background check fails: platelets above the published limit',
    async play(lab) {
      await lab.send('night', '05-background', 1);
      await lab.send('night', '05-background', 2);
    },
  },
  cable: {
    title: 'The cable of the chemistry analyzer is pulled, and put back',
    play: (lab) => lab.stations.chemistry.simulator.unplug(),
    async undo(lab) {
      await lab.stations.chemistry.simulator.plug();
      await lab.send('chemistry', '01-results-and-controls');
    },
  },
} as const satisfies Record<string, Act>;

export const story: { readonly [name in keyof typeof acts]: Act } = acts;
