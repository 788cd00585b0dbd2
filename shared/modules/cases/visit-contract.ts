import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { storyLine } from './story-contract.ts';
import {
  customerManner,
  decontaminationAnswer,
  decontaminationItem,
  decontaminationPurpose,
  visitState,
} from './terms.ts';

/** Calls about site visits and decontamination certificates. */

const id = z.string().min(1).max(64);
const needed = (max: number) => text(max).min(1);
const civilDate = z.iso.date();
const clockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/);
/** Asked at every signature; null only while no account exists on this bench. */
const signing = z.object({ password: z.string().min(1).max(1000), statement: text(1000) }).nullable();
const limit = z.number().int().min(1).max(500);
const done = z.object({});

export const visitRow = z.object({
  id: z.string(),
  /** `V-3`. */
  number: z.string(),
  state: visitState,
  place: z.string(),
  purpose: z.string(),
  plannedOn: z.string(),
  fromTime: z.string(),
  toTime: z.string(),
  specialist: z.string(),
  instrumentNames: z.array(z.string()),
  arrivedAt: z.string().nullable(),
  leftAt: z.string().nullable(),
  minutesOnSite: z.number().nullable(),
  /** `earlier-state`: the sheet was changed after the customer signed. */
  customer: z.enum(['none', 'signed', 'earlier-state', 'declined']),
  openFollowUpCount: z.number(),
  hasConflict: z.boolean(),
});
export type VisitRow = z.infer<typeof visitRow>;

export const visitWork = z.object({
  entryId: z.string(),
  text: z.string(),
  at: z.string(),
  by: z.string(),
  minutes: z.number(),
  instrumentId: z.string().nullable(),
  instrumentName: z.string(),
  caseId: z.string().nullable(),
  caseNumber: z.string(),
  workOrderId: z.string().nullable(),
  workOrderNumber: z.string(),
  stream: z.string(),
  /** Name of the linked thing; empty where none. */
  subject: z.string(),
  struckReason: z.string().nullable(),
});

