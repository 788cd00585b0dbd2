import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseRecords, caseStream } from '../../../shared/modules/cases/records.ts';
import { type CaseFields, caseStateOf } from '../../../shared/modules/cases/rules-case.ts';
import { type CaseCommand, caseDecider, waysOf } from '../../../shared/modules/cases/rules-case-decider.ts';
import { answerRule, clockOf } from '../../../shared/modules/cases/rules-clock.ts';
import { recurrenceOf } from '../../../shared/modules/cases/rules-recurrence.ts';
import { type ScoreFacts, scoreOf, scoreTerms, scoreWeights } from '../../../shared/modules/cases/rules-score.ts';
import { clockAt, summaryOf } from '../../../shared/modules/cases/rules-summary.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const hourMs = 3_600_000;
const stream = caseStream('c1');
const bench = (name: string) => new PaperBench(name, caseRecords);
const fields: CaseFields = {
  ...{ title: 'Drift', description: '', kind: 'fault', reportedBy: '', resultsAffected: 'no', affectedNote: '' },
  ...{ hasBackup: 'yes', deadlineOn: null, deadlineSource: '', promisedAt: null, assignee: '' },
};
const open: CaseCommand = {
  do: 'open',
  body: { caseId: 'c1', instrumentId: 'i1', number: 'C-1', ...fields, origin: 'hand', happenedAt: null, code: '' },
};
const declare = (severity: 'critical' | 'major' | 'minor', reason = 'r'): CaseCommand => ({
  do: 'declare',
  body: {
    ...{ category: 'analytical', severity, whatHappened: 'low', immediateAction: '', suspectedCause: 'lot', reason },
  },
});
const investigate: CaseCommand = {
  do: 'investigate',
  body: { method: 'other', cause: 'kink', evidence: [], suspicionHeld: false },
};
const action: CaseCommand = {
  do: 'plan-action',
  body: { actionId: 'a1', kind: 'corrective', text: 'clip', owner: '', dueOn: null },
};
const endAction: CaseCommand = { do: 'end-action', body: { actionId: 'a1', as: 'done', note: 'clipped' } };
const to = (state: Extract<CaseCommand, { do: 'set-state' }>['to']): CaseCommand => ({
  ...{ do: 'set-state', to: state, note: 'n' },
});
const check = (verdict: 'effective' | 'not-effective' | 'cannot-evaluate'): CaseCommand => ({
  do: 'check-effect',
  body: {
    ...{ verdict, statement: 's', fromOn: '2026-11-22', toOn: '2026-11-23' },
    evidence: [{ kind: 'document', title: 't', reference: 'r', note: '' }],
  },
});
const task: CaseCommand = { do: 'add-task', body: { taskId: 't1', title: 'look', assignee: '', dueOn: null } };
const endTask = (as: 'done' | 'dropped'): CaseCommand => ({ do: 'end-task', body: { taskId: 't1', as, note: 'n' } });
const link: CaseCommand = { do: 'link', body: { kind: 'error', stream: 'error/e1', note: '' } };
const unlink: CaseCommand = { do: 'unlink', stream: 'error/e1', reason: 'wrong' };

const toVerification = [declare('major'), to('investigating'), investigate, to('corrective-action'), action, endAction];

