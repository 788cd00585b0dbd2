import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escrowGroups, readEscrowCode } from '../../../shared/kernel/escrow-code.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('the escrow code', () => {
  test('is 13 groups of five and reads back, however it is typed', () => {
    fc.assert(
      fc.property(key, (bytes) => {
        const groups = escrowGroups(bytes);
        expect(groups).toHaveLength(13);
        expect(groups.join('')).toMatch(/^[0-9A-HJKMNP-TV-Z]{65}$/);
        expect(readEscrowCode(groups.join('-')).key).toEqual(bytes);
        expect(readEscrowCode(groups.join(' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')).key).toEqual(
          bytes,
        );
      }),
    );
  });

  test('names the group of any one wrong character, of neighbours swapped and of groups swapped', () => {
    fc.assert(
      fc.property(key, fc.nat(64), fc.integer({ min: 1, max: 31 }), (bytes, at, by) => {
        const code = escrowGroups(bytes).join('');
        const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const other = alphabet[(alphabet.indexOf(code[at] ?? '') + by) % 32] ?? '';
        const group = Math.floor(at / 5) + 1;
        expect(readEscrowCode(code.slice(0, at) + other + code.slice(at + 1))).toEqual({
          key: undefined,
          wrongGroups: [group],
        });
        const [a = '', b = ''] = [code[at], code[at + 1]];
        if (at % 5 < 4 && a !== b) {
          expect(readEscrowCode(code.slice(0, at) + b + a + code.slice(at + 2)).wrongGroups).toEqual([group]);
        }
        const groups = escrowGroups(bytes);
        const [first = '', second = '', ...rest] = groups;
        expect(readEscrowCode([second, first, ...rest].join('')).key).toBeUndefined();
      }),
    );
  });

  test('says nothing about groups when the length is wrong', () => {
    const groups = escrowGroups(new Uint8Array(32));
    expect(readEscrowCode(groups.slice(1).join(' '))).toEqual({ key: undefined, wrongGroups: [] });
    expect(readEscrowCode('')).toEqual({ key: undefined, wrongGroups: [] });
    expect(() => escrowGroups(new Uint8Array(31))).toThrow(RangeError);
  });
});
