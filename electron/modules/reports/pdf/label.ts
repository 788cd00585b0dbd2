import type { BlockOf } from '../../../../shared/reports/document.ts';
import type { Sheet } from './sheet.ts';

const titleShare = 1.3;
const lineShare = 1.3;

/** One label on one page: title in bold, one line below the other, as large as the label lets it be. */
export function drawLabel(sheet: Sheet, label: BlockOf<'label'>): void {
  sheet.newPage();
  const room = sheet.bottom - sheet.y;
  const lines = label.lines.map(({ label: name, value }) => (name === '' ? value : `${name} ${value}`));
  const size = Math.min(
    room / (titleShare * lineShare + lines.length * lineShare),
    fitting(sheet, label.title, 'bold') / titleShare,
    ...lines.map((line) => fitting(sheet, line, 'regular')),
  );
  sheet.put(label.title, { x: sheet.left, y: sheet.y + size * titleShare }, 'bold', size * titleShare);
  let baseline = sheet.y + size * titleShare * lineShare;
  for (const line of lines) {
    sheet.put(line, { x: sheet.left, y: baseline + size }, 'regular', size);
    baseline += size * lineShare;
  }
}

function fitting(sheet: Sheet, text: string, look: 'regular' | 'bold'): number {
  const wide = sheet.faces.widthOf(text, look, 1);
  return wide === 0 ? Number.POSITIVE_INFINITY : sheet.width / wide;
}
