import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBlockMachine } from '../../../shared/instruments/block-machine.ts';
import { mindray8idDriver } from '../../../shared/instruments/drivers/mindray-8id/driver.ts';
import { createMindray8idFramer } from '../../../shared/instruments/drivers/mindray-8id/framer.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';

const definition = await shippedDefinition('mindray-bc-2800');
/** The invented block of results whose values the papers give. */
const published = '006500200005004030807761545013503330900030013040502500801502000430';
const columns = (id = '12345678', results = published) =>
  `A${id}0110220260815${results}${'0'.repeat(60)}${'001'.repeat(768)}`;
const sample = (id?: string, results?: string) => `\u0002${columns(id, results)}\u001a`;

function values(bytes: Uint8Array, cut: number): FramingValue[] {
  const found: FramingValue[] = [];
  const framer = createMindray8idFramer();
  for (let at = 0; at < bytes.length; at += cut)
    framer.feed(bytes.subarray(at, at + cut), (value) => found.push(value));
  framer.flush((value) => found.push(value));
  return found;
}
const numbers = (text: string) => {
  const { signals } = mindray8idDriver.interpret(definition, textToLatin1(text), testContext());
  return Object.fromEntries(signals.flatMap((one) => (one.kind === 'result' ? [[one.test, one.value]] : [])));
};

test('the published digits are the published values', () => {
  expect(numbers(columns())).toMatchObject({
    WBC: '6.5',
    RBC: '4.50',
    HGB: '13.5',
    HCT: '40.5',
    MCV: '90.0',
    PLT: '250',
  });
});

test('suppressed digits are no value, not zero', () => {
  expect(numbers(columns('00000001', `****${published.slice(4)}`))).toMatchObject({ WBC: null, RBC: '4.50' });
});

test('a record that lost or gained a digit is refused: every value behind it would be another', () => {
  const whole = columns();
  for (const text of [whole.slice(0, 40) + whole.slice(41), `${whole}1`, whole.replace('0065', '00x5')]) {
    expect(mindray8idDriver.verify(definition, textToLatin1(text))).toBe('failed');
    expect(numbers(text)).toEqual({});
  }
  expect(mindray8idDriver.verify(definition, textToLatin1(whole))).toBe('absent');
});

test('with and without STX, and after a record that was cut off', () => {
  for (const before of ['', '\u0005', 'A123', '\u0002A12', 'noise \u0001']) {
    for (const text of [sample(), columns().concat('\u001a')]) {
      // Without its STX a record can not be told from the digits of one that was cut off before it.
      if (before.endsWith('A123') && !text.startsWith('\u0002')) continue;
      if (before.endsWith('A12') && !text.startsWith('\u0002')) continue;
      const lines = values(textToLatin1(before + text), 11).filter(({ kind }) => kind === 'line');
      expect(lines.map((line) => (line.kind === 'line' ? Buffer.from(line.text).toString('latin1') : ''))).toEqual([
        columns(),
      ]);
    }
  }
});

test('a bid is answered only where the lab chose so, a record never', () => {
  const says = (isAnswering: boolean) => {
    const machine = createBlockMachine(mindray8idDriver, definition, isAnswering);
    const block = textToLatin1(columns());
    const enq = { kind: 'control', control: 'ENQ', raw: Uint8Array.of(5) } as const;
    return [
      ...machine.handle({ kind: 'value', value: enq, ref: 1 }),
      ...machine.handle({ kind: 'value', value: { kind: 'line', text: block, raw: block }, ref: 2 }),
      ...machine.handle({ kind: 'frame-committed', ref: 2 }),
    ].filter(({ kind }) => kind === 'send');
  };
  expect(says(true)).toMatchObject([{ label: 'ACK' }]);
  expect(says(false)).toEqual([]);
});

test('any bytes come out once, are read without a fault, and show no id', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(sample(), sample().slice(0, 90), 'B12345678\u001a', '\u0005', '\u001a').map(textToLatin1),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 1, max: 400 }), (pieces, cut) => {
      const bytes = Buffer.concat(pieces);
      const found = values(bytes, cut);
      expect(Buffer.concat(found.map(({ raw }) => raw)).equals(bytes)).toBe(true);
      for (const value of found) {
        expect(mindray8idDriver.mask(definition, value.raw)).not.toContain('12345678');
        if (value.kind !== 'line') continue;
        const { signals, maskedRecords } = mindray8idDriver.interpret(definition, value.text, testContext());
        expect(JSON.stringify([signals, maskedRecords])).not.toContain('12345678');
      }
    }),
    { numRuns: 150 },
  );
});
