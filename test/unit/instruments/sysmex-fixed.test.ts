import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { sysmexFixedDriver } from '../../../shared/instruments/drivers/sysmex-fixed/driver.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { signal } from '../../../shared/instruments/signals.ts';
import { concatBytes } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';

let xn: InstrumentDefinition;
beforeAll(async () => {
  xn = await shippedDefinition('sysmex-xn-1000-fixed');
});

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function header(specimen: string): string {
  return `DI01021.00${'XN-10^AP795756^11001'.padStart(25)}000000000120261102081502${'14'.padStart(6, '0')}03${specimen.padStart(22)}`;
}

/** A record of blanks with texts at their places. */
function recordOf(name: string, size: number, at: Readonly<Record<number, string>>, filler = ' '): string {
  const columns = filler.repeat(size).split('');
  for (const [place, text] of Object.entries(at)) {
    [...text].forEach((character, index) => {
      columns[Number(place) + index] = character;
    });
  }
  return `${name}${String(size).padStart(6, '0')}0${columns.join('')}`;
}

const read = (...records: string[]): Signal[] =>
  sysmexFixedDriver.interpret(xn, bytesOf([header('TEST26110299'), ...records].join('\r\n')), testContext()).signals;

function readingOf(signals: readonly Signal[], test: string) {
  const found = signals.find((one) => 'test' in one && one.test === test);
  return found !== undefined && 'test' in found ? [found.value, found.meaning, found.flags] : undefined;
}

describe('a value without a decimal point', () => {
  test.each([
    ['0', 'normal', '6.42'],
    ['1', 'out-of-range', '6.42'],
    ['3', 'over-range', '6.42'],
    ['4', 'low-reliability', '6.42'],
  ])('ends in the flag digit %s: %s', (flag, meaning, value) => {
    expect(readingOf(read(recordOf('D2U', 195, { 0: `00642${flag}` })), 'WBC')).toEqual([value, meaning, [flag]]);
  });

  test('that is masked is none, and one that was not ordered is no result at all', () => {
    const signals = read(recordOf('D2U', 195, { 0: '*00000' }));
    expect(readingOf(signals, 'WBC')).toEqual([null, 'no-result', []]);
    expect(readingOf(signals, 'RBC')).toBeUndefined();
  });

  test('whose point nobody published is named and not read', () => {
    const signals = read(recordOf('D2U', 195, { 179: '000030' }));
    expect(readingOf(signals, 'HPC#')).toBeUndefined();
    expect(signals.filter((one) => one.kind === 'unmapped').map((one) => one.what)).toEqual(['field D2U 179-184']);
  });
});

test('a suspect message is suspected only where its own flag is set', () => {
  const values = recordOf('D1U', 195, { 72: '220', 78: '010' });
  expect(readingOf(read(values, recordOf('DBU', 96, { 18: '1' }, '0')), 'Left_Shift?')).toEqual([
    '220',
    'suspect',
    ['A'],
  ]);
  expect(readingOf(read(values, recordOf('DBU', 96, {}, '0')), 'Atypical_Lympho?')).toEqual(['10', 'not-flagged', []]);
});

test('an inquiry is told and acknowledged as a text; no order is ever sent', () => {
  const block = bytesOf(`R1000${'TEST26110205'.padStart(22)}00000015010${'0'.repeat(23)}`);
  const { signals } = sysmexFixedDriver.interpret(xn, block, testContext());
  expect(signals.map((one) => one.kind)).toEqual(['message', 'order']);
  expect(sysmexFixedDriver.answer(xn, block, true)?.label).toBe('ACK');
  expect(sysmexFixedDriver.answer(xn, block, false)?.label).toBe('NAK');
});

test('neither the id, nor the patient, nor a name that slipped into a value shows anywhere', () => {
  const block = bytesOf(
    [
      header('MEYER1234567'),
      recordOf('D1U', 195, { 2: 'PAT0099417' }),
      recordOf('D2U', 195, { 0: 'SMITHS' }),
      'ANNA JONES',
    ].join('\r\n'),
  );
  const whole = concatBytes([Uint8Array.of(2), block, Uint8Array.of(3)]);
  const told = JSON.stringify(sysmexFixedDriver.interpret(xn, block, testContext()));
  for (const text of [told, sysmexFixedDriver.mask(xn, whole)]) {
    expect(text).not.toMatch(/MEYER|1234567|PAT0099|SMITH|ANNA|JONES/);
  }
});

const pieceOf = fc.oneof(
  fc.constantFrom(
    header('TEST26110299'),
    recordOf('D1U', 195, {}),
    recordOf('D2U', 195, { 0: '006420' }),
    '\r\n',
    'D9G SE',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

test('any bytes give sound signals and a text of their own length', () => {
  fc.assert(
    fc.property(fc.array(pieceOf, { maxLength: 8 }), (pieces) => {
      const block = bytesOf(pieces.join(''));
      const { signals, maskedRecords } = sysmexFixedDriver.interpret(xn, block, testContext());
      for (const one of signals) expect(signal.parse(one)).toEqual(one);
      expect(maskedRecords.join('').length).toBeLessThanOrEqual(block.length);
      const shown = sysmexFixedDriver.mask(xn, concatBytes([Uint8Array.of(2), block, Uint8Array.of(3)]));
      expect(shown.replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(block.length + 2);
    }),
  );
});

test('blocks come out the same however the bytes are cut, and what never ends stays bounded', () => {
  const one = concatBytes([Uint8Array.of(2), bytesOf(header('TEST26110299')), Uint8Array.of(3)]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: one.length }), { maxLength: 6 }), (cuts) => {
      const values: FramingValue[] = [];
      const framer = sysmexFixedDriver.createFramer(xn);
      const places = [0, ...cuts.toSorted((a, b) => a - b), one.length];
      places.slice(1).forEach((end, index) => {
        framer.feed(one.subarray(places[index], end), (value) => values.push(value));
      });
      expect(values.map(({ kind }) => kind)).toEqual(['line']);
    }),
  );
  const values: FramingValue[] = [];
  const framer = sysmexFixedDriver.createFramer(xn);
  framer.feed(Uint8Array.of(2), (value) => values.push(value));
  for (let index = 0; index < 40; index += 1)
    framer.feed(new Uint8Array(4096).fill(0x30), (value) => values.push(value));
  expect(values.every(({ kind }) => kind === 'noise')).toBe(true);
  expect(values.length).toBeGreaterThan(0);
});