export const followUp = z.object({
  id: z.string(),
  text: z.string(),
  owner: z.string(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  state: z.enum(['open', 'done', 'dropped']),
  note: z.string(),
});

/** What the customer sees and signs: plain facts, no codes. The hash is of exactly this. */
export const customerSheet = z.object({
  number: z.string(),
  place: z.string(),
  purpose: z.string(),
  specialist: z.string(),
  arrivedAt: z.string(),
  leftAt: z.string(),
  instruments: z.array(z.object({ name: z.string(), model: z.string(), serialNumber: z.string() })),
  work: z.array(z.object({ at: z.string(), text: z.string(), minutes: z.number() })),
  found: z.string(),
  done: z.string(),
  leftAs: z.string(),
  openPoints: z.string(),
  followUps: z.array(z.object({ text: z.string(), owner: z.string(), dueOn: z.string() })),
});
export type CustomerSheet = z.infer<typeof customerSheet>;

export const visitDetail = visitRow.extend({
  contact: z.string(),
  instrumentIds: z.array(z.string()),
  preparation: z.array(z.string()),
  cases: z.array(z.object({ id: z.string(), number: z.string(), title: z.string() })),
  workOrders: z.array(z.object({ id: z.string(), number: z.string(), title: z.string() })),
  work: z.array(visitWork),
  summary: z.object({ found: z.string(), done: z.string(), leftAs: z.string(), openPoints: z.string() }).nullable(),
  followUps: z.array(followUp),
  /** The customer's signature, or null. */
  signature: z
    .object({
      printedName: z.string(),
      functionName: z.string(),
      at: z.string(),
      manner: customerManner,
      /** Picture of the strokes, shown by `cases.picture`; null where the consent was spoken. */
      sha256: z.string().nullable(),
      seenHash: z.string(),
      remark: z.string(),
      hash: z.string(),
    })
    .nullable(),
  declined: z.object({ printedName: z.string(), reason: z.string(), at: z.string() }).nullable(),
  /** The specialist's closing, with the hash its signature marks are shown by. */
  closed: z.object({ at: z.string(), by: z.string(), statement: z.string(), hash: z.string() }).nullable(),
  /** Codes of what keeps it from being closed. */
  blocked: z.array(z.string()),
  decontaminations: z.array(z.object({ id: z.string(), number: z.string(), instrumentName: z.string() })),
  history: z.array(storyLine),
});
export type VisitDetail = z.infer<typeof visitDetail>;

const visitFields = {
  place: needed(200),
  contact: text(400),
  purpose: needed(2000),
  plannedOn: civilDate,
  fromTime: clockTime,
  toTime: clockTime,
  specialist: text(200),
  instrumentIds: z.array(id).max(50),
  preparation: z.array(needed(300)).max(40),
};

const one = z.object({ visitId: id });

export const visitCalls = {
  list: oc.input(z.object({ show: z.enum(['open', 'all']), limit })).output(z.array(visitRow)),
  get: oc.input(one).output(visitDetail),
  plan: oc
    .input(z.object({ ...visitFields, caseIds: z.array(id).max(50), workOrderIds: z.array(id).max(50) }))
    .output(z.object({ visitId: z.string(), number: z.string() })),
  change: oc.input(one.extend({ ...visitFields, reason: needed(500) })).output(done),
  arrive: oc.input(one.extend({ note: text(1000) })).output(done),
  addWork: oc
    .input(
      one.extend({
        text: needed(4000),
        instrumentId: id.nullable(),
        caseId: id.nullable(),
        workOrderId: id.nullable(),
        stream: text(200),
        minutes: z.number().int().min(0).max(10_000),
      }),
    )
    .output(z.object({ entryId: z.string() })),
  strikeWork: oc.input(one.extend({ entryId: id, reason: needed(500) })).output(done),
  summarize: oc
    .input(one.extend({ found: needed(4000), done: needed(4000), leftAs: needed(2000), openPoints: text(2000) }))
    .output(done),
  addFollowUp: oc
    .input(one.extend({ text: needed(1000), owner: text(200), dueOn: civilDate.nullable() }))
    .output(z.object({ followUpId: z.string() })),
  endFollowUp: oc.input(one.extend({ followUpId: id, as: z.enum(['done', 'dropped']), note: text(1000) })).output(done),
  /** The sheet for the customer as it is now, and its hash. */
  customerSheet: oc.input(one).output(z.object({ sheet: customerSheet, seenHash: z.string() })),
  /** `seenHash` of the sheet that was on the screen: when the visit changed meanwhile it is refused (`cases/sheet-changed`). */
  customerSign: oc
    .input(
      one.extend({
        printedName: needed(120),
        functionName: text(120),
        manner: customerManner,
        /** PNG of the drawn strokes, at most 1 MiB; null exactly where the consent was spoken. */
        strokes: z.instanceof(Uint8Array).nullable(),
        seenHash: z.string().length(64),
        remark: text(1000),
      }),
    )
    .output(done),
  customerDecline: oc.input(one.extend({ printedName: text(120), reason: needed(1000) })).output(done),
  /** What the customer saw when they signed, read from the kept file. */
  seenSheet: oc.input(one).output(z.object({ sheet: customerSheet, seenHash: z.string(), isCurrent: z.boolean() })),
  leave: oc.input(one.extend({ note: text(1000) })).output(done),
  /** The specialist signs as performed. */
  close: oc.input(one.extend({ statement: text(1000), signing })).output(done),
  cancel: oc.input(one.extend({ reason: needed(500) })).output(done),
};

export const decontaminationRow = z.object({
  id: z.string(),
  /** `D-2`. */
  number: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  model: z.string(),
  serialNumber: z.string(),
  purpose: decontaminationPurpose,
  caseId: z.string().nullable(),
  visitId: z.string().nullable(),
  items: z.array(z.object({ key: decontaminationItem, answer: decontaminationAnswer, note: z.string() })),
  agent: z.string(),
  contactMinutes: z.number().nullable(),
  procedure: z.string(),
  remainingRisk: z.string(),
  statement: z.string(),
  at: z.string(),
  by: z.string(),
  hash: z.string(),
  withdrawnReason: z.string().nullable(),
  /** Messages the instrument sent after it: it was used again. */
  usedSinceCount: z.number(),
  /** Codes of what the certificate leaves open: an item not done, use since. Empty: it stands. */
  doubts: z.array(z.string()),
});
export type DecontaminationRow = z.infer<typeof decontaminationRow>;

export const decontaminationCalls = {
  list: oc.input(z.object({ instrumentId: id.nullable(), limit })).output(z.array(decontaminationRow)),
  get: oc.input(z.object({ decontaminationId: id })).output(decontaminationRow),
  /** Signed as performed. An item that is not done needs its note. */
  certify: oc
    .input(
      z.object({
        instrumentId: id,
        purpose: decontaminationPurpose,
        caseId: id.nullable(),
        visitId: id.nullable(),
        items: z
          .array(z.object({ key: decontaminationItem, answer: decontaminationAnswer, note: text(500) }))
          .min(1)
          .max(16),
        agent: text(300),
        contactMinutes: z.number().min(0).max(10_000).nullable(),
        procedure: text(300),
        remainingRisk: text(1000),
        statement: text(1000),
        signing,
      }),
    )
    .output(z.object({ decontaminationId: z.string(), number: z.string() })),
  withdraw: oc.input(z.object({ decontaminationId: id, reason: needed(500) })).output(done),
};
