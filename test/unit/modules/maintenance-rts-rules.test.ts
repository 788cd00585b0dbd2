import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  overrideEnded,
  overrideStream,
  readinessOverridden,
  rtsRowChanged,
  rtsStream,
  rtsTableStream,
  serviceRecords,
} from '../../../shared/modules/maintenance/service-records.ts';
import {
  isOverrideActive,
  overridesFold,
  type RtsCommand,
  rowInForce,
  rtsDecider,
  rtsStateOf,
  rtsTableFold,
  standingReview,
} from '../../../shared/modules/maintenance/service-rts-rules.ts';
import { itemsFor, rtsTable, rtsTableVersion } from '../../../shared/modules/maintenance/service-rts-table.ts';
import { type RtsItemKey, rtsEvent } from '../../../shared/modules/maintenance/service-terms.ts';
import { draft } from '../../../shared/records/define.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const stream = rtsStream('r1');
const bench = (name = 'a', wallMs?: number) => new PaperBench(name, serviceRecords, wallMs);
const shipped = (event: keyof typeof rtsTable) => rtsTable[event];

const raise: RtsCommand = {
  do: 'raise',
  body: {
    rtsId: 'r1',
    instrumentId: 'i1',
    events: ['power-failure'],
    items: itemsFor(['power-failure'], shipped),
    tableVersion: rtsTableVersion,
    note: '',
    workOrderId: null,
    causeHash: null,
  },
};
const prove = (item: RtsItemKey, verdict: 'pass' | 'fail' = 'pass'): RtsCommand => ({
  do: 'prove',
  item,
  verdict,
  proof: { kind: 'statement', text: 'run on paper' },
});
const approve: RtsCommand = { do: 'approve', statement: 'reviewed' };

const stateIn = (one: PaperBench) => rtsStateOf(one.fold(rtsDecider, stream).state);

