import { gapsTable, signaturesTable, versionsTable } from '../../../../shared/reports/as-table.ts';
import type { BlockOf, ReportBlock, ReportDocument } from '../../../../shared/reports/document.ts';
import { type SayPaper, sayPaper } from '../../../../shared/reports/words.ts';
import { drawChart } from './chart.ts';
import { drawGrid } from './grid.ts';
import type { Sheet } from './sheet.ts';
import { drawCaption, drawTable } from './table.ts';
import { drawTimeChart } from './time-chart.ts';

/** A chance for the writer to let pages go, between two rows. */
export type Steps = Generator<void, void, void>;

/** Draws a whole report on sheets: head, blocks in order, versions at the end. */
export function* drawReport(sheet: Sheet, document: ReportDocument, say: SayPaper = sayPaper): Steps {
  sheet.need(60);
  sheet.paragraph(document.title, 'bold', 16);
  if (document.subtitle !== '') sheet.paragraph(document.subtitle, 'regular', 10);
  sheet.skip(4);
  drawKeyValues(sheet, { kind: 'key-values', rows: document.facts });
  for (const block of document.blocks) yield* drawBlock(sheet, block, say);
  yield* drawTable(sheet, versionsTable(document.versions, say));
}

function* drawBlock(sheet: Sheet, block: ReportBlock, say: SayPaper): Steps {
  switch (block.kind) {
    case 'heading':
      sheet.need(50);
      sheet.skip(12);
      sheet.put(block.text, { x: sheet.left, y: sheet.y + 12 }, 'bold', 12);
      sheet.skip(18);
      break;
    case 'note':
      drawNote(sheet, block, say);
      break;
    case 'key-values':
      sheet.skip(4);
      drawKeyValues(sheet, block);
      break;
    case 'table':
      yield* drawTable(sheet, block);
      break;
    case 'grid':
      drawGrid(sheet, block);
      break;
    case 'chart':
      drawChart(sheet, block);
      break;
    case 'time-chart':
      drawTimeChart(sheet, block);
      break;
    case 'picture':
      drawPicture(sheet, block);
      break;
    case 'signatures':
      yield* drawTable(sheet, signaturesTable(block, say));
      drawBlanks(sheet, block, say);
      break;
    case 'gaps':
      yield* drawTable(sheet, gapsTable(block, say));
      break;
    case 'label':
      drawCaption(sheet, block.title, 20);
      drawKeyValues(sheet, { kind: 'key-values', rows: block.lines });
      break;
    case 'page-break':
      if (!sheet.isAtTop) sheet.newPage();
      break;
  }
}

const pointsPerMm = 72 / 25.4;

function drawPicture(sheet: Sheet, block: BlockOf<'picture'>): void {
  const box = {
    width: Math.min(sheet.width, block.widthMm * pointsPerMm),
    height: block.heightMm * pointsPerMm,
  };
  drawCaption(sheet, block.caption, box.height + 20);
  sheet.need(box.height);
  sheet.canvas.picture(block.image.base64, { x: sheet.left, y: sheet.y, ...box });
  sheet.skip(box.height + 6);
}

function drawNote(sheet: Sheet, block: BlockOf<'note'>, say: SayPaper): void {
  sheet.skip(4);
  if (block.tone === 'plain') {
    sheet.paragraph(block.text, 'regular', 9);
    return;
  }
  sheet.need(26);
  const from = { page: sheet.pageCount, y: sheet.y };
  sheet.paragraph(`${say('paper.note')}: ${block.text}`, 'bold', 9, 8);
  const top = from.page === sheet.pageCount ? from.y : sheet.height - sheet.bottom;
  sheet.canvas.line({ x: sheet.left + 2, y: top }, { x: sheet.left + 2, y: sheet.y }, 2.5);
}

function drawKeyValues(sheet: Sheet, block: BlockOf<'key-values'>): void {
  const labelWidth = Math.min(150, sheet.width * 0.34);
  for (const { label, value } of block.rows) {
    const labels = sheet.faces.wrap(label, 'regular', 8.5, labelWidth - 6);
    const values = sheet.faces.wrap(value, 'bold', 8.5, sheet.width - labelWidth);
    const lineCount = Math.max(labels.length, values.length);
    for (let line = 0; line < lineCount; line += 1) {
      sheet.need(11.5);
      sheet.put(labels[line] ?? '', { x: sheet.left, y: sheet.y + 9 }, 'regular', 8.5);
      sheet.put(values[line] ?? '', { x: sheet.left + labelWidth, y: sheet.y + 9 }, 'bold', 8.5);
      sheet.skip(11.5);
    }
  }
}

/** Lines to be signed by hand: what for, name, date. */
function drawBlanks(sheet: Sheet, block: BlockOf<'signatures'>, say: SayPaper): void {
  const width = sheet.width * 0.55;
  for (const blank of block.blanks) {
    sheet.need(36);
    sheet.skip(24);
    const { y, left } = sheet;
    sheet.canvas.line({ x: left, y }, { x: left + width, y }, 0.6);
    sheet.canvas.line({ x: left + width + 20, y }, { x: left + sheet.width, y }, 0.6);
    sheet.put(blank, { x: left, y: y + 9 }, 'regular', 7.5);
    sheet.put(say('paper.blank.date'), { x: left + width + 20, y: y + 9 }, 'regular', 7.5);
    sheet.skip(12);
  }
}
