import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServiceStatus } from '../../../shared/modules/instruments/contract.ts';
import { serviceStatusChanged } from '../../../shared/modules/instruments/records.ts';
import { instrumentDecider } from '../../../shared/modules/instruments/rules.ts';
import { conflictDecided, questionsOf, rulingsOf } from '../../../shared/records/conflicts.ts';
import { recordVoided } from '../../../shared/records/core-records.ts';
import type { AnyRecordDefinition, StoredRecord } from '../../../shared/records/define.ts';
import { emptyFold, foldNext, foldStream } from '../../../shared/records/fold.ts';
import { orderCausally } from '../../../shared/records/order.ts';
import { createRegistry } from '../../../shared/records/registry.ts';
import { looseRecord } from '../../harness/loose-records.ts';
import { lampDecider, lampModule, lampSwitched } from '../../harness/sample-module.ts';

const registry = createRegistry([...lampModule.records, conflictDecided]);
const fold = (records: readonly StoredRecord[]) => foldStream(lampDecider, 'lamp/1', records, registry);

type Place = Parameters<typeof looseRecord>[2];

/** A decision about sides, with the causes the definition names. */
function decided(
  sides: readonly StoredRecord[],
  upholds: StoredRecord | null,
  place: Place,
  replaces: readonly StoredRecord[] = [],
): StoredRecord {
  const body = {
    sides: sides.map(({ hash }) => hash),
    upholds: upholds?.hash ?? null,
    reason: 'seen both',
    replaces: replaces.map(({ hash }) => hash),
  };
  return looseRecord(conflictDecided, body, { ...place, causes: [...body.sides, ...body.replaces] });
}

const on = looseRecord(lampSwitched, { isOn: true }, { log: 'log-a', seq: 1, ms: 10 });
const off = looseRecord(lampSwitched, { isOn: false }, { log: 'log-b', seq: 1, ms: 20 });

describe('a conflict that is decided', () => {
  test('is open no more, and the side that is upheld counts', () => {
    expect(fold([on, off]).conflicts).toHaveLength(1);
    for (const [upheld, isOn] of [
      [on, true],
      [off, false],
    ] as const) {
      const folded = fold([decided([on, off], upheld, { log: 'log-c', seq: 1, ms: 1 }), off, on]);
      expect(folded.conflicts).toEqual([]);
      expect(folded.state.isOn).toBe(isOn);
    }
  });

  test('lets both stand where the reviewer says so', () => {
    const folded = fold([on, off, decided([on, off], null, { log: 'log-c', seq: 1, ms: 30 })]);
    expect(folded.conflicts).toEqual([]);
    expect(folded.state).toEqual(fold([on, off]).state);
  });

  test('is open again while two reviewers who did not know of each other differ', () => {
    const one = decided([on, off], on, { log: 'log-c', seq: 1, ms: 30 });
    const two = decided([on, off], off, { log: 'log-d', seq: 1, ms: 31 });
    const apart = fold([on, off, one, two]);
    expect(apart.conflicts).toHaveLength(1);
    expect(rulingsOf([one, two]).contradicted).toEqual([one, two]);
    const last = decided([on, off], off, { log: 'log-c', seq: 2, ms: 40 }, [one, two]);
    const settled = fold([last, two, one, off, on]);
    expect(settled.conflicts).toEqual([]);
    expect(settled.state.isOn).toBe(false);
  });

  test('agreeing reviewers need no third', () => {
    const one = decided([on, off], on, { log: 'log-c', seq: 1, ms: 30 });
    const two = decided([off, on], on, { log: 'log-d', seq: 1, ms: 31 });
    expect(fold([on, off, one, two]).conflicts).toEqual([]);
  });

  test('comes back when the decision is taken back', () => {
    const one = decided([on, off], on, { log: 'log-c', seq: 1, ms: 30 });
    const taken = looseRecord(
      recordVoided,
      { target: one.hash, reason: 'wrong lamp' },
      { log: 'log-c', seq: 2, ms: 40, causes: [one.hash] },
    );
    expect(fold([on, off, one, taken]).conflicts).toHaveLength(1);
  });

  test('a third side that was not before the reviewer is a new question', () => {
    const one = decided([on, off], on, { log: 'log-c', seq: 1, ms: 30 });
    const third = looseRecord(lampSwitched, { isOn: false }, { log: 'log-e', seq: 1, ms: 50 });
    const { conflicts } = fold([on, off, one, third]);
    expect(conflicts.map(({ at, with: against }) => [at, ...against])).toEqual([[third.hash, on.hash]]);
  });
});

