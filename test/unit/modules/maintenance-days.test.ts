import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateIn, dayStartMs } from '../../../electron/modules/maintenance/service-today.ts';
import { addDays } from '../../../shared/kernel/civil-date.ts';
import { civilDateAt, intlZoneOffset } from '../../../shared/kernel/zone.ts';

const zones = [
  'UTC',
  'Europe/Vienna',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Cairo',
  'Australia/Lord_Howe',
];

test('the first minute of a day, in any zone and on days on which clocks change, lies on it, and the one before does not', () => {
  const date = fc.integer({ min: 0, max: 6500 }).map((days) => addDays('2010-01-01', days));
  fc.assert(
    fc.property(date, fc.constantFrom(...zones), (on, zone) => {
      const start = dayStartMs(zone, on);
      // Samoa had no 30 December 2011: its first minute is the next day's.
      expect(dateIn(zone, start) >= on).toBe(true);
      expect(dateIn(zone, start - 60_000) < on).toBe(true);
      expect(dateIn(zone, start)).toBe(civilDateAt(start, zone, intlZoneOffset));
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['Europe/Vienna', '2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['Europe/Vienna', '2026-03-30', '2026-03-29T22:00:00.000Z'],
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z'],
])('%s, %s begins at %s', (zone, on, at) => {
  expect(new Date(dayStartMs(zone, on)).toISOString()).toBe(at);
});
