import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeReadiness, type ReadinessInputs } from '../../../shared/modules/maintenance/readiness.ts';
import { availabilityOf, type DownSpan } from '../../../shared/modules/maintenance/service-availability.ts';
import { isLow, partFold } from '../../../shared/modules/maintenance/service-parts-rules.ts';
import {
  downtimeStream,
  partMoved,
  partStream,
  serviceRecords,
  workOrderStream,
} from '../../../shared/modules/maintenance/service-records.ts';
import {
  currentWorkOrder,
  type DowntimeCommand,
  downtimeDecider,
  suggestEvents,
  type WorkOrderCommand,
  workOrderDecider,
} from '../../../shared/modules/maintenance/service-rules.ts';
import { serviceWords } from '../../../shared/modules/maintenance/service-words.ts';
import type { Decider } from '../../../shared/records/decider.ts';
import { draft } from '../../../shared/records/define.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const at = '2026-11-22T10:00:00.000Z';
const later = '2026-11-22T12:00:00.000Z';
const bench = (name = 'a') => new PaperBench(name, serviceRecords);
const fields = {
  title: 'Probe',
  description: '',
  kind: 'repair',
  owner: 'vendor',
  vendor: '',
  assignee: '',
  dueOn: null,
} as const;

describe('work orders', () => {
  const stream = workOrderStream('w1');
  const open: WorkOrderCommand = {
    do: 'open',
    body: { workOrderId: 'w1', instrumentId: 'i1', number: 'W-1', ...fields, errorId: null, campaignId: null },
  };
  const complete: WorkOrderCommand = { do: 'complete', whatWasDone: 'replaced', events: [], rtsId: null };
  const setState = (to: 'open' | 'in-progress' | 'on-hold' | 'cancelled'): WorkOrderCommand => ({
    do: 'set-state',
    to,
    reason: 'r',
  });

  test('given one bench completes it and another works on it, then it stays in sight and the conflict has a name', () => {
    const a = bench('a');
    const b = bench('b');
    a.decide(workOrderDecider, stream, open);
    b.pull(a);
    a.decide(workOrderDecider, stream, complete);
    b.decide(workOrderDecider, stream, setState('in-progress'));
    a.pull(b);
    b.pull(a);
    for (const one of [a, b]) {
      const { state, conflicts } = one.fold(workOrderDecider, stream);
      expect(currentWorkOrder(state)!.state).toBe('in-progress');
      expect(conflicts.map(({ code }) => code)).toEqual(['maintenance/work-order-state-conflict']);
    }
    a.decide(workOrderDecider, stream, complete);
    const { state, conflicts } = a.fold(workOrderDecider, stream);
    expect(currentWorkOrder(state)!.state).toBe('complete');
    expect(state.completions).toHaveLength(2);
    expect(conflicts).toEqual([]);
  });

  test('given nothing changes, then nothing is written', () => {
    const a = bench();
    a.decide(workOrderDecider, stream, open);
    expect(a.decide(workOrderDecider, stream, { do: 'change', fields, reason: 'r' })).toEqual([]);
    expect(a.decide(workOrderDecider, stream, setState('open'))).toEqual([]);
  });

  test('suggested events: a critical part asks for the whole proof, its kind adds what it must', () => {
    expect(suggestEvents('repair', [])).toEqual(['repair']);
    expect(suggestEvents('repair', [{ isCritical: false }])).toEqual(['repair']);
    expect(suggestEvents('repair', [{ isCritical: false }, { isCritical: true }])).toEqual(['critical-part']);
    expect(suggestEvents('software', [{ isCritical: true }])).toEqual(['critical-part', 'software-update']);
    expect(suggestEvents('inspection', [])).toEqual([]);
  });

  test('any history folds to one state in any order, and never throws', () => {
    const command = fc.constantFrom(open, complete, setState('open'), setState('on-hold'), setState('cancelled'), {
      do: 'change',
      fields: { ...fields, title: 'Other' },
      reason: 'r',
    } satisfies WorkOrderCommand);
    anyHistory(workOrderDecider, stream, command);
  });
});

