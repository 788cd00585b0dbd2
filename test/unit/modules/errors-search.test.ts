import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Searchable, searchBook, slipsBetween } from '../../../shared/modules/errors/search.ts';

const entry = (code: string, title: string, more: Partial<Searchable<string>> = {}): Searchable<string> => ({
  ...{ entry: code, code, title, alsoKnownAs: [], text: '', model: 'Maker Counter 5' },
  ...more,
});
const book = [
  entry('S +', 'Overload', { model: 'Mettler Toledo MT-SICS' }),
  entry('ES', 'Syntax error', { model: 'Mettler Toledo MT-SICS' }),
  entry('ET', 'Transmission error', { text: 'The answer may be S + all the same' }),
  entry('E-101', 'Door open', { text: 'The front door is not closed. Close the door.' }),
  entry('E-102', 'Waste full', { alsoKnownAs: ['Waste container full'] }),
  entry('Error_Func', 'Analysis did not work', { alsoKnownAs: ['Sample Not Asp Error'] }),
  entry('++++', 'Above the range'),
  entry('PLT-BLANK-HIGH', 'Platelets are high on the blank', { alsoKnownAs: ['Platelets high on blank'] }),
];
const find = (search: string) => searchBook(book, search, 5);

describe('a search in the code books', () => {
  test.each([
    ['the code itself, in any case and spacing', 's  +', 'S +'],
    ['a code of marks alone', '++++', '++++'],
    ['a code without its marks', 'e101', 'E-101'],
    ['a code with a blank for its mark', 'error func', 'Error_Func'],
    ['another name of it', 'sample not asp error', 'Error_Func'],
    ['what the screen shows, with the code in it', 'ALARM E-101 14:05 FRONT', 'E-101'],
    ['a word of the title', 'overload', 'S +'],
    ['a word and the maker', 'mettler syntax', 'ES'],
    ['a beginning, while it is typed', 'platel', 'PLT-BLANK-HIGH'],
    ['a slip: a letter too few', 'platlets', 'PLT-BLANK-HIGH'],
    ['a slip: two letters changed places', 'wsate ful', 'E-102'],
    ['a slip: a wrong letter', 'transmissoin', 'ET'],
    ['most words of a sentence', 'waste container is full now', 'E-102'],
    ['accents and marks', 'Óverload!', 'S +'],
  ])('finds by %s', (_how, search, first) => {
    expect(find(search)[0]).toBe(first);
  });

  test('a number is never taken for its neighbour', () => {
    expect(find('e-103')).toEqual([]);
    expect(find('E-102')).toEqual(['E-102']);
  });

  test('what nobody wrote is not found, and an empty search lists all', () => {
    expect(find('zzzz')).toEqual([]);
    expect(find('???')).toEqual([]);
    expect(searchBook(book, ' ', 3)).toHaveLength(3);
  });

  test('a code goes before a title, a title before the text', () => {
    expect(find('e')[0]).toBe('ES');
    const door = [entry('A', 'Lid', { text: 'or the door' }), entry('B', 'Door'), entry('DOOR', 'Something')];
    expect(searchBook(door, 'door', 5)).toEqual(['DOOR', 'B', 'A']);
  });

  test('whatever is typed, a whole code finds its own entry first, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (typed) => {
        expect(find(typed).length).toBeLessThanOrEqual(5);
      }),
    );
    for (const { code } of book) expect(find(` ${code.toLowerCase()} `)[0]).toBe(code);
  });
});

test('slips are counted: left out, put in, taken for another, changed places', () => {
  const slips = (a: string, b: string) => slipsBetween(a, b, 3);
  expect([slips('waste', 'waste'), slips('waste', 'wste'), slips('waste', 'waaste')]).toEqual([0, 1, 1]);
  expect([slips('waste', 'wsate'), slips('waste', 'wasle'), slips('waste', 'paste')]).toEqual([1, 1, 1]);
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(slipsBetween(a, b, 8)).toBe(slipsBetween(b, a, 8));
      expect(slipsBetween(a, b, 8) === 0).toBe(a === b);
    }),
  );
});
