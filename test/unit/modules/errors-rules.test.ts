import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookEntryWritten, bookStream, errorStream, errorsRecords } from '../../../shared/modules/errors/records.ts';
import {
  bookFold,
  type ErrorCommand,
  errorDecider,
  errorStateOf,
  isOpen,
  isSameTrouble,
  needsOutcome,
} from '../../../shared/modules/errors/rules.ts';
import { draft } from '../../../shared/records/define.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const stream = errorStream('e1');
const at = '2026-11-22T10:00:00.000Z';

const raise = (more: object = {}): ErrorCommand => ({
  do: 'raise',
  body: {
    errorId: 'e1',
    instrumentId: 'i1',
    code: 'S +',
    text: 'Overload',
    severity: 'warn',
    affectsResults: 'yes',
    origin: 'wire',
    at,
    messageId: 'm1',
    frames: [4],
    definition: null,
    specimen: null,
    readings: [],
    ...more,
  },
});

const bench = (name = 'a', wallMs?: number) => new PaperBench(name, errorsRecords, wallMs);

describe('the life of an error', () => {
  test('given nothing, when raised, then it is active and counted once', () => {
    const a = bench();
    a.decide(errorDecider, stream, raise());
    const { state, conflicts } = a.fold(errorDecider, stream);
    expect(errorStateOf(state)).toBe('active');
    expect(state).toMatchObject({ raisedCount: 1, lastRaisedAt: at, messageIds: ['m1'] });
    expect(conflicts).toEqual([]);
  });

  test('given a raised error, when raised again with the same id, then nothing is written', () => {
    const a = bench();
    a.decide(errorDecider, stream, raise());
    expect(a.decide(errorDecider, stream, raise())).toEqual([]);
  });

  test('given an error, when acknowledged, cleared and resolved, then each step holds and carries its base', () => {
    const a = bench();
    const [raised] = a.decide(errorDecider, stream, raise());
    const [acknowledged] = a.decide(errorDecider, stream, { do: 'acknowledge', note: 'seen' });
    expect(acknowledged!.base).toBe(raised!.hash);
    expect(errorStateOf(a.fold(errorDecider, stream).state)).toBe('acknowledged');
    a.decide(errorDecider, stream, { do: 'clear', at, by: 'instrument', messageId: null });
    expect(errorStateOf(a.fold(errorDecider, stream).state)).toBe('cleared');
    const [resolved] = a.decide(errorDecider, stream, { do: 'resolve', whatWasDone: 'emptied the pan', runId: null });
    expect(resolved!.base).toBe(a.seen.at(-2)!.hash);
    expect(a.fold(errorDecider, stream).state).toMatchObject({ resolution: 'emptied the pan', resolvedBy: 'os:a' });
  });

  test('given a resolved error, when acted on again, then it is refused by code', () => {
    const a = bench();
    a.decide(errorDecider, stream, raise());
    a.decide(errorDecider, stream, { do: 'resolve', whatWasDone: 'x', runId: null });
    const refused = expect.objectContaining({ code: 'errors/already-resolved' });
    expect(() => a.decide(errorDecider, stream, { do: 'acknowledge', note: '' })).toThrow(refused);
    expect(() => a.decide(errorDecider, stream, { do: 'resolve', whatWasDone: 'y', runId: null })).toThrow(refused);
    expect(a.decide(errorDecider, stream, { do: 'clear', at, by: 'instrument', messageId: null })).toEqual([]);
  });

  test('given an error nobody raised, when acted on, then it is refused as not found', () => {
    expect(() => bench().decide(errorDecider, stream, { do: 'acknowledge', note: '' })).toThrow(
      expect.objectContaining({ code: 'errors/not-found' }),
    );
  });

  test('given a cleared error, when it comes again, then it is open again and counted', () => {
    const a = bench();
    a.decide(errorDecider, stream, raise());
    a.decide(errorDecider, stream, { do: 'clear', at, by: 'instrument', messageId: null });
    a.decide(errorDecider, stream, { do: 'repeat', count: 3, lastAt: '2026-11-22T10:05:00.000Z', messageIds: ['m2'] });
    const { state } = a.fold(errorDecider, stream);
    expect(errorStateOf(state)).toBe('active');
    expect(state).toMatchObject({ raisedCount: 4, messageIds: ['m1', 'm2'] });
  });

  test('given a bench whose clock is ten years ahead, when another resolves its error, then it is resolved', () => {
    const fast = bench('fast', Date.UTC(2036, 0, 1));
    const slow = bench('slow', Date.UTC(2026, 0, 1));
    fast.decide(errorDecider, stream, raise({ at: '2036-01-01T00:00:00.000Z' }));
    slow.pull(fast);
    slow.decide(errorDecider, stream, { do: 'resolve', whatWasDone: 'tightened', runId: null });
    fast.pull(slow);
    for (const one of [fast, slow]) {
      const { state, conflicts } = one.fold(errorDecider, stream);
      expect(errorStateOf(state)).toBe('resolved');
      expect(conflicts).toEqual([]);
    }
  });

  test('given two benches apart, when both resolve, then both accounts are kept and the conflict has a name', () => {
    const a = bench('a');
    const b = bench('b');
    a.decide(errorDecider, stream, raise());
    b.pull(a);
    a.decide(errorDecider, stream, { do: 'resolve', whatWasDone: 'cleaned', runId: null });
    b.decide(errorDecider, stream, { do: 'resolve', whatWasDone: 'rinsed', runId: null });
    a.pull(b);
    const { state, conflicts } = a.fold(errorDecider, stream);
    expect(state.resolution.split('\n').sort()).toEqual(['cleaned', 'rinsed']);
    expect(conflicts.map((one) => one.code)).toEqual(['errors/resolved-twice']);
  });
});

