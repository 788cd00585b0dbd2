import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConversation } from '../../../electron/instruments/conversation-parts.ts';
import { createK204Device } from '../../../electron/simulators/k204-device.ts';
import { ANSWER_BYTES, K204_READ_COMMANDS, parseK204Answer } from '../../../shared/instruments/drivers/k204/answer.ts';
import { k204Driver } from '../../../shared/instruments/drivers/k204/driver.ts';
import { createK204Framer } from '../../../shared/instruments/drivers/k204/framer.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import { fromHex, textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { resourcesFolder, shippedDefinition, testContext } from '../../harness/definitions.ts';
import { LinkDriver } from '../../harness/link-driver.ts';
import { readSteps } from '../../harness/replay-capture.ts';

const definition = await shippedDefinition('voltcraft-k204');
/** The example of the seller's sheet: 23.9 degrees at channel 1, the others OL. */
const published = fromHex(`02800601020202${'00ef7fff7fff7fff'}${'00'.repeat(24)}0e0000000e03`);
const model = textToLatin1('304\r');

/** Values of a framer that is fed `bytes` in pieces of `cut` bytes; the link ends behind them. */
function values(bytes: Uint8Array, cut = bytes.length || 1): FramingValue[] {
  const found: FramingValue[] = [];
  const framer = createK204Framer();
  for (let at = 0; at < bytes.length; at += cut)
    framer.feed(bytes.subarray(at, at + cut), (value) => found.push(value));
  framer.flush((value) => found.push(value));
  return found;
}
const joined = (...parts: (Uint8Array | number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map(Buffer.from)));
const textsOf = (found: readonly FramingValue[]) =>
  found.flatMap((value) => (value.kind === 'line' ? [Buffer.from(value.text).toString('hex')] : []));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const changed = (at: number, byte: number, bytes: Uint8Array = published): Uint8Array => bytes.with(at, byte);

describe('an answer', () => {
  test('of the published example is 23.9 degrees Celsius at one channel, and no value at three', () => {
    expect(parseK204Answer(published)).toEqual({
      kind: 'readings',
      unit: '°C',
      modes: [],
      isBatteryLow: false,
      channels: [
        { name: 'T1', value: '23.9' },
        { name: 'T2', value: null },
        { name: 'T3', value: null },
        { name: 'T4', value: null },
      ],
    });
  });

  test('any temperature is read with its sign, in tenths or in whole degrees as its bit says', () => {
    const channel = fc.record({ number: fc.integer({ min: -9_999, max: 9_999 }), isWhole: fc.boolean() });
    const channels = fc.tuple(channel, channel, channel, channel);
    fc.assert(
      fc.property(channels, fc.boolean(), (four, isCelsius) => {
        const bytes = new Uint8Array(ANSWER_BYTES);
        const view = new DataView(bytes.buffer);
        bytes.set([2, isCelsius ? 0x80 : 0]);
        bytes[44] = 3;
        for (const [index, { number, isWhole }] of four.entries()) {
          view.setInt16(7 + 2 * index, number);
          if (isWhole) bytes[43]! |= 1 << index;
        }
        const said = parseK204Answer(bytes);
        expect(said).toMatchObject({ kind: 'readings', unit: isCelsius ? '°C' : '°F' });
        if (said.kind !== 'readings') return;
        for (const [index, { number, isWhole }] of four.entries()) {
          const { value } = said.channels[index]!;
          expect(value).toMatch(isWhole ? /^-?\d+$/ : /^-?\d+\.\d$/);
          expect(Number(value)).toBe(isWhole ? number : number / 10);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['no start mark', changed(0, 0x01)],
    ['no end mark', changed(44, 0x00)],
    ['a number its display can not show', changed(7, 0x30)],
    ['a byte too few', published.slice(1)],
    ['a byte too many', joined(published, [0x03])],
    ['a model of four digits', textToLatin1('3040')],
    ['nothing', new Uint8Array()],
  ])('%s is none', (_, bytes) => {
    expect(parseK204Answer(bytes)).toEqual({ kind: 'other' });
  });

  test('what is said to be OL is never a number, whatever stands in its place', () => {
    const said = parseK204Answer(changed(39, 0x0f));
    expect(said.kind === 'readings' && said.channels.map(({ value }) => value)).toEqual([null, null, null, null]);
  });
});

describe('framing', () => {
  test('answers come out whole behind noise, one after the other and after one that lost bytes', () => {
    for (const before of [[], [0xff, 0x00, 0x7e], [0x02, 0x02], [...published.slice(0, 20)], [0x30, 0x31]]) {
      for (let cut = 1; cut <= ANSWER_BYTES; cut += 1) {
        expect(textsOf(values(joined(before, published, model, published), cut))).toEqual([
          hexOf(published),
          '333034',
          hexOf(published),
        ]);
      }
    }
  });

  test('45 bytes without their end, and fewer before a silence, are rejected once and with their reason', () => {
    const reasons = (found: readonly FramingValue[]) =>
      found.flatMap((value) => (value.kind === 'rejected' ? [value.reason] : []));
    const garbled = values(joined(changed(44, 0x83), published));
    expect([reasons(garbled), textsOf(garbled)]).toEqual([['bad-length'], [hexOf(published)]]);
    const found: FramingValue[] = [];
    const framer = createK204Framer();
    framer.feed(published.slice(0, 30), (value) => found.push(value));
    expect(framer.silenceMs).toBeGreaterThan(0);
    framer.expire((value) => found.push(value));
    expect(framer.silenceMs).toBeNull();
    framer.feed(published, (value) => found.push(value));
    expect([reasons(found), textsOf(found)]).toEqual([['cut-off'], [hexOf(published)]]);
  });

  test('three digits at the end of a text are no model', () => {
    for (const text of ['WBC 123\r', '1304\r', 'x304\r', '30\r', '3a4\r'])
      expect(textsOf(values(textToLatin1(text)))).toEqual([]);
    expect(textsOf(values(textToLatin1('\r\n304\r')))).toEqual(['333034']);
  });

  test('any bytes come out once and in order, however they were cut; a piece is never longer than an answer', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(
        published,
        model,
        published.slice(0, 44),
        published.slice(1),
        Uint8Array.of(2),
        Uint8Array.of(2, 3),
      ),
    );
    const told = (found: readonly FramingValue[]) =>
      found.flatMap((value) => (value.kind === 'noise' ? [] : [`${value.kind} ${hexOf(value.raw)}`]));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 1, max: 90 }), (pieces, cut) => {
        const bytes = joined(...pieces);
        const found = values(bytes, cut);
        expect(hexOf(joined(...found.map(({ raw }) => raw)))).toBe(hexOf(bytes));
        expect(found.every(({ raw }) => raw.length <= ANSWER_BYTES)).toBe(true);
        expect(told(found)).toEqual(told(values(bytes)));
      }),
      { numRuns: 300 },
    );
  });

  test('an answer behind any noise without a start mark is found', () => {
    const noise = fc.uint8Array({ maxLength: 80 }).map((bytes) => bytes.filter((byte) => byte !== 0x02));
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: 90 }), (before, cut) => {
        expect(textsOf(values(joined(before, published), cut)).at(-1)).toBe(hexOf(published));
      }),
      { numRuns: 200 },
    );
  });
});

