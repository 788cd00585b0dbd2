import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import {
  downtimeKind,
  partMovementKind,
  resultsAffected,
  rtsEvent,
  rtsItem,
  rtsItemKey,
  rtsProof,
  rtsVerdict,
  workOrderKind,
  workOrderState,
  workOwner,
} from './service-terms.ts';

/** Durable facts and decisions of the service side: work orders, parts, downtime, campaigns, return to service. */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const answers = z.array(hash).max(64);
const causes = (body: { answers: string[] }) => body.answers;
const decision = { version: 1, kind: 'decision', scope: 'site', causes } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

const orderFields = {
  title: text(200),
  description: text(4000),
  kind: workOrderKind,
  owner: workOwner,
  vendor: text(200),
  assignee: text(200),
  dueOn: text(10).nullable(),
};
const aboutOrder = { workOrderId: id, instrumentId: id };

export const workOrderOpened = defineRecord({
  ...fact,
  type: 'maintenance.work-order-opened',
  schema: () =>
    z.object({
      ...aboutOrder,
      number: text(20),
      ...orderFields,
      errorId: id.nullable(),
      campaignId: id.nullable(),
    }),
});

export const workOrderChanged = defineRecord({
  ...decision,
  type: 'maintenance.work-order-changed',
  schema: () => z.object({ ...aboutOrder, ...orderFields, reason: text(500), answers }),
});

export const workOrderStateChanged = defineRecord({
  ...decision,
  type: 'maintenance.work-order-state-changed',
  schema: () => z.object({ ...aboutOrder, from: workOrderState, to: workOrderState, reason: text(500), answers }),
});

export const workOrderCompleted = defineRecord({
  ...decision,
  type: 'maintenance.work-order-completed',
  schema: () =>
    z.object({
      ...aboutOrder,
      whatWasDone: text(4000),
      events: z.array(rtsEvent).max(11),
      rtsId: id.nullable(),
      answers,
    }),
});

export const workOrderNoted = defineRecord({
  ...fact,
  type: 'maintenance.work-order-noted',
  schema: () => z.object({ ...aboutOrder, text: text(2000) }),
});

const partFields = {
  number: text(80),
  name: text(200),
  maker: text(120),
  definitionKeys: z.array(text(80)).max(50),
  isCritical: z.boolean(),
  minimum: z.number().int().nullable(),
};

export const partDefined = defineRecord({
  ...fact,
  type: 'maintenance.part-defined',
  schema: () => z.object({ partId: id, ...partFields, importKey: text(64).nullable() }),
});

export const partChanged = defineRecord({
  ...decision,
  type: 'maintenance.part-changed',
  schema: () => z.object({ partId: id, ...partFields, isWithdrawn: z.boolean(), reason: text(500), answers }),
});

/** Stock only grows and shrinks by these; a shelf count is the difference it found. */
export const partMoved = defineRecord({
  ...fact,
  type: 'maintenance.part-moved',
  schema: () =>
    z.object({
      partId: id,
      kind: partMovementKind,
      change: z.number().int(),
      lotOrSerial: text(120),
      note: text(500),
      workOrderId: id.nullable(),
      instrumentId: id.nullable(),
    }),
});

const downtimeFields = {
  kind: downtimeKind,
  cause: text(1000),
  from: text(40),
  resultsAffected,
  affectedNote: text(1000),
};
const aboutDowntime = { downtimeId: id, instrumentId: id };

export const downtimeStarted = defineRecord({
  ...fact,
  type: 'maintenance.downtime-started',
  schema: () => z.object({ ...aboutDowntime, ...downtimeFields, workOrderId: id.nullable(), rtsId: id.nullable() }),
});

export const downtimeChanged = defineRecord({
  ...decision,
  type: 'maintenance.downtime-changed',
  schema: () => z.object({ ...aboutDowntime, ...downtimeFields, reason: text(500), answers }),
});

/** Ends at the approved return to service, not when the engineer left; by a person only where nothing had to be proven. */
export const downtimeEnded = defineRecord({
  ...decision,
  type: 'maintenance.downtime-ended',
  schema: () =>
    z.object({
      ...aboutDowntime,
      at: text(40),
      by: z.enum(['return-to-service', 'person']),
      rtsId: id.nullable(),
      reason: text(500),
      answers,
    }),
});

