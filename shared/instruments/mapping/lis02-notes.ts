import type { Lis02Mapping } from '../definition.ts';
import type { Lis02Record } from '../protocols/lis02.ts';

/**
 * What a message holds that nobody told us the meaning of. Each is named once a message and kept, so that it can be
 * mapped later; nothing is dropped in silence.
 */
export interface Note {
  readonly what: string;
  /** Index of the record it stands in; its masked text is the raw part. */
  readonly record: number;
}

/** R.9 letters of LIS02-A2 9.9; anything else there is not a status. */
const RESULT_STATUSES = 'CPFXISMRNQVW';

/** How many fields LIS02-A2 gives each record type. */
const FIELD_COUNTS: Readonly<Record<string, number>> = { H: 14, P: 35, O: 31, R: 14, C: 5, Q: 13, L: 3, S: 21 };

export function noteRecord(record: Lis02Record, index: number, mapping: Lis02Mapping): Note[] {
  const notes: Note[] = [];
  switch (record.type) {
    case 'C':
      if (record.fields.slice(3, 4).some(isFilled)) notes.push({ what: 'comment', record: index });
      break;
    case 'M': {
      const kind = (record.fields[2] ?? '').trim();
      const name = mapping.openManufacturerRecords.includes(kind) ? ` ${kind}` : '';
      notes.push({ what: `manufacturer-record${name}`, record: index });
      break;
    }
    case 'S':
      notes.push({ what: 'scientific-record', record: index });
      break;
    default:
      if (FIELD_COUNTS[record.type] === undefined) notes.push({ what: 'unknown-record', record: index });
  }
  const count = FIELD_COUNTS[record.type];
  if (count !== undefined && record.fields.slice(count).some(isFilled)) {
    notes.push({ what: `fields-beyond ${record.type}.${count}`, record: index });
  }
  return notes;
}

/** What is odd about a result: a status that is none, a flag nobody listed, a test nobody listed. */
export function noteResult(
  record: Lis02Record,
  index: number,
  result: {
    readonly isKnownTest: boolean;
    readonly isOffScale: boolean;
    readonly code: string;
    readonly flags: readonly string[];
    readonly hasOrder: boolean;
  },
  mapping: Lis02Mapping,
): Note[] {
  const notes: Note[] = [];
  const status = (record.fields[8] ?? '').trim();
  if (!result.isKnownTest) notes.push({ what: `test ${result.code}`, record: index });
  if (result.isOffScale) notes.push({ what: `beyond-scale ${result.code}`, record: index });
  if (!result.hasOrder) notes.push({ what: 'result-without-order', record: index });
  if (status !== '' && !RESULT_STATUSES.includes(status.toUpperCase())) {
    notes.push({ what: 'status R.9', record: index });
  }
  for (const flag of result.flags) {
    if (flag.trim() !== '' && !Object.hasOwn(mapping.flags, flag.trim())) {
      notes.push({ what: `flag ${flag.trim().slice(0, 20)}`, record: index });
    }
  }
  return notes;
}

/** Keeps the first note of each kind: a message of 40 rows with one odd status says so once. */
export function keepFirstOfEach(notes: readonly Note[]): Note[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    const isOwn =
      note.what === 'comment' || note.what.startsWith('manufacturer-record') || note.what === 'unknown-record';
    if (isOwn) return true;
    if (seen.has(note.what)) return false;
    seen.add(note.what);
    return true;
  });
}

function isFilled(field: string): boolean {
  return field.trim().replace(/[\^\\&]/g, '') !== '';
}
