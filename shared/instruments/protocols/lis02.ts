import type { LinkMessage } from '../link-machine.ts';
import { decodeText, detectCharset, type FindDecoder } from './charset.ts';
import {
  DEFAULT_DELIMITERS,
  type EscapeDialect,
  type Lis02Delimiters,
  readDelimiters,
  splitAt,
  unescapeLeaf,
} from './lis02-escape.ts';

/**
 * LIS02 (E1394-97) records: bytes of one message -> records with their raw fields. Nothing is dropped: unknown record
 * types, fields beyond the standard's and lines that are no records are kept. Fields stay as sent; `leafOf` and
 * `repeatsOf` give the unescaped text where a reader wants it.
 */

/** Warnings kept of one message; what a device does in every record would otherwise be said a thousand times. */
export const MAX_WARNINGS = 50;

export interface Lis02Record {
  /** Upper-case type letter, or the whole first field where it is no single letter. */
  readonly type: string;
  /** Fields as sent; `fields[0]` is field 1, the type. In H, `fields[1]` is the delimiter definition. */
  readonly fields: readonly string[];
  readonly text: string;
  /** Place in the message, from 0. */
  readonly index: number;
}

export type Lis02WarningCode =
  /** The H record declares no usable delimiters; the recommended ones were taken. */
  | 'delimiters-assumed'
  /** A sequence number is not the next one: `expected`, `found`. Real analyzers break this rule; records are kept. */
  | 'sequence-unexpected'
  | 'type-unknown'
  /** A line that is no record: a line end was put into the record before it on its way. */
  | 'line-stray'
  /** The bytes do not fit the named code page; they were read as Latin-1. */
  | 'charset-mismatch'
  /** No L record. */
  | 'not-terminated';

export interface Lis02Warning {
  readonly code: Lis02WarningCode;
  readonly record: number;
  readonly data: Readonly<Record<string, string>>;
}

/** A line that is no record, and the record it came after (-1: none). It is kept, and never glued on by a guess. */
export interface StrayLine {
  readonly after: number;
  readonly text: string;
}

export interface Lis02Message {
  readonly delimiters: Lis02Delimiters;
  readonly dialect: EscapeDialect;
  readonly records: readonly Lis02Record[];
  readonly strayLines: readonly StrayLine[];
  /** Index of the last record where the text broke off inside it, else null: what is there may be a part of it. */
  readonly cutRecord: number | null;
  readonly isTerminated: boolean;
  /** The code page the text was read in. */
  readonly charset: string;
  readonly warnings: readonly Lis02Warning[];
}

export interface Lis02Options {
  /** `auto` (default): UTF-8 where the bytes are that, else `fallbackCharset`. */
  readonly charset?: string;
  /** Default `latin-1`, which LIS02-A2 5.1 names. */
  readonly fallbackCharset?: string;
  readonly dialect?: EscapeDialect;
  readonly findDecoder?: FindDecoder;
  /** The text ends without a line end: a record that is not the terminator may go on. */
  readonly isCut?: boolean;
}

const KNOWN_TYPES = 'HPOCRQLMS';

/** Reads the bytes of one message, as a link machine assembled them. Never throws. */
export function parseLis02(bytes: Uint8Array | LinkMessage, options: Lis02Options = {}): Lis02Message {
  const raw = bytes instanceof Uint8Array ? bytes : bytes.bytes;
  const warnings: Lis02Warning[] = [];
  const { text, charset } = readText(raw, options, warnings);
  return parseLis02Lines(linesOf(text), { ...options, charset }, warnings);
}

/** Reads the text of one message. Never throws. */
export function parseLis02Text(text: string, options: Lis02Options = {}): Lis02Message {
  return parseLis02Lines(linesOf(text), { charset: 'utf-8', ...options });
}

/** Record texts -> message; the first record declares the delimiters. */
export function parseLis02Lines(
  lines: readonly string[],
  options: Lis02Options,
  warnings: Lis02Warning[] = [],
): Lis02Message {
  const dialect = options.dialect ?? 'standard';
  const declared = readDelimiters((lines[0] ?? '').trimStart());
  if (declared === null) warnings.push({ code: 'delimiters-assumed', record: 0, data: {} });
  const delimiters = declared ?? DEFAULT_DELIMITERS;
  const records: Lis02Record[] = [];
  const strayLines: StrayLine[] = [];
  for (const line of lines) {
    const isRecord = isRecordLine(line, delimiters.field);
    if (isRecord) records.push(parseLis02Record(line, records.length, delimiters, dialect));
    else strayLines.push({ after: records.length - 1, text: line });
  }
  for (const { after } of strayLines) warnings.push({ code: 'line-stray', record: after, data: {} });
  checkSequence(records, warnings);
  const isTerminated = records.at(-1)?.type === 'L';
  if (!isTerminated) warnings.push({ code: 'not-terminated', record: records.length, data: {} });
  const isCut = options.isCut === true && !isTerminated && strayLines.at(-1)?.after !== records.length - 1;
  const cutRecord = isCut && records.length > 0 ? records.length - 1 : null;
  const kept = warnings.slice(0, MAX_WARNINGS);
  const charset = options.charset ?? 'latin-1';
  return { delimiters, dialect, records, strayLines, cutRecord, isTerminated, charset, warnings: kept };
}

