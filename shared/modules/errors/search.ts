import { normalizeCode, squeezeCode } from '../../instruments/error-book.ts';

/**
 * Search in code books, offline: by code, by words, or by what stands on the instrument's screen. Case, accents, blanks and
 * marks do not matter, other spellings count, and a slip of a finger is forgiven in words, never in numbers: `101` is not
 * `102`.
 */

/** One entry with everything it may be found by. */
export interface Searchable<Entry> {
  readonly entry: Entry;
  readonly code: string;
  readonly alsoKnownAs: readonly string[];
  readonly title: string;
  /** Meaning and first checks. */
  readonly text: string;
  /** Maker and model. */
  readonly model: string;
}

/** How well an entry fits, best first. What was typed whole goes before what was typed in part or with a slip. */
const tiers = {
  code: 0,
  otherName: 1,
  codeBegins: 2,
  saysCode: 3,
  title: 4,
  text: 5,
  titleWithSlips: 6,
  textWithSlips: 7,
  someWords: 8,
} as const;

/** Of a whole sentence read off a screen, this share of the words must be found for an entry to be listed. */
const leastShare = 0.6;
const leastWords = 3;

/**
 * Entries that fit `search`, best first; those that fit alike stay in the order given. An empty search lists all.
 *
 * @param limit most entries answered
 */
export function searchBook<Entry>(entries: readonly Searchable<Entry>[], search: string, limit: number): Entry[] {
  const wanted = readQuery(search);
  if (wanted.code === '') return entries.slice(0, limit).map(({ entry }) => entry);
  return entries
    .flatMap((one) => {
      const rank = rankOf(one, wanted);
      return rank === null ? [] : [{ entry: one.entry, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

interface Query {
  readonly code: string;
  readonly squeezed: string;
  readonly words: readonly string[];
}

function readQuery(search: string): Query {
  return { code: normalizeCode(search), squeezed: squeezeCode(search), words: [...new Set(wordsOf(search))] };
}

/** Words without case, accents and marks. */
function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Tier and, after the point, how little of it was found by what was typed as it stands; null where it does not fit. */
function rankOf<Entry>(one: Searchable<Entry>, { code, squeezed, words }: Query): number | null {
  const own = normalizeCode(one.code);
  const names = one.alsoKnownAs.map(normalizeCode);
  if (own === code) return tiers.code;
  if (names.includes(code)) return tiers.otherName;
  if (squeezed !== '' && [one.code, ...one.alsoKnownAs].some((name) => squeezeCode(name) === squeezed)) {
    return tiers.otherName;
  }
  if (own.startsWith(code) || (squeezed.length >= 2 && squeezeCode(one.code).startsWith(squeezed))) {
    return tiers.codeBegins;
  }
  if (own.length >= 2 && ` ${code} `.includes(` ${own} `)) return tiers.saysCode;
  if (words.length === 0) return null;
  const title = wordsOf([one.code, one.title, ...one.alsoKnownAs].join(' '));
  const all = [...title, ...wordsOf(`${one.text} ${one.model}`)];
  if (words.every((word) => has(title, word))) return tiers.title;
  if (words.every((word) => has(all, word))) return tiers.text;
  const slips = (among: readonly string[]) => words.filter((word) => !has(among, word)).length / (words.length + 1);
  if (words.every((word) => isLike(title, word))) return tiers.titleWithSlips + slips(title);
  if (words.every((word) => isLike(all, word))) return tiers.textWithSlips + slips(all);
  const share = words.filter((word) => isLike(title, word)).length / words.length;
  return words.length >= leastWords && share >= leastShare ? tiers.someWords + (1 - share) : null;
}

/** A word that is there, or that one there begins with: `plate` finds platelets while it is typed. */
const has = (among: readonly string[], word: string): boolean => among.some((one) => one.startsWith(word));

const isLike = (among: readonly string[], word: string): boolean =>
  has(among, word) || (slipsAllowed(word) > 0 && among.some((one) => isSlipOf(word, one)));

/** One slip in a word of four letters or more, two in one of eight or more, none where a digit stands. */
function slipsAllowed(word: string): number {
  if (/\p{N}/u.test(word)) return 0;
  return word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
}

/** Whether `typed` is `word`, or the beginning of it, but for the slips allowed. */
function isSlipOf(typed: string, word: string): boolean {
  const allowed = slipsAllowed(typed);
  if (/\p{N}/u.test(word) || word.length < typed.length - allowed) return false;
  const ends = [typed.length - 1, typed.length, typed.length + 1, word.length];
  return ends.some((end) => slipsBetween(typed, word.slice(0, end), allowed) <= allowed);
}

/**
 * Slips that make one word of the other: a letter left out, put in, taken for another, or changed places with its neighbour
 * (optimal string alignment distance). Above `most` the count is not exact.
 */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
