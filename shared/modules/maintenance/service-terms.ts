import * as z from 'zod';

/** Words of the service side: states and shapes that contract, records and rules share. */

/** What happened to an instrument that must be followed by proof (rows of the return-to-service table). */
export const rtsEvent = z.enum([
  'reagent-lot-change',
  'reagent-complete-change',
  'cleaning',
  'critical-part',
  'repair',
  'major-maintenance',
  'unexplained-shift',
  'move',
  'software-update',
  'power-failure',
  'clot-or-short-sample',
]);
export type RtsEvent = z.infer<typeof rtsEvent>;

/** What may have to be proven before an instrument returns to service (columns of the table). */
export const rtsItemKey = z.enum([
  'function-check',
  'qc-all-levels',
  'precision',
  'carry-over',
  'calibration-verification',
  'comparison',
  'lot-check',
  'interface-check',
]);
export type RtsItemKey = z.infer<typeof rtsItemKey>;

/** One thing to prove, frozen into the list when it is raised: a later change of the table does not move it. */
export const rtsItem = z.object({
  key: rtsItemKey,
  /** `conditional` items are proven, or set aside with the reason why the condition does not apply. */
  need: z.enum(['required', 'conditional']),
  /** Key of the condition's sentence (`rts.condition.<condition>`), empty for required items. */
  condition: z.string().max(80),
  /** Events of the list that ask for it. */
  events: z.array(rtsEvent).min(1).max(11),
  /** Where the demand comes from: a citation, or `house`. */
  source: z.string().max(400),
});
export type RtsItem = z.infer<typeof rtsItem>;

/**
 * How an item was proven: a record on this bench (background, control run, performed task), a typed statement (a run
 * that is not on this bench), or set aside as not applying, with the reason. A failed proof keeps the item open.
 */
export const rtsProof = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('record'),
    hash: z.string().length(43),
    type: z.string().max(120),
    note: z.string().max(1000),
  }),
  z.object({ kind: z.literal('statement'), text: z.string().min(1).max(2000) }),
  z.object({ kind: z.literal('not-applicable'), reason: z.string().min(1).max(1000) }),
]);
export type RtsProof = z.infer<typeof rtsProof>;

export const rtsVerdict = z.enum(['pass', 'fail']);
export type RtsVerdict = z.infer<typeof rtsVerdict>;

/** `open`: something is unproven or failed; `proven`: waits for review; `returned`: reviewed and signed. */
export const rtsState = z.enum(['open', 'proven', 'returned']);
export type RtsState = z.infer<typeof rtsState>;

export const workOrderState = z.enum(['open', 'in-progress', 'on-hold', 'complete', 'cancelled']);
export type WorkOrderState = z.infer<typeof workOrderState>;

export const workOrderKind = z.enum([
  'repair',
  'preventive',
  'modification',
  'inspection',
  'move',
  'software',
  'other',
]);
export type WorkOrderKind = z.infer<typeof workOrderKind>;

/** Who does the work. Work of a vendor raises alarms in the lab all the same (finding CC8b). */
export const workOwner = z.enum(['lab', 'vendor']);
export type WorkOwner = z.infer<typeof workOwner>;

export const downtimeKind = z.enum(['planned', 'unplanned']);
export type DowntimeKind = z.infer<typeof downtimeKind>;

export const resultsAffected = z.enum(['no', 'yes', 'unknown']);
export type ResultsAffected = z.infer<typeof resultsAffected>;

export const partMovementKind = z.enum(['received', 'used', 'adjusted']);

/** Longest time one override holds (mission rule C.4). */
export const overrideLimitHours = 24;
