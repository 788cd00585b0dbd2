import { addKnownParts } from '../../mapping/known-identity.ts';
import { bytesToText, maskUnknownText, nameControls } from '../../mapping/mask-bytes.ts';
import { hideKnown, hideText, hideUnknown, maskResultValue, maskSpecimen } from '../../mapping/mask-value.ts';
import { DEFAULT_HL7_DELIMITERS, type Hl7Delimiters } from '../../protocols/hl7-escape.ts';
import { type Hl7Message, parseHl7Text, readHl7Delimiters } from './hl7.ts';
import type { Hl7Place } from './schema.ts';

/**
 * What of an HL7 message may be seen, field by field (decision 3): a list of what may *show*, so that a field nobody
 * thought of is hidden. A patient segment shows its set id only; specimen ids show their tail; physicians, operators,
 * addresses and free comments are hidden. Sources: segment tables of HL7 v2.5.1 chapters 2, 3, 4, 7 and 13.
 */

/** `count` and `code` show only what can be one: makers shift fields, and a name in a code's place is still a name. */
type FieldRule = 'show' | 'word' | 'time' | 'code' | 'count' | 'hide' | 'specimen' | 'value' | 'comment';

const SHOWN: Readonly<Record<string, Readonly<Record<number, FieldRule>>>> = {
  MSH: {
    ...{ 3: 'show', 4: 'show', 5: 'show', 6: 'show', 7: 'time', 9: 'show', 10: 'count', 11: 'code' },
    ...{ 12: 'show', 13: 'count', 15: 'code', 16: 'code', 18: 'show', 19: 'show', 20: 'show', 21: 'show' },
  },
  BHS: { 3: 'show', 4: 'show', 5: 'show', 6: 'show', 7: 'time' },
  FHS: { 3: 'show', 4: 'show', 5: 'show', 6: 'show', 7: 'time' },
  BTS: { 1: 'code' },
  FTS: { 1: 'code' },
  PID: { 1: 'code' },
  PV1: { 1: 'code' },
  PV2: {},
  NK1: { 1: 'code' },
  EVN: { 1: 'show', 2: 'time' },
  ORC: { 1: 'code', 2: 'specimen', 3: 'specimen', 5: 'code', 9: 'time' },
  OBR: {
    ...{ 1: 'code', 2: 'specimen', 3: 'specimen', 4: 'show', 5: 'code', 6: 'time', 7: 'time', 8: 'time' },
    ...{ 11: 'code', 14: 'time', 22: 'time', 24: 'code', 25: 'code' },
  },
  OBX: {
    ...{ 1: 'code', 2: 'code', 3: 'word', 4: 'show', 5: 'value', 6: 'word', 7: 'show', 8: 'show', 10: 'code' },
    ...{ 11: 'code', 12: 'time', 13: 'code', 14: 'time', 17: 'show', 18: 'show', 19: 'time' },
  },
  NTE: { 1: 'code', 2: 'code', 3: 'comment' },
  SPM: { 1: 'code', 2: 'specimen', 3: 'specimen', 4: 'show', 11: 'code', 17: 'time', 18: 'time' },
  SAC: { 3: 'specimen', 4: 'specimen' },
  EQU: { 1: 'show', 2: 'time', 3: 'show', 4: 'show', 5: 'show' },
  INV: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index + 1, 'show' as const])),
  MSA: { 1: 'code', 2: 'count' },
  QRD: { 1: 'time', 2: 'code', 3: 'code', 8: 'specimen', 9: 'code' },
  QRF: {},
  QPD: { 1: 'show', 3: 'specimen' },
  DSC: { 1: 'count', 2: 'code' },
};

/** Segments that declare separators. */
const HEADERS: ReadonlySet<string> = new Set(['MSH', 'BHS', 'FHS']);

/** Whether the standard has this segment and its fields are known here. */
export function isKnownSegment(id: string): boolean {
  return Object.hasOwn(SHOWN, id);
}

/** Fields that hold ids or names; hidden wherever else in the message they turn up. */
const NAME_PLACES: Readonly<Record<string, readonly number[]>> = {
  PID: [2, 3, 4, 5, 6, 9, 11, 13, 14, 18, 19, 20],
  NK1: [2, 4, 5],
  PV1: [7, 8, 9, 17, 19],
  OBR: [10, 16, 28, 32, 33, 34, 35],
  OBX: [16],
};
const ID_PLACES: Readonly<Record<string, readonly number[]>> = {
  ORC: [2, 3],
  OBR: [2, 3],
  SPM: [2, 3],
  SAC: [3, 4],
  QRD: [8],
};
const SHORTEST_NAME = 3;
const SHORTEST_WORD = 4;

