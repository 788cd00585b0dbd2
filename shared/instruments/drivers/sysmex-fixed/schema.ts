import * as z from 'zod';
import { patternText, sourced } from '../../definition-facts.ts';
import { fieldMap } from '../../field-map.ts';
import { resultRules } from '../../result-rules.ts';

/**
 * What a definition of the fixed-length format of the Sysmex hematology analyzers says: STX, text, ETX, no checksum. What
 * stands where in the text is the field map's.
 */
export const sysmexFixedFraming = z.strictObject({
  kind: z.literal('sysmex-fixed'),
  /** Longest block kept; one with its scattergrams is some 13,000 bytes. */
  maxBlockBytes: z.number().int().min(256).max(262_144).default(65_536),
});

const component = z.number().int().min(1).max(16).nullable();

export const sysmexFixedMapping = z.strictObject({
  kind: z.literal('sysmex-fixed'),
  /**
   * `records`: a header line, then a line for each record with its name and length before its columns. `single`: the text
   * is one record.
   */
  shape: z.enum(['records', 'single']),
  /** Parts of the field of kind `model`, which caret signs divide. */
  sender: z.strictObject({ model: component, software: component, serialNumber: component, ...sourced }),
  /** True where the last digit of a value is its flag; `flags` says what it means. */
  flagDigit: z.strictObject({ isSent: z.boolean(), ...sourced }),
  /** What the analyzer is told where the lab chose answering (class B): that the text arrived, and nothing else. */
  answers: z.strictObject({ acknowledge: z.strictObject(sourced), refuse: z.strictObject(sourced).nullable() }),
  qc: z.strictObject({ specimenPatterns: z.array(patternText).max(20), ...sourced }),
  /** Specimen ids of a background check. How this format marks one is not published, so no verdict is given. */
  blanks: z.array(z.string().min(1).max(60)).max(20),
  ...resultRules,
  fieldMap,
});
export type SysmexFixedMapping = z.infer<typeof sysmexFixedMapping>;
