import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';

/** Answers of a fixed length without a checksum. */
export const k204Framing = z.strictObject({ kind: z.literal('k204') });

const range = z.strictObject({ lowest: z.number().int(), highest: z.number().int() });

/** What a definition of a Voltcraft K204 says beyond the form of its answers. */
export const k204Mapping = z.strictObject({
  kind: z.literal('k204'),
  /** Analyte of its four channels. */
  analyte: z.string().regex(/^[a-z0-9-]+$/),
  /** What the maker says it measures, in whole degrees: a number beyond it is no temperature. */
  range: z.strictObject({ celsius: range, fahrenheit: range, ...sourced }),
  /** Code of the error book for the mark of a low battery. */
  errors: z.strictObject({ lowBattery: z.string().min(1).max(60) }),
  ...sourced,
});
export type K204Mapping = z.infer<typeof k204Mapping>;
