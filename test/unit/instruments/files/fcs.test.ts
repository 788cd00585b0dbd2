import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../../shared/instruments/files/byte-source.ts';
import { checkEventCount, readFcsBlock } from '../../../../shared/instruments/files/fcs-block.ts';
import { maxTextBytes, readDataSets, readFcsHeader } from '../../../../shared/instruments/files/fcs-reader.ts';
import { readFcsText } from '../../../../shared/instruments/files/fcs-text.ts';
import { textToLatin1 } from '../../../../shared/kernel/bytes.ts';
import { gather, makeFcs, meteredSource } from '../../../harness/instrument-files.ts';

const base = {
  $PAR: '2',
  $TOT: '3',
  $DATATYPE: 'I',
  $BYTEORD: '4,3,2,1',
  $MODE: 'L',
  $P1N: 'FSC-H',
  $P1B: '16',
  $P2N: 'FL1-H',
  $P2B: '16',
};

const readOne = async (bytes: Uint8Array) => {
  const blocks = await gather(readDataSets(memorySource(bytes)));
  return blocks[0] === undefined ? null : readFcsBlock(blocks[0].bytes);
};

describe('an FCS file', () => {
  test('gives its keywords, and counts its events without reading them', async () => {
    const file = makeFcs({ keywords: { ...base, $CYT: 'FACSCalibur', BD$WORD15: '400' }, data: new Uint8Array(12) });
    const { source, largest } = meteredSource(file);
    const [block] = await gather(readDataSets(source));
    const found = readFcsBlock(block!.bytes)!;
    expect(found.keywords.get('$CYT')).toBe('FACSCalibur');
    expect(found.parameters.map(({ name }) => name)).toEqual(['FSC-H', 'FL1-H']);
    expect([found.eventCount, found.eventBytes, found.byteOrder]).toEqual([3, 4, 'big']);
    expect(checkEventCount(found)).toBe('fits');
    expect(block?.isPartial).toBe(false);
    expect(largest()).toBeLessThan(1_000);
  });

  test('says that its data are longer or shorter than its events', async () => {
    const found = await readOne(makeFcs({ keywords: base, data: new Uint8Array(40) }));
    expect(checkEventCount(found!)).toBe('differs');
  });

  test('is partial where a copy broke off', async () => {
    const file = makeFcs({ keywords: base, data: new Uint8Array(12) });
    const [block] = await gather(readDataSets(memorySource(file.subarray(0, file.length - 5))));
    expect(block?.isPartial).toBe(true);
  });

  test('names its data in TEXT where the header has no room', async () => {
    const found = await readOne(
      makeFcs({ version: 'FCS3.0', keywords: base, data: new Uint8Array(12), isDataInText: true }),
    );
    expect(found?.header.data).toBeNull();
    expect(checkEventCount(found!)).toBe('fits');
  });

  test('reads its second data set', async () => {
    const one = makeFcs({ keywords: { ...base, $NEXTDATA: '00001000' }, data: new Uint8Array(12) });
    const file = new Uint8Array(2_000);
    file.set(one);
    file.set(makeFcs({ keywords: { ...base, $CYT: 'second', $NEXTDATA: '0' }, data: new Uint8Array(12) }), 1_000);
    const blocks = await gather(readDataSets(memorySource(file)));
    expect(blocks.map(({ bytes }) => readFcsBlock(bytes)?.keywords.get('$CYT'))).toEqual([undefined, 'second']);
  });

  test('with a byte order of one number is read, and the order is unknown', async () => {
    const found = await readOne(makeFcs({ keywords: { ...base, $BYTEORD: '1' }, data: new Uint8Array(12) }));
    expect(found?.byteOrder).toBe('unknown');
    expect(found?.eventCount).toBe(3);
  });

  test('of floating point or odd widths is counted by its type', async () => {
    const floats = await readOne(makeFcs({ keywords: { ...base, $DATATYPE: 'F' }, data: new Uint8Array(24) }));
    expect(checkEventCount(floats!)).toBe('fits');
    const wide = { ...base, $P1B: '24', $P2B: '24' };
    const odd = await readOne(makeFcs({ keywords: wide, data: new Uint8Array(18) }));
    expect(checkEventCount(odd!)).toBe('fits');
  });

  test('whose TEXT is longer than any settings is left alone', async () => {
    const file = makeFcs({ keywords: { ...base, $COM: 'x'.repeat(maxTextBytes) } });
    expect(await readOne(file)).toBeNull();
  });
});