describe('a case goes its way', () => {
  test('given a plain case, when its tasks are done, then it is closed with a note and without one it is not', () => {
    const a = bench('a');
    for (const one of [open, task]) a.decide(caseDecider, stream, one);
    const refused = (code: string) => expect.objectContaining({ code });
    expect(() => a.decide(caseDecider, stream, to('closed'))).toThrow(refused('cases/tasks-open'));
    a.decide(caseDecider, stream, endTask('done'));
    const silent: CaseCommand = { do: 'set-state', to: 'closed', note: '' };
    expect(() => a.decide(caseDecider, stream, silent)).toThrow(refused('cases/note-needed'));
    a.decide(caseDecider, stream, to('closed'));
    expect(() => a.decide(caseDecider, stream, task)).toThrow(refused('cases/closed'));
    a.decide(caseDecider, stream, { do: 'note', text: 'seen later' });
    a.decide(caseDecider, stream, to('acknowledged'));
    expect(a.fold(caseDecider, stream).state).toMatchObject({ closing: null });
  });

  test('given a corrective action that did not hold, then it recurred, is investigated again, and only a held one closes it', () => {
    const a = bench('a');
    for (const one of [open, ...toVerification, to('pending-verification'), check('cannot-evaluate')]) {
      a.decide(caseDecider, stream, one);
    }
    expect(caseStateOf(a.fold(caseDecider, stream).state)).toBe('pending-verification');
    a.decide(caseDecider, stream, check('not-effective'));
    expect(waysOf(a.fold(caseDecider, stream).state).nextStates).toEqual(['investigating']);
    for (const one of [to('investigating'), to('corrective-action'), to('pending-verification'), check('effective')]) {
      a.decide(caseDecider, stream, one);
    }
    const { state } = a.fold(caseDecider, stream);
    expect(caseStateOf(state)).toBe('closed');
    expect(state.effects.map(({ verdict }) => verdict)).toEqual(['cannot-evaluate', 'not-effective', 'effective']);
  });

  test('the suspicion of who reported it never becomes the investigated cause', () => {
    const a = bench('a');
    for (const one of [open, declare('minor'), to('investigating')]) a.decide(caseDecider, stream, one);
    const { state } = a.fold(caseDecider, stream);
    expect(state.nonconformity?.value.suspectedCause).toBe('lot');
    expect(state.cause).toBeNull();
    expect(waysOf(state).blocked).toContainEqual({ state: 'corrective-action', code: 'cases/cause-not-investigated' });
  });

  test('given two benches apart, one closing and one investigating, then the case stays open and the conflict has a name', () => {
    const [a, b] = [bench('a'), bench('b')];
    a.decide(caseDecider, stream, open);
    b.pull(a);
    a.decide(caseDecider, stream, to('closed'));
    b.decide(caseDecider, stream, to('investigating'));
    a.pull(b);
    const folded = a.fold(caseDecider, stream);
    expect(caseStateOf(folded.state)).toBe('investigating');
    expect(folded.conflicts.map(({ code }) => code)).toEqual(['cases/state-conflict']);
    a.decide(caseDecider, stream, to('closed'));
    expect(a.fold(caseDecider, stream).conflicts).toEqual([]);
  });
});

test('any history of two benches folds to one state in any order of arrival, and every refusal has a code', () => {
  const command = fc.constantFrom<CaseCommand>(
    ...[open, task, endTask('done'), endTask('dropped'), link, unlink, ...toVerification, declare('critical')],
    ...[to('pending-verification'), to('closed'), to('acknowledged'), to('recurred')],
    ...[check('effective'), check('not-effective'), { do: 'note', text: 'x' } as const],
    { do: 'change', fields: { ...fields, resultsAffected: 'yes' }, reason: 'r' },
  );
  const act = fc.record({ who: fc.nat({ max: 1 }), pulls: fc.boolean(), command });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (acts, random) => {
      const benches = [bench('a'), bench('b')];
      benches[0]!.decide(caseDecider, stream, open);
      for (const { who, pulls, command: one } of acts) {
        const bench = benches[who]!;
        if (pulls) bench.pull(benches[1 - who]!);
        try {
          bench.decide(caseDecider, stream, one);
        } catch (error) {
          expect(String((error as { code?: string }).code)).toMatch(/^cases\//);
        }
      }
      benches[0]!.pull(benches[1]!);
      const { seen } = benches[0]!;
      const shuffled = seen
        .map((record) => ({ record, key: random.next().value as number }))
        .toSorted((x, y) => x.key - y.key)
        .map(({ record }) => record);
      const folded = benches[0]!.fold(caseDecider, stream);
      const again = benches[1]!.foldOf(caseDecider, stream, shuffled);
      expect(again.state).toEqual(folded.state);
      expect(again.conflicts).toEqual(folded.conflicts);
      expect(folded.conflicts.every(({ code }) => code !== 'records/fold-failed')).toBe(true);
    }),
  );
});

describe('the clock of a nonconformity (C.13)', () => {
  test.each([
    ['critical', 24],
    ['major', 72],
    ['minor', 168],
  ] as const)('%s: %i hours to cause and corrective action', (severity, hours) => {
    const a = bench('a');
    a.decide(caseDecider, stream, open);
    const start = a.wallMs;
    a.decide(caseDecider, stream, declare(severity));
    const { state } = a.fold(caseDecider, stream);
    const at = (after: number) => clockOf(state, start + after * hourMs).clock;
    expect([at(0), at(answerRule[severity].warnHours), at(hours), at(hours + 0.01)]).toEqual([
      ...['running', 'soon', 'soon', 'late'],
    ]);
    const summary = summaryOf(state)!;
    expect([0, hours, hours + 0.01].map((after) => clockAt(summary, start + after * hourMs))).toEqual([
      ...['running', 'soon', 'late'],
    ]);
  });

  test('a severity changed later does not start it anew, and an answer that came too late stays late', () => {
    const a = bench('a');
    a.decide(caseDecider, stream, open);
    const start = a.wallMs;
    a.decide(caseDecider, stream, declare('minor'));
    a.wallMs += 30 * hourMs;
    a.decide(caseDecider, stream, declare('critical'));
    expect(clockOf(a.fold(caseDecider, stream).state, a.wallMs)).toEqual({
      ...{ answerBy: new Date(start + 24 * hourMs).toISOString(), clock: 'late' },
    });
    for (const one of [investigate, action]) a.decide(caseDecider, stream, one);
    expect(clockOf(a.fold(caseDecider, stream).state, a.wallMs).clock).toBe('late');
  });
});

