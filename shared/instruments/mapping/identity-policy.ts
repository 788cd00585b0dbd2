import type { InstrumentDefinition, Place } from '../definition.ts';
import type { EscapeDialect } from '../protocols/lis02-escape.ts';

/**
 * What of a LIS02 record may be seen, field by field (decision 3). It is a list of what may *show*: a field nobody
 * thought of is hidden. A definition can hide more; it can not show more, except manufacturer records it names.
 *
 * Sources: field tables of LIS02-A2 (ASTM E1394-97) for H, P, O, R, C, Q, S, M, L. Patient records show nothing but
 * their type and sequence number; specimen ids show their tail; operators, physicians, addresses, telephone numbers,
 * clinical information, passwords and free comments are hidden.
 */

/**
 * `time` and `code` show only what can be one: makers shift fields, and a name in a time's place is still a name.
 * `value`: shown, except a file path, of which the specimen part is hidden. `comment`: depends on who wrote it and
 * about what. `maker`: shown where the definition says so.
 */
export type FieldRule = 'show' | 'time' | 'code' | 'hide' | 'specimen' | 'value' | 'comment' | 'maker';

const SHOWN: Readonly<Record<string, Readonly<Record<number, FieldRule>>>> = {
  H: { 5: 'show', 7: 'code', 9: 'show', 10: 'show', 12: 'code', 13: 'show', 14: 'time' },
  P: {},
  O: {
    3: 'specimen',
    4: 'specimen',
    5: 'show',
    6: 'code',
    7: 'time',
    8: 'time',
    9: 'time',
    10: 'time',
    12: 'code',
    15: 'time',
    16: 'show',
    23: 'time',
    25: 'code',
    26: 'code',
  },
  R: {
    3: 'show',
    4: 'value',
    5: 'show',
    6: 'show',
    7: 'show',
    8: 'code',
    9: 'code',
    10: 'time',
    12: 'time',
    13: 'time',
    14: 'show',
  },
  C: { 3: 'code', 4: 'comment', 5: 'comment' },
  M: { 3: 'maker', 4: 'maker' },
  Q: { 3: 'specimen', 4: 'specimen', 5: 'show', 6: 'code', 7: 'time', 8: 'time', 13: 'code' },
  S: {},
  L: { 3: 'code' },
};

/** What the masker needs to know of a definition. */
export interface MaskPolicy {
  readonly alsoHide: readonly Place[];
  readonly openMakerRecords: ReadonlySet<string>;
  /** Ids and names the message itself gave away; hidden wherever else they appear. */
  readonly known: readonly string[];
  /** Whether `known` was collected from the whole message; a frame on its own is masked more strictly. */
  readonly isWholeMessage: boolean;
  readonly dialect: EscapeDialect;
}

export const strictPolicy: MaskPolicy = {
  alsoHide: [],
  openMakerRecords: new Set(),
  known: [],
  isWholeMessage: false,
  dialect: 'standard',
};

/**
 * The policy of a definition. Give `known` (perhaps empty) for a whole message; leave it out for a frame on its own.
 */
export function policyOf(definition: InstrumentDefinition, known?: readonly string[]): MaskPolicy {
  const { mapping, protocol } = definition;
  const policy = {
    ...strictPolicy,
    known: known ?? [],
    isWholeMessage: known !== undefined,
    dialect: protocol.escapes,
  };
  if (mapping.kind !== 'lis02') return policy;
  return { ...policy, alsoHide: mapping.alsoHide, openMakerRecords: new Set(mapping.openManufacturerRecords) };
}

/** The rule of one field (numbered from 1, as LIS02 does) of one record type; a record nobody knows is hidden whole. */
export function ruleOf(policy: MaskPolicy, recordType: string, field: number): FieldRule {
  if (policy.alsoHide.some((place) => place.record === recordType && place.field === field)) return 'hide';
  if (recordType === 'M' && field > 4) return 'maker';
  return SHOWN[recordType]?.[field] ?? 'hide';
}

export function isKnownRecord(recordType: string): boolean {
  return recordType in SHOWN;
}

/**
 * How many of an id's last characters may show: four at most, and never more than half, so that a short id is not shown
 * whole.
 */
export function countShownCharacters(id: string): number {
  return Math.min(4, Math.floor(id.length / 2));
}

/** The part of a specimen id that may be seen. */
export function showTail(id: string): string {
  return id.slice(id.length - countShownCharacters(id));
}
