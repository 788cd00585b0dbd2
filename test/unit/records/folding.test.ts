import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import type { StreamFold } from '../../../shared/records/decider.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import { emptyFold, foldNext, foldStream } from '../../../shared/records/fold.ts';
import { orderCausally } from '../../../shared/records/order.ts';
import { createRegistry } from '../../../shared/records/registry.ts';
import { looseRecord } from '../../harness/loose-records.ts';
import { lampDecider, lampHung, lampMeasured, lampModule, lampSwitched } from '../../harness/sample-module.ts';

const registry = createRegistry(lampModule.records);
const fold = (records: readonly StoredRecord[]) => foldStream(lampDecider, 'lamp/1', records, registry);

/** Random histories of up to three benches: each record follows its log, some name another record as their base. */
const history = fc
  .array(
    fc.record({
      log: fc.constantFrom('log-a', 'log-b', 'log-c'),
      ms: fc.integer({ min: 0, max: 1e6 }),
      kind: fc.constantFrom('switch', 'measure', 'hang'),
      isOn: fc.boolean(),
      baseAt: fc.option(fc.nat(60), { nil: undefined }),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    const seqs = new Map<string, number>();
    const records: StoredRecord[] = [];
    for (const step of steps) {
      const seq = (seqs.get(step.log) ?? 0) + 1;
      seqs.set(step.log, seq);
      const base = step.baseAt === undefined ? null : (records[step.baseAt]?.hash ?? null);
      const place = { log: step.log, seq, ms: step.ms, base };
      if (step.kind === 'switch') records.push(looseRecord(lampSwitched, { isOn: step.isOn }, place));
      else if (step.kind === 'hang') records.push(looseRecord(lampHung, { name: step.log, watts: 1 }, place));
      else records.push(looseRecord(lampMeasured, { lux: 1 }, place));
    }
    return records;
  });

const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  let state = seed;
  return items
    .map((item) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return { item, key: state };
    })
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
};

describe('order', () => {
  test('depends on the set of records, never on their arrival', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 1e6 }), (records, seed) => {
        const hashes = (list: readonly StoredRecord[]) => list.map((record) => record.hash);
        expect(hashes(orderCausally(shuffled(records, seed)))).toEqual(hashes(orderCausally(records)));
      }),
    );
  });

  test('puts causes first: the log before, the base, the target', () => {
    fc.assert(
      fc.property(history, (records) => {
        const place = new Map(orderCausally(records).map((record, at) => [record.hash, at]));
        for (const record of records) {
          for (const cause of record.causes) expect(place.get(cause)!).toBeLessThan(place.get(record.hash)!);
          for (const other of records) {
            if (other.log === record.log && other.seq < record.seq) {
              expect(place.get(other.hash)!).toBeLessThan(place.get(record.hash)!);
            }
          }
        }
      }),
    );
  });

  test('cuts a circle of causes instead of hanging or losing records', () => {
    const a = looseRecord(lampMeasured, { lux: 1 }, { log: 'log-a', seq: 1 });
    const b = looseRecord(lampMeasured, { lux: 2 }, { log: 'log-b', seq: 1, causes: [a.hash] });
    const circle = [{ ...a, causes: [b.hash] }, b];
    expect(
      orderCausally(circle)
        .map((record) => record.hash)
        .sort(),
    ).toEqual([a.hash, b.hash].sort());
  });
});

