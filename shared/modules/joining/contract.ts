import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';

const hash = z.string().length(43);
const id = z.string().min(1).max(64);
const data = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** As the signing sheet gives it; null before there are accounts. */
const signing = z.object({ password: z.string().min(1).max(1000), statement: text(1000) }).nullable();

/** One side of a conflict: what somebody wrote without knowing of the other. */
export const conflictSide = z.object({
  hash: z.string(),
  /** False when this record is not on this bench: a correction came without what it corrects. */
  isHere: z.boolean(),
  type: z.string(),
  isKnown: z.boolean(),
  at: z.string(),
  /** Offset of the bench that wrote it, e.g. `+01:00`. */
  offset: z.string(),
  actorName: z.string(),
  /** What people call the workstation it was written at, or its id. */
  workstation: z.string(),
  isOwn: z.boolean(),
  /** What it says; `differs` where another side says otherwise. Values as text, long ones cut. */
  fields: z.array(z.object({ field: z.string(), value: z.string(), differs: z.boolean() })),
  reason: z.string(),
  /** False for what can not be set aside without losing more than this answer: it is decided where it was entered. */
  canYield: z.boolean(),
});
export type ConflictSide = z.infer<typeof conflictSide>;

/** Where a person sees the thing a conflict is about. */
export const subject = z.object({
  /** First part of the stream: `instrument`, `task`, `person`, ... */
  kind: z.string(),
  id: z.string(),
  /** Name of the instrument it is about, or of the person; empty where there is none. */
  name: z.string(),
  instrumentId: z.string().nullable(),
});

/** What somebody answered earlier, and why it does not hold: another reviewer, who did not know of it, said otherwise. */
const earlierAnswer = z.object({
  hash: z.string(),
  byName: z.string(),
  at: z.string(),
  upholds: z.string().nullable(),
  reason: z.string(),
});

export const conflictQuestion = z.object({
  /** Of the stream and the sides: stays the same while they do. */
  id: z.string(),
  stream: z.string(),
  subject,
  /** Why it is a conflict, in the words of its module. */
  notes: z.array(z.object({ code: z.string(), data })),
  sides: z.array(conflictSide),
  /** Answers of reviewers who contradict each other; empty in the usual case. */
  contradicting: z.array(earlierAnswer),
});
export type ConflictQuestion = z.infer<typeof conflictQuestion>;

/** A conflict that somebody decided; its sides stay to be looked at. */
export const decidedConflict = z.object({
  hash: z.string(),
  stream: z.string(),
  subject,
  sides: z.array(conflictSide),
  upholds: z.string().nullable(),
  reason: z.string(),
  byName: z.string(),
  at: z.string(),
  /** False when a later decision took its place, or another one contradicts it. */
  isInForce: z.boolean(),
});
export type DecidedConflict = z.infer<typeof decidedConflict>;

/** One of two that may be the same: as each bench knows it. */
export const meetingSide = z.object({
  id: z.string(),
  name: z.string(),
  /** Serial number of an instrument, sign-in name of a person. */
  mark: z.string(),
  /** Maker and model of an instrument, roles of a person. */
  what: z.string(),
  place: z.string(),
  workstation: z.string(),
  isOwn: z.boolean(),
  at: z.string(),
  /** Records that are kept about it. */
  recordCount: z.number(),
});
export type MeetingSide = z.infer<typeof meetingSide>;

export const matchReason = z.enum([
  'same-model-and-serial',
  'same-serial',
  'same-asset-number',
  'same-model-and-name',
  'same-sign-in-name',
  'same-printed-name',
]);
export type MatchReason = z.infer<typeof matchReason>;

/** Two that were entered on benches apart and look alike. Nothing is joined until a person says so. */
export const meeting = z.object({
  subject: z.enum(['instrument', 'person']),
  a: meetingSide,
  b: meetingSide,
  reasons: z.array(matchReason),
  /** `likely`: what tells two devices or persons apart is equal. `possible`: only something else is. */
  strength: z.enum(['likely', 'possible']),
});
export type Meeting = z.infer<typeof meeting>;

/** What was decided about two: one and the same, or two that stay two. */
export const metPair = z.object({
  hash: z.string(),
  subject: z.enum(['instrument', 'person']),
  a: z.object({ id: z.string(), name: z.string() }),
  b: z.object({ id: z.string(), name: z.string() }),
  isSame: z.boolean(),
  reason: z.string(),
  byName: z.string(),
  at: z.string(),
});
export type MetPair = z.infer<typeof metPair>;

/** A bench that became part of the site: what it wrote before counts from then on. */
const joinedBench = z.object({
  workstation: z.string(),
  isOwn: z.boolean(),
  provisional: z.string(),
  site: z.string(),
  siteName: z.string(),
  at: z.string(),
});

const pair = z.object({ subject: z.enum(['instrument', 'person']), a: id, b: id, reason: text(500).min(1) });

/** Work that another workstation has done, told before somebody begins it here. */
const doneElsewhere = z.object({
  title: z.string(),
  byName: z.string(),
  workstation: z.string(),
  /** When it was done, by that bench's clock. */
  at: z.string(),
  /** The occurrence that is about to be begun, or one of the same plan that was done within a day. */
  isSameOccurrence: z.boolean(),
});
export type DoneElsewhere = z.infer<typeof doneElsewhere>;

export const joiningContract = {
  conflicts: {
    list: oc.output(z.array(conflictQuestion)),
    /** Newest first. */
    decided: oc.input(z.object({ limit: z.number().int().min(1).max(200) })).output(z.array(decidedConflict)),
    /**
     * `upholds`: hash of the side that counts; null lets all stand. `sides` is what the person was shown.
     *
     * Errors: `joining/changed`, `joining/side-must-stay`, `joining/not-a-side`, those of signing.
     */
    decide: oc
      .input(
        z.object({
          stream: text(200).min(1),
          sides: z.array(hash).min(1).max(64),
          upholds: hash.nullable(),
          reason: text(500).min(1),
          signing,
        }),
      )
      .output(z.object({ hash: z.string() })),
  },
  meetings: {
    list: oc.output(z.object({ open: z.array(meeting), decided: z.array(metPair), benches: z.array(joinedBench) })),
    /** One and the same: their histories are read as one from now on. Errors: `joining/not-found`, `joining/same-already`. */
    join: oc.input(pair).output(z.object({})),
    /** Two that stay two: not proposed again. */
    keepApart: oc.input(pair).output(z.object({})),
  },
  /** What other workstations did of late that somebody here is about to do. Newest first. */
  doneElsewhere: oc.input(z.object({ planId: id, occurrence: text(120) })).output(z.array(doneElsewhere)),
};