export const campaignStarted = defineRecord({
  ...fact,
  type: 'maintenance.campaign-started',
  schema: () =>
    z.object({
      campaignId: id,
      definitionKey: text(80),
      title: text(200),
      description: text(4000),
      source: text(400),
      kind: workOrderKind,
      owner: workOwner,
      vendor: text(200),
      dueOn: text(10).nullable(),
    }),
});

const aboutList = { rtsId: id, instrumentId: id };

export const rtsRaised = defineRecord({
  ...fact,
  type: 'maintenance.rts-raised',
  schema: () =>
    z.object({
      ...aboutList,
      events: z.array(rtsEvent).min(1).max(11),
      /** What must be proven, frozen as the table stood. */
      items: z.array(rtsItem).min(1).max(16),
      tableVersion: text(80),
      note: text(1000),
      workOrderId: id.nullable(),
      /** Record that made it necessary (a performed task, an event), or null. */
      causeHash: hash.nullable(),
    }),
  causes: (body) => (body.causeHash === null ? [] : [body.causeHash]),
});

export const rtsItemProven = defineRecord({
  ...decision,
  type: 'maintenance.rts-item-proven',
  schema: () => z.object({ ...aboutList, item: rtsItemKey, proof: rtsProof, verdict: rtsVerdict, answers }),
});

/** The review. It names every proof it rests on: a proof it had not seen makes it count no longer. */
export const rtsApproved = defineRecord({
  ...decision,
  type: 'maintenance.rts-approved',
  schema: () =>
    z.object({
      ...aboutList,
      proofs: z.array(z.object({ item: rtsItemKey, hashes: z.array(hash).min(1).max(16) })).max(16),
      statement: text(1000),
      answers,
    }),
});

/** A signed change of one row of the table; the shipped row stays readable. */
export const rtsRowChanged = defineRecord({
  ...decision,
  type: 'maintenance.rts-row-changed',
  schema: () =>
    z.object({
      event: rtsEvent,
      items: z
        .array(rtsItem.pick({ key: true, need: true, condition: true, source: true }))
        .min(1)
        .max(8),
      reason: text(1000),
      answers,
    }),
});

/** A signed exception from "not ready", at most 24 hours. */
export const readinessOverridden = defineRecord({
  ...fact,
  type: 'maintenance.readiness-overridden',
  schema: () =>
    z.object({
      overrideId: id,
      instrumentId: id,
      /** Codes of the reasons that made the instrument not ready when it was signed. */
      reasons: z.array(text(80)).max(50),
      reason: text(1000),
      from: text(40),
      until: text(40),
    }),
});

export const overrideEnded = defineRecord({
  ...fact,
  type: 'maintenance.override-ended',
  schema: () => z.object({ overrideId: id, instrumentId: id, at: text(40), reason: text(500) }),
});

export const workOrderRecords = [
  workOrderOpened,
  workOrderChanged,
  workOrderStateChanged,
  workOrderCompleted,
  workOrderNoted,
] as const;
export const partRecords = [partDefined, partChanged, partMoved] as const;
export const downtimeRecords = [downtimeStarted, downtimeChanged, downtimeEnded] as const;
export const rtsRecords = [rtsRaised, rtsItemProven, rtsApproved] as const;
export const overrideRecords = [readinessOverridden, overrideEnded] as const;

export const serviceRecords = [
  ...workOrderRecords,
  ...partRecords,
  ...downtimeRecords,
  campaignStarted,
  ...rtsRecords,
  rtsRowChanged,
  ...overrideRecords,
] as const;

export const workOrderStream = (workOrderId: string) => `work-order/${workOrderId}`;
export const partStream = (partId: string) => `part/${partId}`;
export const downtimeStream = (downtimeId: string) => `downtime/${downtimeId}`;
export const campaignStream = (campaignId: string) => `campaign/${campaignId}`;
export const rtsStream = (rtsId: string) => `rts/${rtsId}`;
/** One stream for the table: rows are few, and their sides are told apart inside. */
export const rtsTableStream = 'rts-table/site';
export const overrideStream = (instrumentId: string) => `readiness/${instrumentId}`;