describe('a return-to-service list', () => {
  test('given a power failure, when raised, proven and reviewed, then it returns, and not a step earlier', () => {
    const a = bench();
    a.decide(rtsDecider, stream, raise);
    expect(stateIn(a)).toBe('open');
    expect(() => a.decide(rtsDecider, stream, approve)).toThrow(
      expect.objectContaining({ code: 'maintenance/rts-not-proven', data: { count: 2 } }),
    );
    a.decide(rtsDecider, stream, prove('function-check'));
    expect(stateIn(a)).toBe('open');
    a.decide(rtsDecider, stream, prove('qc-all-levels'));
    expect(stateIn(a)).toBe('proven');
    a.decide(rtsDecider, stream, approve);
    expect(stateIn(a)).toBe('returned');
    expect(a.fold(rtsDecider, stream).conflicts).toEqual([]);
    expect(() => a.decide(rtsDecider, stream, approve)).toThrow(
      expect.objectContaining({ code: 'maintenance/rts-returned' }),
    );
  });

  test('given a failed proof, when proven again and passed, then the later one stands', () => {
    const a = bench();
    a.decide(rtsDecider, stream, raise);
    a.decide(rtsDecider, stream, prove('function-check', 'fail'));
    a.decide(rtsDecider, stream, prove('qc-all-levels'));
    expect(stateIn(a)).toBe('open');
    a.decide(rtsDecider, stream, prove('function-check'));
    expect(stateIn(a)).toBe('proven');
  });

  test('given what is not on the list or a list nobody raised, when proven, then it is refused by code', () => {
    const a = bench();
    expect(() => a.decide(rtsDecider, stream, prove('precision'))).toThrow(
      expect.objectContaining({ code: 'maintenance/rts-not-found' }),
    );
    a.decide(rtsDecider, stream, raise);
    expect(() => a.decide(rtsDecider, stream, prove('precision'))).toThrow(
      expect.objectContaining({ code: 'maintenance/rts-not-on-list' }),
    );
  });

  test('given two benches apart, when one proves and the other finds it failed, then it is not in service and named', () => {
    const a = bench('a');
    const b = bench('b');
    a.decide(rtsDecider, stream, raise);
    a.decide(rtsDecider, stream, prove('qc-all-levels'));
    b.pull(a);
    a.decide(rtsDecider, stream, prove('function-check', 'pass'));
    b.decide(rtsDecider, stream, prove('function-check', 'fail'));
    a.pull(b);
    b.pull(a);
    for (const one of [a, b]) {
      expect(stateIn(one)).toBe('open');
      expect(one.fold(rtsDecider, stream).conflicts.map(({ code }) => code)).toEqual(['maintenance/rts-proven-apart']);
    }
  });

  test('given a review, when another bench failed an item apart from it, then the review no longer holds', () => {
    const a = bench('a');
    const b = bench('b');
    a.decide(rtsDecider, stream, raise);
    a.decide(rtsDecider, stream, prove('function-check'));
    a.decide(rtsDecider, stream, prove('qc-all-levels'));
    b.pull(a);
    a.decide(rtsDecider, stream, approve);
    b.decide(rtsDecider, stream, prove('qc-all-levels', 'fail'));
    a.pull(b);
    b.pull(a);
    for (const one of [a, b]) {
      expect(stateIn(one)).toBe('open');
      expect(standingReview(one.fold(rtsDecider, stream).state)).toBeNull();
      const codes = one.fold(rtsDecider, stream).conflicts.map(({ code }) => code);
      expect(codes).toContain('maintenance/rts-proven-after-review');
    }
    // Someone who sees both runs the controls again and reviews again: settled.
    a.decide(rtsDecider, stream, prove('qc-all-levels'));
    a.decide(rtsDecider, stream, approve);
    expect(stateIn(a)).toBe('returned');
    expect(a.fold(rtsDecider, stream).conflicts).toEqual([]);
  });

  test('given any events, when a list is made, then each item stands once and required outranks conditional', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...rtsEvent.options), { minLength: 1 }), (events) => {
        const items = itemsFor(events, shipped);
        expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
        for (const event of events) {
          for (const { key, need } of rtsTable[event]) {
            const item = items.find((one) => one.key === key)!;
            expect(item.events).toContain(event);
            if (need === 'required') expect(item.need).toBe('required');
          }
        }
        expect(items.every(({ source }) => source !== '')).toBe(true);
      }),
    );
  });

  test('the table of mission rule C.4: each event asks for a background and for controls', () => {
    for (const event of rtsEvent.options) {
      expect(rtsTable[event].slice(0, 2).map(({ key }) => key)).toEqual(['function-check', 'qc-all-levels']);
    }
    const required = (event: keyof typeof rtsTable) =>
      rtsTable[event].filter(({ need }) => need === 'required').map(({ key }) => key);
    const whole = [
      'function-check',
      'qc-all-levels',
      'precision',
      'carry-over',
      'calibration-verification',
      'comparison',
    ];
    expect(required('critical-part')).toEqual(whole);
    expect(required('major-maintenance')).toEqual(whole);
    expect(required('move')).toEqual(whole);
    expect(rtsTable['critical-part'].find(({ key }) => key === 'calibration-verification')!.source).toContain(
      '493.1255(b)(3)(ii)',
    );
    expect(rtsTable['unexplained-shift'].find(({ key }) => key === 'calibration-verification')!.source).toContain(
      '493.1255(b)(3)(iii)',
    );
    expect(required('power-failure')).toEqual(['function-check', 'qc-all-levels']);
  });
});

describe('the lab changes the table', () => {
  const row = (items: (typeof rtsTable)['cleaning'], answers: string[] = []) =>
    draft(rtsRowChanged, rtsTableStream, { event: 'cleaning', items: [...items], reason: 'manual p. 12', answers });

  test('given a change, then it is in force and the others stay as shipped', () => {
    const a = bench();
    a.write([row(rtsTable['power-failure'])]);
    const { state } = a.fold(rtsTableFold, rtsTableStream);
    expect(rowInForce(state, 'cleaning')).toEqual(rtsTable['power-failure']);
    expect(rowInForce(state, 'move')).toBe(rtsTable.move);
  });

  test('given two benches apart, then the row that demands more holds', () => {
    const a = bench('a');
    const b = bench('b');
    a.write([row(rtsTable.move)]);
    b.write([row(rtsTable['power-failure'])]);
    a.pull(b);
    b.pull(a);
    for (const one of [a, b]) {
      const { state, conflicts } = one.fold(rtsTableFold, rtsTableStream);
      expect(rowInForce(state, 'cleaning')).toEqual(rtsTable.move);
      expect(conflicts.map(({ code }) => code)).toEqual(['maintenance/rts-row-conflict']);
    }
  });
});

