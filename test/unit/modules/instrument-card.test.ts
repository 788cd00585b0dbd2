import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doctorVerdict } from '../../../shared/instruments/doctor-verdicts.ts';
import { linkState } from '../../../shared/instruments/link-settings.ts';
import { compareAttention } from '../../../shared/kernel/attention.ts';
import { operationalStatus, serviceStatus } from '../../../shared/modules/instruments/contract.ts';
import { type CardFacts, decideCard } from '../../../shared/modules/instruments/rules-card.ts';
import { words } from '../../../shared/modules/instruments/words.ts';

const well: CardFacts = {
  conversation: 'receiver',
  serviceStatus: 'in-service',
  operationalStatus: 'not-reported',
  link: {
    kind: 'serial',
    where: '/dev/ttyUSB0',
    elsewhere: '',
    state: 'open',
    reason: null,
    since: '2026-11-22T08:00:00.000Z',
  },
  isExpectedInUse: true,
  silenceMinutes: 15,
  heardMinutesAgo: 2,
  silentMinutes: null,
  activeErrors: [],
  waitingForOutcome: null,
  lastBackground: { at: '2026-11-22T08:10:00.000Z', verdict: 'pass', worst: '' },
  partialMessageCount: 0,
  conflictCount: 0,
  identityDoubt: null,
  doctorVerdict: 'healthy',
};
const doubt = {
  kind: 'other-serial-number',
  reportedModel: 'XN-10',
  reportedSerialNumber: '99',
  otherName: '',
} as const;
const error = (severity: 'info' | 'warn' | 'stop', isAcknowledged = false) => ({
  id: `e-${severity}`,
  code: 'C1',
  text: 'Trouble',
  severity,
  raisedAt: '2026-11-22T10:00:00.000Z',
  isAcknowledged,
});
const open = (state: CardFacts['link']['state'], kind: CardFacts['link']['kind'] = 'serial') => ({
  link: { ...well.link, state, kind },
});

describe('tone and next step', () => {
  const cases: [string, Partial<CardFacts>, string, string][] = [
    ['all well, and it says so', { operationalStatus: 'ready' }, 'good', 'ready'],
    ['a line that is read, and no more is said', {}, 'good', 'link-up'],
    ['heard, but nothing could be read', { doctorVerdict: 'cannot-tell-yet' }, 'unknown', 'nothing-read-yet'],
    ['heard once, silent since', { doctorVerdict: 'connected-but-silent' }, 'unknown', 'nothing-read-yet'],
    ['quiet and not expected', { isExpectedInUse: false, heardMinutesAgo: 300 }, 'good', 'quiet'],
    ['silent while expected', { heardMinutesAgo: 15 }, 'stop', 'not-heard'],
    ['silent since the line opened', { heardMinutesAgo: null, silentMinutes: 16 }, 'stop', 'not-heard'],
    ['never heard', { heardMinutesAgo: null }, 'unknown', 'nothing-heard-yet'],
    ['never heard, not expected', { heardMinutesAgo: null, isExpectedInUse: false }, 'unknown', 'nothing-heard-yet'],
    ['port busy while expected', open('port-busy'), 'stop', 'port-busy'],
    ['port busy at rest', { ...open('port-busy'), isExpectedInUse: false }, 'attention', 'port-busy'],
    ['no permission', open('no-permission'), 'stop', 'no-permission'],
    ['unplugged', open('port-missing'), 'stop', 'port-missing'],
    ['opening', open('opening'), 'unknown', 'opening'],
    ['switched off', open('off'), 'unknown', 'link-off'],
    ['no wire at all', { ...open('off', 'none'), conversation: 'none' }, 'unknown', 'no-line'],
    ['a stop error', { activeErrors: [error('info'), error('stop')] }, 'stop', 'error-stop'],
    ['a warning', { activeErrors: [error('warn')] }, 'attention', 'error-warn'],
    ['an information', { activeErrors: [error('info')] }, 'attention', 'error-info'],
    ['an acknowledged stop', { activeErrors: [error('stop', true)] }, 'stop', 'error-acknowledged'],
    [
      'a failed background',
      { lastBackground: { at: '', verdict: 'fail', worst: 'PLT 14 (limit 10)' } },
      'attention',
      'background-failed',
    ],
    [
      'a background nobody could judge',
      { lastBackground: { at: '', verdict: 'cannot-evaluate', worst: '' } },
      'unknown',
      'background-open',
    ],
    [
      'an outcome not written',
      { waitingForOutcome: { count: 1, errorId: 'e', code: 'C' } },
      'attention',
      'write-outcome',
    ],
    ['out of service', { serviceStatus: 'out-of-service' }, 'stop', 'out-of-service'],
    ['restricted', { serviceStatus: 'restricted' }, 'attention', 'restricted'],
    ['retired, whatever else', { serviceStatus: 'retired', ...open('failed') }, 'not-set-up', 'retired'],
    ['status not said yet', { operationalStatus: 'unknown' }, 'unknown', 'status-unknown'],
    ['it reports an error', { operationalStatus: 'error' }, 'stop', 'reports-error'],
    ['wrong baud', { doctorVerdict: 'wrong-baud' }, 'attention', 'line-wrong-baud'],
    ['a cut message', { partialMessageCount: 2 }, 'attention', 'partial-messages'],
    ['benches disagree', { conflictCount: 1 }, 'attention', 'conflict'],
    ['another serial number', { identityDoubt: doubt }, 'attention', 'other-serial-number'],
    ['definition gone', { conversation: null }, 'unknown', 'definition-missing'],
  ];
  test.each(cases)('%s', (_name, facts, tone, key) => {
    const card = decideCard({ ...well, ...facts });
    expect([card.tone, card.next.key]).toEqual([tone, `instruments.next.${key}`]);
  });

  test('an error nobody has looked at comes before an acknowledged one of the same severity', () => {
    const activeErrors = [
      { ...error('warn', true), id: 'old' },
      { ...error('warn'), id: 'new' },
    ];
    expect(decideCard({ ...well, activeErrors }).next.errorId).toBe('new');
  });
});

