import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultClasses } from '../../../shared/modules/microscopy/default-classes.ts';
import { exactLimits } from '../../../shared/modules/microscopy/rules-binomial.ts';
import { compareCounts, type ReadCount } from '../../../shared/modules/microscopy/rules-compare.ts';
import { meaningOfKey, namesOfKey } from '../../../shared/modules/microscopy/rules-keys.ts';
import { objectiveKeyOf } from '../../../shared/modules/microscopy/rules-records.ts';
import { judgeScale, umPerDivision } from '../../../shared/modules/microscopy/rules-scale.ts';
import { markOf, showPercent, tallyOf, undoMark } from '../../../shared/modules/microscopy/rules-tally.ts';
import { classTerms } from '../../../shared/modules/microscopy/terms.ts';

const { classes, undoKeys } = defaultClasses;

// Mission rule C.7, "Manual vs automated differential": the worked cases.
test.each([
  [0, 100, '0.0', '3.6'],
  [1, 100, '0.0', '5.4'],
  [5, 100, '1.6', '11.3'],
  [10, 100, '4.9', '17.6'],
  [50, 100, '39.8', '60.2'],
  [0, 200, '0.0', '1.8'],
  [10, 200, '2.4', '9.0'],
  [100, 200, '42.9', '57.1'],
  [100, 100, '96.4', '100.0'],
])('%d of %d cells are %s to %s %% with 95 %% confidence', (count, total, low, high) => {
  const limits = exactLimits(count, total);
  expect([showPercent(limits.low), showPercent(limits.high)]).toEqual([low, high]);
});

test('limits hold the share between them, mirror at the other end, and narrow with more cells', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (total, any) => {
      const count = any % (total + 1);
      const { low, high } = exactLimits(count, total);
      const share = (100 * count) / total;
      expect(low).toBeLessThanOrEqual(share + 1e-9);
      expect(high).toBeGreaterThanOrEqual(share - 1e-9);
      const mirrored = exactLimits(total - count, total);
      expect(mirrored.low).toBeCloseTo(100 - high, 6);
      const larger = exactLimits(count * 2, total * 2);
      expect(larger.high - larger.low).toBeLessThanOrEqual(high - low + 1e-9);
    }),
    { numRuns: 60 },
  );
});

test('nothing counted says nothing', () => {
  expect(exactLimits(0, 0)).toEqual({ low: 0, high: 100 });
});

test('presses add up, the last is taken back, and nucleated red cells stay beside the hundred', () => {
  const nrbc = markOf(classes.findIndex(({ key }) => key === 'nrbc'));
  const { rows, counted, undone, last } = tallyOf(`00${nrbc}2${undoMark}${nrbc}`, classes);
  const of = (key: string) => rows.find((row) => row.key === key)?.count;
  expect([of('neutrophil-segmented'), of('lymphocyte'), of('nrbc')]).toEqual([2, 0, 2]);
  expect({ counted, undone, last }).toEqual({ counted: 2, undone: 1, last: 'nrbc' });
});

test('any row of presses is read without a fault, and what stands is what was pressed less what was taken back', () => {
  const mark = fc.constantFrom(undoMark, ...classes.map((_, index) => markOf(index)), 'z');
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 700 }), (marks) => {
      const { rows, undone } = tallyOf(marks.join(''), classes);
      const standing = rows.reduce((sum, { count }) => sum + count, 0);
      const pressed = marks.filter((one) => one !== undoMark && one !== 'z').length;
      expect(standing).toBe(pressed - undone);
      expect(rows.every(({ count }) => count >= 0)).toBe(true);
    }),
  );
});

test('a row of presses cut anywhere and read in two parts is the same row', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-e-]{0,200}$/), fc.nat(), (marks, cut) => {
      const at = cut % (marks.length + 1);
      expect(tallyOf(marks.slice(0, at) + marks.slice(at), classes)).toEqual(tallyOf(marks, classes));
    }),
  );
});

test.each([
  ['a letter, whatever the shift', { key: 'n', code: 'KeyN' }, 'neutrophil-segmented'],
  ['a letter on a keyboard in another script', { key: 'т', code: 'KeyN' }, 'neutrophil-segmented'],
  ['the number pad', { key: '3', code: 'Numpad3' }, 'lymphocyte'],
  ['the number pad with its lock off', { key: 'PageDown', code: 'Numpad3' }, 'lymphocyte'],
  ['a foot pedal', { key: 'F13', code: 'F13' }, 'nrbc'],
  ['plus on the number pad', { key: '+', code: 'NumpadAdd' }, 'nrbc'],
])('%s counts', (_name, press, key) => {
  const meaning = meaningOfKey(press, classes, undoKeys);
  expect(typeof meaning === 'number' && classes[meaning]?.key).toBe(key);
});

test('minus and backspace take back; Enter, Tab and Escape are never a cell', () => {
  for (const press of [
    { key: '-', code: 'NumpadSubtract' },
    { key: 'Backspace', code: 'Backspace' },
  ]) {
    expect(meaningOfKey(press, classes, undoKeys)).toBe('undo');
  }
  for (const key of ['Enter', 'Tab', 'Escape', 'F11', 'Shift', 'ArrowUp']) {
    expect(namesOfKey({ key, code: key })).toEqual([]);
    expect(meaningOfKey({ key, code: key }, classes, undoKeys)).toBeNull();
  }
});

