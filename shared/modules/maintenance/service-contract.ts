import { oc } from '@orpc/contract';
import * as z from 'zod';
import { readiness } from './readiness.ts';
import {
  downtimeKind,
  overrideLimitHours,
  partMovementKind,
  resultsAffected,
  rtsEvent,
  rtsItem,
  rtsItemKey,
  rtsProof,
  rtsState,
  rtsVerdict,
  workOrderKind,
  workOrderState,
  workOwner,
} from './service-terms.ts';

const id = z.string().min(1).max(64);
const text = (max: number) => z.string().trim().max(max);
const needed = (max: number) => text(max).min(1);
const instant = z.iso.datetime({ offset: true });
const civilDate = z.iso.date();
const password = z.string().min(1).max(1000);
const limit = z.number().int().min(1).max(500);

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
export type RtsTableRow = z.infer<typeof rtsTableRow>;

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

const workOrderFields = {
  title: needed(200),
  description: text(4000),
  kind: workOrderKind,
  owner: workOwner,
  vendor: text(200),
  assignee: text(200),
  dueOn: civilDate.nullable(),
};

const workOrders = {
  list: oc
    .input(z.object({ instrumentId: id.nullable(), show: z.enum(['open', 'all']), limit }))
    .output(z.array(workOrderRow)),
  get: oc.input(z.object({ workOrderId: id })).output(
    workOrderRow.extend({
      history: z.array(serviceHistoryLine),
      parts: z.array(partMovement),
      downtime: z.array(downtimeRow),
      lists: z.array(rtsRow),
    }),
  ),
  open: oc
    .input(z.object({ instrumentId: id, ...workOrderFields, errorId: id.nullable() }))
    .output(z.object({ workOrderId: z.string() })),
  change: oc.input(z.object({ workOrderId: id, ...workOrderFields, reason: needed(500) })).output(z.object({})),
  setState: oc
    .input(z.object({ workOrderId: id, state: workOrderState.exclude(['complete']), reason: text(500) }))
    .output(z.object({})),
  note: oc.input(z.object({ workOrderId: id, text: needed(2000) })).output(z.object({})),
  usePart: oc
    .input(
      z.object({
        workOrderId: id,
        partId: id,
        count: z.number().int().min(1).max(10_000),
        lotOrSerial: text(120),
        note: text(500),
      }),
    )
    .output(z.object({})),
  /** Events that must be followed by proof raise a return-to-service list in the same transaction. */
  complete: oc
    .input(z.object({ workOrderId: id, whatWasDone: needed(4000), events: z.array(rtsEvent).max(11) }))
    .output(z.object({ rtsId: z.string().nullable() })),
  /** What the work done so far asks for: events suggested from kind and parts used. */
  suggestedEvents: oc.input(z.object({ workOrderId: id })).output(z.array(rtsEvent)),
};

const partFields = {
  number: text(80),
  name: needed(200),
  maker: text(120),
  definitionKeys: z.array(text(80)).max(50),
  isCritical: z.boolean(),
  minimum: z.number().int().min(0).max(1_000_000).nullable(),
};

const parts = {
  list: oc.input(z.object({ search: text(80), withWithdrawn: z.boolean() })).output(z.array(partRow)),
  define: oc
    .input(z.object({ ...partFields, onHand: z.number().int().min(0).max(1_000_000) }))
    .output(z.object({ partId: z.string() })),
  change: oc
    .input(z.object({ partId: id, ...partFields, isWithdrawn: z.boolean(), reason: needed(500) }))
    .output(z.object({})),
  receive: oc
    .input(
      z.object({ partId: id, count: z.number().int().min(1).max(1_000_000), lotOrSerial: text(120), note: text(500) }),
    )
    .output(z.object({ onHand: z.number() })),
  /** After counting the shelf: the count found; the difference is the record. */
  countShelf: oc
    .input(z.object({ partId: id, found: z.number().int().min(0).max(1_000_000), reason: needed(500) }))
    .output(z.object({ onHand: z.number() })),
  movements: oc.input(z.object({ partId: id, limit })).output(z.array(partMovement)),
};