/** Ids and names a message declares, longest first. */
export function collectHl7Identity({ segments, delimiters }: Hl7Message): string[] {
  const known = new Set<string>();
  const collect = (fields: readonly string[], places: readonly number[] | undefined, shortest: number): void => {
    for (const place of places ?? []) {
      for (const repeat of (fields[place] ?? '').split(delimiters.repeat)) {
        for (const component of repeat.split(delimiters.component)) addKnownParts(known, component.trim(), shortest);
      }
    }
  };
  for (const { id, fields } of segments) {
    collect(fields, NAME_PLACES[id], SHORTEST_NAME);
    collect(fields, ID_PLACES[id], SHORTEST_WORD);
  }
  return [...known].sort((a, b) => b.length - a.length);
}

export interface Hl7MaskPolicy {
  readonly known: readonly string[];
  readonly alsoHide: readonly Hl7Place[];
}

/** Where a text stands: the separators in force, and the last segment that was no comment. */
interface MaskPlace {
  readonly delimiters: Hl7Delimiters;
  readonly parent: string;
}

/** Lines of HL7 as they may be seen; length, line ends and separators are kept. */
export function maskHl7Text(text: string, policy: Hl7MaskPolicy): string {
  let place: MaskPlace = { delimiters: DEFAULT_HL7_DELIMITERS, parent: '' };
  return text
    .split(/([\r\n]+)/)
    .map((line, index) => {
      if (index % 2 === 1 || line === '') return line;
      const indent = /^\s*/.exec(line)?.[0] ?? '';
      const body = line.slice(indent.length);
      const declared = readHl7Delimiters(body);
      if (declared !== null) place = { delimiters: declared, parent: '' };
      const masked = maskSegment(body, policy, place);
      if (!body.startsWith('NTE')) place = { ...place, parent: body.slice(0, 3) };
      return indent + masked;
    })
    .join('');
}

function maskSegment(body: string, policy: Hl7MaskPolicy, place: MaskPlace): string {
  const { delimiters } = place;
  const id = body.slice(0, 3);
  if (!isKnownSegment(id) || (body.length > 3 && body.charAt(3) !== delimiters.field)) return hideUnknown(body);
  const fields = body.split(delimiters.field);
  // MSH-1 is the separator itself: what stands at 1 is MSH-2; so in the heads of batches and files.
  const shift = HEADERS.has(id) ? 1 : 0;
  return fields
    .map((text, index) => {
      const field = index + shift;
      if (index === 0 || text === '' || (HEADERS.has(id) && index === 1)) return text;
      const rule = ruleOf(policy, id, field);
      return rule === 'comment'
        ? maskComment(text, fields[2] ?? '', policy, place)
        : maskField(text, rule, policy, delimiters);
    })
    .join(delimiters.field);
}

function ruleOf(policy: Hl7MaskPolicy, id: string, field: number): FieldRule {
  if (policy.alsoHide.some((place) => place.segment === id && place.field === field)) return 'hide';
  return SHOWN[id]?.[field] ?? 'hide';
}

function maskField(text: string, rule: FieldRule, policy: Hl7MaskPolicy, delimiters: Hl7Delimiters): string {
  switch (rule) {
    case 'word':
      return text;
    case 'show':
      return hideKnown(text, policy.known);
    case 'time':
      return /^[\d .:TZ+-]*$/.test(text) ? text : hideText(text, delimiters);
    case 'code':
      return /^ *(?:[A-Za-z]{0,4}|[\d.,]{0,6}) *$/.test(text) ? text : hideText(text, delimiters);
    case 'count':
      return /^\d{1,8}$/.test(text) && !policy.known.includes(text) ? text : hideText(text, delimiters);
    case 'specimen':
      return maskSpecimen(text, delimiters);
    case 'value':
      return maskResultValue(text, policy.known);
    default:
      return hideText(text, delimiters);
  }
}

/** A comment shows where it stands below a result and the practice is not its source (NTE-2, HL7 table 0105: `P`). */
function maskComment(text: string, source: string, policy: Hl7MaskPolicy, place: MaskPlace): string {
  const isOpen = place.parent === 'OBX' && source.trim().toUpperCase() !== 'P';
  return isOpen ? hideKnown(text, policy.known) : hideText(text, place.delimiters);
}

const VT = 0x0b;
const FS = 0x1c;
/** What Mindray sends while it has nothing to say. */
const IDLE = 0x02;

/** Bytes of one wire entry as they may be seen: one character a byte, control characters named. */
export function maskHl7Bytes(raw: Uint8Array, alsoHide: readonly Hl7Place[]): string {
  const text = bytesToText(raw);
  let start = 0;
  while (raw[start] === VT || raw[start] === IDLE) start += 1;
  // Anything but a message from its header on is noise, and noise may be the rest of a message.
  if (readHl7Delimiters(text.slice(start, start + 16)) === null) return maskUnknownText(raw);
  const end = raw.includes(FS) ? raw.lastIndexOf(FS) : raw.length;
  const body = text.slice(start, end);
  const known = parseHl7Text(body).flatMap(collectHl7Identity);
  return nameControls(text.slice(0, start) + maskHl7Text(body, { known, alsoHide }) + text.slice(end));
}
