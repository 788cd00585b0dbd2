import { describe, expect, test } from 'vitest';
import { toFileError } from '../../../electron/host/save-chosen.ts';
import { pieceOf, piecesOf, startOfDay } from '../../../electron/modules/reports/definitions/periods.ts';
import { layOutBars, roundAxis } from '../../../shared/reports/bar-chart.ts';
import { contentText, type ReportDocument, reportDocument } from '../../../shared/reports/document.ts';
import { estimatePages } from '../../../shared/reports/page-estimate.ts';

const sheet: ReportDocument = {
  format: 1,
  reportId: 'x',
  title: 'X',
  subtitle: '',
  facts: [],
  preparedAt: '2026-11-22 14:05 +01:00',
  preparedBy: 'Jane Doe',
  paper: { kind: 'sheet', size: 'A4', orientation: 'portrait' },
  versions: [{ kind: 'program', name: 'Benchside', version: '1', source: '' }],
  blocks: [
    { kind: 'gaps', rows: [], none: 'None.' },
    { kind: 'signatures', rows: [], blanks: [], none: 'None.' },
  ],
};

describe('a report', () => {
  test('is none without its signature manifest, its gaps and its versions', () => {
    expect(reportDocument.safeParse(sheet).success).toBe(true);
    for (const at of [0, 1]) {
      const blocks = sheet.blocks.filter((_, index) => index !== at);
      expect(reportDocument.safeParse({ ...sheet, blocks }).success).toBe(false);
    }
    expect(reportDocument.safeParse({ ...sheet, versions: [] }).success).toBe(false);
  });

  test('has one text to hash, whatever order its fields came in', () => {
    const turned = Object.fromEntries(Object.entries(sheet).reverse()) as ReportDocument;
    expect(contentText(turned)).toBe(contentText(sheet));
    expect(contentText({ ...sheet, title: 'Y' })).not.toBe(contentText(sheet));
  });

  test('grows by pages with its rows', () => {
    const pagesOf = (rowCount: number) =>
      estimatePages({
        ...sheet,
        blocks: [
          ...sheet.blocks,
          {
            kind: 'table',
            caption: '',
            columns: [{ title: 'A', kind: 'text', weight: 1 }],
            rows: Array.from({ length: rowCount }, () => ['one line']),
            none: '',
          },
        ],
      });
    expect(pagesOf(0)).toBe(1);
    expect(pagesOf(1000)).toBeGreaterThan(15);
    expect(pagesOf(1000)).toBeLessThan(35);
  });
});

describe('bars', () => {
  test.each([
    [0, { top: 1, step: 1 }],
    [3, { top: 3, step: 1 }],
    [7, { top: 8, step: 2 }],
    [0.3, { top: 0.3, step: 0.1 }],
    [1234, { top: 1500, step: 500 }],
  ])('an axis up to %s is read without counting', (most, axis) => {
    const { top, step } = roundAxis(most);
    expect([top, step]).toEqual([expect.closeTo(axis.top), expect.closeTo(axis.step)]);
  });

  test('stacked bars stand on the axis and end at its top at the most', () => {
    const bars = [
      { label: 'W1', values: [1, 2] },
      { label: 'W2', values: [0, 0] },
      { label: 'W3', values: [4, 0] },
    ];
    const series = [
      { name: 'planned', pattern: 'solid' as const },
      { name: 'unplanned', pattern: 'hatched' as const },
    ];
    const chart = { kind: 'chart' as const, caption: '', unit: 'h', series, bars, none: '' };
    const layout = layOutBars(chart, { width: 300, height: 100, letter: 5 });
    expect(layout.bars.map(({ pattern }) => pattern)).toEqual(['solid', 'hatched', 'solid']);
    const [planned, unplanned, tallest] = layout.bars;
    expect(planned!.y + planned!.height).toBeCloseTo(layout.plot.bottom);
    expect(unplanned!.y + unplanned!.height).toBeCloseTo(planned!.y);
    expect(tallest!.y).toBeCloseTo(layout.plot.top);
    expect(layout.ticks.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4']);
  });
});

describe('periods', () => {
  test('a day begins when the wall clock of its place says so, also where the clock is changed', () => {
    expect(new Date(startOfDay('2026-11-22', 'Europe/Vienna')).toISOString()).toBe('2026-11-21T23:00:00.000Z');
    expect(new Date(startOfDay('2026-03-29', 'Europe/Vienna')).toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(new Date(startOfDay('2026-03-30', 'Europe/Vienna')).toISOString()).toBe('2026-03-29T22:00:00.000Z');
    expect(new Date(startOfDay('2026-11-01', 'America/New_York')).toISOString()).toBe('2026-11-01T04:00:00.000Z');
  });

  test('is cut into weeks from Monday, and into months where weeks would be too many', () => {
    const weeks = piecesOf('2026-11-04', '2026-11-22');
    expect(weeks.map(({ from }) => from)).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
    expect(pieceOf(weeks, '2026-11-15')).toBe(1);
    const years = piecesOf('2014-02-03', '2026-11-22');
    expect(years).toHaveLength(120);
    expect(years.at(-1)).toEqual({ label: '2026-11', from: '2026-11-01' });
    expect(pieceOf(years, '2014-03-01')).toBe(-1);
  });
});

test('what a full or locked disk says is a plain code with the name of the file', () => {
  const full = toFileError(Object.assign(new Error(), { code: 'ENOSPC' }), '/media/stick/month.pdf');
  expect([full.code, full.data]).toEqual(['files/disk-full', { file: 'month.pdf' }]);
  expect(toFileError(Object.assign(new Error(), { code: 'EROFS' }), '/x/y.pdf').code).toBe('files/can-not-write');
});
