import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBlockMachine } from '../../../shared/instruments/block-machine.ts';
import { diatronDriver } from '../../../shared/instruments/drivers/diatron/driver.ts';
import { createDiatronFramer, readPackage } from '../../../shared/instruments/drivers/diatron/package.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';

const definition = await shippedDefinition('diatron-abacus');

function packageOf(message: string, command = 'DATA', id = '1'): string {
  const body = `\u0001${id}${command}\u0002${message}\u0003`;
  const sum = [...body].reduce((so, character) => so + character.charCodeAt(0), 0) & 0xff;
  return `${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\u0004`;
}
const data = (...lines: string[]) => packageOf(lines.map((line) => `${line}\n`).join(''));
const blockOf = (text: string) => textToLatin1(text.slice(1, -1));

function values(bytes: Uint8Array, cut: number): FramingValue[] {
  const found: FramingValue[] = [];
  const framer = createDiatronFramer();
  for (let at = 0; at < bytes.length; at += cut)
    framer.feed(bytes.subarray(at, at + cut), (value) => found.push(value));
  framer.flush((value) => found.push(value));
  return found;
}

const read = (...lines: string[]) =>
  diatronDriver.interpret(definition, blockOf(data(...lines)), testContext()).signals;

test('the sum from SOH to ETX is checked', () => {
  const sound = data('P01\t6.5,');
  expect(readPackage(blockOf(sound)).fault).toBe('none');
  for (const [from, to] of [
    ['6.5', '6.6'],
    ['\u0003', ' '],
    ['\u0002', ' '],
  ] as const) {
    expect(diatronDriver.verify(definition, blockOf(sound.replace(from, to)))).toBe('failed');
  }
});

test('a bid and a package are answered only where the lab chose so', () => {
  const block = blockOf(data('P01\t6.5,'));
  const says = (isAnswering: boolean) => {
    const machine = createBlockMachine(diatronDriver, definition, isAnswering);
    const enq = { kind: 'control', control: 'ENQ', raw: Uint8Array.of(5) } as const;
    const effects = [
      ...machine.handle({ kind: 'value', value: enq, ref: 1 }),
      ...machine.handle({ kind: 'value', value: { kind: 'line', text: block, raw: block }, ref: 2 }),
      ...machine.handle({ kind: 'frame-committed', ref: 2 }),
    ];
    return effects.flatMap((effect) => (effect.kind === 'send' ? [Buffer.from(effect.bytes).toString('latin1')] : []));
  };
  expect(says(true)).toEqual(['\u0006', '\u0006DATA1 ']);
  expect(says(false)).toEqual([]);
});

test.each([
  ['0', [], []],
  ['257', ['WRN 0', 'WRN 8'], []],
  ['34', [], ['WRN bits 1, 5']],
  ['1F', [], ['WRN']],
])('warnings %s', (number, codes, unmapped) => {
  const signals = read(`WRN\t${number}`);
  expect(signals.flatMap((one) => (one.kind === 'error' ? [one.code] : []))).toEqual(codes);
  expect(signals.flatMap((one) => (one.kind === 'unmapped' ? [one.what] : []))).toEqual(unmapped);
});

test('a number is taken only from one value and one flag', () => {
  const numbers = read('P01\t6.5,', 'P02\t4,50,', 'P03\t135', 'P04\t,*', 'P05\t9e1,', 'P21\t14.2,', 'P22\t14,2,');
  expect(numbers.flatMap((one) => (one.kind === 'result' ? [one.value] : []))).toEqual(['6.5', null, null, null, null]);
  expect(numbers.flatMap((one) => (one.kind === 'meter' ? [one.reading] : []))).toEqual(['14.2']);
});

test('any bytes come out once, are read without a fault, and show nobody', () => {
  const person = 'SYNTHPERSON';
  const lines = fc.constantFrom(
    `NAME\t${person}`,
    `PID\t${person}`,
    `SID\t${person}0001`,
    `MODE\t${person.toLowerCase()} ${person} and more`,
    `P01\t${person},`,
    `${person}\t1`,
    person,
    'P01\t6.5,',
    'WRN\t1',
  );
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.array(lines, { maxLength: 6 }).map((all) => textToLatin1(data(...all))),
    fc.constantFrom(textToLatin1('\u0005'), textToLatin1('\u0001'), textToLatin1('\u0004')),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (pieces, cut) => {
      const bytes = Buffer.concat(pieces);
      const found = values(bytes, cut);
      expect(Buffer.concat(found.map(({ raw }) => raw)).equals(bytes)).toBe(true);
      for (const value of found) {
        expect(diatronDriver.mask(definition, value.raw)).not.toContain(person);
        if (value.kind !== 'line') continue;
        const { signals, maskedRecords } = diatronDriver.interpret(definition, value.text, testContext());
        expect(JSON.stringify([signals, maskedRecords])).not.toContain(person);
      }
    }),
    { numRuns: 300 },
  );
});
