import type { BlockOf } from '../../../../shared/reports/document.ts';
import { layOutTimeChart } from '../../../../shared/reports/time-chart.ts';
import { ruleGrey, type Sheet } from './sheet.ts';
import { drawCaption } from './table.ts';

const height = 150;
const size = 7;
const dot = 3.4;

/** Values over time in black on white: what counts is a filled square, what does not is an open one. */
export function drawTimeChart(sheet: Sheet, chart: BlockOf<'time-chart'>): void {
  drawCaption(sheet, chart.unit === '' ? chart.caption : `${chart.caption} (${chart.unit})`, height + 20);
  const layout = layOutTimeChart({ ...chart, events: [] }, { width: sheet.width, height, letter: size * 0.62 });
  if (layout === null) {
    sheet.paragraph(chart.none, 'regular', 8);
    return;
  }
  sheet.need(height + 4);
  const at = { x: sheet.left, y: sheet.y };
  const { canvas } = sheet;
  const { plot } = layout;
  for (const { y, text } of layout.ticks) {
    canvas.line({ x: at.x + plot.left, y: at.y + y }, { x: at.x + plot.right, y: at.y + y }, 0.3, ruleGrey);
    sheet.put(text, { x: at.x + plot.left - 3, y: at.y + y + 2.5 }, 'regular', size, 'right');
  }
  for (const { y, look } of layout.levels) {
    canvas.line(
      { x: at.x + plot.left, y: at.y + y },
      { x: at.x + plot.right, y: at.y + y },
      look === 'limit' ? 1.2 : 0.6,
    );
  }
  for (const [index, to] of layout.line.entries()) {
    const from = layout.line[index - 1];
    if (from) canvas.line({ x: at.x + from.x, y: at.y + from.y }, { x: at.x + to.x, y: at.y + to.y }, 0.9);
  }
  for (const { x, y, isHollow } of layout.dots) {
    const box = { x: at.x + x - dot / 2, y: at.y + y - dot / 2, width: dot, height: dot };
    canvas.rect(box, isHollow ? { fill: '#FFFFFF', stroke: 0.8 } : { fill: '#000000' });
  }
  for (const { x, at: day, anchor } of layout.days) {
    const align = { start: 'left', middle: 'centre', end: 'right' } as const;
    sheet.put(day.slice(0, 10), { x: at.x + x, y: at.y + plot.bottom + 11 }, 'regular', size, align[anchor]);
  }
  sheet.skip(height);
}
