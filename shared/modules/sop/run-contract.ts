import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { signing } from '../maintenance/tasks-contract.ts';
import {
  photo,
  place,
  recordedAnswer,
  runState,
  step,
  stepAddress,
  stepEntry,
  timing,
  verdict,
  why,
  wireReading,
} from './terms.ts';

const id = z.string().max(64);
const run = { runId: id };
/** A step of a run: the pinned version's hash goes with it, so that a draft can never load into another form. */
const atStep = { ...run, versionHash: z.string().length(43), at: stepAddress };

export const runRow = z.object({
  runId: z.string(),
  sopId: z.string(),
  code: z.string(),
  title: z.string(),
  versionNumber: z.number(),
  /** Another version is in force now: told, the run goes on with its own. */
  newerNumber: z.number().nullable(),
  isTrial: z.boolean(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  state: runState,
  revision: z.number(),
  /** `draft`: something typed on this bench is not answered yet. */
  place,
  startedAt: z.string(),
  startedBy: z.string(),
  changedAt: z.string(),
  changedBy: z.string(),
  finishedAt: z.string().nullable(),
  verdict: verdict.nullable(),
  answeredCount: z.number(),
  deviationCount: z.number(),
  /** Typed before the program stopped, and not looked at since. */
  recoveredCount: z.number(),
  handedOverTo: z.string().nullable(),
  needsReview: z.boolean(),
  isReviewed: z.boolean(),
  conflictCount: z.number(),
});
export type RunRow = z.infer<typeof runRow>;

export const shownAnswer = recordedAnswer.extend({
  hash: z.string(),
  revision: z.number(),
  by: z.string(),
  answeredAt: z.string(),
  openedAt: z.string().nullable(),
  /** Whole seconds the step was open; null where nobody opened it. */
  tookSeconds: z.number().nullable(),
  /** What it replaced; null for a first answer. */
  before: z.object({ value: z.string().nullable() }).nullable(),
  reason: z.string(),
  isRecovered: z.boolean(),
  clock: z.enum(['ok', 'stepped']),
});
export type ShownAnswer = z.infer<typeof shownAnswer>;

export const stepDraft = stepEntry.extend({
  savedAt: z.string(),
  openedAt: z.string().nullable(),
  /** A timer that runs, or ran. */
  timer: timing.partial({ stoppedAt: true }).nullable(),
  specimenHash: z.string().nullable(),
  isRecovered: z.boolean(),
  verdict: verdict.nullable(),
  why,
});
export type StepDraft = z.infer<typeof stepDraft>;

export const shownDeviation = z.object({
  hash: z.string(),
  deviationId: z.string(),
  at: z.string().nullable(),
  stepTitle: z.string(),
  what: z.string(),
  reason: z.string(),
  isInstead: z.boolean(),
  notedAt: z.string(),
  by: z.string(),
  revision: z.number(),
});

/** One step on the way the run takes, as the answers so far lead it. */
export const runStep = z.object({
  at: z.string(),
  step,
  /** From 1, within a repeated block; null outside. */
  item: z.number().nullable(),
  itemName: z.string(),
  itemCount: z.number().nullable(),
  /** `instead`: a deviation stands in its place; `blocked`: a hazard before it is not acknowledged. */
  status: z.enum(['open', 'answered', 'skipped', 'instead', 'blocked']),
  isNext: z.boolean(),
  answer: shownAnswer.nullable(),
  /** Earlier answers, oldest first. */
  earlier: z.array(shownAnswer),
  draft: stepDraft.nullable(),
  deviations: z.array(shownDeviation),
  /** Branches: the arm that was taken, with its label; `mustChoose` where no arm fits by itself. */
  branch: z.object({ taken: z.string().nullable(), goTo: z.string().nullable(), mustChoose: z.boolean() }).nullable(),
  /** Two benches answered it apart. */
  isConflict: z.boolean(),
});
export type RunStep = z.infer<typeof runStep>;

export const runRevision = z.object({
  revision: z.number(),
  /** Why the one before was opened again; empty for the first. */
  reason: z.string(),
  openedAt: z.string(),
  openedBy: z.string(),
  finished: z
    .object({
      at: z.string(),
      by: z.string(),
      verdict,
      verdictReason: z.string(),
      note: z.string(),
      hash: z.string(),
      counted: z.array(z.string()),
    })
    .nullable(),
  signatures: z.array(
    z.object({ hash: z.string(), meaning: z.string(), at: z.string(), by: z.string(), note: z.string() }),
  ),
});

export const runEvent = z.object({
  hash: z.string(),
  at: z.string(),
  by: z.string(),
  /** Record type; `sop.event.<type>` says it. */
  type: z.string(),
  /** Title of the step, where it is about one. */
  stepTitle: z.string(),
  text: z.string(),
});

export const runView = runRow.extend({
  versionId: z.string(),
  versionHash: z.string(),
  /** False: the version's words have not arrived on this bench; `steps` then shows the answers alone. */
  hasWords: z.boolean(),
  purpose: z.string(),
  materials: z.string(),
  safety: z.string(),
  references: z.string(),
  needsSignature: z.boolean(),
  steps: z.array(runStep),
  nextAt: z.string().nullable(),
  /** False while a branch ahead is undecided: the way may grow. */
  isWayKnown: z.boolean(),
  /** Required steps on the way that are open: finishing is refused while there are any. */
  openRequired: z.array(z.object({ at: z.string(), title: z.string() })),
  /** Recovered drafts not looked at: finishing is refused while there are any. */
  recovered: z.array(z.object({ at: z.string(), title: z.string() })),
  /** Drafts at steps the way no longer reaches. */
  strayDrafts: z.array(z.object({ at: z.string(), title: z.string(), value: z.string() })),
  handOver: z
    .object({ toWhom: z.string(), note: z.string(), at: z.string(), by: z.string(), openSteps: z.number() })
    .nullable(),
  /** What finishing now would say. */
  foretold: z.object({ verdict, because: z.array(z.string()) }),
  deviations: z.array(shownDeviation),
  revisions: z.array(runRevision),
  /** Answers that arrived after it was finished elsewhere, and were not counted. */
  uncounted: z.array(z.string()),
  abandonedBecause: z.string(),
  conflicts: z.array(
    z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
  ),
  history: z.array(runEvent),
  tip: z.string(),
  /** Clock of this bench was set back or stepped: the person is warned. */
  clock: z.enum(['ok', 'behind', 'stepped']),
});
export type RunView = z.infer<typeof runView>;

export const runsContract = {
  list: oc
    .input(
      z.object({
        sopId: id.nullable(),
        instrumentId: id.nullable(),
        states: z.array(runState).max(5),
        limit: z.number().int().min(1).max(500),
      }),
    )
    .output(z.array(runRow)),
  get: oc.input(z.object(run)).output(runView),
  /** Starts a run of the effective version; of another one only as a trial. Several at once are allowed. */
  start: oc
    .input(
      z.object({
        sopId: id,
        versionId: id.nullable(),
        instrumentId: id.nullable(),
        isTrial: z.boolean().default(false),
      }),
    )
    .output(runView),
  /** Notes when a step was opened, for its timing. */
  open: oc.input(z.object(atStep)).output(z.object({ openedAt: z.string() })),
  /** Durable when it answers: survives a kill of the process. A draft of this bench, no record. */
  saveField: oc.input(z.object({ ...atStep, entry: stepEntry })).output(stepDraft),
  dropField: oc.input(z.object(atStep)).output(runView),
  /** Starts and stops a timer step; it goes on running when the program does not. */
  startTimer: oc.input(z.object(atStep)).output(stepDraft),
  stopTimer: oc.input(z.object(atStep)).output(stepDraft),
  /**
   * Records an answer. `reason` is needed where it changes one that is recorded. A timer's span, a reading's value and a
   * scan's hash are the host's.
   */
  answer: oc.input(z.object({ ...atStep, entry: stepEntry, reason: text(500), signing })).output(runView),
  /** With `isInstead` it stands in place of the answer. */
  deviate: oc
    .input(
      z.object({
        ...run,
        versionHash: z.string().length(43),
        at: stepAddress.nullable(),
        what: text(2000).min(1),
        reason: text(2000).min(1),
        isInstead: z.boolean(),
      }),
    )
    .output(runView),
  pause: oc.input(z.object({ ...run, reason: text(500) })).output(runView),
  /** Also takes over what was handed over. */
  resume: oc.input(z.object({ ...run, note: text(1000) })).output(runView),
  handOver: oc
    .input(z.object({ ...run, toPersonId: id.nullable(), toWhom: text(120), note: text(2000).min(1) }))
    .output(runView),
  /** Refused with open required steps (`sop/open-steps`) and recovered drafts (`sop/recovered-drafts`). */
  finish: oc.input(z.object({ ...run, note: text(2000), signing })).output(runView),
  sign: oc
    .input(z.object({ ...run, meaning: z.enum(['performed', 'reviewed', 'verified']), note: text(1000), signing }))
    .output(runView),
  /** Editing after finish: a new revision, with a reason; the one before stays. */
  reopen: oc.input(z.object({ ...run, reason: text(1000).min(1) })).output(runView),
  abandon: oc.input(z.object({ ...run, reason: text(1000).min(1) })).output(runView),
  /** Readings on the wire that could fill a reading step, newest first. */
  wireReadings: oc.input(z.object({ ...atStep, limit: z.number().int().min(1).max(50) })).output(z.array(wireReading)),
  savePhoto: oc
    .input(z.object({ name: text(200), mediaType: text(80), bytes: z.instanceof(Uint8Array) }))
    .output(photo),
  photo: oc.input(z.object({ sha256: z.string().length(64) })).output(z.object({ bytes: z.instanceof(Uint8Array) })),
};
