import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANALYTE_SOURCES } from '../../../shared/instruments/analyte-data.ts';
import { convertValue, findUnit, listAnalytes, listUnits, showValue } from '../../../shared/instruments/analytes.ts';
import { compareDecimals } from '../../../shared/instruments/mapping/decimal.ts';

const decimal = fc
  .tuple(fc.boolean(), fc.integer({ min: 0, max: 999_999 }), fc.option(fc.stringMatching(/^\d{1,5}$/)))
  .map(([isNegative, whole, fraction]) => `${isNegative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`);

describe('the catalogue', () => {
  test('has one analyte of each id, and every LOINC code once', () => {
    const ids = listAnalytes().map((one) => one.id);
    const codes = listAnalytes().flatMap((one) => one.loinc?.code ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(hasLoincCheckDigit(code), code).toBe(true);
  });

  test('names a source for everything, and units that convert into each other', () => {
    for (const one of listAnalytes()) {
      expect(ANALYTE_SOURCES[one.source]).toBeDefined();
      if (one.loinc !== null) expect(ANALYTE_SOURCES[one.loinc.source]).toBeDefined();
      expect(findUnit(one.conventionalUnit)?.dimension).toBe(findUnit(one.siUnit)?.dimension);
    }
  });

  test('has units whose scale is a power of ten and whose spellings are unique', () => {
    const seen = new Map<string, string>();
    for (const unit of listUnits()) {
      expect(unit.scale, unit.ucum).toMatch(/^(10*|0\.0*1)$/);
      for (const spelling of [unit.ucum, ...unit.spellings]) {
        expect(findUnit(spelling)?.ucum, spelling).toBe(unit.ucum);
        expect(seen.get(spelling) ?? unit.ucum).toBe(unit.ucum);
        seen.set(spelling, unit.ucum);
      }
    }
  });
});

describe('a unit as sent', () => {
  test.each([
    ['10*3/uL', '10*3/uL'],
    ['10e3/uL', '10*3/uL'],
    ['10^9/L', '10*9/L'],
    ['x10^12/L', '10*12/L'],
    ['10*3/\u00b5L', '10*3/uL'],
    ['G/L', '10*9/L'],
    ['g/L', 'g/L'],
    ['g/dl', 'g/dL'],
  ])('%s is %s', (asSent, ucum) => {
    expect(findUnit(asSent)?.ucum).toBe(ucum);
  });

  test('that nobody told us is unknown', () => {
    expect(findUnit('furlong')).toBeUndefined();
    expect(convertValue('1', 'mmol/L', 'g/dL')).toBeNull();
    expect(convertValue('1', 'g/dL', '%')).toBeNull();
  });
});

describe('a conversion', () => {
  test('moves the point and keeps the digits', () => {
    expect(convertValue('8.0', 'g/dL', 'g/L')).toBe('80');
    expect(convertValue('41.9', '%', 'L/L')).toBe('0.419');
    expect(convertValue('243', '10*3/uL', '10*9/L')).toBe('243');
    expect(convertValue('0.05', '10*6/uL', '10*3/uL')).toBe('50');
    expect(convertValue('-0.5', 'g', 'mg')).toBe('-500');
    expect(showValue('hgb', '14.1', 'g/dL')).toEqual({
      conventional: { value: '14.1', unit: 'g/dL' },
      si: { value: '141', unit: 'g/L' },
    });
  });

  test('there and back is the same number', () => {
    const pairs = listUnits().flatMap((from) =>
      listUnits()
        .filter((to) => to.dimension === from.dimension)
        .map((to) => [from.ucum, to.ucum] as const),
    );
    fc.assert(
      fc.property(decimal, fc.constantFrom(...pairs), (value, [from, to]) => {
        const there = convertValue(value, from, to);
        const back = there === null ? null : convertValue(there, to, from);
        expect(back).not.toBeNull();
        expect(compareDecimals(back ?? '', value)).toBe(0);
      }),
    );
  });
});

test('decimals compare as numbers do', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(Math.sign(compareDecimals(a, b))).toBe(Math.sign(Number(a) - Number(b)));
    }),
  );
});

/** LOINC codes end in a mod-10 (Luhn) check digit. */
function hasLoincCheckDigit(code: string): boolean {
  const [digits = '', check = ''] = code.split('-');
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(check);
}
