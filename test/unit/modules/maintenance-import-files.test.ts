import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readImportFile } from '../../../electron/modules/maintenance/import-file.ts';
import { importLimits } from '../../../electron/modules/maintenance/import-limits.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { importWords } from '../../../shared/modules/maintenance/import-words.ts';
import { writeXlsx } from '../../harness/write-xlsx.ts';

const text = (value: string) => new Uint8Array(Buffer.from(value, 'utf8'));
const rowsOf = async (bytes: Uint8Array, name = 'log.csv') =>
  (await readImportFile(bytes, name))[0]!.rows.map((row) => row.map((cell) => cell.text));
const refused = (code: string) => expect.objectContaining({ code: `maintenance/import-${code}` });

describe('text with separators', () => {
  test.each([
    ['comma', 'Date,Task\n2026-11-03,"Clean, rinse"\n'],
    ['semicolon', 'Date;Task\r\n2026-11-03;"Clean, rinse"\r\n'],
    ['tab', 'Date\tTask\n2026-11-03\tClean, rinse'],
    ['byte order mark', '\ufeffDate,Task\n2026-11-03,"Clean, rinse"\n'],
  ])('%s', async (_name, csv) => {
    expect(await rowsOf(text(csv))).toEqual([
      ['Date', 'Task'],
      ['2026-11-03', 'Clean, rinse'],
    ]);
  });

  test('a line break inside quotes stays inside its cell; rows may be of any length', async () => {
    expect(await rowsOf(text('a,b\n"one\ntwo",2,3\nx\n'))).toEqual([['a', 'b'], ['one\ntwo', '2', '3'], ['x']]);
  });

  test('UTF-16 with its mark, as spreadsheet programs save "Unicode text"', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Täsk\tDate\n', 'utf16le')]);
    expect(await rowsOf(new Uint8Array(bytes))).toEqual([['Täsk', 'Date']]);
  });

  test('another encoding is refused and not guessed', async () => {
    await expect(readImportFile(new Uint8Array(Buffer.from('Date,T\xe4sk\n', 'latin1')), 'a.csv')).rejects.toEqual(
      refused('encoding'),
    );
  });

  test('a formula in a text file is text', async () => {
    expect(await rowsOf(text('a,b\n=HYPERLINK("http://x"),+1\n'))).toContainEqual(expect.arrayContaining(['+1']));
  });
});

describe('workbooks', () => {
  test('shared and inline strings, dates by style, times, kept values of formulas, empty cells', async () => {
    const bytes = writeXlsx([
      {
        name: 'Log',
        rows: [
          ['Date', 'Task', 'Value', 'By'],
          [{ number: 46_329, style: 1 }, 'Clean & rinse', { number: 5.25, style: 4 }, { inline: 'JD <1>' }],
          [{ number: 46_330.5, style: 2 }, null, { formula: '1+1', value: '2' }, { formula: 'X()', value: null }],
          [{ number: 46_331, style: 0 }, { error: '#REF!' }, { number: 0.5, style: 3 }, { number: 7, style: 5 }],
        ],
      },
      { name: 'Parts', rows: [['Name']] },
    ]);
    const sheets = await readImportFile(bytes, 'log.xlsx');
    expect(sheets.map(({ name }) => name)).toEqual(['Log', 'Parts']);
    const [, first, second, third] = sheets[0]!.rows;
    expect(first).toEqual([
      { text: '2026-11-03', on: '2026-11-03' },
      { text: 'Clean & rinse', on: null },
      { text: '5.25', on: null },
      { text: 'JD <1>', on: null },
    ]);
    expect(second![0]).toEqual({ text: '2026-11-04', on: '2026-11-04' });
    expect(second!.slice(1).map((cell) => cell.text)).toEqual(['', '2']);
    expect(third!.map(({ text: shown, on }) => [shown, on])).toEqual([
      ['46331', null],
      ['#REF!', null],
      ['0.5', null],
      ['7', null],
    ]);
  });

  test('days that count from 1904', async () => {
    const bytes = writeXlsx([{ name: 'Log', rows: [[{ number: 46_329 - 1462, style: 1 }]] }], { is1904: true });
    expect((await readImportFile(bytes, 'mac.xlsx'))[0]!.rows[0]![0]!.on).toBe('2026-11-03');
  });
});