describe('decisions among records', () => {
  const history = fc.array(
    fc.record({
      log: fc.constantFrom('log-a', 'log-b', 'log-c'),
      ms: fc.integer({ min: 0, max: 1e6 }),
      isOn: fc.boolean(),
      baseAt: fc.option(fc.nat(30), { nil: undefined }),
      decides: fc.option(fc.tuple(fc.nat(30), fc.nat(30), fc.constantFrom(0, 1, null), fc.boolean()), {
        nil: undefined,
        freq: 2,
      }),
    }),
    { maxLength: 30 },
  );

  const recordsOf = (steps: typeof history extends fc.Arbitrary<infer T> ? T : never): StoredRecord[] => {
    const seqs = new Map<string, number>();
    const records: StoredRecord[] = [];
    for (const { log, ms, isOn, baseAt, decides } of steps) {
      const seq = (seqs.get(log) ?? 0) + 1;
      seqs.set(log, seq);
      const sides = records.filter(({ type }) => type === lampSwitched.type);
      if (decides && sides.length > 1) {
        const [a, b, which, isReplacing] = decides;
        const pair = [sides[a % sides.length]!, sides[b % sides.length]!];
        const before = records.filter(({ type }) => type === conflictDecided.type);
        const upheld = which === null ? null : pair[which]!;
        records.push(decided(pair, upheld, { log, seq, ms }, isReplacing ? before.slice(-1) : []));
        continue;
      }
      const base = baseAt === undefined ? null : (records[baseAt]?.hash ?? null);
      records.push(looseRecord(lampSwitched, { isOn }, { log, seq, ms, base }));
    }
    return records;
  };

  test('fold to one state in any order of arrival, and settle what they name', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat(1000)), (steps, keys) => {
        const records = recordsOf(steps);
        const shuffled = records
          .map((record) => ({ record, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ record }) => record);
        const straight = fold(records);
        const other = fold(shuffled);
        expect(other.state).toEqual(straight.state);
        expect(other.conflicts).toEqual(straight.conflicts);
        const rulings = rulingsOf(records);
        for (const conflict of straight.conflicts) {
          expect(rulings.isSettled(conflict)).toBe(false);
          expect([conflict.at, ...conflict.with].some(rulings.isAside)).toBe(false);
        }
        // Step by step, where a step can be added, comes to the same.
        let cursor = emptyFold(lampDecider, 'lamp/1');
        orderCausally(records).forEach((record, at, ordered) => {
          cursor = foldNext(lampDecider, cursor, record) ?? fold(ordered.slice(0, at + 1));
        });
        expect({ state: cursor.state, conflicts: cursor.conflicts }).toEqual({
          state: straight.state,
          conflicts: straight.conflicts,
        });
      }),
    );
  });
});

test('notes that share a side are one question, told once', () => {
  const note = (at: string, ...against: string[]) => ({ at, with: against, code: 'lamp/both', data: {} });
  const questions = questionsOf([note('c', 'a'), note('x', 'y'), note('c', 'b'), note('b', 'a'), note('b', 'a')]);
  expect(questions.map(({ sides, notes }) => [sides, notes.length])).toEqual([
    [['a', 'b', 'c'], 3],
    [['x', 'y'], 1],
  ]);
});

test('an instrument two benches judged apart has the status the reviewer upheld', () => {
  const all = createRegistry([serviceStatusChanged, conflictDecided] as readonly AnyRecordDefinition[]);
  const status = (serviceStatus: ServiceStatus, log: string, ms: number) =>
    looseRecord(
      serviceStatusChanged,
      { instrumentId: 'i1', from: 'in-service', serviceStatus, reason: 'seen', answers: [] },
      { log, seq: 1, ms, stream: 'instrument/i1' },
    );
  const down = status('out-of-service', 'log-a', 10);
  const limited = status('restricted', 'log-b', 20);
  const open = foldStream(instrumentDecider, 'instrument/i1', [down, limited], all);
  expect(open.conflicts.map(({ code }) => code)).toEqual(['instruments/service-status-conflict']);
  expect(open.state.serviceStatus?.value).toBe('out-of-service');
  const ruling = decided([down, limited], limited, { log: 'log-c', seq: 1, ms: 30, stream: 'instrument/i1' });
  const settled = foldStream(instrumentDecider, 'instrument/i1', [ruling, limited, down], all);
  expect(settled.conflicts).toEqual([]);
  expect(settled.state.serviceStatus?.value).toBe('restricted');
  expect(settled.state.serviceStatus?.sides).toHaveLength(1);
});
