import { oc } from '@orpc/contract';
import * as z from 'zod';
import { fileSigner } from '../../kernel/container.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { signing } from '../maintenance/tasks-contract.ts';
import { drivenNumber, place, readers, sopContent, versionState } from './terms.ts';

const id = z.string().max(64);
const date = z.string().max(10);

/** Something that does not fit or is left open: `sop.check.<code>` says it, `where` is the step's key or a field. */
export const contentProblem = z.object({
  code: z.string(),
  where: z.string(),
  /** Title of the step. */
  title: z.string(),
  /** A version with a stopping problem can not be sent for review; the others are told and may stand. */
  isStopping: z.boolean(),
});
export type ContentProblem = z.infer<typeof contentProblem>;

/** One line of the library. */
export const sopRow = z.object({
  sopId: z.string(),
  code: z.string(),
  title: z.string(),
  origin: z.enum(['written', 'starter', 'imported']),
  /** The version in force, or null. Never more than one. */
  effective: z
    .object({
      versionId: z.string(),
      number: z.number(),
      effectiveOn: z.string(),
      reviewDueOn: z.string(),
      /** Days until the review is due; negative: overdue. */
      reviewInDays: z.number(),
      /** Readers who must and have not, and those past their time. */
      unreadCount: z.number(),
      unreadLateCount: z.number(),
    })
    .nullable(),
  /** The newest version that is neither effective nor retired: what is being worked on. */
  working: z.object({ versionId: z.string(), number: z.number(), state: versionState }).nullable(),
  isRetired: z.boolean(),
  openRequestCount: z.number(),
  openRunCount: z.number(),
  /** Numbers of the effective version that a plan or the practice does not follow (CC4). */
  differenceCount: z.number(),
  /** Benches decided apart: a person has to look. */
  conflictCount: z.number(),
  definitionKeys: z.array(z.string()),
  /** What the person who asks has to read of it. */
  mustIRead: z.boolean(),
  place,
  changedAt: z.string(),
});
export type SopRow = z.infer<typeof sopRow>;

/** One version, without its words. */
export const versionRow = z.object({
  versionId: z.string(),
  number: z.number(),
  state: versionState,
  title: z.string(),
  basedOnNumber: z.number().nullable(),
  startedAt: z.string(),
  startedBy: z.string(),
  writtenAt: z.string(),
  writtenBy: z.string(),
  submitted: z.object({ at: z.string(), by: z.string(), note: z.string() }).nullable(),
  /** Why it came back from review, the last time; empty otherwise. */
  returnedBecause: z.string(),
  approved: z
    .object({
      at: z.string(),
      by: z.string(),
      note: z.string(),
      hash: z.string(),
      effectiveOn: z.string(),
      /** The approver also wrote it: told, not refused. */
      isOwnWork: z.boolean(),
    })
    .nullable(),
  /** From the day it took effect; `until` null while it is in force. */
  inForce: z.object({ from: z.string(), until: z.string().nullable(), reviewDueOn: z.string() }).nullable(),
  /** Why it was put away; empty otherwise. */
  withdrawnBecause: z.string(),
  /** Hash of the record that holds its words: what is submitted, approved, read and run. */
  writtenHash: z.string(),
  /** Typed on this bench and not written into the log yet. */
  hasUnsavedWork: z.boolean(),
  place,
});
export type VersionRow = z.infer<typeof versionRow>;

export const changeRequest = z.object({
  requestId: z.string(),
  sopId: z.string(),
  code: z.string(),
  sopTitle: z.string(),
  versionId: z.string(),
  versionNumber: z.number(),
  stepKey: z.string().nullable(),
  stepTitle: z.string(),
  runId: z.string().nullable(),
  practice: z.string(),
  why: z.string(),
  askedAt: z.string(),
  askedBy: z.string(),
  answer: z
    .object({
      answer: z.enum(['taken', 'declined']),
      reason: z.string(),
      inVersionNumber: z.number().nullable(),
      at: z.string(),
      by: z.string(),
    })
    .nullable(),
});
export type ChangeRequest = z.infer<typeof changeRequest>;

