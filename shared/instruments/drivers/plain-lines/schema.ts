import * as z from 'zod';
import { patternText, sourced } from '../../definition-facts.ts';

/** What a lab says of a printer or service port: which line means what. The first rule whose pattern is found is taken. */
const rule = z.discriminatedUnion('says', [
  /** The line is a state of the instrument; `detail` or the pattern's first group is shown with it. */
  z.strictObject({
    says: z.literal('status'),
    pattern: patternText,
    status: z.enum(['ready', 'busy', 'attention', 'error']),
    detail: z.string().max(200).default(''),
    ...sourced,
  }),
  /** An error: `code`, or where it is null what the pattern's first group holds. */
  z.strictObject({
    says: z.literal('error'),
    pattern: patternText,
    code: z.string().min(1).max(60).nullable(),
    ...sourced,
  }),
  z.strictObject({
    says: z.literal('error-cleared'),
    pattern: patternText,
    code: z.string().min(1).max(60).nullable(),
    ...sourced,
  }),
  /** A counter or a reading: the number is the pattern's first group. */
  z.strictObject({
    says: z.literal('meter'),
    pattern: patternText,
    meter: z.string().min(1).max(60),
    unit: z.string().max(20),
    ...sourced,
  }),
  /** A heading, a rule of dashes: known, and nothing we use. */
  z.strictObject({ says: z.literal('nothing'), pattern: patternText, ...sourced }),
]);
export type LineRule = z.infer<typeof rule>;

export const plainLinesMapping = z.strictObject({
  kind: z.literal('plain-lines'),
  rules: z.array(rule).max(200),
});
export type PlainLinesMapping = z.infer<typeof plainLinesMapping>;

/** Rules that take something from the line and have no group to take it from. */
export function findLineRuleFaults({ rules }: PlainLinesMapping): string[] {
  return rules.flatMap((each) => {
    const needsGroup = each.says === 'meter' || ('code' in each && each.code === null);
    return needsGroup && !/\((?!\?)/.test(each.pattern) ? [`line-rule-needs-a-group ${each.pattern}`] : [];
  });
}
