/** A value of a table or of a record, as SQLite and JSON have them. */
export type CellValue = string | number | bigint | boolean | null;

/** Spreadsheets take a cell that begins so for a formula (OWASP, CSV injection). */
const startsFormula = /^[=+\-@\t\r]/;
/** A number is no formula: `-4.5` stays as it is. */
const plainNumber = /^[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?$/;

/**
 * One cell of a CSV file (RFC 4180): quoted where it must be. A text that a spreadsheet would run gets an apostrophe in
 * front; numbers and dates do not.
 */
export function csvCell(value: CellValue): string {
  if (value === null) return '';
  const raw = typeof value === 'string' ? value.replaceAll('\0', '') : String(value);
  const text = typeof value === 'string' && startsFormula.test(raw) && !plainNumber.test(raw) ? `'${raw}` : raw;
  return /[",\r\n;]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line with its end. */
export function csvLine(values: readonly CellValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/** First bytes of a UTF-8 file that says so: some spreadsheets read letters beyond ASCII only then. */
export const utf8Mark = '\uFEFF';
