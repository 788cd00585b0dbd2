import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigurationLine } from '../../../shared/modules/support/contract.ts';
import { compareConfigurations } from '../../../shared/modules/support/rules.ts';
import '../../harness/fast-check.ts';

const line = (key: string, value: string, group: ConfigurationLine['group'] = 'entered'): ConfigurationLine => ({
  group,
  key,
  value,
});

describe('the difference between two visits', () => {
  test('what changed stands first; what nobody looked at is not called gone', () => {
    const before = [line('software', '00-21', 'wire'), line('Gain', '1.20'), line('WBC gate', '45')];
    const after = [line('software', '00-22', 'wire'), line('Gain', ' 1.20 '), line('RBC gate', '30')];
    expect(compareConfigurations(before, after).map(({ key, change }) => [key, change])).toEqual([
      ['software', 'changed'],
      ['RBC gate', 'new'],
      ['WBC gate', 'not-recorded'],
      ['Gain', 'same'],
    ]);
  });

  test('a name of the wire and the same name of the register are two lines', () => {
    const before = [line('serial-number', '1', 'wire'), line('serial-number', '1', 'register')];
    const after = [line('serial-number', '2', 'wire'), line('serial-number', '1', 'register')];
    expect(compareConfigurations(before, after)).toMatchObject([
      { group: 'wire', change: 'changed', from: '1', to: '2' },
      { group: 'register', change: 'same' },
    ]);
  });

  test('nothing is lost, and there and back is the same change', () => {
    const lines = fc.uniqueArray(
      fc.record({
        group: fc.constantFrom('wire' as const, 'register' as const, 'factor' as const, 'entered' as const),
        key: fc.string({ minLength: 1, maxLength: 4 }),
        value: fc.string({ maxLength: 3 }),
      }),
      { selector: ({ group, key }) => `${group} ${key}`, maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const there = compareConfigurations(before, after);
        const back = compareConfigurations(after, before);
        const names = new Set([...before, ...after].map(({ group, key }) => `${group} ${key}`));
        expect(there).toHaveLength(names.size);
        const count = (found: typeof there, change: string) => found.filter((one) => one.change === change).length;
        expect(count(there, 'changed')).toBe(count(back, 'changed'));
        expect(count(there, 'new')).toBe(count(back, 'not-recorded'));
        expect(compareConfigurations(after, after).every(({ change }) => change === 'same')).toBe(true);
      }),
    );
  });
});
