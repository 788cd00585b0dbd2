import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civilDate, isCivilDate } from '../../../shared/kernel/civil-date.ts';
import type { ImportOptions } from '../../../shared/modules/maintenance/import-contract.ts';
import { readDate } from '../../../shared/modules/maintenance/import-dates.ts';
import {
  type Cell,
  type Resolver,
  readFrequency,
  readRows,
  type Sheet,
} from '../../../shared/modules/maintenance/import-rules.ts';
import { describeSheet } from '../../../shared/modules/maintenance/import-suggest.ts';
import { importWords } from '../../../shared/modules/maintenance/import-words.ts';

const cell = (text: string, on: string | null = null): Cell => ({ text, on });
const sheetOf = (...rows: string[][]): Sheet => ({
  name: 'Log',
  rows: rows.map((row) => row.map((text) => cell(text))),
});
const resolver: Resolver = {
  today: '2026-11-22',
  instrument: (word) => (word.toLowerCase() === 'xn 1' ? 'i1' : null),
  definition: (word) => (word === 'XN-1000' ? 'sysmex-xn-1000' : null),
};
const options = (more: Partial<ImportOptions> = {}): ImportOptions => ({
  kind: 'history',
  sheet: 'Log',
  headerRow: 1,
  columns: { instrument: 0, task: 1, doneOn: 2, doneBy: 3 },
  dateOrder: 'day-first',
  subject: null,
  subjects: {},
  ...more,
});
const head = ['Analyzer', 'Task', 'Date', 'By'];

describe('dates', () => {
  test.each([
    ['2026-11-03', '2026-11-03'],
    ['2026/11/3', '2026-11-03'],
    ['20261103', '2026-11-03'],
    ['3 Nov 2026', '2026-11-03'],
    ['03-Nov-26', '2026-11-03'],
    ['November 3rd, 2026', '2026-11-03'],
    ['Tue, 3 Nov 2026', '2026-11-03'],
    ['2026-11-03T06:30:00Z', '2026-11-03'],
    ['25/04/2026', '2026-04-25'],
    ['04/25/2026', '2026-04-25'],
    ['07.07.26', '2026-07-07'],
    ['29.2.2024 7:45', '2024-02-29'],
  ])('%s is %s in any order', (text, on) => {
    expect(readDate(text, 'ask')).toEqual({ kind: 'date', on });
  });

  test('03/04/2026 is asked about, never guessed', () => {
    expect(readDate('03/04/2026', 'ask')).toEqual({
      kind: 'ambiguous',
      dayFirst: '2026-04-03',
      monthFirst: '2026-03-04',
    });
    expect(readDate('03/04/2026', 'day-first')).toEqual({ kind: 'date', on: '2026-04-03' });
    expect(readDate('03/04/2026', 'month-first')).toEqual({ kind: 'date', on: '2026-03-04' });
  });

  test('one that does not read in the given order is said so, not turned round', () => {
    expect(readDate('04/25/2026', 'day-first')).toEqual({ kind: 'other-order' });
  });

  test.each(['', 'yesterday', '31.02.2026', '2026-13-01', '45238', '1/2', '=TODAY()'])('%s is no date', (text) => {
    expect(readDate(text, 'ask')).toEqual({ kind: 'none' });
  });

  test('any day written year first reads as itself; whatever is typed never throws', () => {
    const day = fc.tuple(
      fc.integer({ min: 1980, max: 2099 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
    );
    fc.assert(
      fc.property(day, ([year, month, date]) => {
        const on = civilDate(year, month, date);
        expect(readDate(on, 'ask')).toEqual({ kind: 'date', on });
        const [y, m, d] = on.split('-');
        expect(readDate(`${d}/${m}/${y}`, 'day-first')).toEqual({ kind: 'date', on });
        expect(readDate(`${m}/${d}/${y}`, 'month-first')).toEqual({ kind: 'date', on });
      }),
    );
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('ask', 'day-first', 'month-first'), (text, order) => {
        const read = readDate(text, order);
        if (read.kind === 'date') expect(isCivilDate(read.on)).toBe(true);
      }),
    );
  });
});