/** A number of the effective version beside what a plan has, or what runs recorded (CC4). */
export const numberLink = z.object({
  sopId: z.string(),
  code: z.string(),
  sopTitle: z.string(),
  versionNumber: z.number(),
  stepKey: z.string(),
  stepTitle: z.string(),
  drives: drivenNumber,
  /** As the SOP says it, with its unit. */
  prescribed: z.string(),
  unit: z.string(),
  /** The plan it is held against; null for a study, or where no plan was found. */
  plan: z.object({ planId: z.string(), title: z.string(), instrumentName: z.string() }).nullable(),
  /** What is there instead: the plan's number, or what the last runs recorded. Empty: nothing to compare. */
  found: z.string(),
  /** `not-found`: no plan to drive; `no-runs`: nothing recorded yet. */
  state: z.enum(['same', 'differs', 'not-found', 'no-runs', 'no-number']),
  /** Runs that recorded another number, newest first. */
  runs: z.array(z.object({ runId: z.string(), value: z.string(), on: z.string(), by: z.string() })),
  /** A change request for that step is open. */
  isAsked: z.boolean(),
  /** `numbers.apply` can set the plan to it. */
  canApply: z.boolean(),
});
export type NumberLink = z.infer<typeof numberLink>;

export const copyRow = z.object({
  copyId: z.string(),
  copyNumber: z.number(),
  versionNumber: z.number(),
  holder: z.string(),
  printedOn: z.string(),
  printedBy: z.string(),
  expiresOn: z.string(),
  recalledAt: z.string().nullable(),
  /** Its version is no longer in force, or its date has passed: it has to come back. */
  mustComeBack: z.boolean(),
});
export type CopyRow = z.infer<typeof copyRow>;

export const sopEvent = z.object({
  hash: z.string(),
  at: z.string(),
  by: z.string(),
  /** Record type; `sop.event.<type>` says it. */
  type: z.string(),
  versionNumber: z.number().nullable(),
  /** What its author wrote: reason, note. */
  text: z.string(),
});

export const sopDetail = sopRow.extend({
  versions: z.array(versionRow),
  readers,
  requests: z.array(changeRequest),
  links: z.array(numberLink),
  copies: z.array(copyRow),
  history: z.array(sopEvent),
  conflicts: z.array(
    z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
  ),
  /** Hash of the SOP's newest record. */
  tip: z.string(),
  /** This bench may make versions effective. */
  isDeciding: z.boolean(),
});
export type SopDetail = z.infer<typeof sopDetail>;

export const starterRow = z.object({
  key: z.string(),
  title: z.string(),
  purpose: z.string(),
  stepCount: z.number(),
  /** Places marked "adapt to your manual". */
  adaptCount: z.number(),
  /** SOPs on this bench that were made from it. */
  takenAs: z.array(z.object({ sopId: z.string(), code: z.string(), title: z.string() })),
});

export const libraryContract = {
  list: oc.input(z.object({ withRetired: z.boolean().default(false) })).output(z.array(sopRow)),
  get: oc.input(z.object({ sopId: id })).output(sopDetail),
  /** A new SOP with an empty first version in `draft`. */
  add: oc
    .input(z.object({ code: text(40), title: text(200).min(1) }))
    .output(z.object({ sopId: z.string(), versionId: z.string() })),
  starters: oc.output(z.array(starterRow)),
  starter: oc.input(z.object({ key: z.string().max(80) })).output(sopContent),
  /** A draft made from a starter; its open places are named by `versions.check`. */
  takeStarter: oc
    .input(z.object({ key: z.string().max(80), code: text(40) }))
    .output(z.object({ sopId: z.string(), versionId: z.string() })),
  retire: oc.input(z.object({ sopId: id, reason: text(1000).min(1), signing })).output(z.object({})),
  setReaders: oc.input(z.object({ sopId: id, readers, reason: text(1000) })).output(z.object({})),
  /** SOPs whose review is due within so many days, the most overdue first. */
  reviewsDue: oc.input(z.object({ withinDays: z.number().int().min(0).max(800) })).output(z.array(sopRow)),
};

