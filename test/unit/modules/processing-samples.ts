import type { BathPlan, Criterion, StationTerms } from '../../../shared/modules/processing/terms.ts';

/** Invented baths of an invented lab, for tests. */
export const station = (position: number, more: Partial<StationTerms> = {}): StationTerms => ({
  ...{ stationId: `s${position}`, position, content: `Alcohol ${position}`, kind: 'reagent', isInUse: true },
  ...{ countLimit: 3, dayLimit: 7, source: 'SOP 30', note: '' },
  ...more,
});

export const nuclei: Criterion = {
  ...{ criterionId: 'nuclei', text: 'Nuclear detail', kind: 'grade', unit: '', low: null, high: null, source: '' },
};
export const bufferPh: Criterion = {
  ...{ criterionId: 'ph', text: 'Buffer pH', kind: 'number', unit: 'pH', low: '6.4', high: '6.8', source: 'SOP 31' },
};

export const planOf = (stations: readonly StationTerms[], more: Partial<BathPlan> = {}): BathPlan => ({
  ...{ countUnit: 'cycles', stations: [...stations], warnCount: 1, warnDays: 2 },
  grading: { criteria: [nuclei, bufferPh], needsSecondPerson: false, isAskedEachDay: false },
  ...more,
});
