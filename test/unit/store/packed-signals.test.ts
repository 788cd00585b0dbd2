import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packSignals, unpackSignals } from '../../../electron/store/packed-signals.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';

test('what is packed is unpacked as it was, whatever is shared', () => {
  const frames = [1, 2, 3];
  const value = fc.oneof(fc.constant(frames), fc.constant(null), fc.string(), fc.integer(), fc.boolean());
  const signal = fc.dictionary(fc.constantFrom('kind', 'at', 'frames', 'test', 'value', 'toString'), value);
  fc.assert(
    fc.property(fc.array(signal), (signals) => {
      expect(unpackSignals(packSignals(signals as unknown as Signal[]))).toEqual(JSON.parse(JSON.stringify(signals)));
    }),
  );
});

test('fields that all signals share are written once; a plain list is still read', () => {
  const frames = Array.from({ length: 48 }, (_, index) => 4_294_967_296 + index);
  const signals = Array.from({ length: 40 }, (_, index) => ({ kind: 'result', frames, test: `T${index}` }));
  const text = packSignals(signals as unknown as Signal[]);
  expect(text.match(/4294967296/g)).toHaveLength(1);
  expect(unpackSignals(text)).toEqual(signals);
  expect(unpackSignals(JSON.stringify(signals))).toEqual(signals);
});
