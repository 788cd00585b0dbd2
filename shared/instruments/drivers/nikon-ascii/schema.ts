import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';

/** What a definition of a Nikon stand with ASCII commands says: what each answer is called, and what a refusal means. */
export const nikonAsciiMapping = z.strictObject({
  kind: z.literal('nikon-ascii'),
  /** Answers by the three letters they repeat; an answer in no list is named as unmapped. */
  readings: z.record(
    z.string().regex(/^[A-Z]{3}$/),
    z.strictObject({
      /** What it is called; `software` and `model` are learned as the stand's own. */
      setting: z.string().min(1).max(60),
      unit: z.string().max(20),
      ...sourced,
    }),
  ),
  /** Code behind `n` as sent -> code of the error book. A code in no list raises `otherRefusal`. */
  refusals: z.record(z.string().min(1).max(6), z.string().min(1).max(60)),
  otherRefusal: z.string().min(1).max(60),
  ...sourced,
});
export type NikonAsciiMapping = z.infer<typeof nikonAsciiMapping>;
