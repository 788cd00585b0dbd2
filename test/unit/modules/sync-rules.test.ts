import { describe, expect, test } from 'vitest';
import { isUnsentOverdue, lookOf, workstationOf } from '../../../shared/modules/sync/rules.ts';
import type { LoopState } from '../../../shared/sync/state.ts';

const now = '2026-11-23T12:00:00.000Z';

describe('unsent for too long', () => {
  test.each([
    ['a bench alone owes them to nobody', '2026-11-01T00:00:00.000Z', false, false],
    ['nothing is unsent', null, true, false],
    ['a day is still in order', '2026-11-22T12:00:00.000Z', true, false],
    ['more than a day is not', '2026-11-22T11:59:59.000Z', true, true],
    ['a clock that was ahead makes nothing overdue', '2036-11-23T12:00:00.000Z', true, false],
  ])('%s', (_name, since, hasReceiver, isOverdue) => {
    expect(isUnsentOverdue({ since }, hasReceiver, now)).toBe(isOverdue);
  });
});

const loop = (state: LoopState['state']): LoopState => ({
  ...{ state, problem: null, nextTryAt: null, lastDoneAt: null, done: 0, total: null },
});
const hub = { address: 'https://hub.test', device: 'h', publicKey: 'k' };
const joined = { scope: 'site:1', name: 'St Anne', isProvisional: false };
const base = { isAllowed: true, hub, push: loop('idle'), pull: loop('idle'), site: joined };
const unsent = (count: number) => ({ unsent: { count, since: null } });

describe('sync in one word', () => {
  test.each([
    [
      'a bench that is in no site claims nothing',
      'alone',
      { hub: null, site: { ...joined, isProvisional: true }, ...unsent(0) },
    ],
    ['without a hub, all of it covered by receipts', 'all-sent', { hub: null, ...unsent(0) }],
    ['without a hub, some of it nowhere else', 'alone', { hub: null, ...unsent(3) }],
    ['a hub, and no network allowed', 'network-off', { isAllowed: false, ...unsent(0) }],
    ['records under way', 'working', { push: loop('working'), ...unsent(3) }],
    ['the hub out of reach', 'waiting', { pull: loop('waiting'), ...unsent(0) }],
    ['all of it at the hub', 'all-sent', unsent(0)],
    ['saved a moment ago', 'unsent', unsent(1)],
  ] as const)('%s', (_name, look, more) => {
    expect(lookOf({ ...base, ...unsent(0), ...more })).toBe(look);
  });

  test('a log says whose it is', () => {
    expect(workstationOf('01a2/3/site:77')).toBe('01a2');
    expect(workstationOf('nothing')).toBe('');
  });
});
