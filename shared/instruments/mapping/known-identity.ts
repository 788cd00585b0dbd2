import type { Lis02Record } from '../protocols/lis02.ts';
import type { Lis02Delimiters } from '../protocols/lis02-escape.ts';
import { PATIENT_FIELDS } from '../protocols/lis02-fields.ts';

/** Shorter ids would hide parts of ordinary numbers, an initial every such letter, shorter words of an id common ones. */
const SHORTEST_ID = 5;
const SHORTEST_NAME = 2;
const SHORTEST_WORD = 4;

/** Fields of P, O, Q and S that hold ids or names, numbered as LIS02 does. */
const ID_PLACES: ReadonlyArray<readonly [string, readonly number[]]> = [
  ['P', [3, 4, 5, 6, 7, 11, 13, 14]],
  ['O', [3, 4, 17]],
  ['Q', [3, 4, 9]],
  ['S', [11]],
];

/**
 * Ids and names the message itself declares, longest first, so that they can be hidden wherever else they turn up (a
 * picture's path, a comment, a text result).
 */
export function collectKnown(records: readonly Lis02Record[], delimiters: Lis02Delimiters): string[] {
  const known = new Set<string>();
  for (const record of records) {
    const places = ID_PLACES.find(([type]) => type === record.type)?.[1] ?? [];
    for (const place of places) {
      const text = record.fields[place - 1] ?? '';
      for (const part of text.split(new RegExp(`[${escapeForClass(delimiters.repeat + delimiters.component)}]`))) {
        addKnownParts(known, part.trim(), record.type === 'P' ? SHORTEST_NAME : SHORTEST_WORD);
      }
    }
  }
  for (const record of records) {
    const bornOn = record.type === 'P' ? (record.fields[PATIENT_FIELDS.bornOn - 1] ?? '').trim() : '';
    // A newborn's pictures are filed under the day of birth, and a picture's folder is part of its name as sent.
    const isInResult = records.some(({ type, fields }) => type === 'R' && fields[3]?.includes(bornOn));
    if (bornOn.length >= SHORTEST_ID && !isInResult) known.add(bornOn);
  }
  return [...known].sort((a, b) => b.length - a.length);
}

/**
 * Adds what of one id or name is long enough to be told from chance: an id of `SHORTEST_ID` characters, a name or a word of
 * it of `shortest`.
 */
export function addKnownParts(known: Set<string>, part: string, shortest: number): void {
  if (/\d/.test(part)) {
    if (part.length >= SHORTEST_ID) known.add(part);
  } else if (part.length >= shortest) {
    known.add(part);
  }
  for (const word of part.split(/[\s,;]+/)) {
    if (word.length >= shortest && /^\p{L}+$/u.test(word)) known.add(word);
  }
}

function escapeForClass(characters: string): string {
  return characters.replace(/[\\\]^-]/g, '\\$&');
}
