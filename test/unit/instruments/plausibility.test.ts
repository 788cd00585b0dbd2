import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSample, joinSamples, type SampleValue } from '../../../shared/instruments/plausibility.ts';

/** Values of the public 3200 vector: they fulfil every identity. */
const sound: Record<string, readonly [string, string]> = {
  wbc: ['5.20', 'K/uL'],
  'neut-count': ['3.12', 'K/uL'],
  'lymph-count': ['1.56', 'K/uL'],
  'mono-count': ['0.312', 'K/uL'],
  'eo-count': ['0.156', 'K/uL'],
  'baso-count': ['0.052', 'K/uL'],
  rbc: ['4.50', 'M/uL'],
  hgb: ['13.5', 'g/dL'],
  hct: ['40.5', '%'],
  mcv: ['90.0', 'fL'],
  mch: ['30.0', 'pg'],
  mchc: ['33.3', 'g/dL'],
  plt: ['250', 'K/uL'],
  mpv: ['8.00', 'fL'],
  pct: ['0.200', '%'],
  'neut-percent': ['60.0', '%'],
  'lymph-percent': ['30.0', '%'],
  'mono-percent': ['6.00', '%'],
  'eo-percent': ['3.00', '%'],
  'baso-percent': ['1.00', '%'],
};

const sample = (changes: Record<string, readonly [string | null, string]> = {}): SampleValue[] =>
  Object.entries({ ...sound, ...changes }).map(([analyte, [value, unit]]) => ({ analyte, value, unit, meaning: '' }));

const verdictOf = (values: SampleValue[], key: string) =>
  checkSample(values).checks.find((one) => one.key === key)?.verdict;

describe('the identities of a blood count', () => {
  test('all hold for values that belong together', () => {
    const { verdict, checks } = checkSample(sample());
    expect(checks.map((one) => `${one.key} ${one.verdict}`).filter((line) => !line.endsWith('holds'))).toEqual([]);
    expect(checks).toHaveLength(11);
    expect(verdict).toBe('fits');
  });

  test('fail where a value stands in another place', () => {
    expect(checkSample(sample({ mcv: ['30.0', 'fL'], mch: ['90.0', 'pg'] })).verdict).toBe('does-not-fit');
    expect(verdictOf(sample({ mcv: ['30.0', 'fL'] }), 'hct-rbc-mcv')).toBe('fails');
  });

  test('fail where an unsent decimal point was set wrongly', () => {
    expect(verdictOf(sample({ rbc: ['45.0', 'M/uL'] }), 'hct-rbc-mcv')).toBe('fails');
    expect(verdictOf(sample({ plt: ['25.0', 'K/uL'] }), 'pct-plt-mpv')).toBe('fails');
  });

  test('allow for the last digit, rounded or cut, and for nothing more', () => {
    expect(verdictOf(sample({ hct: ['40.4', '%'] }), 'hct-rbc-mcv')).toBe('holds');
    expect(verdictOf(sample({ hct: ['41.1', '%'] }), 'hct-rbc-mcv')).toBe('fails');
    expect(verdictOf(sample({ 'neut-percent': ['60.1', '%'] }), 'shares-100')).toBe('holds');
    expect(verdictOf(sample({ 'neut-percent': ['61.0', '%'] }), 'shares-100')).toBe('fails');
  });

  test('hold in SI units as well, and stay open in a unit nobody knows', () => {
    expect(verdictOf(sample({ hgb: ['135', 'g/L'], hct: ['0.405', 'L/L'] }), 'mchc-hgb-hct')).toBe('holds');
    expect(verdictOf(sample({ hgb: ['8.4', 'mmol/L'] }), 'mch-hgb-rbc')).toBe('cannot-evaluate');
  });

  test('a three-part differential adds up to 100 as well', () => {
    const three = sample().filter(({ analyte }) => !/^(neut|mono|eo|baso)-/.test(analyte ?? ''));
    const values = [
      ...three,
      { analyte: 'mid-percent', value: '7.7', unit: '%', meaning: '' },
      { analyte: 'gran-percent', value: '62.3', unit: '%', meaning: '' },
    ];
    expect(verdictOf(values, 'shares-100')).toBe('holds');
    expect(verdictOf(values, 'gran-share')).toBe('cannot-evaluate');
  });
});

describe('what proves nothing', () => {
  test('a blank, suppressed values and single values can not be evaluated', () => {
    const blank = sample().map((one) => ({ ...one, value: '0.00' }));
    expect(checkSample(blank).verdict).toBe('cannot-evaluate');
    expect(checkSample(sample().map((one) => ({ ...one, value: null }))).verdict).toBe('cannot-evaluate');
    expect(checkSample([{ analyte: 'wbc', value: '5.2', unit: 'K/uL', meaning: '' }]).verdict).toBe('cannot-evaluate');
    expect(checkSample([]).verdict).toBe('cannot-evaluate');
  });

  test('a word in one place is an oddity, in three another record is read', () => {
    const words = (count: number) =>
      sample().map((one, index) => (index < count ? { ...one, value: null, meaning: 'text' } : one));
    expect(checkSample(words(2)).verdict).toBe('fits');
    expect(checkSample(words(3)).verdict).toBe('does-not-fit');
  });

  test('one sample that does not fit speaks against the map, however many did', () => {
    const fits = checkSample(sample());
    expect(joinSamples([fits, checkSample([])])).toBe('fits');
    expect(joinSamples([fits, checkSample(sample({ mcv: ['30.0', 'fL'] })), fits])).toBe('does-not-fit');
    expect(joinSamples([])).toBe('cannot-evaluate');
  });

  test('any values give a verdict, never an error', () => {
    const value = fc.record({
      analyte: fc.constantFrom(...Object.keys(sound), null),
      value: fc.option(fc.stringMatching(/^-?\d{1,12}(\.\d{1,12})?$/)),
      meaning: fc.constantFrom('text', 'no-result', 'not-flagged'),
      unit: fc.constantFrom('%', 'K/uL', 'M/uL', 'g/dL', 'fL', 'pg', '', 'L/L'),
    });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (values) => {
        expect(['fits', 'does-not-fit', 'cannot-evaluate']).toContain(checkSample(values).verdict);
      }),
    );
  });

  test('values computed as an analyzer does always fit, however they are rounded', () => {
    const digits = (value: number, places: number) => value.toFixed(places);
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 7, noNaN: true }),
        fc.double({ min: 60, max: 120, noNaN: true }),
        fc.double({ min: 6, max: 19, noNaN: true }),
        (rbc, mcv, hgb) => {
          const hct = (rbc * mcv) / 10;
          const values = sample({
            rbc: [digits(rbc, 2), 'M/uL'],
            mcv: [digits(mcv, 1), 'fL'],
            hgb: [digits(hgb, 1), 'g/dL'],
            hct: [digits(hct, 1), '%'],
            mch: [digits((hgb / rbc) * 10, 1), 'pg'],
            mchc: [digits((hgb / hct) * 100, 1), 'g/dL'],
          });
          expect(checkSample(values).verdict).toBe('fits');
        },
      ),
    );
  });
});
