import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import {
  customerManner,
  decontaminationAnswer,
  decontaminationItem,
  decontaminationPurpose,
  keptFile,
} from './terms.ts';

/** Durable facts and decisions about site visits and decontamination certificates. */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const date = z.string().length(10);
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;
const decision = { version: 1, kind: 'decision', scope: 'site', causes } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;
const about = { visitId: id };

const visitFields = {
  place: text(200),
  /** Whom to ask for: name and number, as the customer gave them. */
  contact: text(400),
  purpose: text(2000),
  plannedOn: date,
  /** Times of the day at the place, `HH:MM`, or empty. */
  fromTime: text(5),
  toTime: text(5),
  specialist: text(200),
  instrumentIds: z.array(id).max(50),
  /** What to bring, to ask, to have ready. */
  preparation: z.array(text(300)).max(40),
};

export const visitPlanned = defineRecord({
  ...fact,
  type: 'cases.visit-planned',
  schema: () =>
    z.object({
      ...about,
      number: text(20),
      ...visitFields,
      /** Cases and work orders the visit is for. */
      caseIds: z.array(id).max(50),
      workOrderIds: z.array(id).max(50),
    }),
});

export const visitChanged = defineRecord({
  ...decision,
  type: 'cases.visit-changed',
  schema: () => z.object({ ...about, ...visitFields, reason: text(500), answers }),
});

export const visitArrived = defineRecord({
  ...decision,
  type: 'cases.visit-arrived',
  schema: () => z.object({ ...about, at: text(40), note: text(1000), answers }),
});

/** One piece of work, with what it belongs to. */
export const visitWorkAdded = defineRecord({
  ...fact,
  type: 'cases.visit-work-added',
  schema: () =>
    z.object({
      ...about,
      entryId: id,
      text: text(4000),
      instrumentId: id.nullable(),
      caseId: id.nullable(),
      workOrderId: id.nullable(),
      /** A procedure run, calibration, task, or other thing by its stream; empty where none. */
      stream: text(200),
      minutes: z.number().int().min(0),
    }),
});

/** A piece of work that was written wrongly: it stays readable, struck out. */
export const visitWorkStruck = defineRecord({
  ...decision,
  type: 'cases.visit-work-struck',
  schema: () => z.object({ ...about, entryId: id, reason: text(500), answers }),
});

/** What the customer is told, in words a customer reads. */
export const visitSummarized = defineRecord({
  ...decision,
  type: 'cases.visit-summarized',
  schema: () =>
    z.object({
      ...about,
      found: text(4000),
      done: text(4000),
      leftAs: text(2000),
      openPoints: text(2000),
      answers,
    }),
});

export const followUpAdded = defineRecord({
  ...fact,
  type: 'cases.follow-up-added',
  schema: () => z.object({ ...about, followUpId: id, text: text(1000), owner: text(200), dueOn: date.nullable() }),
});

export const followUpEnded = defineRecord({
  ...decision,
  type: 'cases.follow-up-ended',
  schema: () => z.object({ ...about, followUpId: id, as: z.enum(['done', 'dropped']), note: text(1000), answers }),
});

/**
 * The customer's signature drawn on the laptop. A customer is no user of the bench: the printed name and function stand for
 * them, the strokes are a kept picture, and `seenHash` is the SHA-256 of exactly the sheet they saw, kept beside it.
 */
export const customerSigned = defineRecord({
  ...decision,
  type: 'cases.customer-signed',
  schema: () =>
    z.object({
      ...about,
      printedName: text(120).min(1),
      functionName: text(120),
      /** Drawn; or the name typed and consent spoken, by one who cannot or will not draw: then there are no strokes. */
      manner: customerManner,
      strokes: keptFile.nullable(),
      seenHash: z.string().length(64),
      /** The sheet as shown (canonical JSON), sealed among the kept files. */
      seen: keptFile,
      /** What the customer adds in their own words. */
      remark: text(1000),
      answers,
    }),
});

/** Nobody signed: who was asked, and why not. */
export const customerDeclined = defineRecord({
  ...decision,
  type: 'cases.customer-declined',
  schema: () => z.object({ ...about, printedName: text(120), reason: text(1000).min(1), answers }),
});

export const visitLeft = defineRecord({
  ...decision,
  type: 'cases.visit-left',
  schema: () => z.object({ ...about, at: text(40), note: text(1000), answers }),
});

/** The specialist's own signature: the visit is closed. `seenHash` is the sheet as it was then. */
export const visitClosed = defineRecord({
  ...decision,
  type: 'cases.visit-closed',
  schema: () => z.object({ ...about, statement: text(1000), seenHash: z.string().length(64), answers }),
});

export const visitCancelled = defineRecord({
  ...decision,
  type: 'cases.visit-cancelled',
  schema: () => z.object({ ...about, reason: text(500), answers }),
});

const aboutCertificate = { decontaminationId: id, instrumentId: id };

/** Signed: before a service, a return or a move. What is not done is said, and why. */
export const decontaminationCertified = defineRecord({
  ...fact,
  type: 'cases.decontamination-certified',
  schema: () =>
    z.object({
      ...aboutCertificate,
      number: text(20),
      purpose: decontaminationPurpose,
      caseId: id.nullable(),
      visitId: id.nullable(),
      items: z
        .array(z.object({ key: decontaminationItem, answer: decontaminationAnswer, note: text(500) }))
        .min(1)
        .max(16),
      /** Agent and contact time as used; the maker's manual says which. */
      agent: text(300),
      contactMinutes: z.number().nullable(),
      procedure: text(300),
      remainingRisk: text(1000),
      /** Serial number and model as they were. */
      serialNumber: text(80),
      model: text(200),
      statement: text(1000),
    }),
});

export const decontaminationWithdrawn = defineRecord({
  ...decision,
  type: 'cases.decontamination-withdrawn',
  schema: () => z.object({ ...aboutCertificate, reason: text(500), answers }),
});

export const visitStreamRecords = [
  visitPlanned,
  visitChanged,
  visitArrived,
  visitWorkAdded,
  visitWorkStruck,
  visitSummarized,
  followUpAdded,
  followUpEnded,
  customerSigned,
  customerDeclined,
  visitLeft,
  visitClosed,
  visitCancelled,
] as const;
export const decontaminationRecords = [decontaminationCertified, decontaminationWithdrawn] as const;
export const visitRecords = [...visitStreamRecords, ...decontaminationRecords] as const;

export const visitStream = (visitId: string) => `visit/${visitId}`;
export const decontaminationStream = (decontaminationId: string) => `decontamination/${decontaminationId}`;
