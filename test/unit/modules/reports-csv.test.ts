import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvLine } from '../../../shared/reports/csv.ts';

/** Reads one line as a spreadsheet does (RFC 4180). */
function readLine(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length - 2) {
    if (line[at] === '"') {
      let cell = '';
      for (at += 1; !(line[at] === '"' && line[at + 1] !== '"'); at += 1) {
        if (line[at] === '"') at += 1;
        cell += line[at];
      }
      cells.push(cell);
      at += 2;
    } else {
      const end = line.slice(at).search(/[,\r]/) + at;
      cells.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return cells;
}

describe('CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+SUM(A1)', "'+SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['@x', "'@x"],
    ['-5.5', '-5.5'],
    ['+4', '+4'],
    ['2026-11-22', '2026-11-22'],
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['say "so"', '"say ""so"""'],
    [' x', '" x"'],
    ['', ''],
  ])('%s is written as %s', (given, written) => {
    expect(csvCell(given)).toBe(written);
  });

  test('numbers stay numbers, nothing is empty', () => {
    expect([csvCell(-5), csvCell(0), csvCell(null), csvCell(12n), csvCell(true)]).toEqual([
      '-5',
      '0',
      '',
      '12',
      'true',
    ]);
  });

  test('any texts come back from a line, with an apostrophe where a spreadsheet would have run them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (texts) => {
        const cells = readLine(csvLine(texts));
        expect(cells).toHaveLength(texts.length);
        for (const [index, cell] of cells.entries()) {
          const text = texts[index]!.replaceAll('\0', '');
          expect([text, `'${text}`]).toContain(cell);
          expect(/^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,eE+-]+$/.test(cell)).toBe(false);
        }
      }),
    );
  });
});
