import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineAt } from '../../../shared/instruments/line-at.ts';
import type { LinkSettings } from '../../../shared/instruments/link-settings.ts';
import { instrumentStream, instrumentsRecords } from '../../../shared/modules/instruments/records.ts';
import {
  currentInstrument,
  type InstrumentCommand,
  instrumentDecider,
  isExpectedNow,
} from '../../../shared/modules/instruments/rules.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const stream = instrumentStream('i1');
const link: LinkSettings = { kind: 'tcp-client', host: '10.0.0.5', port: 5150 };
const plate = { name: 'XN left', serialNumber: '14718', assetNumber: '', place: 'core', firmware: '', notes: '' };
const register: InstrumentCommand = {
  do: 'register',
  body: { ...plate, definitionKey: 'sysmex-xn-1000', definition: null, link, silenceMinutes: 15 },
};
const status = (serviceStatus: 'in-service' | 'restricted' | 'out-of-service' | 'retired'): InstrumentCommand => ({
  do: 'set-service-status',
  serviceStatus,
  reason: 'r',
});

const bench = (name: string, wallMs?: number) => new PaperBench(name, instrumentsRecords, wallMs);
const now = (one: PaperBench) => currentInstrument(one.fold(instrumentDecider, stream).state)!;
const codes = (one: PaperBench) => one.fold(instrumentDecider, stream).conflicts.map((conflict) => conflict.code);

function twoBenches() {
  const a = bench('a');
  const b = bench('b');
  a.decide(instrumentDecider, stream, register);
  b.pull(a);
  return { a, b };
}

describe('registering', () => {
  test('a new instrument listens only, is in service, and is not expected in use', () => {
    const a = bench('a');
    a.decide(instrumentDecider, stream, register);
    expect(now(a)).toMatchObject({
      name: 'XN left',
      answeringAt: [],
      serviceStatus: 'in-service',
      expectedUse: { isExpectedInUse: false, until: null },
      silenceMinutes: 15,
    });
  });

  test('registering twice is refused, and so is a change of what was never registered', () => {
    const a = bench('a');
    expect(() => a.decide(instrumentDecider, stream, status('restricted'))).toThrow(
      expect.objectContaining({ code: 'instruments/not-found' }),
    );
    a.decide(instrumentDecider, stream, register);
    expect(() => a.decide(instrumentDecider, stream, register)).toThrow(
      expect.objectContaining({ code: 'instruments/already-registered' }),
    );
  });
});

describe('changing', () => {
  test('only what changed is recorded, with what it was; what changes nothing makes no record', () => {
    const a = bench('a');
    a.decide(instrumentDecider, stream, register);
    const [changed] = a.decide(instrumentDecider, stream, {
      do: 'edit',
      fields: { name: 'XN right', place: 'core', silenceMinutes: '20' },
      reason: 'moved',
    });
    expect(changed!.body).toMatchObject({
      changes: [
        { field: 'name', from: 'XN left', to: 'XN right' },
        { field: 'silenceMinutes', from: '15', to: '20' },
      ],
    });
    expect(now(a)).toMatchObject({ name: 'XN right', silenceMinutes: 20 });
    expect(a.decide(instrumentDecider, stream, { do: 'change-link', device: 'a', link, reason: '' })).toEqual([]);
    expect(
      a.decide(instrumentDecider, stream, { do: 'set-answering', device: 'a', isAnswering: false, reason: '' }),
    ).toEqual([]);
  });

  test('every decision carries its base', () => {
    const a = bench('a');
    const [registered] = a.decide(instrumentDecider, stream, register);
    const [one] = a.decide(instrumentDecider, stream, {
      do: 'set-answering',
      device: 'a',
      isAnswering: true,
      reason: 'no LIS',
    });
    const [two] = a.decide(instrumentDecider, stream, status('restricted'));
    expect(one).toMatchObject({ kind: 'decision', base: registered!.hash });
    expect(two!.base).toBe(one!.hash);
  });
});

