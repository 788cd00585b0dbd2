import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sopRecords, sopStream } from '../../../shared/modules/sop/records.ts';
import { type EntryCommand, sopDecider } from '../../../shared/modules/sop/rules.ts';
import { PaperBench } from '../../harness/paper-bench.ts';

const stream = sopStream('e1');
const bench = (name: string) => new PaperBench(name, sopRecords);
const write: EntryCommand = { do: 'write', text: 'first' };
const withdraw: EntryCommand = { do: 'withdraw', reason: 'wrong instrument' };

test('given a written entry, when withdrawn, then it is, and a second time is refused', () => {
  const a = bench('a');
  a.decide(sopDecider, stream, write);
  a.decide(sopDecider, stream, withdraw);
  expect(a.fold(sopDecider, stream).state).toMatchObject({ text: 'first', withdrawnHash: a.seen[1]!.hash });
  expect(() => a.decide(sopDecider, stream, withdraw)).toThrow(
    expect.objectContaining({ code: 'sop/already-withdrawn' }),
  );
});

test('given nothing, when withdrawn, then it is refused', () => {
  expect(() => bench('a').decide(sopDecider, stream, withdraw)).toThrow(
    expect.objectContaining({ code: 'sop/not-found' }),
  );
});

test('any history of two benches folds to one state in any order of arrival', () => {
  const act = fc.record({ who: fc.nat({ max: 1 }), pulls: fc.boolean(), command: fc.constantFrom(write, withdraw) });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 10 }), (acts) => {
      const benches = [bench('a'), bench('b')];
      for (const { who, pulls, command } of acts) {
        const one = benches[who]!;
        if (pulls) one.pull(benches[1 - who]!);
        try {
          one.decide(sopDecider, stream, command);
        } catch (error) {
          expect(String((error as { code?: string }).code)).toMatch(/^sop\//);
        }
      }
      benches[0]!.pull(benches[1]!);
      const folded = benches[0]!.fold(sopDecider, stream);
      const again = benches[1]!.foldOf(sopDecider, stream, [...benches[0]!.seen].reverse());
      expect(again.state).toEqual(folded.state);
    }),
  );
});
