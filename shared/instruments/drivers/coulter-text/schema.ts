import * as z from 'zod';
import { patternText, sourced } from '../../definition-facts.ts';
import { resultRules } from '../../result-rules.ts';

export const coulterTextFraming = z.strictObject({ kind: z.literal('coulter-text') });

const tag = z.string().regex(/^[A-Z][A-Z0-9#%/]{0,11}$/);

/** What a definition of the text stream of the Coulter counters says: which tag holds what. Results are the tags of `analytes` and `groups`. */
export const coulterTextMapping = z.strictObject({
  kind: z.literal('coulter-text'),
  /** Tags that hold an id, tried in order; every one of them is hidden. */
  specimen: z.array(tag).min(1).max(4),
  /** Tag of the day, and of cassette and position with a slash between. */
  date: tag,
  place: tag,
  /** Tags of curves: they are seen, and nobody published how to read them. */
  histograms: z.array(tag).max(20),
  qc: z.strictObject({ specimenPatterns: z.array(patternText).max(20), ...sourced }),
  ...resultRules,
});
export type CoulterTextMapping = z.infer<typeof coulterTextMapping>;
