import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';

/** What a definition of a Sartorius balance with SBI says beyond the form of its lines. */
export const sartoriusSbiMapping = z.strictObject({
  kind: z.literal('sartorius-sbi'),
  analyte: z.string().regex(/^[a-z0-9-]+$/),
  /** Codes of the error book for the texts `High` and `Low`; a number behind `Err` is a code by itself (`Err 54`). */
  errors: z.strictObject({ overload: z.string().min(1).max(60), underload: z.string().min(1).max(60) }),
  ...sourced,
});
export type SartoriusSbiMapping = z.infer<typeof sartoriusSbiMapping>;