describe('an override', () => {
  const from = '2026-11-22T10:00:00.000Z';
  const fromMs = Date.parse(from);
  const body = { overrideId: 'o1', instrumentId: 'i1', reasons: ['stop-error'], reason: 'backup is down', from };

  test('holds for at most 24 hours, whatever its record says, and not before it began', () => {
    const override = { from, until: '2026-12-22T10:00:00.000Z', endedAt: null };
    expect(isOverrideActive(override, fromMs)).toBe(true);
    expect(isOverrideActive(override, fromMs + 24 * 3_600_000 - 1)).toBe(true);
    expect(isOverrideActive(override, fromMs + 24 * 3_600_000)).toBe(false);
    expect(isOverrideActive(override, fromMs - 1)).toBe(false);
    expect(isOverrideActive({ ...override, endedAt: from }, fromMs + 1)).toBe(false);
  });

  test('ended on either bench is ended, whichever record arrives first', () => {
    const a = bench();
    const until = '2026-11-22T12:00:00.000Z';
    const [begun] = a.write([draft(readinessOverridden, overrideStream('i1'), { ...body, until })]);
    const [ended] = a.write([
      draft(overrideEnded, overrideStream('i1'), { overrideId: 'o1', instrumentId: 'i1', at: until, reason: 'proven' }),
    ]);
    for (const records of [[begun!, ended!], [ended!, begun!], [ended!]]) {
      const { state } = a.foldOf(overridesFold, overrideStream('i1'), records);
      expect(state.overrides.every(({ endedAt }) => endedAt !== null)).toBe(true);
    }
  });
});

const command = fc.oneof(
  fc.constant(raise),
  fc
    .record({
      item: fc.constantFrom<RtsItemKey>('function-check', 'qc-all-levels', 'precision'),
      verdict: fc.constantFrom<'pass' | 'fail'>('pass', 'pass', 'fail'),
    })
    .map(({ item, verdict }) => prove(item, verdict)),
  fc.constant(approve),
);
const act = fc.record({ who: fc.integer({ min: 0, max: 2 }), command, pulls: fc.boolean(), skewMs: fc.integer() });

describe('any history of several benches', () => {
  test('folds to one state in any order of arrival, never throws, and is never in service with a standing failure', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 16 }), fc.infiniteStream(fc.nat()), (acts, dice) => {
        const benches = ['a', 'b', 'c'].map((name) => bench(name));
        for (const { who, command: asked, pulls, skewMs } of acts) {
          const one = benches[who]!;
          if (pulls) for (const other of benches) if (other !== one) one.pull(other);
          one.wallMs += skewMs * 1000;
          try {
            one.decide(rtsDecider, stream, asked);
          } catch (error) {
            expect(String((error as { code?: string }).code)).toMatch(/^maintenance\//);
          }
        }
        for (const one of benches) for (const other of benches) one.pull(other);
        const all = benches[0]!.seen;
        const expected = benches[0]!.foldOf(rtsDecider, stream, all);
        for (let round = 0; round < 3; round += 1) {
          const shuffled = all.map((record) => ({ record, at: dice.next().value as number }));
          shuffled.sort((x, y) => x.at - y.at);
          const folded = benches[0]!.foldOf(
            rtsDecider,
            stream,
            shuffled.map(({ record }) => record),
          );
          expect(folded.state).toEqual(expected.state);
          expect(folded.conflicts).toEqual(expected.conflicts);
        }
        const { state } = expected;
        const stands = Object.values(state.proven).flatMap((slot) => slot.sides.map(({ value }) => value));
        const failed = stands.filter(({ verdict }) => verdict === 'fail').length;
        if (failed > 0 && state.raised) {
          const onList = new Set<string>(state.raised.items.map(({ key }) => key));
          const counts = Object.entries(state.proven).some(
            ([key, slot]) => onList.has(key) && slot.sides.some(({ value }) => value.verdict === 'fail'),
          );
          if (counts) expect(rtsStateOf(state)).toBe('open');
        }
      }),
      { numRuns: 150 },
    );
  });
});
