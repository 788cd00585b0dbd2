import * as z from 'zod';
import { patternText, sourced } from '../../definition-facts.ts';
import { specimenOwner } from '../../field-map.ts';
import { resultRules } from '../../result-rules.ts';

/**
 * What a definition of the fixed format of the Sysmex CA coagulation analyzers says: STX, a head of fixed columns, items of
 * nine characters, ETX; no checksum. The models differ in the width of rack, id and name.
 */
export const sysmexCaFraming = z.strictObject({
  kind: z.literal('sysmex-ca'),
  /** Longest block kept; a text of the older family is at most 255 bytes, several blocks make a message. */
  maxBlockBytes: z.number().int().min(64).max(65_536).default(4_096),
});

/** First and last place behind STX, counted from 1 as the sources do. */
const columns = z.tuple([z.number().int().min(1).max(200), z.number().int().min(1).max(200)]);

export const caLayout = z.strictObject({
  name: z.string().min(1).max(80),
  rack: columns,
  tube: columns,
  specimen: columns,
  readBy: columns,
  /** The patient's name, or reserved: always hidden. */
  patient: columns,
  firstItem: z.number().int().min(20).max(200),
  ...sourced,
});
export type CaLayout = z.infer<typeof caLayout>;

export const caItem = z.strictObject({
  name: z.string().min(1).max(60),
  /** Nothing on the wire names a unit. */
  unit: z.string().max(20),
  /** Digits behind the point that is not sent; null where nobody says: then the value is kept as sent only. */
  decimals: z.number().int().min(0).max(4).nullable(),
  ...sourced,
});

export const sysmexCaMapping = z.strictObject({
  kind: z.literal('sysmex-ca'),
  /** Tried in order; the one whose items come out whole is taken. */
  layouts: z.array(caLayout).min(1).max(8),
  /** Whose a sample is, by the letter at place 9. */
  classes: z.record(z.string().max(1), specimenOwner),
  items: z.record(z.string().regex(/^\d{3}$/), caItem),
  /** What the analyzer is told where the lab chose answering (class B): that the block arrived, and nothing else. */
  answers: z.strictObject({ acknowledge: z.strictObject(sourced), refuse: z.strictObject(sourced).nullable() }),
  qc: z.strictObject({ specimenPatterns: z.array(patternText).max(20), ...sourced }),
  ...resultRules,
});
export type SysmexCaMapping = z.infer<typeof sysmexCaMapping>;

/** What is wrong in it beyond its shape: columns that run backwards or lie over the items. */
export function findCaFaults({ layouts }: SysmexCaMapping): string[] {
  return layouts.flatMap(({ name, rack, tube, specimen, readBy, patient, firstItem }) =>
    [rack, tube, specimen, readBy, patient]
      .filter(([first, last]) => last < first || first <= HEAD_LENGTH || last >= firstItem)
      .map(([first, last]) => `layout-columns-impossible ${name} ${first}-${last}`),
  );
}

/** Text codes, block numbers, class, date and time: the same in every layout. */
export const HEAD_LENGTH = 19;
