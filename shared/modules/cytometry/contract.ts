import { oc } from '@orpc/contract';
import * as z from 'zod';
import { checkTerms, checkWhy, verdict } from './terms.ts';

const id = z.string().min(1).max(64);

export const checkRow = checkTerms.extend({
  checkId: z.string(),
  verdict,
  why: z.array(checkWhy),
  on: z.string(),
  at: z.string(),
  by: z.string(),
});
export type CheckRow = z.infer<typeof checkRow>;

/** One voltage on one day: from a data file, or typed with a daily check. */
export const voltagePoint = z.object({
  detector: z.string(),
  unit: z.string(),
  on: z.string(),
  /** ISO time, without a zone where a file told it. */
  at: z.string(),
  value: z.string(),
  origin: z.enum(['file', 'check']),
});
export type VoltagePoint = z.infer<typeof voltagePoint>;

/** Daily checks of a cytometer and the voltages of its detectors. */
export const cytometryContract = {
  checks: oc.input(z.object({ instrumentId: id, limit: z.number().int().min(1).max(200) })).output(z.array(checkRow)),
  record: oc.input(z.object({ requestId: id, instrumentId: id, terms: checkTerms })).output(checkRow),
  void: oc.input(z.object({ checkId: id, reason: z.string().trim().min(1).max(500) })).output(z.object({})),
  /** Oldest first. */
  voltages: oc
    .input(z.object({ instrumentId: id, days: z.number().int().min(1).max(3_700) }))
    .output(z.array(voltagePoint)),
};
