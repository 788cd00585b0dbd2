import type { BathPlan, StationTerms } from '../../shared/modules/processing/terms.ts';
import type { HostCalls } from './lab.ts';
import { dayFromNow } from './plan-terms.ts';

export interface DemoBaths {
  readonly gradingId: string;
}

/** What the invented laboratory has entered from its invented procedure: content, and days until a change. */
const contents: readonly (readonly [content: string, kind: StationTerms['kind'], days: number | null])[] = [
  ['Formalin', 'reagent', 7],
  ['Formalin', 'reagent', 7],
  ['Alcohol 70 %', 'reagent', 7],
  ['Alcohol 95 %', 'reagent', 7],
  ['Alcohol 100 %', 'reagent', 14],
  ['Alcohol 100 %', 'reagent', 14],
  ['Clearing agent', 'reagent', 14],
  ['Clearing agent', 'reagent', 14],
  ['Clearing agent', 'reagent', null],
  ['Wax', 'wax', 28],
  ['Wax', 'wax', 28],
];

const station = (content: string, kind: StationTerms['kind'], days: number | null, index: number): StationTerms => ({
  ...{ stationId: `bath-${index + 1}`, position: index + 1, content, kind, isInUse: true },
  ...{ countLimit: 5, dayLimit: days, source: 'Procedure H-30, invented', note: '' },
});

const house = 'House practice, to be confirmed by the lab';
const asked = { unit: '', low: null, high: null, source: house, kind: 'grade' } as const;
const plan: BathPlan = {
  countUnit: 'cycles',
  stations: contents.map(([content, kind, days], index) => station(content, kind, days, index)),
  ...{ warnCount: 1, warnDays: 1 },
  grading: {
    criteria: [
      { ...asked, criterionId: 'infiltration', text: 'Infiltration with wax' },
      { ...asked, criterionId: 'cutting', text: 'Cutting of the section' },
      { ...asked, criterionId: 'nuclei', text: 'Contrast of nucleus and cytoplasm' },
    ],
    ...{ needsSecondPerson: false, isAskedEachDay: false },
  },
};

/** A bath that is over its limit, one whose limit is blank, one never filled; runs of a program; a block that was graded. */
export async function openBaths({ processing }: HostCalls, instrumentId: string): Promise<DemoBaths> {
  await processing.plan.set({ instrumentId, plan, reason: '' });
  const steps = plan.stations.map(({ stationId, position, content }) => ({
    stationId,
    position,
    content,
    seconds: 3600,
  }));
  const { programId } = await processing.programs.set({
    ...{ instrumentId, programId: null, reason: '' },
    terms: { name: 'Overnight', steps, isRetired: false, source: 'Procedure H-30, invented' },
  });
  // The last bath was never filled, and the first ones are the oldest.
  for (const [index, { stationId }] of plan.stations.slice(0, -1).entries()) {
    await processing.fills.record({
      ...{ instrumentId, requestId: crypto.randomUUID(), stationId, act: 'changed', lot: `L26${100 + index}` },
      ...{ expiresOn: dayFromNow(200), openedOn: null, note: '' },
      at: { on: dayFromNow(index < 2 ? -8 : -4), time: '07:30' },
    });
  }
  for (const back of [7, 6, 5, 3, 2, 1]) {
    await processing.runs.log({
      ...{ instrumentId, requestId: crypto.randomUUID(), programId, count: 1, outcome: 'completed', note: '' },
      at: { on: dayFromNow(-back), time: '18:00' },
    });
  }
  const { gradingId } = await processing.gradings.record({
    ...{ instrumentId, requestId: crypto.randomUUID(), material: 'Control block', materialLot: 'C-12', runId: null },
    criteria: plan.grading.criteria.map(({ criterionId }) => ({ criterionId, grade: 'good', value: null })),
    ...{ decision: 'accepted', correctiveAction: '', photos: [], note: '', password: null },
  });
  return { gradingId };
}
