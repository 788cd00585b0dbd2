import { describe, expect, test } from 'vitest';
import type { BackgroundSignal, Signal } from '../../../shared/instruments/signals.ts';
import { failedReadings } from '../../../shared/modules/errors/rules.ts';
import {
  copyReading,
  inParts,
  judgeBackground,
  partCharacters,
} from '../../../shared/modules/instruments/rules-readings.ts';

const row = (
  test: string,
  rawValue: string,
  limit: string | null,
  verdict: BackgroundSignal['verdict'],
): BackgroundSignal => ({
  kind: 'background',
  at: '2026-11-22T10:00:00.000Z',
  instrument: 'i',
  message: 'm',
  frames: [1],
  definition: null,
  checksum: 'ok',
  test,
  rawValue,
  unit: '10*3/uL',
  flags: ['H'],
  status: 'F',
  analyte: null,
  value: rawValue,
  meaning: 'normal',
  completedAt: '',
  specimen: null,
  limit,
  limitSource: 'S7',
  verdict,
});

describe('a background run', () => {
  test.each([
    [
      'every limit kept',
      [row('WBC', '0.05', '0.10', 'pass'), row('MCV', '80', null, 'cannot-evaluate')],
      false,
      'pass',
    ],
    ['one above its limit', [row('WBC', '0.05', '0.10', 'pass'), row('PLT', '14', '10', 'fail')], false, 'fail'],
    ['above its limit in a cut message', [row('PLT', '14', '10', 'fail')], true, 'fail'],
    ['cut message', [row('WBC', '0.05', '0.10', 'pass')], true, 'cannot-evaluate'],
    ['no published limit', [row('MCV', '80', null, 'cannot-evaluate')], false, 'cannot-evaluate'],
    ['a value that is none', [row('WBC', '----', '0.10', 'cannot-evaluate')], false, 'cannot-evaluate'],
  ] as const)('%s: %s', (_name, rows, isPartial, verdict) => {
    expect(judgeBackground(rows, isPartial)?.verdict).toBe(verdict);
  });

  test('copies raw values and limits, and names the worst', () => {
    const run = judgeBackground([row('WBC', '0.11', '0.10', 'fail'), row('PLT', '14', '10', 'fail')], false)!;
    expect(run.worst).toBe('PLT 14 (limit 10)');
    expect(run.readings[1]).toMatchObject({
      test: 'PLT',
      rawValue: '14',
      limit: '10',
      limitSource: 'S7',
      flags: ['H'],
    });
  });

  test('no background rows: no run', () => {
    expect(
      judgeBackground([{ ...row('WBC', '1', null, 'pass'), kind: 'meter', meter: 'm', reading: '1' } as Signal], false),
    ).toBeNull();
  });

  test('the error copies the rows that did not pass, and only those with a limit', () => {
    const rows = [
      row('WBC', '0.05', '0.10', 'pass'),
      row('PLT', '14', '10', 'fail'),
      row('MCV', '80', null, 'cannot-evaluate'),
    ];
    expect(failedReadings(rows)).toEqual([{ test: 'PLT', value: '14', unit: '10*3/uL', limit: '10', verdict: 'fail' }]);
  });
});

test('a NUL and an endless text do not keep a value out of the log', () => {
  const reading = copyReading({ ...row('W\0BC', 'x'.repeat(5000), null, 'pass') });
  expect(reading.test).toBe('WBC');
  expect(reading.rawValue).toHaveLength(400);
});

test('a long run is cut into parts that each fit one record, losing nothing', () => {
  const items = Array.from({ length: 500 }, (_, index) => `${index}`.padEnd(300, 'x'));
  const parts = inParts(items);
  expect(parts.flat()).toEqual(items);
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThanOrEqual(partCharacters + 2);
  expect(inParts([])).toEqual([[]]);
  expect(inParts(['y'.repeat(partCharacters * 2)])).toHaveLength(1);
});
