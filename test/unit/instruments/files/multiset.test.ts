import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../../shared/instruments/files/byte-source.ts';
import { readLocalTime } from '../../../../shared/instruments/files/local-time.ts';
import { macRomanToText, textToMacRoman } from '../../../../shared/instruments/files/mac-roman.ts';
import { maxLineBytes, readRows } from '../../../../shared/instruments/files/multiset-reader.ts';
import { gather, makeExport, meteredSource } from '../../../harness/instrument-files.ts';

const names = ['Sample ID', 'Panel Name', 'Control Low Beads/µL'];

describe('an export of rows', () => {
  test.each(['\r', '\n', '\r\n'])('is read with line ends %j, a row each, names with every row', async (end) => {
    const file = makeExport(
      names,
      [
        ['A1', '3/8/45/4', '.'],
        ['A2', '3/8/45/4', '49'],
      ],
      end,
    );
    const blocks = await gather(readRows(memorySource(file)));
    expect(blocks.map(({ bytes }) => macRomanToText(bytes))).toEqual([
      `${names.join('\t')}\rA1\t3/8/45/4\t.\r`,
      `${names.join('\t')}\rA2\t3/8/45/4\t49\r`,
    ]);
    expect(blocks.some(({ isPartial }) => isPartial)).toBe(false);
  });

  test('says the same however it comes in pieces, and is bounded by them', async () => {
    const file = makeExport(
      names,
      Array.from({ length: 60 }, (_, index) => [`S${index}`, 'P', '1.5']),
    );
    const whole = await gather(readRows(memorySource(file)));
    for (const most of [1, 7, 4_096]) {
      const { source, largest } = meteredSource(file, most);
      expect(await gather(readRows(source))).toEqual(whole);
      expect(largest()).toBeLessThanOrEqual(65_536);
    }
  });

  test('cut off anywhere gives its whole rows, and marks the one that broke', async () => {
    const file = makeExport(names, [
      ['A1', 'P', '1.5'],
      ['A2', 'P', '2.5'],
    ]);
    const whole = await gather(readRows(memorySource(file)));
    for (let length = 0; length < file.length; length += 1) {
      const blocks = await gather(readRows(memorySource(file.subarray(0, length))));
      const sound = blocks.filter(({ isPartial }) => !isPartial).slice(0, -1);
      expect(sound).toEqual(whole.slice(0, sound.length));
    }
    const broken = await gather(readRows(memorySource(file.subarray(0, file.length - 6))));
    expect(broken.map(({ isPartial }) => isPartial)).toEqual([false, true]);
  });

  test('with a line without end costs no more than the bound', async () => {
    const file = new Uint8Array(3 * maxLineBytes).fill(0x41);
    expect(await gather(readRows(memorySource(file)))).toEqual([]);
    const long = makeExport(names, [
      ['x'.repeat(2 * maxLineBytes), 'P', '1'],
      ['A2', 'P', '2'],
    ]);
    const blocks = await gather(readRows(memorySource(long)));
    expect(blocks.map(({ isPartial }) => isPartial)).toEqual([true, false]);
    expect(blocks[0]?.bytes.length).toBeLessThan(maxLineBytes + 1_000);
  });

  test('of any bytes is no crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await gather(readRows(memorySource(bytes)));
      }),
    );
  });
});

describe('Mac OS Roman', () => {
  test('is what the platform reads', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(macRomanToText(bytes)).toBe(new TextDecoder('macintosh').decode(bytes));
    expect(textToMacRoman(macRomanToText(bytes))).toEqual(bytes);
  });

  test('refuses what it can not write', () => {
    expect(() => textToMacRoman('Ж')).toThrow(RangeError);
  });
});

describe('dates of a Macintosh', () => {
  test.each([
    ['06-Janvier-15 12:26:43', '2015-01-06T12:26:43'],
    ['Mer 7 Janvier 2015', '2015-01-07'],
    ['24-Jul-12 15:07:09', '2012-07-24T15:07:09'],
    ['Mer 25 juil 2012 9:46', '2012-07-25T09:46:00'],
    ['19-May-15', '2015-05-19'],
    ['3-juin-04', '2004-06-03'],
    ['11-août-99', '1999-08-11'],
    ['1. März 2006', '2006-03-01'],
    ['30-Feb-15', null],
    ['12-Foo-15', null],
    ['.', null],
    ['', null],
  ])('%s', (text, wanted) => {
    expect(readLocalTime(text)).toBe(wanted);
  });
});
