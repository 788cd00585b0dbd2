import type { BlockOf, GridMark } from '../../../../shared/reports/document.ts';
import { type Box, ruleGrey, type Sheet, shadeGrey } from './sheet.ts';
import { drawCaption } from './table.ts';

const headHeight = 14;
const labelShare = 0.27;
const size = 7;
const lineHeight = 8.5;

/** The paper grid: days across, tasks down, initials in cells. Its head is on each page. */
export function drawGrid(sheet: Sheet, grid: BlockOf<'grid'>): void {
  drawCaption(sheet, grid.caption, 60);
  if (grid.rows.length === 0) {
    sheet.paragraph(grid.none, 'regular', 8);
    return;
  }
  const labelWidth = sheet.width * labelShare;
  const cellWidth = (sheet.width - labelWidth) / grid.columns.length;
  const drawHead = () => {
    const { y } = sheet;
    sheet.put(grid.corner, { x: sheet.left + 2, y: y + 10 }, 'bold', size);
    for (const [at, column] of grid.columns.entries()) {
      const x = sheet.left + labelWidth + at * cellWidth;
      if (column.isShaded) sheet.canvas.rect({ x, y, width: cellWidth, height: headHeight }, { fill: shadeGrey });
      sheet.canvas.rect({ x, y, width: cellWidth, height: headHeight }, { stroke: 0.5, colour: ruleGrey });
      sheet.put(column.title, { x: x + cellWidth / 2, y: y + 10 }, 'bold', size, 'centre');
    }
    sheet.y = y + headHeight;
  };
  sheet.need(headHeight + 30);
  drawHead();
  for (const row of grid.rows) {
    const label = sheet.faces.wrap(row.label, 'regular', size, labelWidth - 6);
    const detail = row.detail === '' ? [] : sheet.faces.wrap(row.detail, 'regular', size - 1, labelWidth - 6);
    const height = Math.max(16, (label.length + detail.length) * lineHeight + 4);
    if (height > sheet.room) {
      sheet.newPage();
      drawHead();
    }
    const { y } = sheet;
    sheet.canvas.rect({ x: sheet.left, y, width: labelWidth, height }, { stroke: 0.5, colour: ruleGrey });
    for (const [index, line] of [...label, ...detail].entries()) {
      const at = { x: sheet.left + 3, y: y + size + 1 + index * lineHeight };
      sheet.put(line, at, 'regular', index < label.length ? size : size - 1);
    }
    for (const [at, cell] of row.cells.entries()) {
      const x = sheet.left + labelWidth + at * cellWidth;
      const box = { x, y, width: cellWidth, height };
      if (grid.columns[at]?.isShaded) sheet.canvas.rect(box, { fill: shadeGrey });
      sheet.canvas.rect(box, { stroke: 0.5, colour: ruleGrey });
      drawMark(sheet, box, cell.mark, cell.text);
    }
    sheet.y = y + height;
  }
  drawLegend(sheet, grid);
}

/** One cell. Every mark has a shape of its own; colour means nothing. */
function drawMark(sheet: Sheet, box: Box, mark: GridMark, text: string): void {
  const { x, y, width, height } = box;
  const inner = { x: x + 1.2, y: y + 1.2, width: width - 2.4, height: height - 2.4 };
  if (mark === 'closed') sheet.canvas.hatch(box);
  if (mark === 'gap') sheet.canvas.rect(inner, { stroke: 1.6 });
  if (mark === 'failed') {
    sheet.canvas.rect(inner, { stroke: 1 });
    sheet.canvas.rect({ x: x + 2.6, y: y + 2.6, width: width - 5.2, height: height - 5.2 }, { stroke: 0.5 });
  }
  if (mark === 'skipped') sheet.canvas.line({ x, y: y + height }, { x: x + width, y }, 0.5);
  const fitted = fitting(sheet, text, width - 3);
  const baseline = y + height / 2 + fitted * 0.36;
  const look = mark === 'gap' || mark === 'failed' ? 'bold' : 'regular';
  sheet.put(text, { x: x + width / 2, y: baseline }, look, fitted, 'centre');
  if (mark === 'late') {
    sheet.canvas.line({ x: x + width * 0.2, y: baseline + 2 }, { x: x + width * 0.8, y: baseline + 2 }, 0.9);
  }
}

/** The largest size at which initials fit their cell. */
function fitting(sheet: Sheet, text: string, width: number): number {
  const wide = sheet.faces.widthOf(text, 'regular', size);
  return wide <= width ? size : Math.max(3.5, (size * width) / wide);
}

function drawLegend(sheet: Sheet, grid: BlockOf<'grid'>): void {
  const perRow = 3;
  const width = sheet.width / perRow;
  sheet.skip(6);
  for (let from = 0; from < grid.legend.length; from += perRow) {
    sheet.need(15);
    for (const [at, entry] of grid.legend.slice(from, from + perRow).entries()) {
      const box = { x: sheet.left + at * width, y: sheet.y, width: 20, height: 12 };
      sheet.canvas.rect(box, { stroke: 0.5, colour: ruleGrey });
      drawMark(sheet, box, entry.mark, entry.text);
      sheet.put(entry.meaning, { x: box.x + 25, y: sheet.y + 8.5 }, 'regular', size);
    }
    sheet.skip(15);
  }
}
