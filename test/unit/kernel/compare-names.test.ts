import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNames } from '../../../shared/kernel/compare-names.ts';

const collator = new Intl.Collator('en', { numeric: true });
const nameOf = (signs: string) =>
  fc.string({ unit: fc.constantFrom(...signs), maxLength: 8 }).map((name) => name.normalize('NFC'));
const plain = nameOf('abzABZ0019 -');

describe('the order of names', () => {
  test('is how people count', () => {
    const names = ['XN 10', 'xn 2', 'XN 2', 'CA-7000', 'XN-1', 'Äpfel', 'XN 2 b', 'XN 002'];
    expect(names.toSorted(compareNames)).toEqual([
      'Äpfel',
      'CA-7000',
      'xn 2',
      'XN 2',
      'XN 002',
      'XN 2 b',
      'XN 10',
      'XN-1',
    ]);
  });

  test('is the collator’s, the short way too', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        expect(Math.sign(compareNames(a, b))).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 20_000 },
    );
  });

  test('is one order for plain names and others', () => {
    fc.assert(
      fc.property(fc.array(nameOf('aB0 -äß.2'), { maxLength: 12 }), (names) => {
        expect(names.toSorted(compareNames)).toEqual(names.toSorted(collator.compare));
      }),
      { numRuns: 2_000 },
    );
  });
});
