import { type CivilDate, civilDate, daysInMonth } from '../../kernel/civil-date.ts';

/** What a label says: its lot, and its expiry where the code carries one. */
export interface ScannedLabel {
  readonly lot: string;
  readonly expiresOn: CivilDate | null;
}

/** Lengths of the elements a label can hold beside its lot (GS1 General Specifications, application identifiers). */
const fixedLengths: Readonly<Record<string, number>> = { '01': 14, '11': 6, '13': 6, '15': 6, '17': 6 };
/** What a scanner sends in place of FNC1, behind an element of any length. */
const separator = '\u001d';

/**
 * Lot and expiry of a scanned label: GS1 with brackets `(17)270531(10)L4711`, GS1 as a scanner sends it
 * `]d2` or `]C1` and elements one after another, or else the whole text as the lot. Never throws.
 */
export function readLabel(scanned: string): ScannedLabel {
  const text = scanned.trim();
  const elements = text.startsWith('(') ? bracketed(text) : running(text.replace(/^\](?:C1|d2|e0|Q3)/, ''));
  const lot = elements?.get('10');
  if (lot === undefined || lot === '') return { lot: text, expiresOn: null };
  return { lot, expiresOn: dayOf(elements?.get('17') ?? '') };
}

function bracketed(text: string): Map<string, string> {
  return new Map([...text.matchAll(/\((\d{2,4})\)([^(]*)/g)].map(([, key = '', value = '']) => [key, value.trim()]));
}

/** Null where it is not GS1: a lot of the lab's own may well begin with digits, so all of it must be elements. */
function running(text: string): Map<string, string> | null {
  const found = new Map<string, string>();
  let rest = text;
  // Without an item number first it is taken for a lot as it stands.
  if (!rest.startsWith('01')) return null;
  while (rest !== '') {
    const key = rest.slice(0, 2);
    const length = fixedLengths[key];
    if (length === undefined && key !== '10' && key !== '21') return null;
    const end = length === undefined ? rest.indexOf(separator) : 2 + length;
    const value = end === -1 ? rest.slice(2) : rest.slice(2, end);
    if (length !== undefined && !(value.length === length && /^\d+$/.test(value))) return null;
    found.set(key, value);
    rest = end === -1 ? '' : rest.slice(rest[end] === separator ? end + 1 : end);
  }
  return found;
}

/** `YYMMDD`; day 00 is the last of its month, and the years of labels in use are of this century. */
function dayOf(text: string): CivilDate | null {
  const parts = /^(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!parts) return null;
  const [year, month, day] = [2000 + Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day > daysInMonth(year, month)) return null;
  return civilDate(year, month, day === 0 ? daysInMonth(year, month) : day);
}
