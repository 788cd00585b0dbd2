import { expect, test } from 'vitest';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { createLis01Framer } from '../../shared/instruments/framing/lis01-framer.ts';
import type { FramingValue } from '../../shared/instruments/framing/values.ts';
import { interpretMessage } from '../../shared/instruments/mapping/interpret.ts';
import { readStoredLis02 } from '../../shared/instruments/protocols/lis02-stored.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { signal } from '../../shared/instruments/signals.ts';
import { shippedDefinition, testContext } from '../harness/definitions.ts';
import { hasSharedPapers, readShared } from '../harness/shared-papers.ts';

/** What is literally in each capture, by an independent reader. */
interface Expected {
  readonly files: readonly {
    readonly file: string;
    readonly kind: string;
    readonly results: readonly { test: string; value: string; unit: string; flag: string; status: string }[];
  }[];
}

const hasPapers = hasSharedPapers('every LIS02 capture gives exactly its results through the definitions');
const expected: Expected = hasPapers
  ? JSON.parse(readShared('vectors/capture-expect.dev.json').toString('utf8'))
  : { files: [] };
const captures = expected.files.filter((file) => file.kind === 'astm' || file.kind === 'astm-in-trace');
const xnCaptures = captures.filter((file) => /xn550|xn_330/.test(file.file));

function signalsOf(bytes: Uint8Array, definition: InstrumentDefinition): Signal[] {
  return [...readStoredLis02(bytes, { charset: definition.protocol.charset })].flatMap(
    ({ message, checksum, isPartial }) =>
      interpretMessage(definition, { protocol: 'lis02', message }, testContext({ checksum, isPartial })).signals,
  );
}

function rowsOf(signals: readonly Signal[]): string[][] {
  return signals.flatMap((one) =>
    'test' in one ? [[one.test, one.rawValue, one.unit, one.flags.join('\\'), one.status]] : [],
  );
}

test.skipIf(!hasPapers)('the captures are there', () => {
  expect(captures.length).toBeGreaterThan(40);
  expect(xnCaptures.length).toBe(5);
});

for (const [key, files] of [
  ['generic-lis02', captures],
  ['sysmex-xn-1000', xnCaptures],
] as const) {
  for (const file of files) {
    test(`${file.file} as ${key}: each result once, as sent, in order`, async () => {
      const definition = await shippedDefinition(key);
      const signals = signalsOf(readShared(`corpus/${file.file}`), definition);
      const wanted = file.results.map((row) => [row.test, row.value, row.unit, row.flag, row.status]);
      expect(rowsOf(signals)).toEqual(wanted);
      for (const one of signals) expect(signal.parse(one)).toEqual(one);
    });
  }
}

test.skipIf(!hasPapers)('nothing of a patient record is left in any signal or masked record', async () => {
  const definition = await shippedDefinition('generic-lis02');
  let checked = 0;
  for (const file of captures) {
    for (const { message, checksum } of readStoredLis02(readShared(`corpus/${file.file}`))) {
      const read = interpretMessage(definition, { protocol: 'lis02', message }, testContext({ checksum }));
      const text = JSON.stringify(read).toLowerCase();
      for (const record of message.records.filter((one) => one.type === 'P')) {
        for (const secret of secretsOf(record.fields)) {
          checked += 1;
          expect(text.includes(secret.toLowerCase()), `${file.file}: ${secret}`).toBe(false);
        }
      }
    }
  }
  expect(checked).toBeGreaterThan(10);
});

/** Names, ids and birth dates long enough to be told from chance. */
function secretsOf(fields: readonly string[]): string[] {
  const parts = [3, 4, 5, 6, 8, 11].flatMap((number) => (fields[number - 1] ?? '').split(/[\^\\]/));
  return parts.map((part) => part.trim()).filter((part) => part.length >= 5);
}

test.skipIf(!hasPapers)('the framer gives the same frames however the bytes are cut', () => {
  // The decoder behind `replay` reads whole files; the live line reads pieces. Both must see the same messages.
  for (const file of captures) {
    const bytes = readShared(`corpus/${file.file}`);
    const whole: FramingValue[] = [];
    const pieces: FramingValue[] = [];
    const one = createLis01Framer();
    one.feed(bytes, (value) => whole.push(value));
    one.flush((value) => whole.push(value));
    const other = createLis01Framer();
    for (let at = 0; at < bytes.length; at += 7) other.feed(bytes.subarray(at, at + 7), (value) => pieces.push(value));
    other.flush((value) => pieces.push(value));
    const frames = (values: FramingValue[]) => values.flatMap((value) => (value.kind === 'frame' ? [value.text] : []));
    expect(frames(pieces).map((text) => Buffer.from(text).toString('latin1'))).toEqual(
      frames(whole).map((text) => Buffer.from(text).toString('latin1')),
    );
  }
});
