import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InstrumentDefinition } from '../../../../shared/instruments/definition.ts';
import { findDriver } from '../../../../shared/instruments/drivers/all.ts';
import type { BlockDriver } from '../../../../shared/instruments/drivers/driver.ts';
import { fieldEntry, findFieldMapFaults } from '../../../../shared/instruments/field-map.ts';
import { maskFrame } from '../../../../shared/instruments/mapping/mask-frame.ts';
import { checkSample } from '../../../../shared/instruments/plausibility.ts';
import { type Signal, signal } from '../../../../shared/instruments/signals.ts';
import { textToLatin1 } from '../../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../../harness/definitions.ts';

const keys = ['abbott-cell-dyn-1700', 'abbott-cell-dyn-3200', 'abbott-cell-dyn-3500', 'abbott-cell-dyn-3700'];
const all = await Promise.all(keys.map(shippedDefinition));
const [cd1700, cd3200, cd3500, cd3700] = all as [
  InstrumentDefinition,
  InstrumentDefinition,
  InstrumentDefinition,
  InstrumentDefinition,
];

function driverOf(definition: InstrumentDefinition): BlockDriver {
  const driver = findDriver(definition);
  if (driver === null) throw new Error(`no driver for ${definition.key}`);
  return driver;
}

const interpret = (definition: InstrumentDefinition, block: string) =>
  driverOf(definition).interpret(definition, textToLatin1(block), testContext());
const signalsOf = (definition: InstrumentDefinition, block: string) => interpret(definition, block).signals;
const values = (signals: readonly Signal[]) =>
  Object.fromEntries(signals.flatMap((one) => ('test' in one ? [[one.test, one.value]] : [])));

const parameters =
  '05.20,03.12,01.56,0.312,0.156,0.052,04.50,013.5,040.5,090.0,030.0,033.3,013.0,00250,08.00,0.200,016.0,060.0,030.0,06.00,03.00,01.00';
const body = (name = 'SYNTHETIC PATIENT           ', specimen = 'SYNTH001    ') =>
  `"   ","CD3200C","------------",0001,0,0,"${specimen}","${name}","----------------","F","--/--/----","----------------------",".  ","01/02/2024","08:15","--/--/----","--:--","----------------",${parameters},0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,00000,00000,00000,00000,00000,00000,00000,00000,-----,05.20,1,0,0,0,0,0,0,`;

const withSum = (text: string) => {
  const sum = [...textToLatin1(text)].reduce((total, byte) => total + byte, 0) % 256;
  return `${text}${sum.toString(16).toUpperCase().padStart(2, '0')}`;
};

