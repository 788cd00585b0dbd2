import { describe, expect, test } from 'vitest';
import { findEntry, fitsClass, type GeneralEntry, squeezeCode } from '../../../shared/instruments/error-book.ts';

const book = (...entries: (readonly [code: string, ...others: string[]])[]) => ({
  entries: entries.map(([code, ...alsoKnownAs]) => ({ code, alsoKnownAs })),
});

describe('a code finds its entry', () => {
  const known = book(
    ['E-101', 'Door'],
    ['1-11'],
    ['11-1'],
    ['S +'],
    ['S -'],
    ['Error_Func', 'E.Func'],
    ['Error_Fun c'],
  );

  test.each([
    ['e-101', 'E-101'],
    [' E 101 ', 'E-101'],
    ['e101', 'E-101'],
    ['door', 'E-101'],
    ['s+', 'S +'],
    ['S-', 'S -'],
    ['error_func', 'Error_Func'],
    ['1-11', '1-11'],
  ])('%s is %s', (typed, code) => {
    expect(findEntry(known, typed)?.code).toBe(code);
  });

  test('but never one of two that are spelled alike, nor a number for another', () => {
    expect(findEntry(known, 'errorfunc')).toBeUndefined();
    expect(findEntry(known, '111')).toBeUndefined();
    expect(findEntry(known, 'E-102')).toBeUndefined();
    expect(findEntry(known, 'constructor')).toBeUndefined();
  });

  test('a code goes before another name of that spelling', () => {
    expect(findEntry(book(['A', 'B'], ['B']), 'b')?.code).toBe('B');
  });
});

test('marks between digits stay, because 1-11 and 11-1 are two codes', () => {
  expect(['1-11', '11-1', 'E.1.1', 'a_b c'].map(squeezeCode)).toEqual(['1-11', '11-1', 'E1.1', 'ABC']);
});

test('a general trouble is offered to the classes it fits, to all where it names none, and to a generic instrument', () => {
  const entry = (fits: string[]) => ({ fits }) as GeneralEntry;
  expect(fitsClass(entry(['coagulation']), 'coagulation')).toBe(true);
  expect(fitsClass(entry(['coagulation']), 'balance')).toBe(false);
  expect(fitsClass(entry([]), 'balance')).toBe(true);
  expect(fitsClass(entry(['coagulation']), 'generic')).toBe(true);
});
