import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createConversation } from '../../../electron/instruments/conversation-parts.ts';
import { createSbiDevice } from '../../../electron/simulators/sbi-device.ts';
import { sartoriusSbiDriver } from '../../../shared/instruments/drivers/sartorius-sbi/driver.ts';
import { parseSbiLine, SBI_READ_COMMANDS } from '../../../shared/instruments/drivers/sartorius-sbi/lines.ts';
import { emptyState } from '../../../shared/instruments/mapping/context.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';
import { LinkDriver } from '../../harness/link-driver.ts';

const definition = await shippedDefinition('sartorius-sbi');

test('whoever asks, the balance hears ESC P and nothing else, and its answers are weights', () => {
  const { framer, machine } = createConversation(definition, false);
  const line = new LinkDriver(framer, machine);
  const balance = createSbiDevice();
  line.tell({ kind: 'link-opened' });
  for (const command of ['T', 'V', 'S', 'O', 'x1_', 'P\r\n\u001bT', ...SBI_READ_COMMANDS])
    line.tell({ kind: 'ask', command });
  line.wait(5000);
  const sent = line.effects.flatMap((effect) => (effect.kind === 'send' ? [Buffer.from(effect.bytes)] : []));
  expect(new Set(sent.map(String))).toEqual(new Set(['\u001bP\r\n']));
  balance.state.weight = -1.5;
  for (const [isStable, unit] of [
    [true, 'g'],
    [false, ''],
  ] as const) {
    balance.state.isStable = isStable;
    const answer = Buffer.from(balance.hear(sent[0]!)).toString('latin1').replace('\r\n', '');
    expect(parseSbiLine(answer)).toMatchObject({ kind: 'weight', value: '-1.5000', unit });
  }
});

test('any reading in its columns is read as it stands, in the short and in the long form', () => {
  const digits = fc
    .tuple(fc.nat(9999), fc.integer({ min: 0, max: 4 }), fc.nat(9999))
    .map(([whole, places, rest]) =>
      places === 0 ? `${whole}` : `${whole}.${String(rest).padStart(4, '0').slice(0, places)}`,
    );
  const parts = fc.tuple(fc.constantFrom('+', '-', ' '), digits, fc.constantFrom('', 'g', 'mg', 'kg', 'ct', '%'));
  fc.assert(
    fc.property(parts, fc.constantFrom('', 'N     ', 'G#    '), ([sign, value, unit], prefix) => {
      const line = `${prefix}${sign}${value.padStart(9)} ${unit.padEnd(3)}`;
      const said = { kind: 'weight', value: `${sign.trim()}${value}`, unit, name: prefix.trim() };
      expect(parseSbiLine(line)).toMatchObject(said);
      expect(parseSbiLine(line.trimEnd())).toMatchObject(said);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['     High     ', { kind: 'out-of-range', range: 'over' }],
  ['Stat       L        ', { kind: 'out-of-range', range: 'under' }],
  ['Stat     ERR 054    ', { kind: 'error', number: '054' }],
  ['   Cal.Ext    ', { kind: 'no-reading', told: 'Cal.Ext' }],
  [' 1.234[5] g  ', { kind: 'other' }],
  ['S S    20.0003 g', { kind: 'other' }],
  ['', { kind: 'other' }],
])('%j is read', (line, said) => {
  expect(parseSbiLine(line)).toEqual(said);
});

test('any bytes are read without a fault, and what is no line of a balance is hidden', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const read = sartoriusSbiDriver.interpret(definition, bytes, testContext({ state: emptyState }));
      expect(read.signals[0]?.kind).toBe('message');
      sartoriusSbiDriver.mask(definition, bytes);
    }),
    { numRuns: 300 },
  );
  expect(sartoriusSbiDriver.mask(definition, textToLatin1('Jane Doe 1980\r\n'))).not.toMatch(/Jane|Doe|1980/);
});
