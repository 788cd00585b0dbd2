import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countFieldMap,
  fieldAt,
  fieldMap,
  fieldRecord,
  findFieldMapFaults,
  findRecord,
  listFields,
  readFieldNumber,
} from '../../../shared/instruments/field-map.ts';

const documented = { sources: ['PAPER'], confidence: 'confirmed' } as const;
const asked = { name: 'unknown', kind: 'unmapped', confidence: 'ask' } as const;

const record = fieldRecord.parse({
  name: 'Count',
  layout: 'delimited',
  countFrom: 0,
  match: { at: '0', is: ['   '] },
  size: 12,
  fields: {
    0: { name: 'Message type', kind: 'message-type', ...documented },
    '1-9': asked,
    4: { name: 'WBC', kind: 'result', test: 'WBC', analyte: 'wbc', decimals: 1, ...documented },
    10: { name: 'Whose', kind: 'specimen-type', values: { 0: 'patient' }, sources: ['PAPER'], confidence: 'inferred' },
  },
});
const map = fieldMap.parse({ askWhere: 'the maker', noResult: ['^-+$'], records: { count: record } });

describe('a field map', () => {
  test('a field that was named inside a run of unknown ones holds for its place, the run for the rest', () => {
    expect(fieldAt(record, 4)?.name).toBe('WBC');
    expect(fieldAt(record, 5)?.position).toBe('1-9');
    expect(fieldAt(record, 11)).toBeUndefined();
    expect(listFields(record).map(({ position }) => position)).toEqual(['0', '1-9', '4', '10']);
  });

  test('positions counted from 1 are places counted from 0', () => {
    const counted = { ...record, countFrom: 1 as const, fields: { 4: record.fields[4] ?? asked } };
    expect(listFields(fieldRecord.parse(counted))[0]).toMatchObject({ position: '4', first: 3, last: 3 });
  });

  test('a record is known by the text at one place, and another text belongs to none', () => {
    expect(findRecord(map, (first) => (first === 0 ? '   ' : ''))?.key).toBe('count');
    expect(findRecord(map, () => 'XYZ')).toBeUndefined();
  });

  test('a value without a point gets the one the map says, a value with its own keeps it', () => {
    expect(readFieldNumber('00065', { decimals: 1 })).toBe('6.5');
    expect(readFieldNumber('00005', { decimals: 2 })).toBe('0.05');
    expect(readFieldNumber('00250', { decimals: 0 })).toBe('250');
    expect(readFieldNumber('06.34', { decimals: null })).toBe('6.34');
    expect(readFieldNumber('.5', { decimals: 2 })).toBe('0.5');
    expect(readFieldNumber('5.', { decimals: 2 })).toBe('5');
    expect(readFieldNumber('-0012', { decimals: 1 })).toBe('-1.2');
    for (const none of ['-----', '', '.', ' ', '1.2.3', '>12', '1e5']) {
      expect(readFieldNumber(none, { decimals: 1 }), none).toBeNull();
    }
  });

  test('any text is a number or none, and a number is decimal text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.option(fc.integer({ min: 0, max: 6 })), (raw, decimals) => {
        expect(readFieldNumber(raw, { decimals }) ?? '0').toMatch(/^-?\d{1,12}(\.\d{1,12})?$/);
      }),
    );
  });

  test('what is wrong with a map is named by code and place', () => {
    expect(findFieldMapFaults(map)).toEqual([]);
    const wrong = fieldMap.parse({
      ...map,
      records: {
        count: {
          ...record,
          fields: {
            '0-3': asked,
            '2-5': asked,
            6: { ...asked, kind: 'result', test: 'A' },
            7: { ...asked, kind: 'result', test: 'A' },
            8: { ...asked, kind: 'result' },
            '9-10': { ...asked, kind: 'result', test: 'B' },
            11: { name: 'x', kind: 'specimen-type', values: { 0: 'nobody' }, confidence: 'confirmed' },
            '13-12': { ...asked, kind: 'flag', of: 'Z' },
          },
        },
      },
    });
    expect(findFieldMapFaults(wrong)).toEqual([
      'fields-cross count 2-5 0-3',
      'field-test-used-twice count 7',
      'field-test-missing count 8',
      'field-too-wide count 9-10',
      'specimen-owner-unknown count 11 nobody',
      'field-source-missing count 11',
      'field-position-impossible count 13-12',
      'field-beyond-record count 13-12',
      'field-of-nothing count 13-12',
    ]);
  });

  test('counts what is documented, inferred and to be asked for', () => {
    expect(countFieldMap(map)).toEqual({ documented: 2, inferred: 1, lab: 0, ask: 1 });
  });
});