describe('hostile and broken files end in a plain sentence', () => {
  const small = writeXlsx([{ name: 'Log', rows: [['Date', 'Task']] }]);
  const cases: [string, () => Uint8Array, string][] = [
    ['an empty file', () => new Uint8Array(), 'empty'],
    ['only blanks', () => text(' \n , \n'), 'empty'],
    ['too many bytes', () => new Uint8Array(importLimits.fileBytes + 1), 'too-large'],
    ['an old or locked Excel file', () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2), 'old-excel'],
    ['a PDF', () => text('%PDF-1.7'), 'not-a-spreadsheet'],
    ['a program', () => Uint8Array.of(0x4d, 0x5a, 0, 0, 3, 0), 'not-text'],
    ['a broken zip', () => small.slice(0, small.length - 40), 'broken-xlsx'],
    ['a zip that is no workbook', () => small.slice(0, 4), 'broken-xlsx'],
    [
      'a damaged part',
      () =>
        writeXlsx([{ name: 'Log', rows: [['a']] }], { parts: { 'xl/worksheets/sheet1.xml': '<worksheet><row r="1"' } }),
      'broken-xlsx',
    ],
    [
      'an entity bomb',
      () =>
        writeXlsx([{ name: 'Log', rows: [['a']] }], {
          parts: {
            'xl/sharedStrings.xml': `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`,
          },
        }),
      'broken-xlsx',
    ],
    [
      'a row far down',
      () =>
        writeXlsx([{ name: 'Log', rows: [['a']] }], {
          parts: {
            'xl/worksheets/sheet1.xml':
              '<worksheet><sheetData><row r="999999999"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
          },
        }),
      'too-many-rows',
    ],
    [
      'a column far out',
      () =>
        writeXlsx([{ name: 'Log', rows: [['a']] }], {
          parts: {
            'xl/worksheets/sheet1.xml':
              '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>',
          },
        }),
      'too-wide',
    ],
    ['nothing in any sheet', () => writeXlsx([{ name: 'Log', rows: [] }]), 'no-sheet'],
    ['a text of very many columns', () => text(`${'a,'.repeat(importLimits.columns + 1)}\n`), 'too-wide'],
    ['a cell without end', () => text(`a,b\n"${'x'.repeat(importLimits.rowBytes + 10)}`), 'broken-csv'],
  ];
  test.each(cases)('%s', async (_name, make, code) => {
    await expect(readImportFile(make(), 'x')).rejects.toEqual(refused(code));
    expect(importWords).toHaveProperty([`maintenance/import-${code}`]);
  });

  test('a zip that unpacks to gigabytes is refused before it is unpacked', async () => {
    const bomb = writeXlsx([{ name: 'Log', rows: [['a']] }], {
      parts: { 'xl/sharedStrings.xml': ' '.repeat(importLimits.partBytes + 1) },
    });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    await expect(readImportFile(bomb, 'bomb.xlsx')).rejects.toEqual(refused('too-large-inside'));
  });

  test('any bytes, and any damage to a workbook, end in a code of ours or in rows', async () => {
    const whole = writeXlsx([
      {
        name: 'Log',
        rows: [
          ['Date', 'Task'],
          ['2026-11-03', 'Clean'],
        ],
      },
    ]);
    const check = async (bytes: Uint8Array): Promise<void> => {
      try {
        await readImportFile(bytes, 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        expect((error as AppError).code).toMatch(/^maintenance\/import-/);
      }
    };
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), check), { numRuns: 60 });
    const damage = fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length));
    await fc.assert(
      fc.asyncProperty(damage, async ([at, byte, cut]) => {
        const bytes = whole.slice(0, Math.max(4, cut));
        if (at < bytes.length) bytes[at] = byte;
        await check(bytes);
      }),
      { numRuns: 150 },
    );
  });
});
