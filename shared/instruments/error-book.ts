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

/**
 * The entry of a code, by its code or one of its other spellings, then by the squeezed form where only one entry has it;
 * `undefined` where the book has none.
 */
export function findEntry<Entry extends Pick<ErrorEntry, 'code' | 'alsoKnownAs'>>(
  book: { readonly entries: readonly Entry[] },
  code: string,
): Entry | undefined {
  const { entries } = book;
  const wanted = normalizeCode(code);
  const known =
    entries.find((entry) => normalizeCode(entry.code) === wanted) ??
    entries.find((entry) => entry.alsoKnownAs.some((other) => normalizeCode(other) === wanted));
  if (known) return known;
  const squeezed = squeezeCode(code);
  const alike = entries.filter((entry) =>
    [entry.code, ...entry.alsoKnownAs].some((name) => squeezeCode(name) === squeezed),
  );
  return alike.length === 1 ? alike[0] : undefined;
}
