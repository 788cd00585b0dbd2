import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';
import { meaning } from '../../result-rules.ts';

/** Packages between SOH and EOT, with a checksum. */
export const diatronFraming = z.strictObject({ kind: z.literal('diatron') });

const parameterName = z.string().regex(/^P\d{2}$/);
const name = z.string().min(1).max(20);

/** What a definition of a Diatron analyzer (Abacus, Arcus) says beyond the form of its packages. */
export const diatronMapping = z.strictObject({
  kind: z.literal('diatron'),
  /** Results by the name of their line (`P01`): what they are called, their analyte or null, their unit or empty. */
  parameters: z.record(
    parameterName,
    z.strictObject({
      test: name,
      analyte: z
        .string()
        .regex(/^[a-z0-9-]+$/)
        .nullable(),
      unit: z.string().max(20),
      ...sourced,
    }),
  ),
  /** Lines of the same form that hold no result of a specimen, such as counting times: the name of the meter. */
  meters: z.record(parameterName, z.strictObject({ meter: z.string().min(1).max(60), unit: z.string().max(20) })),
  /** Lines that tell how the sample was measured: shown as settings, as sent. */
  settings: z.array(z.string().regex(/^[A-Z0-9]{1,8}$/)).max(40),
  /** What the flag behind a value means; one that is not listed is named as unmapped. */
  flags: z.record(z.string().min(1).max(8), meaning),
  warnings: z.strictObject({
    /** Whether the number of the WRN line is written in decimal or hexadecimal digits. */
    base: z.union([z.literal(10), z.literal(16)]),
    /** Codes of the error book by bit; a bit that is not listed is named as unmapped. */
    bits: z.record(z.string().regex(/^([0-9]|[12][0-9]|3[01])$/), z.string().min(1).max(60)),
  }),
  ...sourced,
});
export type DiatronMapping = z.infer<typeof diatronMapping>;
