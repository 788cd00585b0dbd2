import * as z from 'zod';
import { sourced } from '../definition-facts.ts';
import type { Lis02Message, Lis02Record } from '../protocols/lis02.ts';
import type { LotSignal, OrderSignal } from '../signals.ts';

const component = z.number().int().min(1).max(32);

/** Where an order (O) and an inquiry (Q) keep what is no result: rack, position, how the id came in, the tests. */
export const orderPlaces = z.strictObject({
  /** Field of O that holds rack, position and id; the same parts stand in Q.3. */
  field: z.number().int().min(3).max(4),
  rack: component.nullable(),
  tube: component.nullable(),
  readBy: component.nullable(),
  /** Component of O.5 and Q.5 that is the test code or the name of a profile. */
  test: component,
  /** Names that stand for a group of tests. */
  profiles: z.array(z.string().min(1).max(40)).max(40),
  ...sourced,
});
export type OrderPlaces = z.infer<typeof orderPlaces>;

/** A comment that names a lot or a curve in its text: `LOT^040^name^number`. */
export const lotComment = z.strictObject({
  /** First component of C.4. */
  marker: z.string().min(1).max(20),
  what: z.enum(['reagent', 'calibration-curve']),
  test: component,
  name: component.nullable(),
  number: component,
  ...sourced,
});
export type LotComment = z.infer<typeof lotComment>;

/** A manufacturer record that lists what is on board: names in one field, `lot^opened^expires` for each in the next. */
export const lotRecord = z.strictObject({
  /** M.3. */
  marker: z.string().min(1).max(20),
  names: z.number().int().min(4).max(32),
  lots: z.number().int().min(4).max(32),
  number: component,
  openedAt: component.nullable(),
  expiresAt: component.nullable(),
  ...sourced,
});
export type LotRecord = z.infer<typeof lotRecord>;

/** An order signal without what every signal carries; the specimen is the caller's. */
export type OrderText = Pick<
  OrderSignal,
  'purpose' | 'rack' | 'tube' | 'readBy' | 'tests' | 'profiles' | 'action' | 'reportType'
>;

/** A lot signal without what every signal carries. */
type LotText = Pick<LotSignal, 'what' | 'forTest' | 'name' | 'number' | 'openedAt' | 'expiresAt'>;

/** Most tests of one order that are listed. */
const MOST_TESTS = 400;

/** Reads an O or a Q record by the definition's places; null for any other record. */
export function readOrderText(record: Lis02Record, places: OrderPlaces, view: Lis02Message): OrderText | null {
  if (record.type !== 'O' && record.type !== 'Q') return null;
  const { component: mark, repeat } = view.delimiters;
  const isInquiry = record.type === 'Q';
  const field = (number: number) => record.fields[number - 1] ?? '';
  const parts = (field(isInquiry ? 3 : places.field).split(repeat)[0] ?? '').split(mark).map((part) => part.trim());
  const read = (number: number | null) => (number === null ? '' : (parts[number - 1] ?? ''));
  const tests = field(5)
    .split(repeat)
    .slice(0, MOST_TESTS)
    .map((test) => (test.split(mark)[places.test - 1] ?? '').trim())
    .filter((test) => test !== '');
  return {
    purpose: isInquiry ? 'inquiry' : 'done',
    rack: plain(read(places.rack)),
    tube: plain(read(places.tube)),
    readBy: letter(read(places.readBy)),
    tests,
    profiles: tests.filter((test) => places.profiles.includes(test)),
    action: field(isInquiry ? 13 : 12).trim(),
    reportType: isInquiry ? '' : field(26).trim(),
  };
}

/** A rack or a position is a short number, without the zeros that fill it up; anything longer may be an id that slipped. */
function plain(text: string): string {
  const short = text.replace(/^0+(?=\d)/, '');
  return /^\d{1,4}$/.test(short) ? short : '';
}

function letter(text: string): string {
  return /^[A-Za-z]?$/.test(text) ? text : '';
}

/** The lot or curve a C record names, or null where it is any other comment. */
export function readLotText(record: Lis02Record, rules: readonly LotComment[], view: Lis02Message): LotText | null {
  if (record.type !== 'C') return null;
  const parts = (record.fields[3] ?? '').split(view.delimiters.component).map((part) => part.trim());
  const rule = rules.find(({ marker }) => marker === parts[0]);
  if (rule === undefined) return null;
  const read = (number: number | null) => (number === null ? '' : (parts[number - 1] ?? ''));
  const number = read(rule.number);
  if (number === '') return null;
  return { what: rule.what, forTest: read(rule.test), name: read(rule.name), number, openedAt: '', expiresAt: '' };
}

/** The reagents an M record lists; empty for any other record, and for one that does not pair names with lots. */
export function readLotRecord(record: Lis02Record, rules: readonly LotRecord[], view: Lis02Message): LotText[] {
  const kind = record.type === 'M' ? (record.fields[2] ?? '').trim() : '';
  const rule = rules.find(({ marker }) => marker === kind);
  if (rule === undefined) return [];
  const { repeat, component: mark } = view.delimiters;
  const names = (record.fields[rule.names - 1] ?? '').split(repeat).map((name) => name.trim());
  const lots = (record.fields[rule.lots - 1] ?? '').split(repeat);
  if (names.length !== lots.length) return [];
  return lots.flatMap((lot, index) => {
    const parts = lot.split(mark).map((part) => part.trim());
    const read = (number: number | null) => (number === null ? '' : (parts[number - 1] ?? ''));
    const number = read(rule.number);
    if (number === '') return [];
    const dates = { openedAt: read(rule.openedAt), expiresAt: read(rule.expiresAt) };
    return [{ what: 'reagent' as const, forTest: '', name: names[index] ?? '', number, ...dates }];
  });
}
