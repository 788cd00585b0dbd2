import type { StoredRecord } from '../../records/define.ts';
import type { MatchReason, Meeting } from './contract.ts';

/** Pure rules of meeting: who may be the same, and what sides of a conflict say differently. */

/** One instrument or person as a bench entered it. */
export interface Met {
  readonly id: string;
  /** Workstations that entered it: two entered at one bench are never proposed. */
  readonly devices: readonly string[];
  readonly name: string;
  /** Serial number, or sign-in name. */
  readonly mark: string;
  /** Key of the definition; empty for a person. */
  readonly model: string;
  readonly assetNumber: string;
}

/** A found pair; `a` is the one entered earlier (the smaller id). */
export interface Match<M extends Met> {
  readonly a: M;
  readonly b: M;
  readonly reasons: readonly MatchReason[];
  readonly strength: Meeting['strength'];
}

/** Letters and digits alone, in one case: `XN-1000 / 11 001` and `xn1000/11001` are one. Empty when nothing is left. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Serial numbers are compared without leading zeros too: a plate says `0011001`, the wire `11001`. */
const plainSerial = (text: string): string => plain(text).replace(/^0+(?=.)/, '');

function reasonsOf(subject: Meeting['subject'], a: Met, b: Met): MatchReason[] {
  const isEqual = (x: string, y: string) => x !== '' && x === y;
  if (subject === 'person') {
    return [
      ...(isEqual(plain(a.mark), plain(b.mark)) ? (['same-sign-in-name'] as const) : []),
      ...(isEqual(plain(a.name), plain(b.name)) ? (['same-printed-name'] as const) : []),
    ];
  }
  const isSameModel = isEqual(a.model, b.model);
  const isSameSerial = isEqual(plainSerial(a.mark), plainSerial(b.mark));
  // Two serial numbers that differ are two devices, whatever else is alike.
  const isOtherSerial = plain(a.mark) !== '' && plain(b.mark) !== '' && !isSameSerial;
  return [
    ...(isSameSerial ? [isSameModel ? ('same-model-and-serial' as const) : ('same-serial' as const)] : []),
    ...(isEqual(plain(a.assetNumber), plain(b.assetNumber)) ? (['same-asset-number'] as const) : []),
    ...(isSameModel && !isOtherSerial && isEqual(plain(a.name), plain(b.name))
      ? (['same-model-and-name'] as const)
      : []),
  ];
}

const strong: ReadonlySet<MatchReason> = new Set(['same-model-and-serial', 'same-sign-in-name']);

/**
 * Pairs that were entered on workstations apart and look alike, likely ones first. The answer does not depend on the order
 * of `all`.
 *
 * @param isAnswered says whether a person has decided about two ids already
 */
export function matchesOf<M extends Met>(
  subject: Meeting['subject'],
  all: readonly M[],
  isAnswered: (a: string, b: string) => boolean,
): Match<M>[] {
  const matches: Match<M>[] = [];
  const sorted = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
  sorted.forEach((a, at) => {
    for (const b of sorted.slice(at + 1)) {
      if (a.devices.some((device) => b.devices.includes(device)) || isAnswered(a.id, b.id)) continue;
      const reasons = reasonsOf(subject, a, b);
      if (reasons.length === 0) continue;
      matches.push({ a, b, reasons, strength: reasons.some((one) => strong.has(one)) ? 'likely' : 'possible' });
    }
  });
  return matches.sort((x, y) => Number(x.strength !== 'likely') - Number(y.strength !== 'likely'));
}

/**
 * Records that found a thing, or hold a secret: setting one aside would take away more than the answer that is in question
 * (an account, a way to sign in). Such a conflict is decided where the field is edited, or both are let stand.
 */
const mustStay: ReadonlySet<string> = new Set([
  'people.person-added',
  'people.credential-set',
  'people.signing-certified',
  'instruments.instrument-registered',
]);

/** Whether a side can be set aside by a decision. */
export function canYield(record: Pick<StoredRecord, 'type' | 'isKnown'>): boolean {
  return record.isKnown && !mustStay.has(record.type);
}

/** Longest text of a value; the whole one is in the record. */
const longestValue = 500;

function show(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

/** Fields that name other records or the thing itself: they say nothing to a person who compares. */
const isAbout = (field: string) => /(Id|Hash)$/.test(field) || ['answers', 'reason', 'definition'].includes(field);

function fieldsOf(record: StoredRecord): [string, string][] {
  const { body } = record;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const { changes, ...rest } = body as { changes?: unknown };
  const listed = Array.isArray(changes)
    ? changes.flatMap((one: { field?: unknown; to?: unknown }) =>
        typeof one?.field === 'string' ? [[one.field, show(one.to)] as [string, string]] : [],
      )
    : [];
  const own = Object.entries(rest).map(([field, value]) => [field, show(value)] as [string, string]);
  return [...listed, ...own].filter(([field]) => !isAbout(field));
}

/** What each side says, field by field, with a mark where another side of the same type says otherwise. */
export function compareSides(
  sides: readonly StoredRecord[],
): ReadonlyMap<string, { field: string; value: string; differs: boolean }[]> {
  const said = sides.map((side) => ({ side, fields: new Map(fieldsOf(side)) }));
  return new Map(
    said.map(({ side, fields }) => {
      const others = said.filter((other) => other.side !== side && other.side.type === side.type);
      return [
        side.hash,
        [...fields].map(([field, value]) => ({
          field,
          value,
          differs: others.some((other) => (other.fields.get(field) ?? '') !== value),
        })),
      ];
    }),
  );
}
