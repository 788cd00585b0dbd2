import { type FieldMap, type FieldRecord, findRecord, listFields, type PlacedField } from '../../field-map.ts';
import type { SysmexFixedMapping } from './schema.ts';

/** The text between STX and ETX, taken apart into its records. Nothing is dropped: parts and gaps give the text again. */
export interface FixedPart {
  /** Key of its record in the field map, or its name as sent; empty where it has none. */
  readonly key: string;
  readonly record: FieldRecord | null;
  /** What stands before the columns: name, length, the name and size of a picture. */
  readonly prefix: string;
  readonly data: string;
  /** Line end behind it, as sent. */
  readonly gap: string;
  /** The picture a record holds, or null. */
  readonly picture: { readonly name: string; readonly size: string } | null;
  /** Characters the record says it has; null where it does not say. */
  readonly declared: number | null;
}

/** Its last digit is 0 for histograms and empty pictures and 1 for scattergrams, as far as texts show. */
const PICTURE = /^([A-Z]\d[A-Z])( SE)(.{10})([ \d]{3}[ \d]{3})(\d{6})\d/;
const RECORD = /^([A-Z][A-Z0-9][A-Z])(\d{6})0/;
/** Records of one text at most; an XN sends eleven. */
const MOST_PARTS = 200;

export function splitParts(text: string, { shape, fieldMap }: SysmexFixedMapping): FixedPart[] {
  if (shape === 'single') return [readHead(text, '', fieldMap)];
  const pieces = text.split(/(\r\n|\r|\n)/);
  const parts: FixedPart[] = [];
  for (let index = 0; index < pieces.length; index += 2) {
    const line = pieces[index] ?? '';
    const gap = pieces[index + 1] ?? '';
    if (parts.length >= MOST_PARTS) {
      parts.push({ ...readLine(pieces.slice(index).join(''), '', fieldMap), key: '', record: null });
      break;
    }
    parts.push(index === 0 ? readHead(line, gap, fieldMap) : readLine(line, gap, fieldMap));
  }
  return parts;
}

function readHead(line: string, gap: string, fieldMap: FieldMap): FixedPart {
  const found = findRecord(fieldMap, (first, last) => line.slice(first, last + 1));
  return {
    key: found?.key ?? '',
    record: found?.record ?? null,
    prefix: '',
    data: line,
    gap,
    picture: null,
    declared: null,
  };
}

function readLine(line: string, gap: string, fieldMap: FieldMap): FixedPart {
  const picture = PICTURE.exec(line);
  if (picture !== null) {
    const [prefix, key = '', , name = '', size = '', length = ''] = picture;
    const data = line.slice(prefix.length);
    return {
      key,
      record: null,
      prefix,
      data,
      gap,
      picture: { name: name.trim(), size: `${size}${length}` },
      declared: Number(length),
    };
  }
  const named = RECORD.exec(line);
  const key = named?.[1] ?? '';
  const prefix = named?.[0] ?? '';
  const record = Object.hasOwn(fieldMap.records, key) ? (fieldMap.records[key] ?? null) : null;
  return {
    key,
    record,
    prefix,
    data: line.slice(prefix.length),
    gap,
    picture: null,
    declared: named === null ? null : Number(named[2]),
  };
}

/** The columns of a field, shorter where the record breaks off. */
export function textOf(part: FixedPart, { first, last }: PlacedField): string {
  return part.data.slice(first, last + 1);
}

/** The first field of a kind in any part, with its text without blanks around it; empty where there is none. */
export function findText(parts: readonly FixedPart[], kind: PlacedField['kind']): string {
  for (const part of parts) {
    const field = part.record === null ? undefined : listFields(part.record).find((one) => one.kind === kind);
    if (field === undefined) continue;
    const text = textOf(part, field).trim();
    if (text !== '') return text;
  }
  return '';
}