export const requestsContract = {
  list: oc
    .input(z.object({ sopId: id.nullable(), onlyOpen: z.boolean(), limit: z.number().int().min(1).max(500) }))
    .output(z.array(changeRequest)),
  ask: oc
    .input(
      z.object({
        sopId: id,
        versionId: id,
        stepKey: z.string().max(60).nullable(),
        runId: id.nullable(),
        practice: text(2000).min(1),
        why: text(2000),
      }),
    )
    .output(z.object({ requestId: z.string() })),
  answer: oc
    .input(
      z.object({
        sopId: id,
        requestId: id,
        answer: z.enum(['taken', 'declined']),
        inVersionId: id.nullable(),
        reason: text(1000).min(1),
      }),
    )
    .output(z.object({})),
};

export const numbersContract = {
  /** Every number of effective versions that drives something; `onlyDifferent` leaves out what agrees. */
  list: oc.input(z.object({ sopId: id.nullable(), onlyDifferent: z.boolean() })).output(z.array(numberLink)),
  /** Sets the plan to the SOP's number: a recorded change of the plan, with the SOP named as its reason. */
  apply: oc.input(z.object({ sopId: id, stepKey: z.string().max(60), planId: id })).output(z.object({})),
};

export const copiesContract = {
  list: oc.input(z.object({ sopId: id })).output(z.array(copyRow)),
  /** Takes the next copy number for a controlled print of the version. */
  print: oc
    .input(z.object({ sopId: id, versionId: id, holder: text(200).min(1), expiresOn: date.nullable() }))
    .output(z.object({ copyId: z.string(), copyNumber: z.number(), expiresOn: z.string() })),
  recall: oc.input(z.object({ sopId: id, copyId: id, note: text(500) })).output(z.object({})),
};

export const fileItem = z.object({
  index: z.number(),
  code: z.string(),
  title: z.string(),
  versionNumber: z.number(),
  stepCount: z.number(),
  problems: z.array(contentProblem),
  /** Why it can not be taken: `sop.file.<code>`; empty where it can. */
  refusedBecause: z.string(),
  /** An SOP of this bench with the same code: taking it adds a draft version there. */
  joins: z.object({ sopId: z.string(), code: z.string(), title: z.string() }).nullable(),
  /** The same words are here already: taking it changes nothing. */
  isKnown: z.boolean(),
});
export type FileItem = z.infer<typeof fileItem>;

export const filesContract = {
  /** Writes the SOPs' effective (or newest) versions into one `.benchside` file a person chose. */
  export: oc
    .input(z.object({ grant: z.string().max(100), sopIds: z.array(id).min(1).max(500) }))
    .output(z.object({ sopCount: z.number(), byteCount: z.number(), sha256: z.string() })),
  /** Reads a file and keeps nothing of it. */
  preview: oc.input(z.object({ fileName: text(255), bytes: z.instanceof(Uint8Array) })).output(
    z.object({
      sha256: z.string(),
      madeAt: z.string(),
      madeBy: z.string(),
      signedBy: fileSigner,
      items: z.array(fileItem),
      /** Lines that could not be read, by number; the others can be taken. */
      badLines: z.array(z.object({ line: z.number(), code: z.string() })),
    }),
  ),
  /** Takes the chosen ones as drafts, all in one transaction. The same file read again is a no-op. */
  take: oc
    .input(
      z.object({
        fileName: text(255),
        bytes: z.instanceof(Uint8Array),
        sha256: z.string().max(64),
        indexes: z.array(z.number().int().min(0)).min(1).max(500),
      }),
    )
    .output(z.object({ takenCount: z.number(), knownCount: z.number(), sopIds: z.array(z.string()) })),
};
