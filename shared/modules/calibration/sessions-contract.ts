import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { signing } from '../maintenance/tasks-contract.ts';
import {
  calibrationReason,
  decimalValue,
  judgement,
  material,
  outcome,
  procedureTerms,
  runBody,
  runSet,
  sectionKey,
  sessionKind,
  verdict,
  verificationReason,
} from './terms.ts';

const id = z.string().max(64);
const key = z.string().max(60);

/** `running`: something is still to do; `closed`: signed off and waiting for review; `reviewed`. */
export const sessionState = z.enum(['running', 'closed', 'reviewed']);

export const sessionRow = z.object({
  sessionId: z.string(),
  kind: sessionKind,
  instrumentId: z.string(),
  instrumentName: z.string(),
  state: sessionState,
  place: z.enum(['saved-here', 'on-the-hub']),
  openedOn: z.string(),
  openedAt: z.string(),
  openedBy: z.string(),
  reason: z.union([calibrationReason, verificationReason]),
  closedOn: z.string().nullable(),
  closedAt: z.string().nullable(),
  closedBy: z.string(),
  outcome: outcome.nullable(),
  /** As frozen at closing; while it runs, null. */
  verdict: verdict.nullable(),
  reviewedBy: z.string(),
  reviewedAt: z.string().nullable(),
  runCount: z.number(),
  conflictCount: z.number(),
});
export type SessionRow = z.infer<typeof sessionRow>;

/** Who wrote one thing down and when; the record's hash names it in the trail. */
const mark = z.object({ by: z.string(), at: z.string(), hash: z.string() });

export const sessionRun = runBody.extend({
  by: z.string(),
  hash: z.string(),
  /** When it was taken over or typed in; `at` is when it was measured. */
  takenAt: z.string(),
  /** Order within its series, from 1, as taken. */
  number: z.number(),
  /** Measured and never counted: the procedure drops the first so many. */
  isDropped: z.boolean(),
  /** Set aside by a person, the whole run (`parameter` null) or one value of it: always shown, with the reason. */
  setAside: z.array(mark.extend({ parameter: z.string().nullable(), reason: z.string() })),
});
export type SessionRun = z.infer<typeof sessionRun>;

/** What a person typed and has not saved yet; on this bench only. Field names are the page's. */
export const formDraft = z.object({
  form: z.string(),
  savedAt: z.string(),
  fields: z.record(z.string(), z.string()),
});
export type FormDraft = z.infer<typeof formDraft>;

export const session = sessionRow.extend({
  model: z.string(),
  serialNumber: z.string(),
  definitionKey: z.string(),
  reasonText: z.string(),
  triggerIds: z.array(z.string()),
  terms: procedureTerms,
  /** The model's procedure was confirmed by the lab, and these are its terms unchanged. */
  procedure: z.enum(['as-confirmed', 'changed-here', 'not-confirmed']),
  /** The procedure confirmed for the model now; another one than the session's can be adopted. */
  procedureHash: z.string().nullable(),
  termsReason: z.string(),
  /** Answers to pre-conditions, by key of the terms; those without one are missing here. */
  preconditions: z.array(mark.extend({ key: z.string(), value: z.string(), note: z.string(), verdict })),
  materials: z.array(mark.extend({ material })),
  runs: z.array(sessionRun),
  factors: z.array(mark.extend({ parameter: z.string(), note: z.string() })),
  /** Recomputed now from the raw values; for a closed session `frozen` is what was signed. */
  judgement,
  frozen: judgement.nullable(),
  /** False when the recomputed verdicts differ from the frozen ones: an algorithm changed, or a record came late. */
  isSameAsFrozen: z.boolean(),
  closing: mark.extend({ outcome, reason: z.string(), note: z.string() }).nullable(),
  review: mark.extend({ note: z.string() }).nullable(),
  /** The step a person goes on with: the first needed section that is not passed; null once closed. */
  step: sectionKey.nullable(),
  conflicts: z.array(
    z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
  ),
  drafts: z.array(formDraft),
  needsSignature: z.boolean(),
  /** Newest record, to tell that somebody else went on meanwhile. */
  tip: z.string(),
});
export type Session = z.infer<typeof session>;

