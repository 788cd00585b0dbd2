import { expect, test } from 'vitest';
import { killCalibrations } from '../../harness/calibration-kills.ts';

test('a host killed in the middle of a calibration has every run, every typed field and every closing it had called saved', async () => {
  const { failures, saved } = await killCalibrations([5, 12]);
  expect(failures).toEqual([]);
  expect(saved).toBeGreaterThanOrEqual(17);
}, 120_000);
