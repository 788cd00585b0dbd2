import * as z from 'zod';
import { decimalText, definitionKey, sourced } from './definition-facts.ts';

/**
 * `upkeep.yaml`: maintenance, function checks, calibration and materials, as far as published. An interval nobody
 * published is `null`, with a `blank` line that says where the lab finds it.
 */
export const interval = z.strictObject({
  every: z.number().int().min(1).max(100_000),
  unit: z.enum(['hours', 'days', 'weeks', 'months', 'years', 'cycles']),
});

export const upkeepTask = z.strictObject({
  key: definitionKey,
  kind: z.enum(['maintenance', 'function-check', 'calibration', 'qc']),
  title: z.string().min(1).max(200),
  detail: z.string().max(2000).default(''),
  interval: interval.nullable(),
  /** What the page says in place of a missing interval. */
  blank: z.string().max(300).default(''),
  ...sourced,
});

export const material = z.strictObject({
  key: definitionKey,
  kind: z.enum(['reagent', 'control', 'calibrator', 'detergent', 'weight']),
  name: z.string().min(1).max(120),
  role: z.string().max(300).default(''),
  levels: z.number().int().min(1).max(9).nullable().default(null),
  closedDays: decimalText.nullable().default(null),
  openDays: decimalText.nullable().default(null),
  storage: z.string().max(120).default(''),
  ...sourced,
});

export const upkeepPlan = z.strictObject({
  note: z.string().min(1).max(1000),
  tasks: z.array(upkeepTask).max(500),
  materials: z.array(material).max(500).default([]),
});
export type UpkeepPlan = z.infer<typeof upkeepPlan>;
