import { describe, expect, test } from 'vitest';
import type { BackgroundSignal } from '../../../shared/instruments/signals.ts';
import { failedReadings } from '../../../shared/modules/errors/rules.ts';
import {
  backgroundRun,
  copyReading,
  inParts,
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
  const passed = { verdict: 'pass', worst: '' } as const;
  const wbc = row('WBC', '0.05', '0.10', 'pass');
  const plt = row('PLT', '14', '10', 'fail');

  test.each([
    ['every limit kept', [wbc, row('MCV', '80', null, 'cannot-evaluate')], false, passed, 'pass'],
    ['one above its limit', [wbc, plt], false, { verdict: 'fail', worst: 'PLT 14 (limit 10)' }, 'fail'],
    ['above its limit in a cut message', [plt], true, null, 'fail'],
    ['a cut message', [wbc], true, passed, 'cannot-evaluate'],
    ['a required test missing', [wbc], false, { verdict: 'cannot-evaluate', worst: 'PLT' }, 'cannot-evaluate'],
    ['no definition to judge by', [wbc], false, null, 'cannot-evaluate'],
  ] as const)('%s', (_name, rows, isPartial, summary, verdict) => {
    expect(backgroundRun(rows, isPartial, summary).verdict).toBe(verdict);
  });

  test('copies raw values and limits as they were', () => {
    const run = backgroundRun([plt], false, null);
    expect(run.readings[0]).toMatchObject({
      test: 'PLT',
      rawValue: '14',
      limit: '10',
      limitSource: 'S7',
      flags: ['H'],
    });
  });

  test('the error copies the rows that failed, and those with a limit that could not be judged', () => {
    const rows = [
      wbc,
      plt,
      row('MCV', '80', null, 'cannot-evaluate'),
      row('HGB', '----', '0.1', 'cannot-evaluate'),
      row('RET', '1', null, 'fail'),
    ];
    expect(failedReadings(rows).map((reading) => reading.test)).toEqual(['PLT', 'HGB', 'RET']);
    expect(failedReadings([plt])).toEqual([
      { test: 'PLT', value: '14', unit: '10*3/uL', limit: '10', verdict: 'fail' },
    ]);
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
