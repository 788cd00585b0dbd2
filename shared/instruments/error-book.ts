import * as z from 'zod';
import { definitionKey, sourced } from './definition-facts.ts';
import { guide } from './guide.ts';
import { affectsResults, severity } from './signals.ts';

/** Where in the book an entry's first checks lead: the key of a guide in the same file or of a shipped general guide. */
export const guideKey = definitionKey;

export const errorEntry = z.strictObject({
  /** As the wire or the screen shows it (`Error_Func`, `S +`), or our own name for a condition (`BACKGROUND-HIGH`). */
  code: z.string().min(1).max(60),
  /** Other spellings a person may type or scan. */
  alsoKnownAs: z.array(z.string().min(1).max(80)).max(12).default([]),
  title: z.string().min(1).max(200),
  severity,
  affectsResults,
  meaning: z.string().min(1).max(4000),
  /** What to look at first, cheapest first; never empty. */
  firstChecks: z.array(z.string().min(1).max(500)).min(1).max(20),
  /** Key of a guide, or null: then the general guide is used. */
  guide: guideKey.nullable(),
  ...sourced,
});
export type ErrorEntry = z.infer<typeof errorEntry>;

/**
 * A trouble that belongs to no one model and that no wire says: what a person sees ("stain too pale"), under a name of our
 * own. It always leads to a guide.
 */
export const generalEntry = z.strictObject({
  ...errorEntry.shape,
  guide: guideKey,
  /** Classes of instrument that can have it; empty: any. */
  fits: z.array(z.string().min(1).max(40)).max(12).default([]),
});
export type GeneralEntry = z.infer<typeof generalEntry>;

/** Whether a general entry is offered for a class of instrument; a generic definition may stand for any class. */
export function fitsClass({ fits }: GeneralEntry, instrumentClass: string): boolean {
  return fits.length === 0 || fits.includes(instrumentClass) || instrumentClass === 'generic';
}

/** `errors.yaml`: what the instrument can complain about, as far as anyone has published it. */
export const errorBook = z.strictObject({
  /** Shown above the book: what is published, what is not, and that the lab may add its own entries. */
  note: z.string().min(1).max(1000),
  /** True when the maker publishes no list: the page says so and invites the lab's own entries. */
  isMakerListMissing: z.boolean(),
  /** The guide of every entry that names none, and of a code that has no entry. */
  generalGuide: guideKey,
  entries: z.array(errorEntry).max(5000),
  guides: z.array(guide).max(500).default([]),
});
export type ErrorBook = z.infer<typeof errorBook>;

/** Spelling-insensitive form of a code: what a person types, scans or reads off a screen finds its entry. */
export function normalizeCode(code: string): string {
  return code.trim().toUpperCase().replace(/\s+/g, ' ');
}

/**
 * A code without what people leave out when they type one: blanks, underscores, and a mark next to a letter (`e 101` is
 * `E-101`). Marks between digits stay, because `1-11` and `11-1` are two codes.
 */
export function squeezeCode(code: string): string {
  return normalizeCode(code)
    .replace(/[\s_]+/g, '')
    .replace(/(?<=\p{L})[-./](?=[\p{L}\p{N}])|(?<=\p{N})[-./](?=\p{L})/gu, '');
}

type Named = Pick<ErrorEntry, 'code' | 'alsoKnownAs'>;

/** Entries by what they are called: by code, by other name, and squeezed where only one is called so (else null). */
interface Names {
  readonly codes: Map<string, Named>;
  readonly others: Map<string, Named>;
  readonly squeezed: Map<string, Named | null>;
}

/** A list of errors asks for the entry of each of its rows; a book is gone through once. */
const namesOfBooks = new WeakMap<readonly Named[], Names>();

function namesOf(entries: readonly Named[]): Names {
  const known = namesOfBooks.get(entries);
  if (known) return known;
  const names: Names = { codes: new Map(), others: new Map(), squeezed: new Map() };
  const add = (map: Map<string, Named>, name: string, entry: Named) => {
    if (!map.has(name)) map.set(name, entry);
  };
  for (const entry of entries) {
    add(names.codes, normalizeCode(entry.code), entry);
    for (const other of entry.alsoKnownAs) add(names.others, normalizeCode(other), entry);
    for (const name of [entry.code, ...entry.alsoKnownAs].map(squeezeCode)) {
      const before = names.squeezed.get(name);
      names.squeezed.set(name, before === undefined || before === entry ? entry : null);
    }
  }
  namesOfBooks.set(entries, names);
  return names;
}

/**
 * The entry of a code, by its code or one of its other spellings, then by the squeezed form where only one entry has it;
 * `undefined` where the book has none. The book's list must not be changed afterwards.
 */
export function findEntry<Entry extends Named>(
  { entries }: { readonly entries: readonly Entry[] },
  code: string,
): Entry | undefined {
  const names = namesOf(entries);
  const wanted = normalizeCode(code);
  const found =
    names.codes.get(wanted) ?? names.others.get(wanted) ?? names.squeezed.get(squeezeCode(code)) ?? undefined;
  return found as Entry | undefined;
}
