import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { dateOfDay } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { Cell, Sheet } from '../../../shared/modules/maintenance/import-rules.ts';
import { tooManyRows } from './import-csv.ts';
import { importLimits } from './import-limits.ts';

/**
 * Sheets of a workbook (ECMA-376, SpreadsheetML): shown values only. A formula counts as the value the spreadsheet kept
 * for it and is never computed; macros, links and pictures are not looked at.
 *
 * @throws AppError `maintenance/import-broken-xlsx`, `import-too-large-inside`, `import-too-many-rows`,
 * `import-too-wide`, `import-no-sheet`
 */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet[]> {
  const parts = new Parts(bytes);
  const workbook = await readWorkbook(parts);
  const strings = await readStrings(parts);
  const isDate = await readDateStyles(parts);
  const sheets: Sheet[] = [];
  for (const { name, path } of workbook.sheets.slice(0, importLimits.sheets)) {
    const xml = parts.text(path);
    if (xml === null) continue;
    const rows = await readRows(xml, { strings, isDate, is1904: workbook.is1904 });
    if (rows.length > 0) sheets.push({ name, rows });
  }
  if (sheets.length === 0) throw new AppError('maintenance/import-no-sheet', {});
  return sheets;
}

/** Parts of the package, unpacked one by one, each no longer than it declares and than is allowed. */
class Parts {
  readonly #bytes: Uint8Array;
  #unpackedBytes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Text of a part, or null when there is none. */
  text(path: string): string | null {
    let isTooLarge = false;
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
      if (name !== path) return false;
      isTooLarge = this.#unpackedBytes + originalSize > importLimits.partBytes;
      return !isTooLarge;
    };
    let found: Uint8Array | undefined;
    try {
      found = unzipSync(this.#bytes, { filter })[path];
    } catch {
      throw broken();
    }
    if (isTooLarge) throw new AppError('maintenance/import-too-large-inside', {});
    if (!found) return null;
    this.#unpackedBytes += found.length;
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(found);
    } catch {
      throw broken();
    }
  }
}

const broken = (): AppError => new AppError('maintenance/import-broken-xlsx', {});
const chunkLength = 256 * 1024;
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