describe('downtime', () => {
  const stream = downtimeStream('d1');
  const body = {
    downtimeId: 'd1',
    instrumentId: 'i1',
    kind: 'unplanned',
    cause: '',
    from: at,
    resultsAffected: 'no',
    affectedNote: '',
    workOrderId: null,
    rtsId: null,
  } as const;
  const start: DowntimeCommand = { do: 'start', body };
  const end = (when: string): DowntimeCommand => ({
    do: 'end',
    end: { at: when, by: 'person', rtsId: null },
    reason: 'r',
  });
  const affected: DowntimeCommand = { do: 'change', fields: { ...body, resultsAffected: 'yes' }, reason: 'r' };
  const planned: DowntimeCommand = { do: 'change', fields: { ...body, kind: 'planned' }, reason: 'r' };

  test('given two benches end it apart, then the later end holds; given one saw affected results, then yes holds', () => {
    const a = bench('a');
    const b = bench('b');
    a.decide(downtimeDecider, stream, start);
    b.pull(a);
    a.decide(downtimeDecider, stream, planned);
    a.decide(downtimeDecider, stream, end('2026-11-22T11:00:00.000Z'));
    b.decide(downtimeDecider, stream, affected);
    b.decide(downtimeDecider, stream, end(later));
    a.pull(b);
    const { state, conflicts } = a.fold(downtimeDecider, stream);
    expect(state.end!.value.at).toBe(later);
    expect(state.fields!.value.resultsAffected).toBe('yes');
    expect(conflicts.map(({ code }) => code).toSorted()).toEqual([
      'maintenance/downtime-changed-apart',
      'maintenance/downtime-ended-apart',
    ]);
  });

  test('given an end before the start, or a second end, then it is refused', () => {
    const a = bench();
    a.decide(downtimeDecider, stream, start);
    expect(() => a.decide(downtimeDecider, stream, end('2026-11-22T09:00:00.000Z'))).toThrow(
      expect.objectContaining({ code: 'maintenance/downtime-ends-before-start' }),
    );
    a.decide(downtimeDecider, stream, end(later));
    expect(() => a.decide(downtimeDecider, stream, end(later))).toThrow(
      expect.objectContaining({ code: 'maintenance/downtime-ended' }),
    );
  });

  test('any history folds to one state in any order, and never throws', () => {
    anyHistory(downtimeDecider, stream, fc.constantFrom(start, affected, planned, end(later), end(at)));
  });
});

describe('parts', () => {
  test('stock is the sum of movements, whatever the order, and may fall below zero', () => {
    const a = bench();
    const moves = [3, -1, -4].map((change) => ({
      change,
      kind: change > 0 ? ('received' as const) : ('used' as const),
    }));
    const records = a.write(
      moves.map((move) =>
        draft(partMoved, partStream('p1'), {
          partId: 'p1',
          ...move,
          lotOrSerial: '',
          note: '',
          workOrderId: null,
          instrumentId: null,
        }),
      ),
    );
    expect(a.foldOf(partFold, partStream('p1'), records).state.onHand).toBe(-2);
    expect(a.foldOf(partFold, partStream('p1'), records.toReversed()).state.onHand).toBe(-2);
    expect([isLow(-2, 1), isLow(1, 1), isLow(2, 1), isLow(0, null)]).toEqual([true, true, false, false]);
  });
});

describe('availability', () => {
  const hour = 3_600_000;
  const span = { fromMs: 0, toMs: 100 * hour };
  const down = (kind: DownSpan['kind'], from: number, to: number | null): DownSpan => ({
    kind,
    fromMs: from * hour,
    toMs: to === null ? null : to * hour,
  });

  test('two failures of two and four hours and a planned one of ten in a hundred', () => {
    const downs = [down('unplanned', 10, 12), down('unplanned', 50, 54), down('planned', 70, 80)];
    expect(availabilityOf(downs, span, span.toMs)).toEqual({
      hours: 100,
      plannedDownHours: 10,
      unplannedDownHours: 6,
      failureCount: 2,
      availability: 84,
      mtbfHours: 42,
      mttrHours: 3,
      notes: [],
    });
  });

  test('no failure gives no number, an open one counts until now, what lies in the future does not', () => {
    expect(availabilityOf([], span, span.toMs)).toMatchObject({
      availability: 100,
      mtbfHours: null,
      notes: ['no-failure'],
    });
    expect(availabilityOf([down('unplanned', 40, null)], span, 50 * hour)).toMatchObject({
      hours: 50,
      unplannedDownHours: 10,
      mttrHours: null,
      notes: ['failure-not-ended'],
    });
    expect(availabilityOf([], { fromMs: 10, toMs: 10 }, 20)).toMatchObject({ availability: null, notes: ['no-time'] });
  });

  test('overlapping downtimes count once, whatever they are', () => {
    const one = fc.record({
      kind: fc.constantFrom<DownSpan['kind']>('planned', 'unplanned'),
      from: fc.integer({ min: -20, max: 120 }),
      length: fc.option(fc.integer({ min: 0, max: 60 })),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (list) => {
        const downs = list.map(({ kind, from, length }) => down(kind, from, length === null ? null : from + length));
        const found = availabilityOf(downs, span, span.toMs);
        const { hours, plannedDownHours, unplannedDownHours, availability } = found;
        expect(plannedDownHours + unplannedDownHours).toBeLessThanOrEqual(hours + 0.01);
        expect(availability).toBeGreaterThanOrEqual(0);
        expect(availability).toBeLessThanOrEqual(100);
        expect(availabilityOf(downs.toReversed(), span, span.toMs)).toEqual(found);
      }),
    );
  });
});