describe('two benches apart', () => {
  test.each([
    ['restricted', 'out-of-service', 'out-of-service'],
    ['out-of-service', 'restricted', 'out-of-service'],
    ['retired', 'out-of-service', 'out-of-service'],
    ['restricted', 'in-service', 'restricted'],
  ] as const)('%s here and %s there: %s holds, until one who saw both decides', (here, there, holds) => {
    const { a, b } = twoBenches();
    // Both leave a state that neither of the two asks for, so that each is a change.
    a.decide(instrumentDecider, stream, status('restricted'));
    a.decide(instrumentDecider, stream, status('in-service'));
    a.decide(instrumentDecider, stream, status(here === 'restricted' ? 'retired' : 'restricted'));
    b.pull(a);
    a.decide(instrumentDecider, stream, status(here));
    b.wallMs += 60_000;
    b.decide(instrumentDecider, stream, status(there));
    a.pull(b);
    b.pull(a);
    for (const one of [a, b]) {
      if (here === there) continue;
      expect(now(one).serviceStatus).toBe(holds);
    }
    a.decide(instrumentDecider, stream, status('in-service'));
    b.pull(a);
    for (const one of [a, b]) {
      expect(now(one).serviceStatus).toBe('in-service');
      expect(codes(one)).toEqual([]);
    }
  });

  test('a conflict of status has a name, and deciding for the value that already holds still settles it', () => {
    const { a, b } = twoBenches();
    a.decide(instrumentDecider, stream, status('restricted'));
    b.decide(instrumentDecider, stream, status('out-of-service'));
    a.pull(b);
    expect(codes(a)).toEqual(['instruments/service-status-conflict']);
    expect(a.decide(instrumentDecider, stream, status('out-of-service'))).toHaveLength(1);
    expect(codes(a)).toEqual([]);
    expect(a.decide(instrumentDecider, stream, status('out-of-service'))).toEqual([]);
  });

  test('whether one workstation answers says nothing about another', () => {
    const { a, b } = twoBenches();
    a.decide(instrumentDecider, stream, { do: 'set-answering', device: 'a', isAnswering: true, reason: '' });
    b.decide(instrumentDecider, stream, { do: 'set-answering', device: 'b', isAnswering: false, reason: '' });
    a.pull(b);
    b.pull(a);
    expect(lineAt(now(a), 'a').isAnswering).toBe(true);
    expect(lineAt(now(b), 'b').isAnswering).toBe(false);
    expect(codes(a)).toEqual([]);
  });

  test('a line one workstation recorded is no line of another; each has its own', () => {
    const { a, b } = twoBenches();
    expect(lineAt(now(a), 'a').link).toEqual(link);
    expect(lineAt(now(b), 'b')).toEqual({ link: { kind: 'none' }, isAnswering: false, linkedElsewhere: ['a'] });
    const own: LinkSettings = { ...link, port: 6000 };
    b.decide(instrumentDecider, stream, { do: 'change-link', device: 'b', link: own, reason: 'visit' });
    a.pull(b);
    expect(lineAt(now(a), 'a')).toEqual({ link, isAnswering: false, linkedElsewhere: ['b'] });
    expect(lineAt(now(a), 'b').link).toEqual(own);
    expect(codes(a)).toEqual([]);
  });

  test('different fields merge; the same field is a conflict that shows both', () => {
    const { a, b } = twoBenches();
    a.decide(instrumentDecider, stream, { do: 'edit', fields: { place: 'east' }, reason: '' });
    b.decide(instrumentDecider, stream, { do: 'edit', fields: { notes: 'loud' }, reason: '' });
    a.pull(b);
    expect(now(a)).toMatchObject({ place: 'east', notes: 'loud' });
    expect(codes(a)).toEqual([]);
    b.decide(instrumentDecider, stream, { do: 'edit', fields: { place: 'west' }, reason: '' });
    a.pull(b);
    expect(codes(a)).toEqual(['instruments/settings-conflict']);
    const [conflict] = a.fold(instrumentDecider, stream).conflicts;
    expect([conflict!.data.here, conflict!.data.there].sort()).toEqual(['east', 'west']);
  });

  test('a clock ten years ahead does not make a status unchangeable', () => {
    const fast = bench('fast', Date.UTC(2036, 0, 1));
    const slow = bench('slow', Date.UTC(2016, 0, 1));
    fast.decide(instrumentDecider, stream, register);
    fast.decide(instrumentDecider, stream, status('out-of-service'));
    slow.pull(fast);
    slow.decide(instrumentDecider, stream, status('in-service'));
    fast.pull(slow);
    expect(now(fast).serviceStatus).toBe('in-service');
    expect(codes(fast)).toEqual([]);
  });
});

