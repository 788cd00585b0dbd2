import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { findEntry, normalizeCode } from '../../shared/instruments/error-book.ts';
import { followGuide, type Guide, type Limits, type Outcome, type Step } from '../../shared/instruments/guide.ts';
import { resourcesFolder } from '../harness/definitions.ts';

/**
 * Walks every way through every tree that is shipped, those of the books too: whatever is answered, and whether or not the
 * lab gave its limits, a way ends in resolved or in stop-and-call.
 */
const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });
const general = catalog.generalEntries.map(({ guide }) => catalog.generalGuide(guide)!);
const ofBooks = catalog.list().flatMap((definition) => definition.errorBook.guides);
const older = ['general-analyzer', 'general-balance'].map((key) => catalog.generalGuide(key)!);

/** The troubles for which steps are shipped. */
const troubles = [
  ['NO-COMMUNICATION', 'nothing arrives'],
  ['BACKGROUND', 'background failed'],
  ['QC-ONE-LEVEL', 'qc out one level'],
  ['QC-ALL-LEVELS', 'qc out all levels'],
  ['PLT-BLANK-HIGH', 'platelets high on blank'],
  ['SHORT-SAMPLE', 'aspiration error'],
  ['IMPRECISION', 'poor precision'],
  ['CARRY-OVER', 'carryover'],
  ['FLAGS-EXCESS', 'flags in excess'],
  ['COAG-QC-SHIFT', 'coag qc shift'],
  ['STAIN-PALE', 'stain too pale'],
  ['STAIN-DARK', 'stain too dark'],
] as const;

test.each(troubles)('%s is shipped, and is found as "%s"', (code, said) => {
  const entry = findEntry({ entries: catalog.generalEntries }, said);
  expect(entry?.code).toBe(code);
  expect(entry?.firstChecks.length).toBeGreaterThan(2);
  expect(catalog.generalGuide(entry?.guide ?? '')?.key).toBe(entry?.guide);
});

test('no name leads to two troubles', () => {
  const names = catalog.generalEntries.flatMap(({ code, alsoKnownAs }) => [code, ...alsoKnownAs].map(normalizeCode));
  expect(new Set(names).size).toBe(names.length);
});

describe.each([...general, ...older, ...ofBooks].map((guide) => [guide.key, guide] as const))('%s', (_key, guide) => {
  test('every way ends in resolved or in stop-and-call, and comes to no step twice', () => {
    const { ends, wayCount } = walkAll(guide);
    expect(wayCount).toBeGreaterThan(1);
    expect([...ends].map((end) => end.id).toSorted()).toEqual(guide.outcomes.map((end) => end.id).toSorted());
    for (const end of ends) expect(['resolved', 'stop-and-call']).toContain(end.kind);
    expect(new Set([...ends].map((end) => end.kind))).toEqual(new Set(['resolved', 'stop-and-call']));
  });

  test('no reading is judged by a limit of ours, and every node has a source or is house practice', () => {
    for (const step of guide.steps) {
      if (step.low !== null || step.high !== null) expect(step.sources).not.toEqual(['BENCH']);
    }
    for (const node of [...guide.steps, ...guide.outcomes]) {
      expect(node.sources.length).toBeGreaterThan(0);
      // House practice alone is never called more than what it is.
      if (node.sources.every((key) => key === 'BENCH')) expect(node.confidence).toBe('inferred');
    }
  });
});

describe.each(general.map((guide) => [guide.key, guide] as const))('%s, from its start', (_key, guide) => {
  test('asks for no opened cover, no solvent and no service before something that costs nothing', () => {
    const [first, second] = [guide.steps[0], guide.steps[1]];
    expect(first?.id).toBe(guide.start);
    for (const step of [first, second]) expect(step?.safety ?? '').not.toMatch(/cover is opened|solvents/);
    for (const way of first?.next ?? []) expect(guide.outcomes.map((end) => end.id)).not.toContain(way.goTo);
  });

  test('a hazard named in a question is named in the safety line', () => {
    const hazards = /\b(tube|vial|smear|slide|waste|probe|sample again|good sample)\b/i;
    const handles = /^(look at (the|some of those) (tube|vial)s?|run |open a fresh|open fresh|mix )/i;
    for (const step of guide.steps) {
      if (handles.test(step.ask) && hazards.test(step.ask)) expect(`${step.id}: ${step.safety}`).toMatch(/gloves/i);
    }
  });
});

interface Given {
  readonly value: string;
  readonly limits: Limits | null;
}

/** Every answer that can make a difference at a step. */
function answersTo(step: Step): Given[] {
  const plain = (values: readonly string[]) => values.map((value) => ({ value, limits: null }));
  switch (step.kind) {
    case 'confirm':
      return plain(['yes', 'no']);
    case 'choice':
      return plain(step.choices.map(({ value }) => value));
    case 'text':
    case 'photo':
      return plain(['anything']);
    case 'number': {
      if (step.limitFrom === 'guide') return plain(['-999999', step.low ?? '0', step.high ?? '0', '999999']);
      const limits = { low: '1', high: '2' };
      const judged = ['0', '1', '1.5', '3'].map((value) => ({ value, limits }));
      return [...judged, { value: '1', limits: null }, { value: '1', limits: { low: null, high: null } }];
    }
  }
}

/** All ways from the start, each step's answers that lead to one place counted once. */
function walkAll(guide: Guide): { readonly ends: ReadonlySet<Outcome>; readonly wayCount: number } {
  const ends = new Set<Outcome>();
  let wayCount = 0;
  const visit = (step: Step, before: readonly string[]): void => {
    expect(before).not.toContain(step.id);
    const places = new Map<string, NonNullable<ReturnType<typeof followGuide>>>();
    for (const { value, limits } of answersTo(step)) {
      const next = followGuide(guide, step.id, value, limits);
      if (next === null) throw new Error(`${guide.key}: no way on from ${step.id} with ${value}`);
      places.set(next.step?.id ?? next.outcome?.id ?? '', next);
    }
    for (const { step: next, outcome } of places.values()) {
      if (outcome) {
        ends.add(outcome);
        wayCount += 1;
      } else visit(next, [...before, step.id]);
    }
  };
  const start = guide.steps.find(({ id }) => id === guide.start);
  if (start) visit(start, []);
  return { ends, wayCount };
}
