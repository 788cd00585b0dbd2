import { describe, expect, it } from 'vitest';
import { storeModules } from '../../../electron/modules/all.ts';
import { readableField } from '../../../renderer/i18n/readable-change.ts';
import { formatSigned } from '../../../renderer/i18n/signed-time.ts';
import { hostWords } from '../../../renderer/i18n/words.ts';
import { initialsOf, signInNameOf } from '../../../renderer/modules/people/parts/names.ts';

describe('the time of a signature', () => {
  it('is that of the place where it was signed', () => {
    expect(formatSigned('2026-11-22T14:05:09.123+02:00')).toBe('22 Nov 2026 14:05 +02:00');
    expect(formatSigned('2026-03-01T00:05:00Z')).toBe('1 Mar 2026 00:05 +00:00');
    expect(formatSigned('2026-09-30T23:59:59-09:30')).toBe('30 Sep 2026 23:59 -09:30');
    expect(formatSigned('yesterday')).toBe('yesterday');
  });
});

describe('names', () => {
  it('are offered out of the printed one', () => {
    expect(signInNameOf(' Žofie Nováková-Dlouhá ')).toBe('zofie');
    expect(initialsOf('Žofie Nováková-Dlouhá')).toBe('ŽND');
    expect(signInNameOf('李 明')).toBe('李');
    expect(signInNameOf('')).toBe('');
    expect(initialsOf('')).toBe('');
  });

  it('of fields are words', () => {
    expect(readableField('isTemporary')).toBe('Is temporary');
    expect(readableField('link.baudRate')).toBe('Link, baud rate');
  });

  it('of records are there for every kind that this version writes', () => {
    const types = storeModules.flatMap(({ records }) => records.map(({ type }) => type));
    expect(types.length).toBeGreaterThan(50);
    expect(types.filter((type) => !Object.hasOwn(hostWords, `records.type.${type}`))).toEqual([]);
    const modules = new Set(types.map((type) => type.split('.')[0]));
    expect([...modules].filter((name) => !Object.hasOwn(hostWords, `records.module.${name}`))).toEqual([]);
  });
});