describe('readiness', () => {
  const inputs = (more: Partial<ReadinessInputs> = {}): ReadinessInputs => ({
    instrumentId: 'i1',
    serviceStatus: 'in-service',
    openErrors: [],
    expectsBackground: true,
    backgroundToday: { verdict: 'pass', at, worst: '' },
    planCount: 2,
    overdue: [],
    openLists: [],
    override: null,
    ...more,
  });
  const override = { overrideId: 'o1', by: 'Ruth', reason: 'backup is down', until: later };
  const list = { rtsId: 'r1', isProven: false, openItemCount: 2, events: 'power failure' };

  test('green only when all it looks at is in order', () => {
    expect(judgeReadiness(inputs())).toMatchObject({ state: 'green', reasons: [] });
  });

  test.each([
    [
      'a stop error',
      { openErrors: [{ id: 'e1', code: 'E1', severity: 'stop', affectsResults: 'no' }] },
      'red',
      'stop-error',
    ],
    [
      'results touched',
      { openErrors: [{ id: 'e1', code: 'E1', severity: 'warn', affectsResults: 'yes' }] },
      'red',
      'results-affected',
    ],
    ['a failed background', { backgroundToday: { verdict: 'fail', at, worst: 'PLT 14' } }, 'red', 'background-failed'],
    ['no background today', { backgroundToday: null }, 'amber', 'background-missing'],
    [
      'a background without limits',
      { backgroundToday: { verdict: 'cannot-evaluate', at, worst: '' } },
      'amber',
      'background-cannot-evaluate',
    ],
    [
      'overdue work',
      { overdue: [{ planId: 'p1', title: 'Filter', dueOn: '2026-11-01' }] },
      'amber',
      'overdue-maintenance',
    ],
    ['an open list', { openLists: [list] }, 'red', 'return-to-service-open'],
    ['a proven list', { openLists: [{ ...list, isProven: true }] }, 'red', 'return-to-service-not-reviewed'],
    ['taken out of service', { serviceStatus: 'out-of-service' }, 'red', 'out-of-service'],
    ['no plans', { planCount: 0 }, 'not-set-up', 'no-plans'],
  ] as [string, Partial<ReadinessInputs>, string, string][])('%s', (_name, more, state, code) => {
    const readiness = judgeReadiness(inputs(more));
    expect(readiness.state).toBe(state);
    expect(readiness.reasons.map((reason) => reason.code)).toContain(code);
    expect(serviceWords).toHaveProperty([`readiness.reason.${code}`]);
  });

  test('a balance, whose wire carries no background, is not asked for one', () => {
    expect(judgeReadiness(inputs({ expectsBackground: false, backgroundToday: null })).state).toBe('green');
  });

  test('an override turns red into amber and is named; it makes nothing green', () => {
    const readiness = judgeReadiness(inputs({ openLists: [list], override }));
    expect(readiness).toMatchObject({ state: 'amber', override });
    expect(readiness.reasons.map(({ code }) => code)).toEqual(['return-to-service-open', 'override-active']);
    expect(judgeReadiness(inputs({ override })).state).toBe('green');
  });
});

/** Any history of three benches that meet now and then folds alike in any order of arrival. */
function anyHistory<State, Command>(
  decider: Decider<State, Command>,
  stream: string,
  command: fc.Arbitrary<Command>,
): void {
  const act = fc.record({ who: fc.integer({ min: 0, max: 2 }), command, pulls: fc.boolean(), skewMs: fc.integer() });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (acts, dice) => {
      const benches = ['a', 'b', 'c'].map((name) => bench(name));
      for (const { who, command: asked, pulls, skewMs } of acts) {
        const one = benches[who]!;
        if (pulls) for (const other of benches) if (other !== one) one.pull(other);
        one.wallMs += skewMs * 1000;
        try {
          one.decide(decider, stream, asked);
        } catch (error) {
          expect(String((error as { code?: string }).code)).toMatch(/^maintenance\//);
        }
      }
      for (const one of benches) for (const other of benches) one.pull(other);
      const all = benches[0]!.seen;
      const expected = benches[0]!.foldOf(decider, stream, all);
      for (let round = 0; round < 2; round += 1) {
        const shuffled = all.map((record) => ({ record, place: dice.next().value as number }));
        shuffled.sort((x, y) => x.place - y.place);
        const folded = benches[0]!.foldOf(
          decider,
          stream,
          shuffled.map(({ record }) => record),
        );
        expect(folded.state).toEqual(expected.state);
        expect(folded.conflicts).toEqual(expected.conflicts);
      }
    }),
    { numRuns: 100 },
  );
}
