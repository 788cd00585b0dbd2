import * as z from 'zod';
import { decimalText, patternText, sourced } from './definition-facts.ts';

/** What a definition says about results, whatever wire format carries them: kinds of tests, marks, errors they raise. */

/** What a result's mark or kind means to us; `docs/signals.md` explains each. */
export const meaning = z.enum([
  'normal',
  /** The instrument sent no flag, which is not the same as saying that the result is normal. */
  'not-flagged',
  'out-of-range',
  'critical',
  'no-result',
  'low-reliability',
  'over-range',
  'under-range',
  'flag',
  'suspect',
  'judgement',
  'image',
  'service',
  'text',
  'stable',
  'unstable',
]);
export type Meaning = z.infer<typeof meaning>;

export const testGroup = z.strictObject({
  /** What every test of the group is; `measured` results are judged by their value and flags. */
  kind: z.enum(['measured', 'flag', 'suspect', 'judgement', 'image', 'service']),
  /** Exact codes, with LIS02 escapes undone (`NEUT#&E&` is listed as `NEUT#&`). */
  codes: z.array(z.string().min(1).max(80)).max(400).default([]),
  patterns: z.array(patternText).max(40).default([]),
  /** Lowest and highest value the maker gives for these codes (a Q-value); one beyond is named as unmapped. */
  scale: z.strictObject({ low: decimalText, high: decimalText }).nullable().default(null),
  ...sourced,
});

/** When something in a message raises an error of the book. The error's severity and words are the book's. */
export const raise = z.discriminatedUnion('when', [
  /** A result row with this code whose flags hold one of `flags` (or has any row, where `flags` is empty). */
  z.strictObject({
    when: z.literal('test'),
    test: z.string().min(1).max(80),
    flags: z.array(z.string().max(8)).max(8),
    code: z.string().min(1).max(60),
    ...sourced,
  }),
  /** The specimen id has this shape (a bar code that could not be read). */
  z.strictObject({
    when: z.literal('specimen'),
    pattern: patternText,
    code: z.string().min(1).max(60),
    ...sourced,
  }),
  /** A result of this meaning in one of these tests; one error a specimen, naming the tests. */
  z.strictObject({
    when: z.literal('meaning'),
    meaning,
    tests: z.array(z.string().min(1).max(80)).max(60),
    /** Not raised where one of these codes is raised for the same specimen already: it says the same, better. */
    unless: z.array(z.string().min(1).max(60)).max(12),
    code: z.string().min(1).max(60),
    ...sourced,
  }),
  /** An instrument's comment (C.4, NTE-3) of this shape; the comment becomes the error's detail. */
  z.strictObject({
    when: z.literal('comment'),
    pattern: patternText,
    code: z.string().min(1).max(60),
    ...sourced,
  }),
]);
export type RaiseRule = z.infer<typeof raise>;

/** What every mapping of results says about values, marks and codes; `instrument.yaml` explains each. */
export const resultRules = {
  /** Texts in the value's place that say that there is none, and that it is beyond the display. */
  noResult: z.array(patternText).max(20),
  overRange: z.array(patternText).max(20),
  /** A flag as sent -> meaning. A flag that is not here is named as unmapped and kept. */
  flags: z.record(z.string().max(8), meaning),
  groups: z.array(testGroup).max(60),
  raises: z.array(raise).max(60),
  /** Test code -> analyte id of the catalogue. Nothing is matched by name. */
  analytes: z.record(z.string().min(1).max(80), z.string().regex(/^[a-z0-9-]+$/)),
  /** True where any test code is expected (a generic definition); else a code in no list is named as unmapped. */
  isOpenList: z.boolean(),
};
const resultRulesObject = z.strictObject(resultRules);
export type ResultRules = z.infer<typeof resultRulesObject>;