describe('delimiters', () => {
  test('written twice are one character of the value', () => {
    const { keywords, reading } = readFcsText('|$PAR|1|$TOT|1|$DATATYPE|I|$BYTEORD|1,2|$MODE|L|$COM|a||b|');
    expect(keywords.get('$COM')).toBe('a|b');
    expect(reading).toBe('standard');
  });

  test('standing alone inside a value are found', () => {
    const { keywords, reading } = readFcsText('/$COM/a/b/$PAR/1/$TOT/7/$DATATYPE/I/$BYTEORD/1,2/$MODE/L/');
    expect(keywords.get('$COM')).toBe('a/b');
    expect(keywords.get('$TOT')).toBe('7');
    expect(reading).toBe('delimiter-in-value');
  });

  test('around nothing are an empty value', () => {
    const { keywords, reading } = readFcsText('/$COM//$PAR/1/$TOT/7/$DATATYPE/I/$BYTEORD/1,2/$MODE/L/');
    expect(keywords.get('$COM')).toBe('');
    expect(keywords.get('$PAR')).toBe('1');
    expect(reading).toBe('empty-values');
  });

  test('of any kind, in any value, come back as they were written', () => {
    const value = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => /^[\x21-\x7e]+$/.test(text));
    fc.assert(
      fc.property(fc.constantFrom('\\', '/', '|', '\f', '!'), value, value, (delimiter, first, second) => {
        // A value that ends with a delimiter can not be told from an empty one in this format.
        fc.pre(!first.startsWith(delimiter) && !first.endsWith(delimiter));
        fc.pre(!second.startsWith(delimiter) && !second.endsWith(delimiter));
        const keywords = { ...base, $COM: first, $SRC: second };
        const file = makeFcs({ delimiter, keywords, data: new Uint8Array(12) });
        const text = String.fromCharCode(...file.subarray(256, file.length - 12));
        const found = readFcsText(text).keywords;
        expect([found.get('$COM'), found.get('$SRC')]).toEqual([first, second]);
      }),
    );
  });
});

describe('hostile bytes', () => {
  test('of any kind are no crash and ask for little', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.boolean(), async (noise, hasHeader) => {
        const bytes = hasHeader ? Uint8Array.from([...textToLatin1('FCS3.1'), ...noise]) : noise;
        const { source, largest } = meteredSource(bytes);
        for (const { bytes: block } of await gather(readDataSets(source))) readFcsBlock(block);
        readFcsBlock(bytes);
        readFcsHeader(bytes);
        expect(largest()).toBeLessThanOrEqual(maxTextBytes);
      }),
    );
  });

  test('in a file that was sound are no crash', async () => {
    const file = makeFcs({ keywords: { ...base, $NEXTDATA: '0' }, data: new Uint8Array(12) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(file.length),
        async (changes, length) => {
          const bytes = file.slice();
          for (const [at, byte] of changes) bytes[at] = byte;
          for (const { bytes: block } of await gather(readDataSets(memorySource(bytes.subarray(0, length))))) {
            const found = readFcsBlock(block);
            if (found !== null) checkEventCount(found);
          }
        },
      ),
    );
  });

  test('with a billion parameters cost nothing', async () => {
    const found = await readOne(makeFcs({ keywords: { ...base, $PAR: '999999999' } }));
    expect(found?.parameters.length).toBe(1_000);
    expect(found?.eventBytes).toBeNull();
  });
});
