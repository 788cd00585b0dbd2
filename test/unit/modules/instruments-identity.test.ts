import { describe, expect, test } from 'vitest';
import { doubtIdentity, type IdentityFacts } from '../../../shared/modules/instruments/rules-identity.ts';

const facts: IdentityFacts = {
  registeredSerialNumber: '11001',
  models: ['^XN'],
  reported: { model: 'XN-10', serialNumber: '11001' },
  isJudgedSame: null,
  others: [{ name: 'Night lab', serialNumber: 'A-77' }],
};
const kindOf = (more: Partial<IdentityFacts>) => doubtIdentity({ ...facts, ...more })?.kind ?? null;

describe('is the analyzer on the line the one in the register?', () => {
  test('what differs is told by what it is', () => {
    expect(kindOf({})).toBeNull();
    expect(kindOf({ reported: { model: 'XN-10', serialNumber: '22002' } })).toBe('other-serial-number');
    expect(kindOf({ reported: { model: 'XN-10', serialNumber: 'a-77' } })).toBe('other-registered');
    expect(kindOf({ reported: { model: 'CA-7000', serialNumber: '11001' } })).toBe('other-model');
  });

  test('blanks, case and leading zeros are no difference, and what was not said speaks against nothing', () => {
    expect(kindOf({ reported: { model: 'XN-10', serialNumber: ' 00 11001' } })).toBeNull();
    expect(kindOf({ reported: { model: '', serialNumber: '' } })).toBeNull();
    expect(kindOf({ registeredSerialNumber: '', reported: { model: 'XN-10', serialNumber: '5' } })).toBeNull();
    expect(kindOf({ models: [], reported: { model: 'CA-7000', serialNumber: '11001' } })).toBeNull();
    expect(kindOf({ reported: null })).toBeNull();
  });

  test('another registered instrument is named even where this one has no serial number yet', () => {
    expect(kindOf({ registeredSerialNumber: '', reported: { model: 'XN-10', serialNumber: 'A-77' } })).toBe(
      'other-registered',
    );
  });

  test('a person who says that it is this instrument all the same ends the warning; "another one" does not', () => {
    const reported = { model: 'XN-10', serialNumber: '22002' };
    expect(kindOf({ reported, isJudgedSame: true })).toBeNull();
    expect(kindOf({ reported, isJudgedSame: false })).toBe('other-serial-number');
  });
});