describe('a CELL-DYN block', () => {
  test('of a 3200 is read to its 22 parameters, and its checksum is D6 as computed apart', () => {
    const block = `${body()}D6`;
    expect(driverOf(cd3200).verify(cd3200, textToLatin1(block))).toBe('ok');
    const signals = signalsOf(cd3200, block);
    expect(values(signals)).toMatchObject({
      WBC: '5.20',
      RBC: '4.50',
      HGB: '13.5',
      HCT: '40.5',
      PLT: '250',
      '%B': '1.00',
    });
    expect(checkSample(signals.flatMap((one) => (one.kind === 'result' ? [one] : []))).verdict).toBe('fits');
  });

  test('is refused for a wrong checksum where the rule is proven, and taken and named where it is not', () => {
    const wrong = textToLatin1(`${body()}D7`);
    expect(driverOf(cd3200).verify(cd3200, wrong)).toBe('failed');
    for (const definition of [cd1700, cd3500, cd3700]) {
      expect(driverOf(definition).verify(definition, wrong)).toBe('absent');
      const named = signalsOf(definition, `${body()}D7`).some(
        (one) => one.kind === 'unmapped' && one.what === 'checksum-not-verified',
      );
      expect(named, definition.key).toBe(true);
    }
  });

  test('is taken with a checksum in small letters, and without one', () => {
    expect(driverOf(cd3200).verify(cd3200, textToLatin1(`${body()}d6`))).toBe('ok');
    expect(driverOf(cd3200).verify(cd3200, textToLatin1(body()))).toBe('absent');
    expect(driverOf(cd3200).verify(cd3200, textToLatin1(body().slice(0, -1)))).toBe('absent');
    expect(values(signalsOf(cd3200, body()))).toEqual(values(signalsOf(cd3200, `${body()}D6`)));
  });

  test('is answered with ACK when it is taken and with NAK when it is not', () => {
    const block = textToLatin1(`${body()}D6`);
    expect(driverOf(cd3700).answer(cd3700, block, true)).toEqual({ bytes: Uint8Array.of(0x06), label: 'ACK' });
    expect(driverOf(cd3700).answer(cd3700, block, false)).toEqual({ bytes: Uint8Array.of(0x15), label: 'NAK' });
  });

  test('keeps its fields apart where a name holds a comma', () => {
    const block = withSum(body('DOE, JANE                   '));
    expect(values(signalsOf(cd3200, block))).toEqual(values(signalsOf(cd3200, `${body()}D6`)));
  });

  test('with a quote that is never closed still gives no error, and says so', () => {
    const signals = signalsOf(cd3200, '"   ,"CD3200C,1,2,3');
    expect(signals.some((one) => one.kind === 'unmapped' && one.what === 'quote-open')).toBe(true);
  });

  test('of a control is a control, of a type nobody knows belongs to nobody', () => {
    const block = (type: number) => `"   ",0001,0,${type},"SPECIMEN01","","","11/22/26","08:15:00",${parameters},`;
    expect(signalsOf(cd3700, block(0)).map(({ kind }) => kind)).toContain('result');
    const control = signalsOf(cd3700, block(1)).find((one) => one.kind === 'qc-result');
    expect(control).toMatchObject({ controlLot: 'SPECIMEN01', specimen: null });
    const other = signalsOf(cd3700, block(7));
    expect(other[0]).toMatchObject({ kind: 'message', purpose: 'other', specimen: null });
    expect(other.some((one) => one.kind === 'unmapped' && one.what === 'specimen-type 7')).toBe(true);
  });

  test('of reticulocytes gives two values without a name, since nobody says which is which', () => {
    const signals = signalsOf(cd3500, '"RTC",0002,0,0,"SPECIMEN01","","","11/22/26","08:15:00",0,0,01.42,057.4,');
    const results = signals.filter((one) => one.kind === 'result');
    expect(results.map(({ test: code, value, analyte }) => [code, value, analyte])).toEqual([
      ['RETIC 1', '1.42', null],
      ['RETIC 2', '57.4', null],
    ]);
  });

  test('of a 1700 gets the decimal points that are not sent', () => {
    const block =
      '"   ",0,0,00011,0,0,"11/22/26","","SPECIMEN01","","",0,0,0,0,0,00065,0,00020,00005,00040,0,00450,00135,00405,00900,00300,00333,00130,00250,00080,00020,00160,0,00308,00077,00615,';
    const signals = signalsOf(cd1700, block);
    expect(values(signals)).toMatchObject({
      WBC: '6.5',
      RBC: '4.50',
      HGB: '13.5',
      PLT: '250',
      PCT: '0.20',
      '%GRAN': '61.5',
    });
    expect(checkSample(signals.flatMap((one) => (one.kind === 'result' ? [one] : []))).verdict).toBe('fits');
  });

  test('read by the map of another model does not fit', () => {
    const signals = signalsOf(cd3700, `${body()}D6`);
    expect(checkSample(signals.flatMap((one) => (one.kind === 'result' ? [one] : []))).verdict).toBe('does-not-fit');
  });

  test('holds what the lab named in its own map, and leaves the rest of the run unnamed', () => {
    if (cd3200.mapping.kind !== 'cell-dyn') throw new Error('another format');
    const { fieldMap } = cd3200.mapping;
    const count = fieldMap.records.count!;
    const named = fieldEntry.parse({
      name: 'Variant lymphocytes',
      kind: 'flag',
      test: 'VARLYM',
      values: { 1: 'suspect' },
      sources: ['LAB'],
      confidence: 'lab',
    });
    const own = { ...count, fields: { ...count.fields, '41': named } };
    const definition: InstrumentDefinition = {
      ...cd3200,
      mapping: { ...cd3200.mapping, fieldMap: { ...fieldMap, records: { count: own } } },
    };
    expect(findFieldMapFaults({ ...fieldMap, records: { count: own } })).toEqual([]);
    const signals = signalsOf(definition, body().replace('01.00,0,0,0,', '01.00,0,1,1,'));
    expect(signals.find((one) => 'test' in one && one.test === 'VARLYM')).toMatchObject({
      flags: ['suspect'],
      meaning: 'flag',
    });
    const run = signals.find((one) => one.kind === 'unmapped' && one.what === 'field 40-63');
    expect(run).toMatchObject({ raw: `0,1,${new Array(21).fill('0').join(',')}` });
  });

  test('has a key by number, specimen and time, and none without a time', () => {
    const block = (time: string) => `"   ",0001,0,0,"SPECIMEN01","","",${time},${parameters},`;
    expect(interpret(cd3700, block('"11/22/26","08:15:00"')).key).toContain('11/22/26 08:15:00');
    expect(interpret(cd3700, block('"--/--/--","--:--:--"')).key).toBeNull();
  });
});

