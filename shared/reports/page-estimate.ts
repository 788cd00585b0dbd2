import { gapsTable, signaturesTable, versionsTable } from './as-table.ts';
import type { BlockOf, ReportBlock, ReportDocument } from './document.ts';
import { sayPaper } from './words.ts';

/** Over so many pages a report is written by the host instead of printed by the window (decision 30). */
export const mostPagesOfWindow = 10;

/** Points; what the writer's sheets and the window's print styles both come to, within a page in ten. */
const usable = { portrait: { width: 523, height: 730 }, landscape: { width: 770, height: 480 } } as const;
const lineHeight = 11;
const letterWidth = 4.3;
const cellPadding = 5;
const captionHeight = 26;

/** How many sheets a report will take, about: enough to choose who sets them. A label report takes one page a label. */
export function estimatePages(document: ReportDocument): number {
  if (document.paper.kind === 'label') {
    return Math.max(1, document.blocks.filter((block) => block.kind === 'label').length);
  }
  const box = usable[document.paper.orientation];
  let pages = 1;
  let used = 60 + document.facts.length * 8;
  const take = (height: number) => {
    if (used + height > box.height && used > 0) {
      pages += 1;
      used = 0;
    }
    used += height;
  };
  for (const block of [...document.blocks, versionsTable(document.versions, sayPaper)]) {
    if (block.kind === 'page-break') take(box.height);
    else for (const height of heightsOf(block, box.width)) take(height);
  }
  return pages;
}

function heightsOf(block: ReportBlock, width: number): number[] {
  switch (block.kind) {
    case 'heading':
      return [captionHeight];
    case 'note':
      return [textLines(block.text, width) * lineHeight + 8];
    case 'key-values':
      return block.rows.map((row) => textLines(row.value, width * 0.66) * lineHeight + 3);
    case 'table':
      return tableHeights(block, width);
    case 'signatures':
      return [...tableHeights(signaturesTable(block, sayPaper), width), ...block.blanks.map(() => 30)];
    case 'gaps':
      return tableHeights(gapsTable(block, sayPaper), width);
    case 'grid':
      return [captionHeight + 16, ...block.rows.map(() => 22), 12 + Math.ceil(block.legend.length / 3) * 14];
    case 'chart':
      return [180];
    case 'time-chart':
      return [190];
    case 'picture':
      return [captionHeight + block.heightMm * 2.84];
    case 'label':
    case 'page-break':
      return [0];
  }
}

function tableHeights(block: BlockOf<'table'>, width: number): number[] {
  const total = block.columns.reduce((sum, column) => sum + column.weight, 0);
  const widths = block.columns.map((column) => (width * column.weight) / total - 6);
  const rows = block.rows.map(
    (row) => Math.max(1, ...row.map((cell, at) => textLines(cell, widths[at] ?? width))) * lineHeight + cellPadding,
  );
  return [captionHeight + lineHeight, ...(rows.length === 0 ? [lineHeight] : rows)];
}

function textLines(text: string, width: number): number {
  const letters = Math.max(4, Math.floor(width / letterWidth));
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / letters)), 0);
}
