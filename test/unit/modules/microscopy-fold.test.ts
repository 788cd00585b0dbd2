import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultClasses } from '../../../shared/modules/microscopy/default-classes.ts';
import { classesStream, microscopyRecords } from '../../../shared/modules/microscopy/records.ts';
import { classesDecider, currentClasses } from '../../../shared/modules/microscopy/rules-records.ts';
import type { ClassTerms } from '../../../shared/modules/microscopy/terms.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const bench = (name: string) => new PaperBench(name, microscopyRecords);
const without = (key: string): ClassTerms => ({
  ...defaultClasses,
  classes: defaultClasses.classes.filter((one) => one.key !== key),
});
const set = (terms: ClassTerms) => ({ terms, reason: 'as our procedure says' });

test('given nothing, the shipped classes hold; set, the lab’s own do', () => {
  const a = bench('a');
  expect(currentClasses(a.fold(classesDecider, classesStream).state)).toEqual(defaultClasses);
  a.decide(classesDecider, classesStream, set(without('other')));
  expect(currentClasses(a.fold(classesDecider, classesStream).state)).toEqual(without('other'));
  expect(a.decide(classesDecider, classesStream, set(without('other')))).toEqual([]);
});

test('given two benches that set classes apart, it is named until somebody who saw both decides', () => {
  const [a, b] = [bench('a'), bench('b')];
  a.decide(classesDecider, classesStream, set(without('other')));
  b.decide(classesDecider, classesStream, set(without('smudge')));
  a.pull(b);
  expect(a.fold(classesDecider, classesStream).conflicts).toMatchObject([{ code: 'microscopy/classes-set-apart' }]);
  a.decide(classesDecider, classesStream, set(without('smudge')));
  expect(a.fold(classesDecider, classesStream).conflicts).toEqual([]);
});

const refused = (terms: ClassTerms, code: string) =>
  expect(() => bench('a').decide(classesDecider, classesStream, set(terms))).toThrow(expect.objectContaining({ code }));

test('a key has one meaning, a class a name and a key, and something counts', () => {
  const [first, second, ...rest] = defaultClasses.classes;
  refused({ ...defaultClasses, classes: [first!, { ...second!, keys: ['1'] }, ...rest] }, 'microscopy/key-twice');
  refused({ ...defaultClasses, undoKeys: ['N'] }, 'microscopy/key-twice');
  refused({ ...defaultClasses, classes: [first!, { ...second!, keys: [] }, ...rest] }, 'microscopy/class-without-key');
  refused(
    { ...defaultClasses, classes: [first!, { ...second!, name: first!.name }, ...rest] },
    'microscopy/class-twice',
  );
  refused(
    { ...defaultClasses, classes: defaultClasses.classes.map((one) => ({ ...one, isCounted: false })) },
    'microscopy/nothing-counted',
  );
});

test('any history of two benches folds to one state in any order of arrival', () => {
  const terms = fc.constantFrom(defaultClasses, without('other'), without('smudge'));
  const act = fc.record({ who: fc.nat({ max: 1 }), pulls: fc.boolean(), terms });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      const benches = [bench('a'), bench('b')];
      for (const { who, pulls, terms: next } of acts) {
        if (pulls) benches[who]!.pull(benches[1 - who]!);
        benches[who]!.decide(classesDecider, classesStream, set(next));
      }
      benches[0]!.pull(benches[1]!);
      const folded = benches[0]!.fold(classesDecider, classesStream);
      const again = benches[1]!.foldOf(classesDecider, classesStream, [...benches[0]!.seen].reverse());
      expect(again.state).toEqual(folded.state);
      expect(again.conflicts).toEqual(folded.conflicts);
    }),
  );
});