const command = fc.oneof(
  fc.constant<ErrorCommand>(raise()),
  fc.constant<ErrorCommand>({ do: 'acknowledge', note: 'n' }),
  fc.constant<ErrorCommand>({ do: 'clear', at, by: 'background-passed', messageId: null }),
  fc.constant<ErrorCommand>({ do: 'resolve', whatWasDone: 'w', runId: null }),
  fc.integer({ min: 1, max: 9 }).map<ErrorCommand>((count) => ({ do: 'repeat', count, lastAt: at, messageIds: [] })),
);
const act = fc.record({ who: fc.integer({ min: 0, max: 2 }), command, pulls: fc.boolean(), skewMs: fc.integer() });

describe('any history', () => {
  test('folds to one state in any order of arrival and never throws', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 14 }), fc.infiniteStream(fc.nat()), (acts, dice) => {
        const benches = ['a', 'b', 'c'].map((name) => bench(name));
        for (const { who, command: asked, pulls, skewMs } of acts) {
          const one = benches[who]!;
          if (pulls) for (const other of benches) if (other !== one) one.pull(other);
          one.wallMs += skewMs * 1000;
          try {
            one.decide(errorDecider, stream, asked);
          } catch (error) {
            expect(String((error as { code?: string }).code)).toMatch(/^errors\//);
          }
        }
        for (const one of benches) for (const other of benches) one.pull(other);
        const all = benches[0]!.seen;
        const shuffled = all.map((record) => ({ record, key: dice.next().value })).sort((x, y) => x.key - y.key);
        const one = benches[0]!.fold(errorDecider, stream);
        const other = benches[1]!.foldOf(
          errorDecider,
          stream,
          shuffled.map(({ record }) => record),
        );
        expect(other.state).toEqual(one.state);
        expect(other.conflicts).toEqual(one.conflicts);
        expect(one.conflicts.map((conflict) => conflict.code)).not.toContain('records/fold-failed');
      }),
      { numRuns: 300 },
    );
  });

  test('a late part of a history never makes folding throw', () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3]), (kept) => {
        const a = bench();
        a.decide(errorDecider, stream, raise());
        a.decide(errorDecider, stream, { do: 'acknowledge', note: '' });
        a.decide(errorDecider, stream, { do: 'clear', at, by: 'instrument', messageId: null });
        a.decide(errorDecider, stream, { do: 'resolve', whatWasDone: 'x', runId: null });
        const { state } = a.foldOf(
          errorDecider,
          stream,
          kept.map((index) => a.seen[index]!),
        );
        expect(errorStateOf(state)).toBe(
          kept.includes(3) ? 'resolved' : kept.includes(2) ? 'cleared' : kept.includes(1) ? 'acknowledged' : 'active',
        );
      }),
    );
  });
});

describe('what belongs together and what stays open', () => {
  test.each([
    [{ clearedAt: null, resolvedAt: null }, at, true],
    [{ clearedAt: at, resolvedAt: null }, '2026-11-22T10:09:59.000Z', true],
    [{ clearedAt: at, resolvedAt: null }, '2026-11-22T10:10:01.000Z', false],
    [{ clearedAt: at, resolvedAt: null }, '2026-11-22T09:00:00.000Z', true],
    [{ clearedAt: null, resolvedAt: at }, at, false],
  ])('%j at %s: same trouble %s', (error, when, expected) => {
    expect(isSameTrouble(error, when)).toBe(expected);
  });

  test('a cleared stop needs an outcome; a cleared info that touched no result does not', () => {
    expect(needsOutcome({ severity: 'stop', affectsResults: 'no' })).toBe(true);
    expect(needsOutcome({ severity: 'info', affectsResults: 'flagged' })).toBe(true);
    expect(isOpen('cleared', { severity: 'info', affectsResults: 'no' })).toBe(false);
    expect(isOpen('active', { severity: 'info', affectsResults: 'no' })).toBe(true);
    expect(isOpen('resolved', { severity: 'stop', affectsResults: 'yes' })).toBe(false);
  });
});

describe('code books', () => {
  const code = 'constructor';

  test('entries written apart stand beside each other until one who saw both writes again', () => {
    const a = new PaperBench('a', errorsRecords);
    const b = new PaperBench('b', errorsRecords);
    const body = (severity: 'info' | 'stop', answers: string[] = []) => ({
      definitionKey: 'k',
      code,
      title: 't',
      severity,
      affectsResults: 'no' as const,
      meaning: severity,
      firstChecks: [],
      source: 's',
      reason: '',
      answers,
    });
    const [one] = a.write([draft(bookEntryWritten, bookStream('k'), body('stop'))]);
    const [two] = b.write([draft(bookEntryWritten, bookStream('k'), body('info'))]);
    a.pull(b);
    const apart = a.fold(bookFold, bookStream('k'));
    expect(apart.conflicts.map((conflict) => conflict.code)).toEqual(['errors/book-entry-conflict']);
    expect(apart.state.entries[code]!.value.severity).toBe('stop');
    a.write([draft(bookEntryWritten, bookStream('k'), body('info', [one!.hash, two!.hash]))]);
    const settled = a.fold(bookFold, bookStream('k'));
    expect(settled.conflicts).toEqual([]);
    expect(settled.state.entries[code]!.value.severity).toBe('info');
  });
});
