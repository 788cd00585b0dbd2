import * as z from 'zod';

/**
 * The parts every file of a definition shares: keys, sources, how sure we are.
 *
 * A fact without a source is not shipped as a fact: it is a blank (`null`) with a `blank` line that tells where to look.
 */

export const definitionKey = z
  .string()
  .min(2)
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** Key of a row in the folder's `SOURCES.md`; `LAB` is the lab itself (its own manual, its own decision). */
export const sourceKey = z.string().regex(/^[A-Z][A-Z0-9-]{0,23}$/);

export const confidence = z.enum(['confirmed', 'single-source', 'inferred', 'lab']);

/** Where a fact comes from. `confirmed` means two independent sources. */
export const sourced = {
  sources: z.array(sourceKey).min(1).max(12),
  confidence,
};

/** A number as decimal text: limits and factors are never rounded by a float on the way in. */
export const decimalText = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);

/**
 * A regular expression of a definition. Bounded in length and without the shapes that can run away (a repeated group
 * that itself repeats, a back-reference, a look-around): a lab's own file must not be able to hang the bench.
 */
export const patternText = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/\([^)]*[+*}][^)]*\)\s*[+*{]|\\[1-9]|\(\?[=!<]/.test(text), 'pattern-may-run-away')
  .refine((text) => {
    try {
      return new RegExp(text, 'u') instanceof RegExp;
    } catch {
      return false;
    }
  }, 'pattern-not-readable');
