import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  civilDate,
  dateOfDay,
  dayNumber,
  daysBetween,
  endOfMonth,
  isCivilDate,
  weekdayOf,
} from '../../../shared/kernel/civil-date.ts';
import { civilDateAt, civilTimeAt, intlZoneOffset, isKnownZone } from '../../../shared/kernel/zone.ts';
import '../../harness/fast-check.ts';

const anyDay = fc.integer({ min: -700_000, max: 2_900_000 });

describe('civil dates', () => {
  test('days that are there, and days that are not', () => {
    expect(['2026-02-28', '2024-02-29', '2000-02-29'].every(isCivilDate)).toBe(true);
    expect(
      ['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '0000-01-01', ''].some(isCivilDate),
    ).toBe(false);
  });

  test('day numbers agree with the platform calendar and turn back', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = dateOfDay(day);
        expect(dayNumber(date)).toBe(day);
        expect(new Date(day * 86_400_000).toISOString().slice(-24, -14)).toBe(date);
        expect(weekdayOf(date)).toBe(new Date(day * 86_400_000).getUTCDay() || 7);
      }),
    );
  });

  test('dates compare as text, and days add up', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, more) => {
        const from = dateOfDay(day);
        const to = addDays(from, more);
        expect(daysBetween(from, to)).toBe(more);
        expect(Math.sign(more)).toBe(from < to ? 1 : from > to ? -1 : 0);
      }),
    );
  });

  test('months keep the day, or the last of a shorter month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2025-02-28', 36, 29)).toBe('2028-02-29');
    expect(endOfMonth('2026-04-03')).toBe('2026-04-30');
    expect(civilDate(10_000, 1, 1)).toBe('9999-12-31');
  });
});

const zones = [
  'UTC',
  'Europe/Vienna',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Pacific/Apia',
  'America/St_Johns',
];

describe('zones', () => {
  test('the last hour before and after a change of summer time is on its own date', () => {
    const at = (iso: string, zone: string) => civilTimeAt(Date.parse(iso), zone, intlZoneOffset);
    expect(at('2026-03-29T00:59:00Z', 'Europe/Vienna')).toEqual({ on: '2026-03-29', minutes: 119 });
    expect(at('2026-03-29T01:00:00Z', 'Europe/Vienna')).toEqual({ on: '2026-03-29', minutes: 180 });
    expect(at('2026-10-25T00:30:00Z', 'Europe/Vienna').minutes).toBe(150);
    expect(at('2026-10-25T01:30:00Z', 'Europe/Vienna').minutes).toBe(150);
    expect(at('2026-11-22T18:29:00Z', 'Asia/Kolkata').on).toBe('2026-11-22');
    expect(at('2026-11-22T18:30:00Z', 'Asia/Kolkata').on).toBe('2026-11-23');
  });

  test('in any zone every date comes once, in order, with no gap over summer time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 16_000, max: 22_000 }), (zone, day) => {
        const noon = (of: number) =>
          civilDateAt(
            of * 86_400_000 + 43_200_000 - intlZoneOffset(zone, of * 86_400_000) * 60_000,
            zone,
            intlZoneOffset,
          );
        expect(daysBetween(noon(day), noon(day + 1))).toBe(1);
      }),
    );
  });

  test('a zone nobody knows is told apart', () => {
    expect(isKnownZone('Europe/Vienna')).toBe(true);
    expect(isKnownZone('Mars/Olympus')).toBe(false);
  });
});