describe('any history of three benches', () => {
  const command = fc.oneof(
    fc.constantFrom('in-service', 'restricted', 'out-of-service', 'retired').map((one) => status(one as 'retired')),
    fc
      .boolean()
      .map<InstrumentCommand>((isAnswering) => ({ do: 'set-answering', device: 'a', isAnswering, reason: '' })),
    fc.constantFrom('a', 'b').map<InstrumentCommand>((name) => ({ do: 'edit', fields: { name }, reason: '' })),
    fc
      .boolean()
      .map<InstrumentCommand>((isExpectedInUse) => ({ do: 'set-expected-use', isExpectedInUse, until: null })),
    fc
      .constantFrom(1, 2)
      .map<InstrumentCommand>((port) => ({ do: 'change-link', device: 'a', link: { ...link, port }, reason: '' })),
  );
  const act = fc.record({
    who: fc.nat({ max: 2 }),
    pulls: fc.boolean(),
    skew: fc.integer({ min: -9, max: 9 }),
    command,
  });

  test('folds to one state in any order of arrival; the safer status holds; settling leaves no conflict', () => {
    const safety = ['in-service', 'restricted', 'retired', 'out-of-service'];
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (acts, dice) => {
        const benches = ['a', 'b', 'c'].map((name) => bench(name));
        benches[0]!.decide(instrumentDecider, stream, register);
        for (const other of benches.slice(1)) other.pull(benches[0]!);
        for (const { who, pulls, skew, command: asked } of acts) {
          const one = benches[who]!;
          if (pulls) for (const other of benches) one.pull(other);
          one.wallMs += skew * 3_600_000;
          one.decide(instrumentDecider, stream, asked);
        }
        for (const one of benches) for (const other of benches) one.pull(other);
        const folded = benches[0]!.fold(instrumentDecider, stream);
        const keyed = benches[0]!.seen.map((record) => ({ record, key: dice.next().value }));
        const shuffled = keyed.sort((x, y) => x.key - y.key).map(({ record }) => record);
        const again = benches[1]!.foldOf(instrumentDecider, stream, shuffled);
        expect(again.state).toEqual(folded.state);
        expect(again.conflicts).toEqual(folded.conflicts);
        const sides = folded.state.serviceStatus?.sides.map((side) => side.value) ?? [];
        for (const side of sides) {
          expect(safety.indexOf(now(benches[0]!).serviceStatus)).toBeGreaterThanOrEqual(safety.indexOf(side));
        }
        benches[2]!.decide(instrumentDecider, stream, status('restricted'));
        const left = benches[2]!.fold(instrumentDecider, stream).conflicts.map((one) => one.code);
        expect(left).not.toContain('instruments/service-status-conflict');
        expect(left).not.toContain('records/fold-failed');
      }),
      { numRuns: 200 },
    );
  });
});

test('a declared end of use ends by itself', () => {
  const use = { isExpectedInUse: true, until: '2026-11-22T17:00:00.000Z' };
  expect(isExpectedNow(use, '2026-11-22T16:59:00.000Z')).toBe(true);
  expect(isExpectedNow(use, '2026-11-22T17:00:01.000Z')).toBe(false);
  expect(isExpectedNow({ ...use, until: 'not a time' }, '2026-11-22T17:00:01.000Z')).toBe(true);
});
