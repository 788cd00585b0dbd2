import * as z from 'zod';
import { confidence, patternText, sourceKey } from './definition-facts.ts';

/**
 * What stands where in a record without names: comma-separated fields (by their index) or fixed columns (by their
 * offset). The map is data of a definition, so that a lab, or a specialist with the maker's paper in hand, can name what
 * nobody published; a map key is a position, so a lab's own file changes one field and leaves the others as they are.
 *
 * What a field is, is said by its entry; whether anyone but us says so, by its `confidence`: `ask` marks a position of
 * which nobody published anything.
 */

/** `9`, or `40-63` for a run of them, first and last included. */
export const positionText = z.string().regex(/^(?:0|[1-9]\d{0,4})(?:-[1-9]\d{0,4})?$/);

export const fieldKind = z.enum([
  /** A measured value: `test` names it, `analyte`, `unit` and `decimals` say how to read it. */
  'result',
  /** A mark of the record, or of the result that `of` names. */
  'flag',
  'specimen',
  'specimen-type',
  'message-type',
  'sequence',
  'date',
  'time',
  /** What the sender says it is. */
  'model',
  'serial-number',
  'software',
  /** Where the tube stood, and how its id came in. */
  'rack',
  'tube',
  'read-by',
  /** A name, a birth date, an operator, a free comment: hidden everywhere. */
  'identity',
  /** Known, and nothing we use (a spare field, a reserved column). */
  'ignored',
  /** Nobody told us what this is: kept, hidden, and named as unmapped where it holds anything. */
  'unmapped',
]);

/** Whose a specimen is, by the code the instrument sends. */
export const specimenOwner = z.enum(['patient', 'qc', 'background', 'other']);

export const fieldEntry = z.strictObject({
  name: z.string().min(1).max(60),
  kind: fieldKind,
  /** The code a result or a flag is known by in this map; nothing on the wire names it. */
  test: z.string().max(40).default(''),
  /** Id in the catalogue of analytes; null where it has none. */
  analyte: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .nullable()
    .default(null),
  unit: z.string().max(40).default(''),
  /** Digits behind a point that is not sent (`65` with 1 is 6.5); null: the value carries its own point. */
  decimals: z.number().int().min(0).max(6).nullable().default(null),
  /** Test code of the result that a flag belongs to; empty for a flag of the whole record. */
  of: z.string().max(40).default(''),
  /** What a coded text means: for a specimen type whose it is, for a flag a word for people. Compared without blanks. */
  values: z.record(z.string().max(40), z.string().min(1).max(80)).default({}),
  /** How a date or time is written, for people (`MM/DD/YYYY`). */
  format: z.string().max(40).default(''),
  note: z.string().max(300).default(''),
  sources: z.array(sourceKey).max(12).default([]),
  /** `ask`: looked for and not published; `askWhere` of the map says where to ask. */
  confidence: z.enum([...confidence.options, 'ask']),
});
export type FieldEntry = z.infer<typeof fieldEntry>;

export const fieldRecord = z.strictObject({
  name: z.string().min(1).max(60),
  /** `delimited`: a position is the index of a field. `columns`: it is the offset of a character. */
  layout: z.enum(['delimited', 'columns']),
  /** Whether positions are counted from 0 or from 1, as the source does. */
  countFrom: z.union([z.literal(0), z.literal(1)]),
  /** How a record is known for one of these: the text at a position, without its quotes. Null: its reader knows. */
  match: z.strictObject({ at: positionText, is: z.array(z.string().max(40)).min(1).max(40) }).nullable(),
  /** Fields (or characters) in a whole record; null where nobody says. */
  size: z.number().int().min(1).max(20_000).nullable(),
  fields: z.record(positionText, fieldEntry),
});
export type FieldRecord = z.infer<typeof fieldRecord>;

export const fieldMap = z.strictObject({
  /** Where the answers are that are missing here, such as the number of the maker's paper. */
  askWhere: z.string().min(1).max(200),
  /** Texts that stand in a value's place where there is none (`-----`), and where it is beyond the display. */
  noResult: z.array(patternText).max(20),
  overRange: z.array(patternText).max(20).default([]),
  records: z.record(z.string().regex(/^[A-Za-z0-9-]{1,40}$/), fieldRecord),
});
export type FieldMap = z.infer<typeof fieldMap>;

/** An entry with its place: `first` to `last`, counted from 0 and both included. */
export interface PlacedField extends FieldEntry {
  /** The key of the entry, as the map writes it. */
  readonly position: string;
  readonly first: number;
  readonly last: number;
}

/** How much is known of an entry, for badges and counts. */
export type FieldStatus = 'documented' | 'inferred' | 'lab' | 'ask';

export function fieldStatus({ confidence: known }: Pick<FieldEntry, 'confidence'>): FieldStatus {
  return known === 'confirmed' || known === 'single-source' ? 'documented' : known;
}