describe('how often', () => {
  const on = '2026-11-22';
  test.each([
    ['Daily', 1, 'days'],
    ['every 3 days', 3, 'days'],
    ['Weekly', 1, 'weeks'],
    ['each month', 1, 'months'],
    ['quarterly', 3, 'months'],
    ['6 months', 6, 'months'],
    ['6m', 6, 'months'],
    ['annually', 1, 'years'],
  ] as const)('%s', (text, every, unit) => {
    expect(readFrequency(text, on)).toEqual({ kind: 'every', every, unit, startsOn: on });
  });
  test.each(['biweekly', 'as needed', '', 'every 0 days', 'constructor'])('%s is not guessed', (text) => {
    expect(readFrequency(text, on)).toBeNull();
  });
});

describe('rows', () => {
  test('given a good sheet, then rows are taken with their subject and day, empty ones passed over', () => {
    const read = readRows(
      sheetOf(
        head,
        ['XN 1', 'Clean pierce unit', '03/11/2026', 'JD'],
        ['', '', '', ''],
        ['xn 1', 'Filter', '2026-11-04', ''],
      ),
      options(),
      resolver,
    );
    expect(read.rejected).toEqual([]);
    expect(read.taken).toMatchObject([
      { row: 2, subject: 'i1', values: { task: 'Clean pierce unit', doneOn: '2026-11-03', doneBy: 'JD' } },
      { row: 4, subject: 'i1', values: { doneOn: '2026-11-04' } },
    ]);
    expect(read.rowCount).toBe(2);
  });

  test('given bad rows, then each is rejected with its row number, column, reason and cells', () => {
    const read = readRows(
      sheetOf(
        head,
        ['XN 1', '', '03/11/2026', 'JD'],
        ['XN 9', 'Filter', '03/11/2026', 'JD'],
        ['XN 1', 'Filter', 'soon', 'JD'],
        ['XN 1', 'Filter', '11/23/2026', 'JD'],
        ['XN 1', 'Filter', '01/12/2027', 'JD'],
        ['XN 1', '#REF!', '03/11/2026', 'JD'],
        ['XN 1', 'x'.repeat(201), '03/11/2026', 'JD'],
      ),
      options(),
      resolver,
    );
    expect(read.taken).toEqual([]);
    expect(read.rejected.map(({ row, code, column }) => [row, code, column])).toEqual([
      [2, 'empty', 'task'],
      [3, 'unknown-instrument', 'instrument'],
      [4, 'not-a-date', 'doneOn'],
      [5, 'date-other-order', 'doneOn'],
      [6, 'date-in-future', 'doneOn'],
      [7, 'cell-error', 'task'],
      [8, 'too-long', 'task'],
    ]);
    expect(read.rejected[1]!.cells).toEqual(['XN 9', 'Filter', '03/11/2026', 'JD']);
    expect(read.unknownSubjects).toEqual([{ value: 'XN 9', rowCount: 1 }]);
    for (const { code } of read.rejected) expect(importWords).toHaveProperty([`import.reason.${code}`]);
  });

  test('given dates that read both ways and nobody was asked, then the first is shown with both readings', () => {
    const rows = [head, ['XN 1', 'Filter', '25/04/2026', ''], ['XN 1', 'Filter', '03/04/2026', '']];
    const read = readRows(sheetOf(...rows), options({ dateOrder: 'ask' }), resolver);
    expect(read.ambiguous).toEqual({ row: 3, value: '03/04/2026', dayFirst: '2026-04-03', monthFirst: '2026-03-04' });
  });

  test('given a cell the spreadsheet itself calls a date, then nothing is asked', () => {
    const sheet = {
      name: 'Log',
      rows: [head.map((text) => cell(text)), [cell('XN 1'), cell('Filter'), cell('x', '2026-04-03')]],
    };
    const read = readRows(sheet, options({ dateOrder: 'ask' }), resolver);
    expect(read.ambiguous).toBeNull();
    expect(read.taken[0]!.values.doneOn).toBe('2026-04-03');
  });

  test('given a word told to mean an instrument, then its rows are taken', () => {
    const rows = sheetOf(head, ['the old one', 'Filter', '03/11/2026', '']);
    expect(readRows(rows, options({ subjects: { 'the old one': 'i7' } }), resolver).taken[0]!.subject).toBe('i7');
    expect(
      readRows(rows, options({ columns: { task: 1, doneOn: 2 }, subject: 'i2' }), resolver).taken[0]!.subject,
    ).toBe('i2');
  });

  test('given two equal rows, then both are taken, and each has its own identity, the same in every reading', () => {
    const rows = sheetOf(head, ['XN 1', 'Filter', '03/11/2026', 'JD'], ['XN 1', 'Filter', '03/11/2026', 'JD']);
    const [first, second] = [readRows(rows, options(), resolver), readRows(rows, options(), resolver)].map(
      ({ taken }) => taken.map(({ identity }) => identity),
    );
    expect(new Set(first).size).toBe(2);
    expect(second).toEqual(first);
  });

  test('given missing columns, then they are named and nothing is taken', () => {
    const read = readRows(
      sheetOf(head, ['XN 1', 'Filter', '03/11/2026', '']),
      options({ columns: { task: 1 } }),
      resolver,
    );
    expect(read.missingFields).toEqual(['doneOn', 'instrument']);
    expect(read.taken).toEqual([]);
  });

  test('given plans, then the first date lies one interval after the last time', () => {
    const rows = sheetOf(
      ['Analyzer', 'Task', 'Every', 'Last'],
      ['XN 1', 'Filter', 'monthly', '31.10.2026'],
      ['XN 1', 'Pump', 'often', ''],
    );
    const read = readRows(
      rows,
      options({ kind: 'plans', columns: { instrument: 0, task: 1, every: 2, lastDoneOn: 3 } }),
      resolver,
    );
    expect(read.taken).toMatchObject([
      { calendar: { kind: 'every', every: 1, unit: 'months', startsOn: '2026-11-30' } },
    ]);
    expect(read.rejected).toMatchObject([{ code: 'frequency-unclear', value: 'often' }]);
  });

  test('whatever stands in a sheet, reading it never throws and no row is lost', () => {
    const anyCell = fc.oneof(fc.string(), fc.constantFrom('XN 1', '03/04/2026', '=1+1', '__proto__', '-5'));
    const kinds = fc.constantFrom<ImportOptions['kind']>('history', 'plans', 'parts', 'instruments');
    fc.assert(
      fc.property(fc.array(fc.array(anyCell, { maxLength: 6 }), { maxLength: 12 }), kinds, (rows, kind) => {
        const sheet = sheetOf(...rows);
        const { suggested } = describeSheet(sheet);
        for (const columns of [suggested.columns, { name: 0, task: 1, doneOn: 2, every: 3, instrument: 4, model: 5 }]) {
          const read = readRows(sheet, options({ kind, columns, headerRow: 1, dateOrder: 'ask' }), resolver);
          if (read.missingFields.length === 0) expect(read.taken.length + read.rejected.length).toBe(read.rowCount);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the suggestion', () => {
  test('finds the headings below a title, the kind, and the columns', () => {
    const sheet = sheetOf(
      ['Maintenance log 2026', '', '', ''],
      [],
      ['Date', 'Analyzer', 'Procedure', 'Initials', 'Comments'],
      ['03/11/2026', 'XN 1', 'Clean', 'JD', ''],
    );
    const described = describeSheet(sheet);
    expect(described).toMatchObject({ headerRow: 3, rowCount: 1 });
    expect(described.suggested).toMatchObject({
      kind: 'history',
      headerRow: 3,
      dateOrder: 'ask',
      columns: { doneOn: 0, instrument: 1, task: 2, doneBy: 3, note: 4 },
    });
  });

  test('tells parts and plans by their headings', () => {
    expect(
      describeSheet(sheetOf(['Part', 'Part number', 'Qty', 'Min'], ['Filter', 'F1', '3', '1'])).suggested.kind,
    ).toBe('parts');
    expect(
      describeSheet(sheetOf(['Instrument', 'Task', 'Frequency'], ['XN 1', 'Filter', 'weekly'])).suggested.kind,
    ).toBe('plans');
  });
});