test('the shipped classes are sound: every key has one meaning', () => {
  expect(classTerms.parse(defaultClasses)).toEqual(defaultClasses);
  const keys = [...classes.flatMap((one) => one.keys), ...undoKeys];
  expect(new Set(keys).size).toBe(keys.length);
});

/** A count with these cells, the rest segmented neutrophils up to `total`. */
function count(reader: string, total: number, cells: Readonly<Record<string, number>>, more: Partial<ReadCount> = {}) {
  const rest = total - Object.values(cells).reduce((sum, one) => sum + one, 0);
  const rows = classes.map(({ key }) => ({ key, count: key === 'neutrophil-segmented' ? rest : (cells[key] ?? 0) }));
  return { countId: reader, reader, slide: { hash: 's', shows: '12' }, classes, rows, isShort: false, ...more };
}

test('two readers agree when every share of the second lies within the limits of the first', () => {
  const first = count('user:a', 100, { lymphocyte: 30, monocyte: 5, eosinophil: 1 });
  expect(compareCounts(first, count('user:b', 100, { lymphocyte: 34, monocyte: 8, eosinophil: 3 }))).toMatchObject({
    verdict: 'pass',
    why: [],
  });
});

test('12 monocytes against 5 of 100 are outside 1.6 to 11.3: FAIL, and the row says which', () => {
  const first = count('user:a', 100, { monocyte: 5, lymphocyte: 30 });
  const { verdict, why, rows } = compareCounts(first, count('user:b', 100, { monocyte: 12, lymphocyte: 30 }));
  expect({ verdict, why }).toEqual({ verdict: 'fail', why: ['outside-limits'] });
  expect(rows.filter(({ isWithin }) => !isWithin).map(({ key }) => key)).toEqual(['monocyte']);
});

test('none seen where the first saw one is within 0 to 5.4; none where four were seen is not', () => {
  const none = count('user:b', 100, {});
  expect(compareCounts(count('user:a', 100, { basophil: 1 }), none).verdict).toBe('pass');
  expect(compareCounts(count('user:a', 100, { basophil: 4 }), none).verdict).toBe('fail');
});

test('shares are compared, so 200 cells may be held against 100', () => {
  const first = count('user:a', 200, { lymphocyte: 60 });
  expect(compareCounts(first, count('user:b', 100, { lymphocyte: 33 })).verdict).toBe('pass');
});

test.each([
  ['the same reader twice', count('user:a', 100, {}, { countId: 'other' }), ['same-reader']],
  ['another slide', count('user:b', 100, {}, { slide: { hash: 't', shows: '' } }), ['other-slide']],
  ['a count that ended early', count('user:b', 60, {}, { isShort: true }), ['second-short']],
  ['other classes', count('user:b', 100, {}, { classes: classes.slice(0, 5) }), ['other-classes']],
])('%s can not be evaluated, however well it agrees', (_name, second, why) => {
  expect(compareCounts(count('user:a', 100, {}), second)).toMatchObject({ verdict: 'cannot-evaluate', why });
});

test('nucleated red cells beside the hundred decide nothing', () => {
  const second = count('user:b', 100, {});
  const rows = second.rows.map((row) => (row.key === 'nrbc' ? { ...row, count: 40 } : row));
  expect(compareCounts(count('user:a', 100, {}), { ...second, rows }).verdict).toBe('pass');
});

const scale = (pairs: readonly (readonly [string, string])[], driftLimitPercent: string | null) => ({
  readings: pairs.map(([stageDivisions, eyepieceDivisions]) => ({ stageDivisions, eyepieceDivisions })),
  pitchUm: '10',
  driftLimitPercent,
});

test('25 stage divisions of 10 µm on 100 eyepiece divisions are 2.5 µm each', () => {
  expect(umPerDivision({ stageDivisions: '25', eyepieceDivisions: '100' }, '10')).toBe(2.5);
  expect(judgeScale(scale([['25', '100']], '1'), 2.5)).toMatchObject({ umPerDivision: 2.5, verdict: 'pass', why: [] });
});

test('drift is told against the value before and fails above the limit of the lab', () => {
  const judged = judgeScale(scale([['26', '100']], '2'), 2.5);
  expect(judged.driftPercent).toBeCloseTo(4, 9);
  expect(judged).toMatchObject({ verdict: 'fail', why: ['drift-over-limit'] });
});

test('at the limit passes', () => {
  expect(judgeScale(scale([['26', '100']], '4'), 2.5).verdict).toBe('pass');
});

test('without a value before, or without a limit, drift can not be evaluated', () => {
  expect(judgeScale(scale([['25', '100']], '1'), null)).toMatchObject({
    verdict: 'cannot-evaluate',
    why: ['no-previous'],
  });
  expect(judgeScale(scale([['25', '100']], null), 2.5)).toMatchObject({
    verdict: 'cannot-evaluate',
    why: ['no-limit'],
  });
});

test('readings further apart than the limit fail; a reading of nothing has no value', () => {
  expect(
    judgeScale(
      scale(
        [
          ['25', '100'],
          ['27', '100'],
        ],
        '2',
      ),
      2.6,
    ).why,
  ).toEqual(['readings-apart']);
  expect(judgeScale(scale([['25', '0']], '2'), 2.5)).toMatchObject({ umPerDivision: null, verdict: 'cannot-evaluate' });
});

test('an objective is the same however its engraving is typed', () => {
  expect(objectiveKeyOf('Plan 40×/0.65')).toBe(objectiveKeyOf('plan 40x / 0.65'));
  expect(objectiveKeyOf(' / ')).toBe('');
});
