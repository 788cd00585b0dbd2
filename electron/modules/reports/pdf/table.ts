import type { BlockOf } from '../../../../shared/reports/document.ts';
import type { Look } from './faces.ts';
import { ruleGrey, type Sheet, shadeGrey } from './sheet.ts';

const size = 8;
const lineHeight = 10;
const padX = 3;
const padY = 2.5;

interface Column {
  readonly x: number;
  readonly width: number;
  readonly look: Look;
  readonly isRight: boolean;
}

/** Caption of a block; kept on one page with the `keep` points that follow it. */
export function drawCaption(sheet: Sheet, caption: string, keep: number): void {
  if (caption === '') return;
  sheet.need(24 + keep);
  sheet.skip(10);
  sheet.put(caption, { x: sheet.left, y: sheet.y + 10 }, 'bold', 10);
  sheet.skip(15);
}

/** A table over as many pages as it takes; its head is on each of them, and no row is cut unless it is longer than a page. */
export function* drawTable(sheet: Sheet, table: BlockOf<'table'>): Generator<void, void, void> {
  const columns = columnsOf(sheet, table);
  const head = cellsOf(
    sheet,
    columns,
    table.columns.map(({ title }) => title),
    'bold',
  );
  drawCaption(sheet, table.caption, heightOf(head) + lineHeight * 2);
  if (table.rows.length === 0) {
    sheet.paragraph(table.none, 'regular', size);
    return;
  }
  const begin = () => {
    drawRow(sheet, columns, head, true);
    return sheet.y;
  };
  sheet.need(heightOf(head) + lineHeight + 2 * padY);
  let top = begin();
  const nextPage = () => {
    sheet.newPage();
    top = begin();
  };
  for (const row of table.rows) {
    let cells = cellsOf(sheet, columns, row);
    if (heightOf(cells) > sheet.room && sheet.y > top) nextPage();
    // What is longer than a page goes on overleaf.
    while (heightOf(cells) > sheet.room) {
      const lineCount = Math.floor((sheet.room - 2 * padY) / lineHeight);
      const [here, rest] = [
        cells.map((lines) => lines.slice(0, lineCount)),
        cells.map((lines) => lines.slice(lineCount)),
      ];
      drawRow(sheet, columns, here);
      nextPage();
      cells = rest;
    }
    drawRow(sheet, columns, cells);
    yield;
  }
}

function columnsOf(sheet: Sheet, table: BlockOf<'table'>): Column[] {
  const total = table.columns.reduce((sum, { weight }) => sum + weight, 0);
  let x = sheet.left;
  return table.columns.map(({ weight, kind }) => {
    const width = (sheet.width * weight) / total;
    const column = { x, width, look: kind === 'mono' ? 'mono' : 'regular', isRight: kind === 'number' } as const;
    x += width;
    return column;
  });
}

const sizeOf = (look: Look) => (look === 'mono' ? size - 1 : size);

function cellsOf(sheet: Sheet, columns: readonly Column[], texts: readonly string[], look?: Look): string[][] {
  return columns.map((column, at) => {
    const used = look ?? column.look;
    return sheet.faces.wrap(texts[at] ?? '', used, sizeOf(used), column.width - 2 * padX);
  });
}

const heightOf = (cells: readonly string[][]) =>
  Math.max(1, ...cells.map((lines) => lines.length)) * lineHeight + 2 * padY;

function drawRow(sheet: Sheet, columns: readonly Column[], cells: readonly string[][], isHead = false): void {
  const height = heightOf(cells);
  const { y } = sheet;
  if (isHead) sheet.canvas.rect({ x: sheet.left, y, width: sheet.width, height }, { fill: shadeGrey });
  for (const [at, column] of columns.entries()) {
    const look = isHead ? 'bold' : column.look;
    for (const [index, line] of (cells[at] ?? []).entries()) {
      const baseline = y + padY + index * lineHeight + size;
      if (column.isRight)
        sheet.put(line, { x: column.x + column.width - padX, y: baseline }, look, sizeOf(look), 'right');
      else sheet.put(line, { x: column.x + padX, y: baseline }, look, sizeOf(look));
    }
  }
  sheet.canvas.line({ x: sheet.left, y: y + height }, { x: sheet.left + sheet.width, y: y + height }, 0.5, ruleGrey);
  sheet.y = y + height;
}
