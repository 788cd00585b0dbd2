import type { ImportSheet } from './import-contract.ts';
import { fieldsOf, type Sheet } from './import-rules.ts';
import { type ImportKind, type ImportOptions, importKind } from './import-terms.ts';

/** A first guess of headings and mapping, for a person to look over. Nothing depends on it being right. */

/** Words that head a column in sheets labs keep; the field's own name is one of them. */
const headings: Readonly<Record<string, readonly string[]>> = {
  instrument: ['instrument', 'analyzer', 'analyser', 'equipment', 'device', 'unit', 'asset'],
  task: ['task', 'maintenance', 'procedure', 'activity', 'item', 'description', 'work', 'job'],
  doneOn: ['done on', 'date', 'performed', 'date done', 'completed', 'date performed', 'service date'],
  doneBy: ['done by', 'by', 'initials', 'tech', 'performed by', 'operator', 'name', 'technician', 'user'],
  result: ['result', 'value', 'outcome', 'pass', 'pass/fail', 'reading', 'status'],
  note: ['note', 'notes', 'comment', 'comments', 'remarks', 'remark'],
  every: ['every', 'frequency', 'interval', 'how often', 'schedule', 'period'],
  lastDoneOn: ['last done', 'last', 'last done on', 'last performed', 'last date', 'previous'],
  name: ['name', 'part', 'part name', 'description', 'instrument', 'item', 'instrument name'],
  number: ['number', 'part number', 'part no', 'part #', 'catalog', 'catalogue number', 'ref', 'cat no', 'sku'],
  maker: ['maker', 'manufacturer', 'vendor', 'supplier', 'brand'],
  onHand: ['on hand', 'stock', 'quantity', 'qty', 'count', 'in stock'],
  minimum: ['minimum', 'min', 'reorder', 'reorder point', 'reorder level', 'par'],
  model: ['model', 'type', 'model name'],
  serialNumber: ['serial number', 'serial', 'serial no', 's/n', 'sn'],
  assetNumber: ['asset number', 'asset', 'asset no', 'inventory number', 'tag', 'asset tag'],
  place: ['place', 'location', 'room', 'site', 'lab', 'department'],
};

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9/#]+/g, ' ')
    .trim();
/** Rows looked through for headings. */
const headingRows = 20;

/** The row that looks most like headings: the one with the most cells that head a column somewhere. */
function headerRowOf(sheet: Sheet): number {
  const known = new Set(Object.values(headings).flat());
  let best = { row: 1, score: -1 };
  for (const [at, cells] of sheet.rows.slice(0, headingRows).entries()) {
    const filled = cells.filter(({ text, on }) => text.trim() !== '' && on === null && text.length < 60);
    const score = filled.filter(({ text }) => known.has(plain(text))).length * 10 + Math.min(filled.length, 9);
    if (score > best.score) best = { row: at + 1, score };
  }
  return best.row;
}

/** Fields to columns: exact headings first, then headings that begin so; each column once. */
function mapColumns(kind: ImportKind, texts: readonly string[]): Record<string, number> {
  const columns: Record<string, number> = {};
  const used = new Set<number>();
  for (const isExact of [true, false]) {
    for (const { name } of fieldsOf(kind)) {
      if (columns[name] !== undefined) continue;
      const at = texts.findIndex((text, index) => {
        if (used.has(index) || text === '') return false;
        return (headings[name] ?? []).some((word) => (isExact ? text === word : text.startsWith(`${word} `)));
      });
      if (at < 0) continue;
      columns[name] = at;
      used.add(at);
    }
  }
  return columns;
}

/** How well a kind fits: its required fields found, then all it found. */
function fitOf(kind: ImportKind, columns: Readonly<Record<string, number>>): number {
  const fields = fieldsOf(kind);
  const required = fields.filter(({ isRequired }) => isRequired);
  const isWhole = required.every(({ name }) => columns[name] !== undefined);
  return (isWhole ? 100 : 0) + Object.keys(columns).length;
}

/** One sheet as the page shows it, with the mapping it suggests. Dates are always asked about. */
export function describeSheet(sheet: Sheet): ImportSheet {
  const headerRow = headerRowOf(sheet);
  const head = sheet.rows[headerRow - 1] ?? [];
  const below = sheet.rows.slice(headerRow);
  const width = Math.min(500, Math.max(head.length, ...below.slice(0, 50).map((cells) => cells.length)));
  const texts = Array.from({ length: width }, (_, index) => plain(head[index]?.text ?? ''));
  const fits = importKind.options.map((kind) => {
    const columns = mapColumns(kind, texts);
    return { kind, columns, fit: fitOf(kind, columns) };
  });
  const best = fits.reduce((a, b) => (b.fit > a.fit ? b : a));
  const suggested: ImportOptions = {
    kind: best.kind,
    sheet: sheet.name,
    headerRow,
    columns: best.columns,
    dateOrder: 'ask',
    subject: null,
    subjects: {},
  };
  return {
    name: sheet.name,
    rowCount: below.filter((cells) => cells.some(({ text }) => text.trim() !== '')).length,
    headerRow,
    columns: texts.map((_, index) => ({
      index,
      heading: (head[index]?.text ?? '').slice(0, 120),
      samples: below
        .map((cells) => (cells[index]?.text ?? '').trim().slice(0, 80))
        .filter((text) => text !== '')
        .slice(0, 4),
    })),
    suggested,
  };
}