describe('identity', () => {
  const secret = fc
    .array(fc.constantFrom(...'QXJKVZWY'), { minLength: 6, maxLength: 12 })
    .map((letters) => letters.join(''));

  test('a name is in no signal, no record and no shown block, whichever map reads it', () => {
    fc.assert(
      fc.property(secret, secret, fc.constantFrom(...all), fc.boolean(), (name, specimen, definition, isDamaged) => {
        const block = `${withSum(body(name.padEnd(28), specimen.padEnd(12)))}${isDamaged ? '0' : ''}`;
        const read = interpret(definition, block);
        const shown = maskFrame(definition, textToLatin1(`\u0002${block}\u0003`)).text;
        const text = `${JSON.stringify({ ...read, key: null })}${shown}`;
        expect(text).not.toContain(name);
        expect(text).not.toContain(specimen);
      }),
    );
  });

  test('a masked block has a character for each byte and keeps its values', () => {
    const raw = textToLatin1(`\u0002${body()}D6\u0003`);
    const { text } = maskFrame(cd3200, raw);
    expect(text.replace(/<[0-9A-Z]{2,3}>/g, '.')).toHaveLength(raw.length);
    expect(text).toContain('04.50,013.5,040.5');
    expect(text).not.toContain('PATIENT');
  });
});

describe('any bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 600 });
  const mutated = fc
    .tuple(fc.array(fc.tuple(fc.nat(467), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }), fc.nat(470))
    .map(([changes, length]) => {
      const block = textToLatin1(`${body()}D6`);
      for (const [at, byte] of changes) block[at] = byte;
      return block.subarray(0, length);
    });

  test('are read without an error by every map, to signals of the schema', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, mutated), fc.constantFrom(...all), (block, definition) => {
        const driver = driverOf(definition);
        expect(['ok', 'absent', 'failed']).toContain(driver.verify(definition, block));
        const read = driver.interpret(definition, block, testContext());
        for (const one of read.signals) expect(signal.parse(one)).toEqual(one);
        expect(read.maskedRecords[0]).toHaveLength(block.length);
        const raw = Uint8Array.of(0x02, ...block, 0x03);
        expect(driver.mask(definition, raw).replace(/<[0-9A-Z]{2,3}>/g, '.')).toHaveLength(raw.length);
      }),
    );
  });

  test('cut anywhere give the same blocks, and a block without an end costs bounded memory', () => {
    const stream = textToLatin1(`noise\u0002${body()}D6\u0003\r\n\u0002${body()}D6\u0003`);
    const blocksOf = (pieces: readonly Uint8Array[]): number => {
      let count = 0;
      const framer = driverOf(cd3200).createFramer(cd3200);
      for (const piece of pieces) framer.feed(piece, (value) => (count += value.kind === 'line' ? 1 : 0));
      return count;
    };
    expect(blocksOf([...stream].map((byte) => Uint8Array.of(byte)))).toBe(2);
    fc.assert(
      fc.property(fc.nat(stream.length), (at) => {
        expect(blocksOf([stream.subarray(0, at), stream.subarray(at)])).toBe(2);
      }),
    );
    let noise = 0;
    const framer = driverOf(cd3200).createFramer(cd3200);
    framer.feed(Uint8Array.of(0x02), () => {});
    for (let round = 0; round < 40; round += 1) {
      framer.feed(new Uint8Array(1024).fill(0x30), (value) => (noise += value.raw.length));
    }
    expect(noise).toBeGreaterThan(16_384);
  });
});
