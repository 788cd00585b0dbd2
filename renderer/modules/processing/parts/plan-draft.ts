import type { BathPlan, ChangeLimit, Criterion, StationTerms } from '../../../../shared/modules/processing/terms.ts';

/** The set-up while it is edited, and what a new bath or question begins with: blanks. */

export const emptyPlan: BathPlan = {
  countUnit: 'cycles',
  stations: [],
  warnCount: 0,
  warnDays: 0,
  grading: { criteria: [], needsSecondPerson: false, isAskedEachDay: false },
};

/** Baths behind the last one; not in use until somebody says what they hold. */
export function blankBaths(stations: readonly StationTerms[], count: number): StationTerms[] {
  const last = Math.max(0, ...stations.map(({ position }) => position));
  return Array.from({ length: count }, (_, index) => ({
    ...{ stationId: crypto.randomUUID(), position: last + index + 1, content: '', kind: 'reagent' as const },
    ...{ isInUse: false, countLimit: null, dayLimit: null, source: '', note: '' },
  }));
}

export const blankCriterion = (): Criterion => ({
  ...{ criterionId: crypto.randomUUID(), text: '', kind: 'grade', unit: '', low: null, high: null, source: '' },
});

/** A limit that was typed: blank is null, and `wrong` is no whole number above nothing. */
export function readLimit(text: string, isUsed: boolean): ChangeLimit | 'wrong' {
  if (!isUsed) return 'not-used';
  const given = text.trim();
  if (given === '') return null;
  return /^\d{1,6}$/.test(given) && Number(given) >= 1 && Number(given) <= 100_000 ? Number(given) : 'wrong';
}

export const textOfLimit = (limit: ChangeLimit): string => (typeof limit === 'number' ? String(limit) : '');

/** A decimal that was typed, with a point or a comma; blank is null. */
export function readDecimal(text: string): string | null | 'wrong' {
  const given = text.trim().replace(',', '.');
  if (given === '') return null;
  return /^-?\d{1,6}(\.\d{1,6})?$/.test(given) ? given : 'wrong';
}