describe('folding', () => {
  test('one step at a time gives what folding the whole gives, whenever a step is allowed', () => {
    fc.assert(
      fc.property(history, (records) => {
        let cursor = emptyFold(lampDecider, 'lamp/1');
        const taken: StoredRecord[] = [];
        for (const record of records) {
          taken.push(record);
          cursor = foldNext(lampDecider, cursor, record) ?? fold(taken);
          const whole = fold(taken);
          expect(cursor.state).toEqual(whole.state);
          expect(cursor.tip).toBe(whole.tip);
          expect(cursor.conflicts).toEqual(whole.conflicts);
        }
      }),
    );
  });

  test('a decision made apart is a named conflict; made in turn it is none', () => {
    const hung = looseRecord(lampHung, { name: 'Hall', watts: 1 }, { seq: 1 });
    const on = looseRecord(lampSwitched, { isOn: true }, { seq: 2, ms: 10, base: hung.hash });
    const off = looseRecord(lampSwitched, { isOn: false }, { log: 'log-b', seq: 1, ms: 11, base: hung.hash });
    const apart = fold([hung, on, off]);
    expect(apart.conflicts).toEqual([{ code: 'lamp/switched-both-ways', at: off.hash, with: [on.hash], data: {} }]);
    const inTurn = fold([hung, on, { ...off, base: on.hash, causes: [on.hash] }]);
    expect(inTurn.conflicts).toEqual([]);
    expect(inTurn.state.isOn).toBe(false);
  });

  test('a clock ten years ahead cannot make what follows it unresolvable (decision 19)', () => {
    const tenYears = 10 * 365 * 86_400_000;
    const on = looseRecord(lampSwitched, { isOn: true }, { log: 'log-a', seq: 1, ms: tenYears });
    const off = looseRecord(lampSwitched, { isOn: false }, { log: 'log-b', seq: 1, ms: 5, base: on.hash });
    expect(fold([off, on])).toMatchObject({ state: { isOn: false }, tip: off.hash, conflicts: [] });
  });

  test('never throws: an evolve that does becomes a conflict and the rest goes on', () => {
    const broken: StreamFold<number> = {
      initial: () => 0,
      evolve(state, record) {
        if ((record.body as { lux: number }).lux === 2) throw new Error('no such lux');
        return state + 1;
      },
    };
    const records = [1, 2, 3].map((lux) => looseRecord(lampMeasured, { lux }, { seq: lux }));
    const folded = foldStream(broken, 'lamp/1', records, registry);
    expect(folded.state).toBe(2);
    expect(folded.conflicts).toMatchObject([{ code: 'records/fold-failed', at: records[1]!.hash }]);
  });

  test('a conflict that a person resolves is gone', () => {
    const tally: StreamFold<number> = {
      initial: () => 0,
      evolve(state, record, context) {
        const { lux } = record.body as { lux: number };
        if (lux === 0) context.resolve(record.causes);
        else context.conflict('lux/odd', {}, record.causes);
        return state + 1;
      },
    };
    const a = looseRecord(lampMeasured, { lux: 1 }, { seq: 1 });
    const b = looseRecord(lampMeasured, { lux: 1 }, { seq: 2, causes: [a.hash] });
    const done = looseRecord(lampMeasured, { lux: 0 }, { seq: 3, causes: [a.hash, b.hash] });
    expect(foldStream(tally, 'lamp/1', [a, b], registry).conflicts).toHaveLength(2);
    expect(foldStream(tally, 'lamp/1', [a, b, done], registry).conflicts).toHaveLength(0);
  });
});

describe('corrections', () => {
  const hung = looseRecord(lampHung, { name: 'Hal', watts: 1 }, { seq: 1 });
  const amend = (patch: object, place: { log?: string; seq: number; base?: string }) => {
    const body = { target: hung.hash, patch, reason: 'typing error' };
    return looseRecord(recordAmended, body, { ...place, causes: [hung.hash, ...(place.base ? [place.base] : [])] });
  };

  test('an amendment changes what is folded, not what was signed', () => {
    const folded = fold([hung, amend({ name: 'Hall' }, { seq: 2 })]);
    expect(folded.state.name).toBe('Hall');
    expect(hung.body).toEqual({ name: 'Hal', watts: 1 });
  });

  test('one that breaks the schema is a conflict, and the old value stands', () => {
    const folded = fold([hung, amend({ name: 7 }, { seq: 2 })]);
    expect(folded.state.name).toBe('Hal');
    expect(folded.conflicts).toMatchObject([{ code: 'records/bad-amendment' }]);
  });

  test('two benches that amend one field apart are a conflict; in turn they are not', () => {
    const first = amend({ name: 'Hall' }, { seq: 2 });
    const apart = amend({ name: 'Hull' }, { log: 'log-b', seq: 9 });
    const inTurn = amend({ name: 'Hull' }, { log: 'log-b', seq: 9, base: first.hash });
    expect(fold([hung, first, apart]).conflicts).toMatchObject([
      { code: 'records/amended-apart', data: { field: 'name' } },
    ]);
    expect(fold([hung, first, { ...inTurn, base: first.hash }]).conflicts).toEqual([]);
  });

  test('a voided record is not folded; one whose target is missing is a conflict', () => {
    const voided = looseRecord(recordVoided, { target: hung.hash, reason: 'twice' }, { seq: 2, causes: [hung.hash] });
    expect(fold([hung, voided]).state.name).toBe('');
    expect(fold([voided]).conflicts).toMatchObject([{ code: 'records/target-missing', with: [hung.hash] }]);
  });
});