const minutes = fc.option(fc.nat({ max: 100 }), { nil: null });
const anyFacts: fc.Arbitrary<CardFacts> = fc.record({
  conversation: fc.constantFrom('receiver', 'polled', 'none', null),
  serviceStatus: fc.constantFrom(...serviceStatus.options),
  operationalStatus: fc.constantFrom(...operationalStatus.options),
  link: fc.record({
    kind: fc.constantFrom('serial', 'tcp-client', 'none'),
    where: fc.constant('x'),
    elsewhere: fc.constantFrom('', 'Bench 2'),
    state: fc.constantFrom(...linkState.options),
    reason: fc.constant(null),
    since: fc.constant(''),
  }),
  isExpectedInUse: fc.boolean(),
  silenceMinutes: fc.integer({ min: 1, max: 60 }),
  heardMinutesAgo: minutes,
  silentMinutes: minutes,
  activeErrors: fc.array(fc.constantFrom(error('info'), error('warn'), error('stop'), error('stop', true)), {
    maxLength: 3,
  }),
  waitingForOutcome: fc.constantFrom(null, { count: 1, errorId: 'e', code: 'C' }),
  lastBackground: fc.constantFrom(
    null,
    { at: '', verdict: 'pass' as const, worst: '' },
    { at: '', verdict: 'fail' as const, worst: '' },
    { at: '', verdict: 'cannot-evaluate' as const, worst: '' },
  ),
  partialMessageCount: fc.nat({ max: 2 }),
  conflictCount: fc.nat({ max: 2 }),
  identityDoubt: fc.constantFrom(null, doubt),
  doctorVerdict: fc.constantFrom(...doctorVerdict.options),
});

describe('any facts', () => {
  test('good is said only when everything is known and well, and every sentence has words', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { tone, next } = decideCard(facts);
        expect(Object.keys(words)).toContain(next.key);
        if (tone !== 'good') return;
        expect(facts.link.state).toBe('open');
        expect(facts.heardMinutesAgo).not.toBeNull();
        expect(facts.doctorVerdict).toBe('healthy');
        expect(facts.activeErrors).toEqual([]);
        expect(facts.waitingForOutcome).toBeNull();
        expect(facts.conversation).not.toBeNull();
        expect(facts.serviceStatus).toBe('in-service');
        expect(['fail', 'cannot-evaluate']).not.toContain(facts.lastBackground?.verdict);
        expect(['unknown', 'error', 'attention']).not.toContain(facts.operationalStatus);
        if (facts.isExpectedInUse) expect(facts.heardMinutesAgo ?? Infinity).toBeLessThan(facts.silenceMinutes);
        if (facts.isExpectedInUse) expect(facts.silentMinutes).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });

  test('a stop error, silence while expected, and out of service are never softer than stop', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        fc.pre(facts.serviceStatus !== 'retired');
        const isStop =
          facts.serviceStatus === 'out-of-service' || facts.activeErrors.some((one) => one.severity === 'stop');
        if (isStop) expect(decideCard(facts).tone).toBe('stop');
      }),
    );
  });
});

test('cards are sorted by what needs a person, then by name', () => {
  const card = (id: string, name: string, tone: string) =>
    ({ id, name, tone }) as Parameters<typeof compareAttention>[0];
  const sorted = [card('1', 'B', 'good'), card('2', 'A', 'good'), card('3', 'C', 'stop'), card('4', 'D', 'unknown')];
  expect(sorted.sort(compareAttention).map((one) => one.id)).toEqual(['3', '4', '2', '1']);
});