/** Records of which a part may be missing: a line end fell into them, or the text broke off there. */
export function findBrokenRecords({ strayLines, cutRecord }: Lis02Message): ReadonlySet<number> {
  const broken = new Set(strayLines.map(({ after }) => after));
  if (cutRecord !== null) broken.add(cutRecord);
  return broken;
}

/** One record. An empty text gives one empty field. */
export function parseLis02Record(
  line: string,
  index: number,
  delimiters: Lis02Delimiters,
  dialect: EscapeDialect,
): Lis02Record {
  const text = line.trimStart();
  const isHeader = /^[Hh]/.test(text) && text.charAt(1) === delimiters.field;
  const fields = isHeader
    ? headerFields(text, delimiters, dialect)
    : splitAt(text, delimiters.field, delimiters.escapeSign, dialect);
  const type = fields[0]!.length === 1 ? fields[0]!.toUpperCase() : fields[0]!;
  return { type, fields, text, index };
}

/** The definition itself holds the escape character, so it is cut out before the rest is split. */
function headerFields(text: string, { field, escapeSign }: Lis02Delimiters, dialect: EscapeDialect): string[] {
  const end = text.indexOf(field, 2);
  if (end < 0) return [text.charAt(0), text.slice(2)];
  return [text.charAt(0), text.slice(2, end), ...splitAt(text.slice(end + 1), field, escapeSign, dialect)];
}

/** Field `number` (from 1) as sent; empty when the record is shorter. */
export function fieldOf(record: Lis02Record, number: number): string {
  return record.fields[number - 1] ?? '';
}

type Reading = Pick<Lis02Message, 'delimiters' | 'dialect'>;

/** All repeats of a field, each as its components, unescaped. */
export function repeatsOf(raw: string, { delimiters, dialect }: Reading): readonly (readonly string[])[] {
  const { repeat, component, escapeSign } = delimiters;
  return splitAt(raw, repeat, escapeSign, dialect).map((part) =>
    splitAt(part, component, escapeSign, dialect).map((leaf) => unescapeLeaf(leaf, delimiters, dialect)),
  );
}

/** One component (from 1) of the first repeat, unescaped; empty when there is none. */
export function leafOf(record: Lis02Record, number: number, message: Reading, component = 1): string {
  return repeatsOf(fieldOf(record, number), message)[0]![component - 1] ?? '';
}

/** LIS02-A2 5.3: `""` asks the receiver to delete what it holds; it is no value. */
export function isDeletion(raw: string): boolean {
  return raw === '""';
}

/** Any run of CR and LF ends a record; blanks around it are no part of it; empty lines are nothing. */
export function splitLis02Lines(text: string): string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Could this line be a record of its own: one letter, and the field delimiter or nothing after it? */
export function isRecordLine(line: string, fieldDelimiter: string): boolean {
  const text = line.trimStart();
  return /^[A-Za-z]/.test(text) && (text.length === 1 || text.charAt(1) === fieldDelimiter);
}

/** Lines of a text as it came over a line: CR ends a record, LF should not be there at all. NUL is a filler. */
function linesOf(text: string): string[] {
  return text
    .replaceAll('\0', '')
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '');
}

function readText(
  bytes: Uint8Array,
  options: Lis02Options,
  warnings: Lis02Warning[],
): { text: string; charset: string } {
  const fallback = options.fallbackCharset ?? 'latin-1';
  const asked = options.charset ?? 'auto';
  const charset = asked === 'auto' ? detectCharset(bytes, fallback) : asked;
  try {
    return { text: decodeText(bytes, charset, options.findDecoder), charset };
  } catch {
    warnings.push({ code: 'charset-mismatch', record: 0, data: { charset } });
    return { text: decodeText(bytes, 'latin-1'), charset: 'latin-1' };
  }
}

/** Level of LIS02-A2 5.2: a record of a smaller number lets the sequences of larger ones start at 1 again. */
const LEVELS: Readonly<Record<string, number>> = { H: 0, L: 0, P: 1, Q: 1, S: 1, O: 2, R: 3, C: 4, M: 4 };

function checkSequence(records: readonly Lis02Record[], warnings: Lis02Warning[]): void {
  const counts = new Map<string, number>();
  for (const record of records) {
    if (!KNOWN_TYPES.includes(record.type)) {
      warnings.push({ code: 'type-unknown', record: record.index, data: { type: record.type.slice(0, 8) } });
      continue;
    }
    const level = LEVELS[record.type]!;
    for (const type of counts.keys()) if (LEVELS[type]! > level) counts.delete(type);
    const expected = (counts.get(record.type) ?? 0) + 1;
    const found = fieldOf(record, 2);
    counts.set(record.type, /^\d{1,6}$/.test(found) ? Number(found) : expected);
    if (record.type === 'H' || found === '' || found === String(expected)) continue;
    if (warnings.length >= MAX_WARNINGS) continue;
    warnings.push({
      code: 'sequence-unexpected',
      record: record.index,
      data: { type: record.type, expected: String(expected), found },
    });
  }
}
