import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitValueMarks } from '../../../shared/instruments/mapping/value-marks.ts';

const marks = ['X', '!', '*', 'H', 'L', '+'];

test.each([
  ['6.2', '6.2', []],
  ['6.2H', '6.2', ['H']],
  ['33.1 L', '33.1', ['L']],
  ['11.9H* ', '11.9', ['H', '*']],
  ['.32+', '.32', ['+']],
  ['< 0.1 L', '< 0.1', ['L']],
  ['+++++', '+++++', []],
  ['X', 'X', []],
  ['-----', '-----', []],
  ['6.2R', '6.2R', []],
  ['6.2RH', '6.2RH', []],
  ['SYN-1H', 'SYN-1H', []],
  ['', '', []],
])('%j is %j with the marks %j', (raw, value, found) => {
  expect(splitValueMarks(raw, marks)).toEqual({ value, marks: found });
});

test('without marks in the definition every text stays whole', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (raw) => {
      expect(splitValueMarks(raw, [])).toEqual({ value: raw, marks: [] });
    }),
  );
});

test('nothing but blanks is lost between a value and its marks', () => {
  const text = fc.string({ unit: fc.constantFrom(...marks, '1', '.', '-', ' ', 'R'), maxLength: 20 });
  fc.assert(
    fc.property(text, (raw) => {
      const { value, marks: found } = splitValueMarks(raw, marks);
      expect((value + found.join('')).replaceAll(' ', '')).toBe(raw.replaceAll(' ', ''));
    }),
  );
});
