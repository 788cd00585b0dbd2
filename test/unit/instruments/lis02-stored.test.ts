import { describe, expect, it } from 'vitest';
import { extractLis02Results } from '../../../shared/instruments/protocols/lis02-results.ts';
import { readStoredLis02 } from '../../../shared/instruments/protocols/lis02-stored.ts';
import { textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { splitIntoFrames } from '../../harness/frames.ts';

const ENQ = '\u0005';
const EOT = '\u0004';
const records = [
  'H|\\^&|||Model^1.0^77',
  'P|1',
  'O|1|A100',
  'R|1|^^^GLU|5.12|mmol/L||N||F',
  'R|2|^^^UREA|<0.1|mmol/L||L||F',
  'L|1|N',
];
const custom = records.map((record) => record.replace('H|\\^&', 'H!~^\\').replaceAll('|', '!'));
const whole = [
  ['^^^GLU', '5.12', 'mmol/L', 'N'],
  ['^^^UREA', '<0.1', 'mmol/L', 'L'],
];

/** One frame, its number as given; `damage` changes it after its sum was made. */
function frame(number: number, text: string, damage = (sent: string): string => sent): string {
  const body = `${number}${text}\u0003`;
  const sum = [...body].reduce((total, character) => total + character.charCodeAt(0), 0) % 256;
  return `\u0002${damage(body)}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}
const framed = (lines: readonly string[], number = (index: number): number => (index + 1) % 8): string =>
  lines.map((line, index) => frame(number(index), `${line}\r`)).join('');

function read(text: string) {
  const stored = [...readStoredLis02(textToLatin1(text))];
  const rows = stored.flatMap(({ message }) => extractLis02Results(message));
  return {
    rows: rows.map(({ test, value, unit, flag }) => [test, value, unit, flag]),
    doubtful: rows.map(({ isValueDoubtful }) => isValueDoubtful),
    checksums: stored.map(({ checksum }) => checksum),
    partial: stored.map(({ isPartial }) => isPartial),
    cut: stored.map(({ message }) => message.cutRecord),
  };
}

describe('frame numbers of a stored file', () => {
  it.each([
    ['always 1', () => 1],
    ['counting to 9', (index: number) => (index + 1) % 10],
    ['beginning anew', (index: number) => index % 3],
  ])('%s: every record is there', (_, number) => {
    expect(read(ENQ + framed(records, number) + EOT)).toMatchObject({ rows: whole, checksums: ['ok'] });
  });

  it('a damaged frame counts once however often it was tried, before and after the sound one', () => {
    const spoil = (sent: string): string => sent.replace('5.12', '9.12');
    const shorten = (sent: string): string => sent.replace('5.12', '5.1');
    const good = frame(4, `${records[3]}\r`);
    const tries = frame(4, `${records[3]}\r`, spoil) + frame(4, `${records[3]}\r`, shorten);
    const around = (middle: string): string =>
      framed(records.slice(0, 3)) + middle + frame(5, `${records[4]}\r`) + frame(6, 'L|1|N\r');
    expect(read(around(tries + good))).toMatchObject({ rows: whole, checksums: ['ok'] });
    expect(read(around(good + tries))).toMatchObject({ rows: whole, checksums: ['ok'] });
    expect(read(around(tries))).toMatchObject({
      rows: [['^^^GLU', '5.1', 'mmol/L', 'N'], whole[1]],
      checksums: ['failed'],
    });
  });

  it('where numbers say nothing, a damaged frame is kept unless the same record follows', () => {
    const spoil = (sent: string): string => sent.replace('5.12', '9.12');
    const one = (text: string): string => frame(1, `${text}\r`);
    const damaged = frame(1, `${records[3]}\r`, spoil);
    const around = (middle: string): string => records.slice(0, 3).map(one).join('') + middle + one('L|1|N');
    expect(read(around(damaged + one(records[4]!))).rows).toEqual([['^^^GLU', '9.12', 'mmol/L', 'N'], whole[1]]);
    expect(read(around(damaged + one(records[3]!) + one(records[4]!))).rows).toEqual(whole);
  });

  it('a message sent again in a transfer of its own is there twice, in one frame as in many', () => {
    const single = ENQ + frame(1, `${records.join('\r')}\r`) + EOT;
    expect(read(single + single).rows).toEqual([...whole, ...whole]);
    const many = ENQ + framed(records) + EOT;
    expect(read(many + many).rows).toEqual([...whole, ...whole]);
  });

  it('never joins the halves of two records when the frame between them is missing', () => {
    const frames = splitIntoFrames(textToLatin1(`${records.join('\r')}\r`), 12).map((each) =>
      String.fromCharCode(...each),
    );
    for (let missing = 1; missing < frames.length; missing += 1) {
      const { rows, doubtful } = read(frames.filter((_, index) => index !== missing).join(''));
      for (const [index, row] of rows.entries()) {
        const isWhole = whole.some((wanted) => wanted[0] === row[0] && wanted[1] === row[1]);
        expect(isWhole || doubtful[index] || row[1] === '', `${missing}: ${row}`).toBe(true);
      }
    }
  });
});

describe('a file that breaks off', () => {
  it('gives the complete records of a frame without an end, and says that nothing proves them', () => {
    const text = `${ENQ}\u00021${records.slice(0, 5).join('\r')}\rL|1`;
    expect(read(text)).toMatchObject({ rows: whole, checksums: ['failed'], partial: [true] });
  });

  it('a frame cut by the next one is not given when that is the same frame again', () => {
    const start = framed(records.slice(0, 3));
    const again = `\u00024${records[3]}\r${frame(4, `${records[3]}\r`)}${frame(5, `${records[4]}\r`)}${frame(6, 'L|1|N\r')}`;
    expect(read(start + again)).toMatchObject({ rows: whole, checksums: ['ok'] });
    const lost = `\u00024${records[3]}\r${frame(5, `${records[4]}\r`)}${frame(6, 'L|1|N\r')}`;
    expect(read(start + lost)).toMatchObject({ rows: whole, checksums: ['failed'] });
  });

  it.each([
    ['plain text', records.join('\r\n')],
    [
      'ETB frames',
      splitIntoFrames(textToLatin1(records.join('\r')), 23)
        .map((each) => String.fromCharCode(...each))
        .join(''),
    ],
  ])('%s, at every byte: what was given is what was sent, or is called doubtful', (_, text) => {
    for (let length = 0; length < text.length; length += 1) {
      const { rows, doubtful, cut } = read(text.slice(0, length));
      for (const [index, row] of rows.entries()) {
        const wanted = whole[index]!;
        const isSent = row[1] === wanted[1];
        expect(isSent || doubtful[index], `${length}: ${row}`).toBe(true);
        if (row[2] !== wanted[2]) expect(cut.at(-1)).not.toBeNull();
      }
    }
  });

  it('a last line without a line end is whole when it is the terminator', () => {
    expect(read(records.join('\n')).cut).toEqual([null]);
    expect(read(records.slice(0, 5).join('\n')).cut).toEqual([4]);
    expect(read(`${records.slice(0, 5).join('\n')}\n`).cut).toEqual([null]);
  });
});

describe('frames whose control characters a logger dropped', () => {
  const strip = (text: string, dropped: readonly string[]): string =>
    dropped.reduce((left, character) => left.replaceAll(character, ''), text);
  it.each([
    ['the usual delimiters', records],
    ['other delimiters', custom],
  ])('%s: numbers and sums go, and are checked', (_, lines) => {
    const rows = whole.map((row) => [...row]);
    const all = ['\u0002', '\u0003', '\u0004', '\u0005'];
    expect(read(strip(ENQ + framed(lines) + EOT, all))).toMatchObject({ rows, checksums: ['line-ends-restored'] });
    const onlyStart = ['\u0002'];
    expect(read(strip(framed(lines), onlyStart))).toMatchObject({ rows, checksums: ['line-ends-restored'] });
  });

  it('an ETB that was kept joins the pieces of a record', () => {
    const frames = splitIntoFrames(textToLatin1(`${records.join('\r')}\r`), 23).map((each) =>
      String.fromCharCode(...each),
    );
    expect(read(strip(frames.join(''), ['\u0002'])).rows).toEqual(whole);
  });
});

describe('plain text', () => {
  it('keeps the blanks at the end of a field, also of the last one', () => {
    const text = ['H|\\^&', 'P|1', 'O|1|A', '  R|1|^^^GLU|  5.1 ', 'R|2|^^^UREA|1|g/L  ', 'L|1|N '].join('\n');
    expect(read(text)).toMatchObject({ partial: [false] });
    expect(read(text).rows).toEqual([
      ['^^^GLU', '  5.1 ', '', ''],
      ['^^^UREA', '1', 'g/L  ', ''],
    ]);
  });

  it('keeps the signs of a value, but not those of the line, and needs more than a lone letter', () => {
    const text = `${records.slice(0, 3).join('\r')}\rR|1|^^^TXT|a\u0006\u001bb\tc|\u0000x\rL|1\u001a`;
    expect(read(text)).toMatchObject({ rows: [['^^^TXT', 'a\u001bb\tc', 'x', '']], partial: [false] });
    for (const nothing of ['a', 'H\nL\n', 'L', 'x|y', 'H|', 'Hello\nP\n']) {
      expect(read(nothing).rows.length + read(nothing).checksums.length, nothing).toBe(nothing === 'H|' ? 1 : 0);
    }
  });

  it('a torn comment that begins with H begins no message', () => {
    const text = [...records.slice(0, 3), 'C|1|I|text', 'H/O something', 'h: more', ...records.slice(3)].join('\n');
    expect(read(text)).toMatchObject({ rows: whole, partial: [false] });
  });
});
