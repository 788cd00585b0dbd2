import { expect, test } from 'vitest';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { differencesOf } from '../../../shared/modules/messages/rules-readings.ts';

const base = {
  at: '',
  instrument: 'x',
  message: null,
  frames: [] as number[],
  definition: null,
  checksum: 'ok' as const,
};
const result = (test: string, more: object = {}): Signal => ({
  kind: 'result',
  ...base,
  ...{ test, rawValue: ' 65', unit: '', flags: [], status: '', analyte: null, value: '65', meaning: 'not-flagged' },
  ...{ completedAt: '', specimen: null, ...more },
});
const unmapped = (what: string, raw = '1'): Signal => ({ kind: 'unmapped', ...base, what, raw });

test('the same said at another time, by another definition, is no difference', () => {
  const later = { ...result('WBC'), at: 'later', definition: { key: 'k', version: '2.0.0', hash: 'h' } };
  expect(differencesOf([result('WBC'), unmapped('field 8')], [later, unmapped('field 8')])).toEqual([]);
});

test('a value that is read otherwise, one that came and one that went', () => {
  const before = [result('WBC'), unmapped('field 8'), result('RBC')];
  const after = [result('WBC', { value: '6.5', analyte: 'wbc' }), result('MODE'), result('RBC')];
  expect(differencesOf(before, after)).toMatchObject([
    { what: 'WBC', kind: 'value', before: { value: '65' }, after: { value: '6.5', analyte: 'wbc' } },
    { what: 'MODE', kind: 'value', before: null },
    { what: 'field 8', kind: 'unmapped', after: null },
  ]);
});

test('the second of a name is compared with the second', () => {
  const before = [result('WBC'), result('WBC', { value: '7' })];
  expect(differencesOf(before, [result('WBC'), result('WBC', { value: '8' })])).toMatchObject([
    { before: { value: '7' }, after: { value: '8' } },
  ]);
});

test('a message of thousands of things is told as far as a person reads', () => {
  const many = Array.from({ length: 5000 }, (_, at) => unmapped(`field ${at}`));
  expect(differencesOf(many, [])).toHaveLength(100);
});
