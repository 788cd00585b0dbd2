import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBlockMachine } from '../../../shared/instruments/block-machine.ts';
import { joinBlocks } from '../../../shared/instruments/drivers/coulter-text/blocks.ts';
import { coulterTextDriver } from '../../../shared/instruments/drivers/coulter-text/driver.ts';
import { createCoulterTextFramer } from '../../../shared/instruments/drivers/coulter-text/framer.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';

const definition = await shippedDefinition('beckman-lh-750');
const rule = '----------------\r\n';
const first = 'DATE 11/09/26\r\nID1 QK261109-8201\r\nWBC 6.4\r\nRBC 4.51\r\n';
const second = 'DATE 11/09/26\r\nID1 QK261109-8202\r\nWBC 9.8\r\nPLT 231\r\n';

function values(text: string | Uint8Array, cut = 7): FramingValue[] {
  const bytes = typeof text === 'string' ? textToLatin1(text) : text;
  const found: FramingValue[] = [];
  const framer = createCoulterTextFramer();
  for (let at = 0; at < bytes.length; at += cut)
    framer.feed(bytes.subarray(at, at + cut), (value) => found.push(value));
  framer.flush((value) => found.push(value));
  return found;
}

const records = (text: string, cut = 7): Uint8Array[] =>
  values(text, cut).flatMap((value) => (value.kind === 'line' ? [value.text] : []));

/** What each record gives: the tail of its id and its tests. */
const reads = (text: string): string[] =>
  records(text).map((record) => {
    const { signals } = coulterTextDriver.interpret(definition, record, testContext());
    const tests = signals.flatMap((one) => (one.kind === 'result' ? [`${one.test} ${one.value}`] : []));
    const [message] = signals;
    return [message?.kind === 'message' ? (message.specimen?.shows ?? '') : '', ...tests].join(', ');
  });

const blocks = (text: string, size: number): string => {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
  return pieces.map((piece, index) => `\u0002${String((index + 1) % 100).padStart(2, '0')}${piece}9F3C\u0003`).join('');
};

const one = '8201, WBC 6.4, RBC 4.51';
const two = '8202, WBC 9.8, PLT 231';

test.each([
  ['two records', rule + first + rule + rule + second + rule, [one, two]],
  ['the bench joins in the middle of a record', `WBC 1.1\r\n${rule}${rule}${first}${rule}`, [one]],
  ['an opening line is lost', rule + first + rule + second + rule, [one, two]],
  ['a closing line is lost', rule + first + rule + second + rule + rule + first + rule, [one, two, one]],
  ['both lines between two records are lost', rule + first + second + rule + rule + second + rule, ['', two]],
  ['the last line has no end', `${rule}${first}--------`, [one]],
  ['a line holds DC1', `${rule}${first}\u0011 WBC 1.0\r\n${rule}`, [one]],
  ['something else stands between records', `${rule}${first}${rule}READY\r\n${rule}${second}${rule}`, [one, two]],
  ['a record of one line with a comma', `${rule}ID1,QK261109-8202\r\nWBC,9.8\r\nPLT, 231\r\n${rule}`, [two]],
])('%s', (_name, text, wanted) => {
  expect(reads(text)).toEqual(wanted);
});

test('blocks of every size say what the plain text says, with noise between them or not', () => {
  const plain = rule + first + rule + rule + second + rule;
  for (let size = 1; size <= plain.length; size += 1) {
    expect(reads(blocks(plain, size)), `size ${size}`).toEqual([one, two]);
    expect(reads(blocks(plain, size).replaceAll('\u0003', '\u0003\u0000~\r\n')), `size ${size}`).toEqual([one, two]);
  }
});

test('a record with a block that is none, or that lost its end, is not taken; the next one is', () => {
  const sound = blocks(rule + second + rule, 20);
  const torn = blocks(rule + first + rule, 20);
  expect(reads(torn.replace('9F3C', '9FxC') + sound)).toEqual([two]);
  expect(reads(torn.replace('\u0003', '') + sound)).toEqual([two]);
  expect(reads(`${torn.slice(0, 40)}${sound}`)).toEqual([two]);
});

test('a CRC is present and not verified: the record is taken, nothing vouches for it, and nobody is answered', () => {
  const [record] = records(blocks(rule + first + rule, 30));
  expect(coulterTextDriver.verify(definition, record!)).toBe('absent');
  const { signals } = coulterTextDriver.interpret(definition, record!, testContext());
  expect(signals).toContainEqual(expect.objectContaining({ kind: 'unmapped', what: 'checksum-not-verified' }));
  const machine = createBlockMachine(coulterTextDriver, definition, true);
  const value = { kind: 'line', text: record!, raw: record! } as const;
  const effects = [
    ...machine.handle({ kind: 'value', value, ref: 1 }),
    ...machine.handle({ kind: 'frame-committed', ref: 1 }),
  ];
  expect(effects.map(({ kind }) => kind)).toContain('message-complete');
  expect(effects.map(({ kind }) => kind)).not.toContain('send');
});

test('an endless record is let go in pieces', () => {
  let given = 0;
  const framer = createCoulterTextFramer();
  const line = textToLatin1('RBCH 000102030405060708090A0B0C0D0E0F\r\n');
  const take = (value: FramingValue): void => {
    given += value.raw.length;
  };
  framer.feed(textToLatin1(rule), take);
  for (let count = 1; count <= 20_000; count += 1) {
    framer.feed(line, take);
    expect(rule.length + count * line.length - given).toBeLessThan(70_000);
  }
});

test('any bytes come out once and the same however they are cut, are read without a fault, and show no id', () => {
  const known = [
    rule,
    first,
    second,
    blocks(rule + first + rule, 17),
    '\u0002',
    '\u0003',
    '9F3C\u0003',
    '\r\n',
    '\u000201',
  ];
  const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...known.map((text) => textToLatin1(text))));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.integer({ min: 1, max: 60 }), (pieces, cut) => {
      const bytes = new Uint8Array(Buffer.concat(pieces));
      const found = values(bytes, cut);
      expect(Buffer.concat(found.map(({ raw }) => raw)).equals(bytes)).toBe(true);
      const texts = (all: readonly FramingValue[]) =>
        all.flatMap((value) => (value.kind === 'line' ? [Buffer.from(value.text).toString('hex')] : []));
      expect(texts(found)).toEqual(texts(values(bytes, bytes.length || 1)));
      for (const value of found) {
        const masked = coulterTextDriver.mask(definition, value.raw);
        expect(masked).not.toMatch(/QK|261109|09-82/);
        expect(masked.replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(value.raw.length);
        if (value.kind !== 'line') continue;
        const read = coulterTextDriver.interpret(definition, value.text, testContext());
        expect(JSON.stringify(read)).not.toMatch(/QK|261109|09-82/);
      }
    }),
    { numRuns: 300 },
  );
});

test('what is joined keeps its places: every character stands where the bytes have it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 30 }), (noise, size) => {
      const bytes = new Uint8Array([...noise, ...textToLatin1(blocks(first, size))]);
      const { text, places, marks } = joinBlocks(bytes);
      expect([...text].every((character, index) => character.charCodeAt(0) === bytes[places[index]!])).toBe(true);
      expect(new Set([...places, ...marks]).size).toBe(places.length + marks.length);
    }),
  );
});
