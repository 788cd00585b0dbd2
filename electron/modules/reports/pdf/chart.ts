import { layOutBars } from '../../../../shared/reports/bar-chart.ts';
import type { BlockOf } from '../../../../shared/reports/document.ts';
import { ruleGrey, type Sheet } from './sheet.ts';
import { drawCaption } from './table.ts';

const height = 130;
const size = 7;

/** Bars in black on white, told apart by pattern. */
export function drawChart(sheet: Sheet, chart: BlockOf<'chart'>): void {
  drawCaption(sheet, chart.unit === '' ? chart.caption : `${chart.caption} (${chart.unit})`, height + 20);
  if (chart.bars.length === 0) {
    sheet.paragraph(chart.none, 'regular', 8);
    return;
  }
  sheet.need(height + 16);
  const at = { x: sheet.left, y: sheet.y };
  const { bars, ticks, labels, plot } = layOutBars(chart, { width: sheet.width, height, letter: size * 0.62 });
  for (const tick of ticks) {
    const y = at.y + tick.y;
    sheet.canvas.line({ x: at.x + plot.left, y }, { x: at.x + plot.right, y }, 0.3, ruleGrey);
    sheet.put(tick.text, { x: at.x + plot.left - 3, y: y + 2.5 }, 'regular', size, 'right');
  }
  for (const bar of bars) {
    const box = { x: at.x + bar.x, y: at.y + bar.y, width: bar.width, height: bar.height };
    drawPattern(sheet, box, bar.pattern);
  }
  for (const label of labels) {
    sheet.put(label.text, { x: at.x + label.x, y: at.y + plot.bottom + 10 }, 'regular', size, 'centre');
  }
  sheet.skip(height);
  if (chart.series.length > 1) {
    let { x } = at;
    for (const series of chart.series) {
      drawPattern(sheet, { x, y: sheet.y, width: 14, height: 8 }, series.pattern);
      sheet.put(series.name, { x: x + 18, y: sheet.y + 7 }, 'regular', size);
      x += 34 + sheet.faces.widthOf(series.name, 'regular', size);
    }
    sheet.skip(14);
  }
}

function drawPattern(
  sheet: Sheet,
  box: { x: number; y: number; width: number; height: number },
  pattern: 'solid' | 'hatched' | 'open',
): void {
  if (pattern === 'solid') sheet.canvas.rect(box, { fill: '#000000' });
  if (pattern === 'hatched') sheet.canvas.hatch(box);
  sheet.canvas.rect(box, { stroke: 0.7 });
}
