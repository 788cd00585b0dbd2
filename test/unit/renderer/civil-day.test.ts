import { describe, expect, it } from 'vitest';
import {
  civilDayOf,
  formatCivilDay,
  isCivilDay,
  readTypedMoment,
  typedMoment,
} from '../../../renderer/i18n/civil-day.ts';

describe('a civil date', () => {
  it('is shown as the house writes days, and no zone moves it', () => {
    expect(formatCivilDay('2026-11-22')).toBe('22 Nov 2026');
    expect(formatCivilDay('2026-01-01')).toBe('1 Jan 2026');
    expect(formatCivilDay('last week')).toBe('last week');
  });

  it('is a day there is', () => {
    expect(['2026-11-22', '2028-02-29'].map(isCivilDay)).toEqual([true, true]);
    expect(['2026-02-30', '2027-02-29', '2026-13-01', '22.11.2026', ''].map(isCivilDay)).toEqual(
      Array.from({ length: 5 }, () => false),
    );
  });

  it('of a moment is the day of this bench', () => {
    expect(civilDayOf(new Date(2026, 10, 22, 23, 59))).toBe('2026-11-22');
    expect(civilDayOf(new Date(2026, 0, 1, 0, 0))).toBe('2026-01-01');
  });
});

describe('a typed moment', () => {
  it('reads back as the minute it was written from', () => {
    const at = new Date(2026, 10, 22, 14, 5);
    expect(typedMoment(at)).toBe('2026-11-22 14:05');
    expect(readTypedMoment(typedMoment(at))).toBe(at.toISOString());
    expect(readTypedMoment(' 2026-11-22T14:05 ')).toBe(at.toISOString());
  });

  it('that can not be is none', () => {
    expect(['', '2026-11-22', '2026-02-30 10:00', '2026-11-22 24:00', '2026-11-22 10:60'].map(readTypedMoment)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });
});
