import { describe, expect, test } from 'vitest';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { judgeAgreement } from '../../../shared/modules/messages/rules-agreement.ts';

const base = {
  at: '2026-11-22T10:00:00.000Z',
  instrument: 'cd',
  message: null,
  frames: [],
  definition: null,
  unit: '',
  flags: [],
  status: '',
  meaning: 'not-flagged',
  completedAt: '',
  specimen: null,
};

function sample(messageId: string, changes: Record<string, string> = {}, checksum: Signal['checksum'] = 'ok') {
  const values: Record<string, [string, string]> = {
    rbc: ['4.50', 'M/uL'],
    hgb: ['13.5', 'g/dL'],
    hct: ['40.5', '%'],
    mcv: ['90.0', 'fL'],
    mch: ['30.0', 'pg'],
    mchc: ['33.3', 'g/dL'],
  };
  const signals = Object.entries(values).map(
    ([analyte, [value, unit]]): Signal => ({
      kind: 'result',
      ...base,
      checksum,
      test: analyte.toUpperCase(),
      analyte,
      rawValue: changes[analyte] ?? value,
      value: changes[analyte] ?? value,
      unit,
    }),
  );
  return { messageId, receivedAt: base.at, signals };
}

describe('the numbers of stored messages', () => {
  test('agree: the map fits', () => {
    expect(judgeAgreement([sample('b'), sample('a')])).toEqual({
      verdict: 'fits',
      evaluatedCount: 2,
      agreeingCount: 2,
      disagreements: [],
    });
  });

  test('differ in one message: the map does not fit, and the newest message that shows it is named', () => {
    const judged = judgeAgreement([sample('c'), sample('b', { mcv: '45.0' }), sample('a', { mcv: '30.0' })]);
    expect(judged).toMatchObject({ verdict: 'does-not-fit', evaluatedCount: 3, agreeingCount: 1 });
    expect(judged.disagreements).toEqual([
      { messageId: 'b', receivedAt: base.at, identity: 'hct-rbc-mcv', stated: '40.5', computed: '20.25' },
    ]);
  });

  test('are not there, or came damaged: nothing can be said', () => {
    expect(judgeAgreement([]).verdict).toBe('cannot-evaluate');
    expect(judgeAgreement([sample('a', { mcv: '30.0' }, 'failed')]).verdict).toBe('cannot-evaluate');
  });
});