const downtime = {
  list: oc
    .input(z.object({ instrumentId: id.nullable(), show: z.enum(['open', 'all']), limit }))
    .output(z.array(downtimeRow)),
  start: oc
    .input(
      z.object({
        instrumentId: id,
        kind: downtimeKind,
        cause: needed(1000),
        from: instant,
        resultsAffected,
        affectedNote: text(1000),
        workOrderId: id.nullable(),
      }),
    )
    .output(z.object({ downtimeId: z.string() })),
  change: oc
    .input(
      z.object({
        downtimeId: id,
        kind: downtimeKind,
        cause: needed(1000),
        from: instant,
        resultsAffected,
        affectedNote: text(1000),
        reason: needed(500),
      }),
    )
    .output(z.object({})),
  /** Only where no return-to-service list is open: otherwise its approval ends the downtime. */
  end: oc.input(z.object({ downtimeId: id, at: instant, reason: needed(500) })).output(z.object({})),
};

const campaigns = {
  list: oc.output(z.array(campaignRow)),
  start: oc
    .input(
      z.object({
        definitionKey: needed(80),
        instrumentIds: z.array(id).min(1).max(500),
        title: needed(200),
        description: text(4000),
        source: text(400),
        kind: workOrderKind,
        owner: workOwner,
        vendor: text(200),
        dueOn: civilDate.nullable(),
      }),
    )
    .output(z.object({ campaignId: z.string() })),
  addUnits: oc.input(z.object({ campaignId: id, instrumentIds: z.array(id).min(1).max(500) })).output(z.object({})),
};

const rts = {
  list: oc
    .input(z.object({ instrumentId: id.nullable(), show: z.enum(['open', 'all']), limit }))
    .output(z.array(rtsRow)),
  get: oc.input(z.object({ rtsId: id })).output(rtsDetail),
  table: oc.output(z.object({ version: z.string(), rows: z.array(rtsTableRow), shipped: z.array(rtsTableRow) })),
  changeRow: oc
    .input(
      z.object({
        event: rtsEvent,
        items: z
          .array(
            z.object({
              key: rtsItemKey,
              need: z.enum(['required', 'conditional']),
              condition: text(80),
              source: needed(400),
            }),
          )
          .min(1)
          .max(8),
        reason: needed(1000),
        password,
      }),
    )
    .output(z.object({})),
  raise: oc
    .input(
      z.object({
        instrumentId: id,
        events: z.array(rtsEvent).min(1).max(11),
        note: text(1000),
        /** Null: as the event usually is. */
        downtimeKind: downtimeKind.nullable(),
        workOrderId: id.nullable(),
      }),
    )
    .output(z.object({ rtsId: z.string() })),
  /** Records since the list was raised that can prove an item. */
  candidates: oc.input(z.object({ rtsId: id, item: rtsItemKey })).output(
    z.array(
      z.object({
        hash: z.string(),
        type: z.string(),
        at: z.string(),
        key: z.string(),
        data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        verdict: z.enum(['pass', 'fail', 'cannot-evaluate']),
      }),
    ),
  ),
  prove: oc.input(z.object({ rtsId: id, item: rtsItemKey, proof: rtsProof, verdict: rtsVerdict })).output(z.object({})),
  /** Review with signature: the only way back in service. Ends the downtime. */
  approve: oc.input(z.object({ rtsId: id, statement: text(1000), password })).output(
    z.object({
      /** False while another list of the instrument is open. */
      isInService: z.boolean(),
    }),
  ),
};

const readinessCalls = {
  all: oc.output(z.array(readiness)),
  get: oc.input(z.object({ instrumentId: id })).output(readiness),
  /** A signed exception, for at most 24 hours. It proves nothing: the list stays open, and the binder shows it. */
  override: oc
    .input(
      z.object({
        instrumentId: id,
        reason: needed(1000),
        hours: z.number().min(0.25).max(overrideLimitHours),
        password,
      }),
    )
    .output(z.object({ overrideId: z.string(), until: z.string() })),
  endOverride: oc.input(z.object({ overrideId: id, instrumentId: id, reason: needed(500) })).output(z.object({})),
  overrides: oc.input(z.object({ instrumentId: id.nullable(), limit })).output(
    z.array(
      z.object({
        overrideId: z.string(),
        instrumentId: z.string(),
        instrumentName: z.string(),
        by: z.string(),
        reason: z.string(),
        reasons: z.array(z.string()),
        from: z.string(),
        until: z.string(),
        isActive: z.boolean(),
        hash: z.string(),
      }),
    ),
  ),
};

export const serviceContract = {
  workOrders,
  parts,
  downtime,
  campaigns,
  rts,
  readiness: readinessCalls,
  availability: oc
    .input(z.object({ instrumentId: id.nullable(), fromOn: civilDate, toOn: civilDate }))
    .output(z.object({ rows: z.array(availabilityRow), formulae: z.array(formula) })),
  retention: oc.output(z.object({ version: z.string(), rules: z.array(retentionRule) })),
};
