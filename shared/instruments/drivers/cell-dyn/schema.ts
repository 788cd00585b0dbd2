import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';
import { fieldMap } from '../../field-map.ts';

/**
 * What a definition of the CELL-DYN family says: STX, comma-separated fields, two hex digits of checksum, ETX. Where what
 * stands is the field map's; the models differ in nothing else that is published.
 */
export const cellDynFraming = z.strictObject({
  kind: z.literal('cell-dyn'),
  /** Longest block kept; one with curves is a few thousand bytes. */
  maxBlockBytes: z.number().int().min(64).max(65_536).default(16_384),
});

export const cellDynMapping = z.strictObject({
  kind: z.literal('cell-dyn'),
  /**
   * The byte sum of everything from behind STX to the last comma, modulo 256. `isProven`: it was seen to hold on this
   * model, so a block that breaks it is damaged; else such a block is taken, and named as not verified.
   */
  checksum: z.strictObject({ isProven: z.boolean(), ...sourced }),
  /** What the analyzer is told where the lab chose answering. */
  answers: z.strictObject({
    /** ACK after each block that is taken. */
    acknowledge: z.strictObject(sourced),
    /** NAK after one that is not; null: nothing is said, and the analyzer's own time-out decides. */
    refuse: z.strictObject(sourced).nullable(),
  }),
  /** Error raised once for a specimen where one of these tests has no value; the words are the book's. */
  missingValue: z.strictObject({
    tests: z.array(z.string().min(1).max(40)).min(1).max(60),
    code: z.string().min(1).max(60),
    ...sourced,
  }),
  fieldMap,
});
export type CellDynMapping = z.infer<typeof cellDynMapping>;