const placedOf = new WeakMap<FieldRecord, readonly PlacedField[]>();

/** The entries of a record by place; of those that begin alike the narrowest first. */
export function listFields(record: FieldRecord): readonly PlacedField[] {
  let placed = placedOf.get(record);
  if (placed === undefined) {
    placed = Object.entries(record.fields)
      .map(([position, entry]) => ({ ...entry, position, ...readPosition(position, record.countFrom) }))
      .sort((one, other) => one.first - other.first || one.last - other.last);
    placedOf.set(record, placed);
  }
  return placed;
}

/** The entry that holds for a place counted from 0: the narrowest that covers it, so that a name inside a run wins. */
export function fieldAt(record: FieldRecord, place: number): PlacedField | undefined {
  let found: PlacedField | undefined;
  for (const field of listFields(record)) {
    if (field.first > place) break;
    if (field.last < place) continue;
    if (found === undefined || field.last - field.first < found.last - found.first) found = field;
  }
  return found;
}

/** A position of a map as places counted from 0. */
export function readPosition(position: string, countFrom: 0 | 1): { first: number; last: number } {
  const [from = '0', to = from] = position.split('-');
  return { first: Number(from) - countFrom, last: Number(to) - countFrom };
}

/**
 * The record of a map that a text belongs to, with its key; `undefined` where none is meant. `textAt` gives what stands
 * at a place counted from 0 (for columns: from `first` to `last`), without quotes.
 */
export function findRecord(
  map: FieldMap,
  textAt: (first: number, last: number) => string,
): { key: string; record: FieldRecord } | undefined {
  for (const [key, record] of Object.entries(map.records)) {
    if (record.match === null) continue;
    const { first, last } = readPosition(record.match.at, record.countFrom);
    if (record.match.is.includes(textAt(first, last))) return { key, record };
  }
  return undefined;
}

/** The number in a value as decimal text, its unsent point set (`decimals`); null where it is no plain number. */
export function readFieldNumber(raw: string, { decimals }: Pick<FieldEntry, 'decimals'>): string | null {
  const match = /^\s*([+-]?)(\d{0,12})(?:[.,](\d{0,12}))?\s*$/.exec(raw);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction] = match;
  if (whole === '' && (fraction ?? '') === '') return null;
  const minus = sign === '-' ? '-' : '';
  if (fraction !== undefined || decimals === null || decimals === 0) {
    return `${minus}${trimZeros(whole)}${fraction === undefined || fraction === '' ? '' : `.${fraction}`}`;
  }
  const digits = whole.padStart(decimals + 1, '0');
  return `${minus}${trimZeros(digits.slice(0, -decimals))}.${digits.slice(-decimals)}`;
}

function trimZeros(whole: string): string {
  return whole.replace(/^0+(?=\d)/, '') || '0';
}

/** What a map is wrong in beyond its shape: codes, not sentences; empty for a sound one. */
export function findFieldMapFaults(map: FieldMap): string[] {
  return Object.entries(map.records).flatMap(([key, record]) => {
    const faults: string[] = [];
    const tests = new Set<string>();
    const fields = listFields(record);
    for (const field of fields) {
      const where = `${key} ${field.position}`;
      if (field.first < 0 || field.last < field.first) faults.push(`field-position-impossible ${where}`);
      if (record.size !== null && field.last >= record.size) faults.push(`field-beyond-record ${where}`);
      if (field.kind === 'result') {
        if (field.test === '') faults.push(`field-test-missing ${where}`);
        if (tests.has(field.test)) faults.push(`field-test-used-twice ${where}`);
        tests.add(field.test);
        if (record.layout === 'delimited' && field.last !== field.first) faults.push(`field-too-wide ${where}`);
      }
      if (field.kind === 'specimen-type') {
        const unknown = Object.values(field.values).filter((owner) => !specimenOwner.safeParse(owner).success);
        for (const owner of unknown) faults.push(`specimen-owner-unknown ${where} ${owner}`);
      }
      if (field.confidence !== 'ask' && field.sources.length === 0) faults.push(`field-source-missing ${where}`);
      const crossed = fields.find(
        (other) => other.first < field.first && other.last >= field.first && other.last < field.last,
      );
      if (crossed !== undefined) faults.push(`fields-cross ${where} ${crossed.position}`);
    }
    for (const field of fields) {
      if (field.of !== '' && !tests.has(field.of)) faults.push(`field-of-nothing ${key} ${field.position}`);
    }
    return faults;
  });
}

/** How many positions of a map are documented, inferred, named by the lab, and still to be asked for. */
export function countFieldMap(map: FieldMap): Readonly<Record<FieldStatus, number>> {
  const counts: Record<FieldStatus, number> = { documented: 0, inferred: 0, lab: 0, ask: 0 };
  for (const record of Object.values(map.records)) {
    for (const field of listFields(record)) counts[fieldStatus(field)] += 1;
  }
  return counts;
}