test('whoever asks, the thermometer hears K and A and nothing else, and its answers are temperatures', () => {
  const { framer, machine } = createConversation(definition, false);
  const line = new LinkDriver(framer, machine);
  const { hear, state } = createK204Device();
  line.tell({ kind: 'link-opened' });
  for (const command of ['C', 'E', 'H', 'M', 'N', 'R', 'T', 'KN', 'a', ...K204_READ_COMMANDS])
    line.tell({ kind: 'ask', command });
  for (let turn = 0; turn < 40; turn += 1) {
    for (let asked = line.takeSent(); asked.length > 0; asked = line.takeSent()) line.receive(hear(asked));
    line.wait(60_000);
  }
  line.receive(hear(line.takeSent()));
  const sent = line.effects.flatMap((effect) => (effect.kind === 'send' ? [Buffer.from(effect.bytes).toString()] : []));
  expect(new Set(sent)).toEqual(new Set(['K', 'A']));
  const answered = line.effects.flatMap((effect) =>
    effect.kind === 'exchange' && effect.exchange.outcome === 'answered' ? [effect.exchange.command] : [],
  );
  expect(answered.length).toBe(sent.length);
  expect(line.effects.filter(({ kind }) => kind === 'unsolicited')).toEqual([]);
  state.isMute = true;
  for (let turn = 0; turn < 4; turn += 1) line.wait(61_000);
  expect(line.notices).toEqual(['device-silent']);
});

test('a hot channel of the simulated thermometer is whole degrees, and not a tenth of them', () => {
  const { hear, state } = createK204Device();
  state.temperatures = [200, 200.6, 1370, -200];
  const said = parseK204Answer(hear(textToLatin1('A')));
  expect(said.kind === 'readings' && said.channels.map(({ value }) => value)).toEqual([
    '200.0',
    '201',
    '1370',
    '-200.0',
  ]);
});

test('any bytes are read without a fault, and what is no answer is hidden', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const { signals } = k204Driver.interpret(definition, bytes, testContext());
      expect(signals[0]?.kind).toBe('message');
      expect(signals.filter(({ kind }) => kind === 'result')).toEqual([]);
      k204Driver.mask(definition, bytes);
    }),
    { numRuns: 300 },
  );
  const name = textToLatin1('Jane Doe 1980\r\n');
  expect(k204Driver.mask(definition, name)).not.toMatch(/Jane|Doe|1980/);
  expect(JSON.stringify(k204Driver.interpret(definition, name, testContext()))).not.toMatch(/Jane|Doe|1980/);
});

test('what nobody asked for is no reading: it may be anything', () => {
  const { signals } = k204Driver.interpret(definition, published, testContext({ isUnasked: true }));
  expect(signals.map(({ kind }) => kind)).toEqual(['message', 'unmapped']);
});

test('what other instruments say is never taken for a temperature', () => {
  const folder = join(resourcesFolder, 'instruments');
  const captures = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /captures.*(?<!\.signals)\.jsonl$/.test(path) && !path.startsWith(definition.key),
  );
  expect(captures.length).toBeGreaterThan(50);
  for (const path of captures) {
    const heard = readSteps(readFileSync(join(folder, path), 'utf8')).flatMap(({ dir, bytes }) =>
      dir === 'in' ? [bytes] : [],
    );
    const taken = values(joined(...heard)).filter(
      (value) => value.kind === 'line' && parseK204Answer(value.text).kind !== 'other',
    );
    expect(taken, path).toEqual([]);
  }
});