describe('the priority (C.13) is a sum with words', () => {
  const nowMs = Date.UTC(2026, 10, 22, 12);
  const calm: ScoreFacts = {
    ...{ down: 'no', hasBackup: 'yes', resultsAffected: 'no', deadlineOn: null, deadlineSource: '', promisedAt: null },
    ...{ lastActAt: new Date(nowMs).toISOString(), today: '2026-11-22', nowMs },
  };
  const points = (facts: Partial<ScoreFacts>) => scoreOf(scoreTerms({ ...calm, ...facts }));

  test('the weights are those of the rule and sum to 100', () => {
    expect(scoreWeights).toEqual({
      ...{ 'down-no-backup': 40, 'results-affected': 25, deadline: 15, promise: 10, waiting: 10 },
    });
    const worst = { down: 'downtime', hasBackup: 'no', resultsAffected: 'yes', deadlineOn: '2026-11-29' } as const;
    expect(points({ ...worst, promisedAt: '2026-11-22T13:00:00Z', lastActAt: '2026-11-20T12:00:00Z' })).toBe(100);
    expect(points({})).toBe(0);
  });

  test.each([
    [{ down: 'stop-error', hasBackup: 'yes' }, 0],
    [{ down: 'stop-error', hasBackup: 'unknown' }, 40],
    [{ resultsAffected: 'unknown' }, 25],
    [{ deadlineOn: '2026-11-29' }, 15],
    [{ deadlineOn: '2026-11-30' }, 0],
    [{ deadlineOn: '2026-11-01' }, 15],
    [{ lastActAt: '2026-11-21T12:00:00Z' }, 0],
    [{ lastActAt: '2026-11-21T10:59:00Z' }, 10],
    [{ lastActAt: '2027-01-01T00:00:00Z' }, 0],
  ] as const)('%j gives %i', (facts, sum) => expect(points(facts)).toBe(sum));

  test('whatever the facts, the sum is what the terms add up to, and nothing unknown counts as harmless', () => {
    const answer = fc.constantFrom('yes', 'no', 'unknown');
    const facts = fc.record({
      down: fc.constantFrom('no', 'downtime', 'stop-error', 'out-of-service'),
      hasBackup: answer,
      resultsAffected: answer,
    });
    fc.assert(
      fc.property(facts, (given) => {
        const terms = scoreTerms({ ...calm, ...(given as Partial<ScoreFacts>) });
        expect(terms.every(({ applies, points: own, weight }) => own === (applies === 'no' ? 0 : weight))).toBe(true);
        expect(scoreOf(terms)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('recurrence (C.2)', () => {
  const at = (hours: number, errorId = `e${hours}`) => ({ errorId, atMs: Date.UTC(2026, 10, 1) + hours * hourMs });
  const keys = (hours: readonly number[], closedAt: number[] = []) =>
    recurrenceOf(
      '5-21',
      hours.map((one) => at(one)),
      closedAt.map((one) => ({ caseId: `c${one}`, closedAtMs: at(one).atMs })),
    ).map(({ key, count }) => [key, count]);

  test.each([
    ['three in exactly 24 hours', [0, 12, 24], [], [['three-in-a-day', 3]]],
    ['three in more than 24 hours', [0, 12, 24.01], [], []],
    ['four in a day are told as four', [0, 1, 2, 3], [], [['three-in-a-day', 4]]],
    ['two within 30 days of closure', [30, 700], [10], [['after-closure', 2]]],
    ['one after closure', [5, 30], [10], [['after-closure', 1]]],
    ['two, the second on day 31', [30, 10 + 31 * 24], [10], [['after-closure', 1]]],
    ['the first on day 31', [10 + 31 * 24], [10], []],
    ['at the closure itself is before it', [10], [10], []],
  ] as const)('%s', (_name, hours, closedAt, expected) => expect(keys(hours, [...closedAt])).toEqual(expected));

  test('the order of arrival plays no part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 900 }), { maxLength: 12 }),
        fc.array(fc.nat({ max: 900 }), { maxLength: 3 }),
        (hours, closed) => {
          const occurrences = hours.map((one, index) => at(one, `e${index}`));
          const closures = closed.map((one, index) => ({ caseId: `c${index}`, closedAtMs: at(one).atMs }));
          const reversed = recurrenceOf('x', occurrences.toReversed(), closures.toReversed());
          const sorted = (signs: readonly unknown[]) => signs.map((one) => JSON.stringify(one)).toSorted();
          expect(sorted(reversed)).toEqual(sorted(recurrenceOf('x', occurrences, closures)));
        },
      ),
    );
  });
});