interface Reader {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Feeds one part through the XML parser in turns: the host answers instruments in between. No entity is ever expanded. */
async function walk(xml: string, reader: Reader): Promise<void> {
  const parser = new SaxesParser();
  let problem: Error | null = null;
  parser.on('error', (error) => {
    problem ??= error;
  });
  parser.on('opentag', ({ name, attributes }) => reader.open?.(localName(name), attributes as Record<string, string>));
  parser.on('closetag', ({ name }) => reader.close?.(localName(name)));
  parser.on('text', (text) => reader.text?.(text));
  for (let at = 0; at < xml.length; at += chunkLength) {
    parser.write(xml.slice(at, at + chunkLength));
    if (problem) throw broken();
    await new Promise((resolve) => setImmediate(resolve));
  }
  parser.close();
  if (problem) throw broken();
}

async function readWorkbook(parts: Parts): Promise<{ sheets: { name: string; path: string }[]; is1904: boolean }> {
  const xml = parts.text('xl/workbook.xml');
  const relations = parts.text('xl/_rels/workbook.xml.rels');
  if (xml === null || relations === null) throw broken();
  const targets = new Map<string, string>();
  await walk(relations, {
    open(name, { Id, Target }) {
      if (name !== 'Relationship' || !Id || !Target) return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`);
    },
  });
  const sheets: { name: string; path: string }[] = [];
  let is1904 = false;
  await walk(xml, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => localName(key) === 'id' && key.includes(':'))?.[1];
      const path = targets.get(id ?? '');
      if (path !== undefined) sheets.push({ name: attributes.name ?? '', path });
    },
  });
  return { sheets, is1904 };
}

/** Shared strings; phonetic guides are not part of what a cell shows. */
async function readStrings(parts: Parts): Promise<string[]> {
  const xml = parts.text('xl/sharedStrings.xml');
  const strings: string[] = [];
  if (xml === null) return strings;
  let text = '';
  let isInText = false;
  let isPhonetic = false;
  await walk(xml, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isPhonetic = true;
      if (name === 't') isInText = !isPhonetic;
    },
    text(more) {
      if (isInText && text.length < importLimits.cellLength) text += more;
    },
    close(name) {
      if (name === 't') isInText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name === 'si') strings.push(text.slice(0, importLimits.cellLength));
    },
  });
  return strings;
}

/** Number formats that show a date, of those built in (ECMA-376 part 1, 18.8.30); 18 to 21 and 45 to 47 show only a time. */
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** For each cell style, whether it shows a date. */
async function readDateStyles(parts: Parts): Promise<boolean[]> {
  const xml = parts.text('xl/styles.xml');
  const styles: boolean[] = [];
  if (xml === null) return styles;
  const custom = new Map<number, boolean>();
  let isInCellFormats = false;
  await walk(xml, {
    open(name, { numFmtId, formatCode = '' }) {
      if (name === 'numFmt') custom.set(Number(numFmtId), showsDate(formatCode));
      if (name === 'cellXfs') isInCellFormats = true;
      if (name === 'xf' && isInCellFormats) {
        styles.push(custom.get(Number(numFmtId)) ?? builtInDates.has(Number(numFmtId)));
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCellFormats = false;
    },
  });
  return styles;
}

/** A format that names a day or a year, outside quoted text, colours and escapes. */
function showsDate(formatCode: string): boolean {
  const bare = formatCode.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '').toLowerCase();
  return /[dy]/.test(bare) && !/general/.test(bare);
}

interface SheetFacts {
  readonly strings: readonly string[];
  readonly isDate: readonly boolean[];
  readonly is1904: boolean;
}

async function readRows(xml: string, facts: SheetFacts): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  let at = 0;
  let column = 0;
  let type = '';
  let style = 0;
  let text = '';
  let isInValue = false;
  await walk(xml, {
    open(name, attributes) {
      if (name === 'row') {
        at = attributes.r === undefined ? at + 1 : Number(attributes.r);
        if (!(at >= 1 && at <= importLimits.rows)) throw tooManyRows();
        while (rows.length < at) rows.push([]);
        column = 0;
      } else if (name === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
        if (!(column >= 1 && column <= importLimits.columns)) {
          throw new AppError('maintenance/import-too-wide', { limit: importLimits.columns });
        }
        type = attributes.t ?? 'n';
        style = Number(attributes.s ?? 0);
        text = '';
      } else if (name === 'v' || name === 't') isInValue = true;
    },
    text(more) {
      if (isInValue && text.length < importLimits.cellLength) text += more;
    },
    close(name) {
      if (name === 'v' || name === 't') isInValue = false;
      if (name !== 'c' || text === '') return;
      const row = rows[at - 1];
      if (!row) throw broken();
      while (row.length < column) row.push({ text: '', on: null });
      row[column - 1] = cellOf(text, type, style, facts);
    },
  });
  return rows;
}

/** `BC12` is column 55. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) throw broken();
  return [...letters].reduce((sum, letter) => sum * 26 + (letter.charCodeAt(0) - 64), 0);
}

function cellOf(text: string, type: string, style: number, { strings, isDate, is1904 }: SheetFacts): Cell {
  if (type === 's') return { text: strings[Number(text)] ?? '', on: null };
  if (type === 'b') return { text: text === '1' ? 'TRUE' : 'FALSE', on: null };
  if (type === 'd') {
    const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
    return { text: day ?? text, on: day };
  }
  if (type !== 'n') return { text: text.slice(0, importLimits.cellLength), on: null };
  const number = Number(text);
  if (!Number.isFinite(number)) return { text, on: null };
  const serial = Math.floor(number) + (is1904 ? 1462 : 0);
  // Days count from 1899-12-30 for every date after February 1900, whose 29th the format invented.
  if (isDate[style] && serial >= 61 && serial < 2_958_466) {
    const on = dateOfDay(serial - 25_569);
    return { text: on, on };
  }
  return { text: String(number), on: null };
}
