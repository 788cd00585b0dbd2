import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { sysmexCaDriver } from '../../../shared/instruments/drivers/sysmex-ca/driver.ts';
import { findCaFaults } from '../../../shared/instruments/drivers/sysmex-ca/schema.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { signal } from '../../../shared/instruments/signals.ts';
import { concatBytes } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';

let ca: InstrumentDefinition;
beforeAll(async () => {
  ca = await shippedDefinition('sysmex-ca-7000');
});

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const read = (text: string): Signal[] => sysmexCaDriver.interpret(ca, bytesOf(text), testContext()).signals;
const rows = (signals: readonly Signal[]) =>
  signals.flatMap((one) => ('test' in one ? [[one.test, one.value, one.unit, one.analyte]] : []));

/** Widths of rack, id and name. */
const layouts = { ca7000: [6, 15, 15], thirteen: [4, 13, 11], ca500: [4, 15, 11] } as const;

function text(layout: keyof typeof layouts, items: string, specimen = 'TEST26110399'): string {
  const [rack, id, name] = layouts[layout];
  return `D1210101U2611020815${'14'.padStart(rack, '0')}03${specimen.padStart(id)}B${'EXAMPLE'.padEnd(name)}${items}`;
}

test.each(Object.keys(layouts) as (keyof typeof layouts)[])(
  'the layout %s is known by its items coming out whole',
  (layout) => {
    const signals = read(text(layout, '041  118 062 2875 '));
    expect(rows(signals)).toEqual([
      ['041', '11.8', 's', 'pt'],
      ['062', '287.5', 'mg/dL', 'fibrinogen'],
    ]);
    const order = signals.find((one) => one.kind === 'order');
    expect(order).toMatchObject({ rack: '14', tube: '3', readBy: 'B', purpose: 'done', tests: ['041', '062'] });
    expect(order?.kind === 'order' && order.specimen?.shows).toBe('0399');
  },
);

describe('an item', () => {
  test('is scaled only where somebody says where its point stands', () => {
    expect(rows(read(text('ca7000', '271  123 612   38 ')))).toEqual([
      ['271', null, '', null],
      ['612', '0.38', '', 'd-dimer'],
    ]);
  });

  test('of ratio, INR or derived fibrinogen is of no analyte: which it is, the site has set', () => {
    expect(rows(read(text('ca7000', '043  103 044  102 045   28 '))).map((row) => row[3])).toEqual([null, null, null]);
  });

  test('without a value is no result; a flag byte is kept and named, never explained', () => {
    const signals = read(text('ca7000', '041 ----*051  283@'));
    expect(rows(signals)[0]?.[1]).toBeNull();
    expect(signals.filter((one) => one.kind === 'unmapped').map((one) => one.what)).toEqual(['flag *', 'flag @']);
    expect(signals.filter((one) => one.kind === 'error').map((one) => one.code)).toEqual(['----']);
  });
});

test('a class nobody named is nobody’s sample', () => {
  const signals = read(text('ca7000', '041  118 ').replace('D1210101U', 'D1210101Z'));
  expect(signals[0]).toMatchObject({ kind: 'message', specimen: null });
});

test('an inquiry is told, and acknowledged as a text only', () => {
  const inquiry = text('ca7000', '040      050      ').replace('D1210101U', 'R2210101 ');
  expect(read(inquiry).map((one) => one.kind)).toEqual(['message', 'order']);
  expect(sysmexCaDriver.answer(ca, bytesOf(inquiry), true)?.label).toBe('ACK');
});

test('the name and the id show nowhere, in a text of no layout nothing does', () => {
  for (const content of [
    text('ca7000', '041  118 ', 'MEYER1234567'),
    `${text('ca7000', '041  1', 'MEYER1234567')}SMITH`,
  ]) {
    const told = JSON.stringify(sysmexCaDriver.interpret(ca, bytesOf(content), testContext()));
    const shown = sysmexCaDriver.mask(ca, concatBytes([Uint8Array.of(2), bytesOf(content), Uint8Array.of(3)]));
    for (const one of [told, shown]) expect(one).not.toMatch(/EXAMPLE|MEYER|1234567|SMITH/);
  }
});

test('any bytes give sound signals and a text of their own length', () => {
  const piece = fc.oneof(
    fc.constantFrom(text('ca7000', ''), text('thirteen', ''), '041  118 ', '051 ----*', 'D1210101U2611020815'),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const block = bytesOf(pieces.join(''));
      const { signals, maskedRecords } = sysmexCaDriver.interpret(ca, block, testContext());
      for (const one of signals) expect(signal.parse(one)).toEqual(one);
      expect(maskedRecords[0]?.length).toBe(block.length);
    }),
  );
});

test('columns that lie over the items are a fault of the definition', () => {
  if (ca.mapping.kind !== 'sysmex-ca') throw new Error('another mapping');
  const [first] = ca.mapping.layouts;
  if (first === undefined) throw new Error('no layout');
  expect(findCaFaults({ ...ca.mapping, layouts: [{ ...first, patient: [44, 60] }] })).toHaveLength(1);
});
