import { parse } from 'csv-parse/sync';
import { readContainer } from '../../../shared/kernel/container.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type ReadNotice, readNotice } from '../../../shared/modules/cases/rules-notice.ts';
import { sha256 } from './files.ts';

/**
 * Reads field notices from a file's bytes: `.benchside` (decision 56, kind `notices`), JSON (a list, or an object with
 * `notices`), or CSV with headings. What it is is seen from its bytes, never from its name.
 */

export const noticeFileLimits = { bytes: 8 * 1024 * 1024, notices: 2000, cellLength: 8000 } as const;

export interface NoticeRow {
  /** Place in the file, from 1: entry of the list, line of the file. */
  readonly row: number;
  readonly read: ReadNotice;
}

/**
 * @throws AppError `cases/notice-file-empty`, `notice-file-too-large`, `notice-file-unreadable`, `notice-file-too-many`,
 * those of `readContainer`; a single bad notice is a row with its code, never a throw
 */
export function readNoticeFile(bytes: Uint8Array): NoticeRow[] {
  const rows = toRows(decode(bytes));
  if (rows.length === 0) throw new AppError('cases/notice-file-empty', {});
  if (rows.length > noticeFileLimits.notices) {
    throw new AppError('cases/notice-file-too-many', { limit: noticeFileLimits.notices });
  }
  return rows.map(({ row, value }) => ({
    row,
    read: value instanceof BadLine ? { code: badLineCodes[value.code], data: {} } : readNotice(value),
  }));
}

const badLineCodes = {
  'not-json': 'cases/notice-line',
  'line-too-long': 'cases/notice-too-long',
  'cut-off': 'cases/notice-file-cut-off',
  changed: 'cases/notice-file-changed',
} as const;

/** Stands where a line of a `.benchside` file could not be read or trusted. */
class BadLine {
  readonly code: keyof typeof badLineCodes;

  constructor(code: keyof typeof badLineCodes) {
    this.code = code;
  }
}

interface RawRow {
  readonly row: number;
  readonly value: unknown;
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > noticeFileLimits.bytes) {
    throw new AppError('cases/notice-file-too-large', { megabytes: noticeFileLimits.bytes / (1024 * 1024) });
  }
  if (bytes.subarray(0, 4096).includes(0)) throw new AppError('cases/notice-file-unreadable', {});
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() === '') throw new AppError('cases/notice-file-empty', {});
    return text;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('cases/notice-file-unreadable', {});
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function toRows(text: string): RawRow[] {
  const [head = ''] = text.trimStart().split(/\r?\n/, 1);
  const heading = parseJson(head);
  if (isObject(heading) && 'benchside' in heading) return containerRows(text.trimStart());
  const first = head.charAt(0);
  if (first !== '[' && first !== '{') return csvRows(text);
  const whole = parseJson(text);
  if (Array.isArray(whole)) return numbered(whole);
  if (!isObject(whole)) throw new AppError('cases/notice-file-unreadable', {});
  // One notice alone is a list of one.
  return numbered(Array.isArray(whole.notices) ? whole.notices : [whole]);
}

const numbered = (values: readonly unknown[]): RawRow[] => values.map((value, index) => ({ row: index + 1, value }));

/** What was cut off or changed on the way is a row that says so; what can be read is still shown. */
function containerRows(text: string): RawRow[] {
  const { items, badLines } = readContainer(text, 'notices', sha256);
  return [
    ...items.map(({ line: row, value }) => ({
      row,
      value: isObject(value) && isObject(value.notice) ? value.notice : value,
    })),
    ...badLines.map(({ line: row, code }) => ({ row, value: new BadLine(code) })),
  ].toSorted((a, b) => a.row - b.row);
}

/** Headings of the columns, as small letters without signs. */
const columns: Readonly<Record<string, string>> = {
  number: 'number',
  notice: 'number',
  maker: 'maker',
  manufacturer: 'maker',
  title: 'title',
  text: 'text',
  severity: 'severity',
  issuedon: 'issuedOn',
  models: 'models',
  model: 'models',
  serials: 'serials',
  serial: 'serials',
  lots: 'lots',
  lot: 'lots',
  actions: 'actions',
  dueon: 'dueOn',
};

function csvRows(text: string): RawRow[] {
  let table: string[][];
  try {
    const [line = ''] = text.split(/\r\n|\n|\r/, 1);
    const delimiter = [',', ';', '\t'].toSorted((a, b) => line.split(b).length - line.split(a).length)[0];
    table = parse(text, {
      ...{
        delimiter: delimiter ?? ',',
        bom: true,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
      },
      max_record_size: 1024 * 1024,
    }) as string[][];
  } catch {
    throw new AppError('cases/notice-file-unreadable', {});
  }
  const [headings = [], ...rows] = table;
  const fields = headings.map((heading) => columns[heading.toLowerCase().replaceAll(/[^a-z]/g, '')]);
  if (!fields.includes('number') || !fields.includes('title')) throw new AppError('cases/notice-file-unreadable', {});
  return rows.map((cells, index) => {
    const value: Record<string, unknown> = {};
    fields.forEach((field, at) => {
      const cell = (cells[at] ?? '').trim().slice(0, noticeFileLimits.cellLength);
      if (field !== undefined && cell !== '') value[field] = readCell(field, cell);
    });
    return { row: index + 2, value };
  });
}

const listSigns = /\s*[;|\n]\s*/;

/** `A100..A200; B7`: ranges with two dots or the word "to", lists with semicolons. */
function readCell(field: string, cell: string): unknown {
  if (field === 'models' || field === 'actions') return cell.split(listSigns).filter(Boolean);
  if (field !== 'serials' && field !== 'lots') return field === 'severity' ? cell.toLowerCase() : cell;
  return cell
    .split(listSigns)
    .filter(Boolean)
    .map((one) => {
      const [from = '', to, ...more] = one.split(/\s*(?:\.\.|…|\s(?:to|-|–)\s)\s*/i);
      return to === undefined || more.length > 0 ? one : { from, to };
    });
}
