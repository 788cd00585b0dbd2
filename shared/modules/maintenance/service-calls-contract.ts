import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { readiness } from './readiness.ts';
import {
  availabilityRow,
  campaignRow,
  downtimeRow,
  formula,
  partMovement,
  partRow,
  retentionRule,
  rtsDetail,
  rtsRow,
  rtsTableRow,
  serviceHistoryLine,
  workOrderRow,
} from './service-contract.ts';
import {
  downtimeKind,
  overrideLimitHours,
  resultsAffected,
  rtsEvent,
  rtsItemKey,
  rtsProof,
  rtsVerdict,
  workOrderKind,
  workOrderState,
  workOwner,
} from './service-terms.ts';

/** Calls of the service side. What they answer with is in `service-contract.ts`. */

const id = z.string().min(1).max(64);
const needed = (max: number) => text(max).min(1);
const instant = z.iso.datetime({ offset: true });
const civilDate = z.iso.date();
const password = z.string().min(1).max(1000);
const limit = z.number().int().min(1).max(500);

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
