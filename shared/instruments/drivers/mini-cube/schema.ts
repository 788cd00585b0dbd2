import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';

export const miniCubeFraming = z.strictObject({
  kind: z.literal('mini-cube'),
  /** Between a frame and its answer: the manuals have the host wait about a second, and the instrument wait one. */
  answerAfterMs: z.number().int().min(0).max(5_000),
});

/** What a definition of the Diesse MINI-CUBE says beyond the form of its frames. */
export const miniCubeMapping = z.strictObject({
  kind: z.literal('mini-cube'),
  /** The one test it sends has no code on the wire: what it is called, its analyte or null, its unit. */
  test: z.string().min(1).max(20),
  analyte: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .nullable(),
  unit: z.string().max(20),
  /** Codes of the error book for the bits of a record that say why it has no result, and for a control that failed. */
  errors: z.strictObject({
    sampleHigh: z.string().min(1).max(60),
    sampleLow: z.string().min(1).max(60),
    noTube: z.string().min(1).max(60),
    readingError: z.string().min(1).max(60),
    controlFailed: z.string().min(1).max(60),
  }),
  ...sourced,
});
export type MiniCubeMapping = z.infer<typeof miniCubeMapping>;
