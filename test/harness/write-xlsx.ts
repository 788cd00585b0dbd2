import { strToU8, zipSync } from 'fflate';

/** What a test writes into one cell: text, a number with a style, a formula with its kept value, a date by its serial. */
export type XlsxCell =
  | string
  | null
  | { readonly number: number; readonly style?: number }
  | { readonly formula: string; readonly value: string | null }
  | { readonly error: string }
  | { readonly inline: string };

const asXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** Style 1 shows a date (built in), 2 a date by a format of its own, 3 a time, 4 a plain number. */
const styles = `<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="164" formatCode="[$-409]dd\\-mmm\\-yy;@"/><numFmt numFmtId="165" formatCode="&quot;day &quot;0"/></numFmts>
<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="2"/><xf numFmtId="165"/></cellXfs>
</styleSheet>`;

/** A workbook as spreadsheet programs write it: shared strings, styles, relations. */
export function writeXlsx(
  sheets: readonly { readonly name: string; readonly rows: readonly (readonly XlsxCell[])[] }[],
  more: { readonly is1904?: boolean; readonly parts?: Readonly<Record<string, string>> } = {},
): Uint8Array<ArrayBuffer> {
  const strings: string[] = [];
  const cellXml = (cell: XlsxCell, at: string): string => {
    if (cell === null) return '';
    if (typeof cell === 'string') {
      strings.push(cell);
      return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
    }
    if ('number' in cell) return `<c r="${at}" s="${cell.style ?? 0}"><v>${cell.number}</v></c>`;
    if ('error' in cell) return `<c r="${at}" t="e"><v>${cell.error}</v></c>`;
    if ('inline' in cell) return `<c r="${at}" t="inlineStr"><is><t>${asXml(cell.inline)}</t></is></c>`;
    const value = cell.value === null ? '' : `<v>${asXml(cell.value)}</v>`;
    return `<c r="${at}" t="str"><f>${asXml(cell.formula)}</f>${value}</c>`;
  };
  const sheetXml = sheets.map(({ rows }) => {
    const body = rows
      .map(
        (row, at) =>
          `<row r="${at + 1}">${row.map((cell, x) => cellXml(cell, `${columnName(x)}${at + 1}`)).join('')}</row>`,
      )
      .join('');
    return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body}</sheetData></worksheet>`;
  });
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr${more.is1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(({ name }, at) => `<sheet name="${asXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map((_, at) => `<Relationship Id="rId${at + 1}" Type="x" Target="worksheets/sheet${at + 1}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${strings
      .map((text) => `<si><t xml:space="preserve">${asXml(text)}</t></si>`)
      .join('')}</sst>`,
    'xl/styles.xml': styles,
    ...Object.fromEntries(sheetXml.map((xml, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
    ...more.parts,
  };
  return new Uint8Array(
    zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]))),
  );
}