/** What stands before the question "should you calibrate at all?". `tone` says how it speaks: against, for, or neither. */
export const guardFact = z.object({
  code: z.enum([
    'open-errors',
    'no-open-errors',
    'background-passed',
    'background-failed',
    'background-missing',
    'overdue-maintenance',
    'last-calibration',
    'never-calibrated',
    'verification-in-date',
    'verification-overdue',
    'open-triggers',
    'session-running',
    'procedure-not-confirmed',
  ]),
  tone: z.enum(['stop', 'think', 'fine']),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type GuardFact = z.infer<typeof guardFact>;

/** A message since the session opened that can be taken as a replicate. The specimen is masked and never recorded. */
export const candidate = z.object({
  messageId: z.string(),
  receivedAt: z.string(),
  purpose: z.string(),
  specimen: z.string(),
  /** Copied from the message: those of the session's parameters. */
  values: runBody.shape.values,
  flaggedCount: z.number(),
  /** Runs it was taken for already. */
  taken: z.array(z.object({ runId: z.string(), set: runSet, materialKey: z.string().nullable() })),
});
export type Candidate = z.infer<typeof candidate>;

const about = { sessionId: id };
/** What every step answers: the newest record, with which the page asks again. */
const saved = z.object({ tip: z.string() });

export const sessionsContract = {
  /** Newest first. */
  list: oc
    .input(
      z.object({
        instrumentId: id.nullable(),
        kind: sessionKind.nullable(),
        state: z.enum(['all', 'running', 'to-review']).default('all'),
        before: z.string().max(120).nullable().default(null),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(z.object({ rows: z.array(sessionRow), next: z.string().nullable() })),
  get: oc.input(z.object(about)).output(session),
  guard: oc
    .input(z.object({ instrumentId: id, kind: sessionKind }))
    .output(z.object({ facts: z.array(guardFact), terms: procedureTerms, isConfirmed: z.boolean() })),
  /** Begins with the guard's answer. `requestId` repeats safely: the same one opens one session. */
  open: oc
    .input(
      z.object({
        requestId: id.min(8),
        kind: sessionKind,
        instrumentId: id,
        reason: z.union([calibrationReason, verificationReason]),
        reasonText: text(1000),
        triggerIds: z.array(id).max(50),
      }),
    )
    .output(z.object({ sessionId: z.string(), tip: z.string() })),
  /** Limits of this session, with their source in the terms. */
  setTerms: oc.input(z.object({ ...about, terms: procedureTerms, reason: text(500).min(1) })).output(saved),
  /** Takes the model's procedure as it is confirmed now, e.g. after its blanks were filled meanwhile. */
  adoptProcedure: oc.input(z.object({ ...about, reason: text(500).min(1) })).output(saved),
  answerPrecondition: oc
    .input(z.object({ ...about, key, value: text(400), note: text(500) }))
    .output(z.object({ tip: z.string(), verdict })),
  /** A calibrator lot, a level or a control; the same `materialKey` again replaces it, and both stay in the trail. */
  setMaterial: oc.input(z.object({ ...about, material })).output(saved),
  removeMaterial: oc.input(z.object({ ...about, materialKey: key, reason: text(500).min(1) })).output(saved),
  /** Copies a message's values as one replicate; asked twice it is taken once. */
  takeRun: oc
    .input(z.object({ ...about, messageId: id, set: runSet, materialKey: key.nullable(), note: text(500) }))
    .output(z.object({ tip: z.string(), runId: z.string() })),
  /** A replicate read off the analyzer. `runId` is the page's, so that a repeated call is one run. */
  typeRun: oc
    .input(
      z.object({
        ...about,
        runId: id.min(8),
        set: runSet,
        materialKey: key.nullable(),
        values: z
          .array(z.object({ parameter: key, value: text(40), unit: text(40) }))
          .min(1)
          .max(24),
        note: text(500),
      }),
    )
    .output(z.object({ tip: z.string(), runId: z.string() })),
  setAsideRun: oc
    .input(z.object({ ...about, runId: id, parameter: key.nullable(), reason: text(500).min(1) }))
    .output(saved),
  restoreRun: oc
    .input(z.object({ ...about, runId: id, parameter: key.nullable(), reason: text(500).min(1) }))
    .output(saved),
  decideFactor: oc
    .input(
      z.object({
        ...about,
        parameter: key,
        current: decimalValue.nullable(),
        analyzer: decimalValue.nullable(),
        set: decimalValue.nullable(),
        decision: z.enum(['open', 'updated', 'kept', 'service-called']),
        note: text(500),
      }),
    )
    .output(saved),
  /** Durable when it answers. `value` empty takes the field away. */
  saveDraft: oc
    .input(z.object({ ...about, form: text(120).min(1), field: text(120).min(1), value: z.string().max(4000) }))
    .output(z.object({ savedAt: z.string() })),
  discardDraft: oc.input(z.object({ ...about, form: text(120).min(1) })).output(z.object({})),
  /** Never refused for a verdict: anything but a pass needs its reason. Signed (performed) in one transaction. */
  close: oc
    .input(z.object({ ...about, tip: z.string().length(43), outcome, reason: text(1000), note: text(2000), signing }))
    .output(z.object({ tip: z.string(), verdict })),
  review: oc.input(z.object({ ...about, target: z.string().length(43), note: text(1000), signing })).output(saved),
  /** Messages since it opened, newest first. */
  candidates: oc.input(z.object({ ...about, limit: z.number().int().min(1).max(200) })).output(z.array(candidate)),
  /**
   * Pushed at once and whenever something comes: messages that are new since the last push, those that were taken or
   * given back meanwhile (again, with `taken`), and the session's newest record.
   */
  live: oc.input(z.object(about)).output(eventIterator(z.object({ tip: z.string(), candidates: z.array(candidate) }))),
};
