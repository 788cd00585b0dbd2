import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkNewBadge,
  checkNewPassword,
  checkNewPin,
  normalizeSecret,
  printRecoveryKey,
  readRecoveryKey,
} from '../../../shared/modules/people/rules-secrets.ts';
import '../../harness/fast-check.ts';

const codeOf = (work: () => void): string => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a new password', () => {
  test.each([
    ['elf letters', 'people/weak-password-short'],
    ['Password2026!', 'people/weak-password-common'],
    ['benchside1234', 'people/weak-password-common'],
    ['aaaaaaaaaaaaaaaa', 'people/weak-password-common'],
    ['012345678901', 'people/weak-password-common'],
    ['abcdefghijklm', 'people/weak-password-common'],
    ['my name is RUTH ok', 'people/weak-password-name'],
    ['violet harbour 19', 'taken'],
    ['Gr\u00fcnes Fenster im Mai', 'taken'],
    ['\u30d1\u30b9\u30ef\u30fc\u30c9\u306f\u9577\u3044\u307b\u3046\u304c\u3088\u3044', 'taken'],
  ])('%s: %s', (password, outcome) => expect(codeOf(() => checkNewPassword(password, 'ruth'))).toBe(outcome));

  test('one keyboard composes letters, another does not: the same password', () => {
    expect(normalizeSecret('Gru\u0308n')).toBe(normalizeSecret('Gr\u00fcn'));
  });
});

describe('a new PIN and a new badge', () => {
  test.each([
    ['719304', 'taken'],
    ['71930482', 'taken'],
    ['71930', 'people/weak-pin'],
    ['719304821', 'people/weak-pin'],
    ['345678', 'people/weak-pin'],
    ['987654', 'people/weak-pin'],
    ['111111', 'people/weak-pin'],
    ['121212', 'people/weak-pin'],
    ['71930a', 'people/weak-pin'],
  ])('PIN %s: %s', (pin, outcome) => expect(codeOf(() => checkNewPin(pin))).toBe(outcome));

  test('a badge of a few characters is a slip of the scanner', () => {
    expect(codeOf(() => checkNewBadge(' 417 '))).toBe('people/weak-badge');
    expect(codeOf(() => checkNewBadge('BADGE-00417'))).toBe('taken');
  });
});

describe('a recovery key', () => {
  test('is read as it was printed, however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const printed = printRecoveryKey(bytes);
        const text = printed.replaceAll('-', '');
        expect(printed).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(readRecoveryKey(` ${printed.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')}\n`)).toBe(text);
      }),
    );
  });

  test('tells apart any two keys', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat({ max: 159 }), (bytes, bit) => {
        const other = Uint8Array.from(bytes);
        other[bit >> 3]! ^= 1 << (bit & 7);
        expect(printRecoveryKey(other)).not.toBe(printRecoveryKey(bytes));
      }),
    );
  });

  test.each(['', 'ABCD', 'U'.repeat(32), '0'.repeat(31), '0'.repeat(33)])('%j is none', (text) => {
    expect(readRecoveryKey(text)).toBeUndefined();
  });

  test('has 160 bits', () => expect(() => printRecoveryKey(new Uint8Array(16))).toThrow(RangeError));
});
