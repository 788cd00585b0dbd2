import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';
import { fieldMap } from '../../field-map.ts';

/** A letter, digits, 0x1A; STX may stand before and ENQ before that. */
export const mindray8idFraming = z.strictObject({ kind: z.literal('mindray-8id') });

/** What a definition of a Mindray analyzer with the 8-digit format says: the columns behind the letter `A`. */
export const mindray8idMapping = z.strictObject({
  kind: z.literal('mindray-8id'),
  /** Its record `sample` has a size: a record of another length lost or gained a digit, and none of its values is read. */
  fieldMap: fieldMap.refine(({ records }) => (records.sample?.size ?? null) !== null, 'sample-record-needs-a-size'),
  ...sourced,
});
export type Mindray8idMapping = z.infer<typeof mindray8idMapping>;
