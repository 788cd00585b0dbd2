import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** What a daily check of a cytometer's detectors holds: as typed from the report of FACSComp. */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Decimal text as typed, with a point. */
export const decimal = z.string().regex(/^-?\d{1,9}(\.\d{1,6})?$/);

export const beadLot = z.object({ name: text(80).min(1), lot: text(60).min(1), expiresOn: day.nullable() });

export const detectorRow = z.object({
  /** `FSC`, `SSC`, `FL1` ... */
  detector: text(20).min(1),
  /** Volts, or the stage of FSC; null where nobody wrote it down. */
  voltage: decimal.nullable(),
  /** Separation of bead mean and noise, as the report gives it. */
  separation: decimal.nullable(),
  /** The least separation the insert of the bead lot allows. */
  least: decimal.nullable(),
});
export type DetectorRow = z.infer<typeof detectorRow>;

export const compensationRow = z.object({ pair: text(40).min(1), percent: decimal });

export const verdict = z.enum(['pass', 'fail', 'cannot-evaluate']);
export type Verdict = z.infer<typeof verdict>;

export const checkWhy = z.enum([
  'below-least',
  'report-says-fail',
  'beads-expired',
  'no-limit',
  'no-separation',
  'report-not-stated',
  'nothing-measured',
]);
export type CheckWhy = z.infer<typeof checkWhy>;

/** What a person enters; verdict and time are the host's. */
export const checkTerms = z.object({
  beads: z.array(beadLot).max(8),
  detectors: z.array(detectorRow).max(12),
  compensation: z.array(compensationRow).max(12),
  /** What the summary of FACSComp itself says. */
  reportSays: z.enum(['pass', 'fail', 'not-stated']),
  note: text(2000),
});
export type CheckTerms = z.infer<typeof checkTerms>;
