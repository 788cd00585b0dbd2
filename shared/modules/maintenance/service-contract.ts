import * as z from 'zod';
import type { Readiness } from './readiness.ts';
import {
  downtimeKind,
  partMovementKind,
  resultsAffected,
  rtsEvent,
  rtsItem,
  rtsProof,
  rtsState,
  rtsVerdict,
  workOrderKind,
  workOrderState,
  workOwner,
} from './service-terms.ts';

/** What other modules show of an instrument's readiness. */
export type ShownReadiness = Readiness;

/** One line of a history, with the signature that counts for it, if any. */
export const serviceHistoryLine = z.object({
  hash: z.string(),
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  /** Key of the module's words, and its data. */
  key: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type ServiceHistoryLine = z.infer<typeof serviceHistoryLine>;

export const workOrderRow = z.object({
  id: z.string(),
  /** Short number to say aloud, counted by this bench: `W-12`. */
  number: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  title: z.string(),
  description: z.string(),
  kind: workOrderKind,
  state: workOrderState,
  owner: workOwner,
  /** Name of the vendor or engineer, and who in the lab answers for it. */
  vendor: z.string(),
  assignee: z.string(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  openedAt: z.string(),
  completedAt: z.string().nullable(),
  whatWasDone: z.string(),
  errorId: z.string().nullable(),
  campaignId: z.string().nullable(),
  rtsId: z.string().nullable(),
  partsUsedCount: z.number(),
  hasConflict: z.boolean(),
});
export type WorkOrderRow = z.infer<typeof workOrderRow>;

export const partMovement = z.object({
  hash: z.string(),
  at: z.string(),
  actor: z.string(),
  kind: partMovementKind,
  partId: z.string(),
  partName: z.string(),
  partNumber: z.string(),
  /** Signed: what it added to the count. */
  change: z.number(),
  lotOrSerial: z.string(),
  note: z.string(),
  workOrderId: z.string().nullable(),
});
export type PartMovement = z.infer<typeof partMovement>;

export const partRow = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  maker: z.string(),
  /** Definitions it fits; empty: any. */
  definitionKeys: z.array(z.string()),
  /** A critical part may influence test performance: changing it asks for the whole proof (493.1255(b)(3)(ii)). */
  isCritical: z.boolean(),
  onHand: z.number(),
  minimum: z.number().nullable(),
  isLow: z.boolean(),
  isWithdrawn: z.boolean(),
});
export type PartRow = z.infer<typeof partRow>;

export const downtimeRow = z.object({
  id: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  kind: downtimeKind,
  cause: z.string(),
  from: z.string(),
  /** Null while it lasts. */
  to: z.string().nullable(),
  minutes: z.number(),
  resultsAffected,
  affectedNote: z.string(),
  workOrderId: z.string().nullable(),
  rtsId: z.string().nullable(),
  endedBy: z.enum(['return-to-service', 'person']).nullable(),
  hasConflict: z.boolean(),
});
export type DowntimeRow = z.infer<typeof downtimeRow>;

export const rtsRow = z.object({
  id: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  events: z.array(rtsEvent),
  state: rtsState,
  raisedAt: z.string(),
  raisedBy: z.string(),
  note: z.string(),
  workOrderId: z.string().nullable(),
  itemCount: z.number(),
  openItemCount: z.number(),
  returnedAt: z.string().nullable(),
  reviewedBy: z.string(),
  hasConflict: z.boolean(),
});
export type RtsRow = z.infer<typeof rtsRow>;

export const rtsItemDetail = rtsItem.extend({
  state: z.enum(['open', 'done', 'failed']),
  proof: rtsProof.nullable(),
  verdict: rtsVerdict.nullable(),
  provenAt: z.string().nullable(),
  provenBy: z.string(),
  /** Record of the proof itself: what the review names and the signature covers. */
  proofHash: z.string().nullable(),
});

export const rtsDetail = rtsRow.extend({
  tableVersion: z.string(),
  items: z.array(rtsItemDetail),
  history: z.array(serviceHistoryLine),
  downtime: downtimeRow.nullable(),
  /** The approval as signed, or null. */
  review: z
    .object({ hash: z.string(), at: z.string(), actor: z.string(), statement: z.string(), isSameAsProver: z.boolean() })
    .nullable(),
});
export type RtsDetail = z.infer<typeof rtsDetail>;

export const rtsTableRow = z.object({
  event: rtsEvent,
  items: z.array(rtsItem.pick({ key: true, need: true, condition: true, source: true })),
  /** `shipped`, or `lab` after a signed change; the shipped row stays readable. */
  origin: z.enum(['shipped', 'lab']),
  reason: z.string(),
});

export const campaignRow = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  source: z.string(),
  definitionKey: z.string(),
  model: z.string(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  startedAt: z.string(),
  units: z.array(
    z.object({ instrumentId: z.string(), instrumentName: z.string(), workOrderId: z.string(), state: workOrderState }),
  ),
  /** Units of the model registered here that the campaign does not hold yet. */
  missingUnits: z.array(z.object({ instrumentId: z.string(), instrumentName: z.string() })),
  doneCount: z.number(),
});
export type CampaignRow = z.infer<typeof campaignRow>;

export const availabilityRow = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  fromOn: z.string(),
  toOn: z.string(),
  hours: z.number(),
  plannedDownHours: z.number(),
  unplannedDownHours: z.number(),
  failureCount: z.number(),
  /** Per cent with one decimal; null where nothing can be said. */
  availability: z.number().nullable(),
  /** Null without a failure in the span: no failure is not an infinite number. */
  mtbfHours: z.number().nullable(),
  mttrHours: z.number().nullable(),
  /** Why a value is null, keys of sentences. */
  notes: z.array(z.string()),
});
export type AvailabilityRow = z.infer<typeof availabilityRow>;

export const formula = z.object({ key: z.string(), formula: z.string(), source: z.string() });

export const retentionRule = z.object({
  key: z.string(),
  /** Key of the sentence that names what is kept. */
  subject: z.string(),
  years: z.number().nullable(),
  /** What the time counts from: `record`, `discontinuance`, `end-of-use`. */
  countsFrom: z.string(),
  source: z.string(),
  effectiveFrom: z.string(),
  oldestAt: z.string().nullable(),
  recordCount: z.number(),
});
