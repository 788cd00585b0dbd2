import { oc } from '@orpc/contract';
import * as z from 'zod';

/** One step of a guide. Kinds follow the glossary: confirm, number, text, choice, photo. */
export const guideStep = z.object({
  id: z.string(),
  kind: z.enum(['confirm', 'number', 'text', 'choice', 'photo']),
  ask: z.string(),
  /** A safety line that must be acknowledged before the step can be answered; empty where none. */
  safety: z.string(),
  unit: z.string(),
  /** `lab`: whoever reads it gives the lab's own limits, or leaves them blank. */
  limitFrom: z.enum(['guide', 'lab']),
  low: z.string().nullable(),
  high: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
  /** Documents it rests on, spelled out; empty where it is house practice alone. */
  source: z.string(),
});
export type GuideStep = z.infer<typeof guideStep>;

export const runState = z.enum(['started', 'paused', 'finished', 'abandoned']);

export const guideAnswer = z.object({
  stepId: z.string(),
  value: z.string(),
  note: z.string(),
  photo: z.object({ sha256: z.string(), name: z.string(), byteCount: z.number() }).nullable(),
  withinLimits: z.enum(['yes', 'no', 'cannot-evaluate', 'not-applicable']),
  /** What it was judged by, with where the lab has it from; both null where there was no limit. */
  low: z.string().nullable(),
  high: z.string().nullable(),
  limitSource: z.string(),
  /** The safety line that was acknowledged first; empty where none. */
  safety: z.string(),
  answeredAt: z.string(),
  actor: z.string(),
});

/** Limits of the lab's own, as decimal text, with where it has them from; a blank side is null. */
export const givenLimits = z.object({
  low: z.string().trim().max(40).nullable(),
  high: z.string().trim().max(40).nullable(),
  source: z.string().trim().max(400),
});
export type GivenLimits = z.infer<typeof givenLimits>;

export const guideRun = z.object({
  runId: z.string(),
  errorId: z.string(),
  instrumentId: z.string(),
  title: z.string(),
  state: runState,
  startedAt: z.string(),
  /** The step that waits now, or null when the outcome is reached. */
  step: guideStep.nullable(),
  stepNumber: z.number(),
  /** Upper bound of the steps left on any path: "7 of at most 19". */
  stepCountAtMost: z.number(),
  /** `shown` is the answer in words: what a chosen value says, or what was typed. */
  answers: z.array(guideAnswer.extend({ ask: z.string(), kind: guideStep.shape.kind, shown: z.string() })),
  outcome: z
    .object({
      kind: z.enum(['resolved', 'stop-and-call']),
      text: z.string(),
      advice: z.string(),
      source: z.string(),
    })
    .nullable(),
  /** Limits this lab gave the last time at the open step of this instrument, or null. */
  earlierLimits: givenLimits.nullable(),
  /** Written at the end; empty before. */
  whatWasDone: z.string(),
  /** Whether it was finished with the word that the error is solved. */
  resolvesError: z.boolean(),
  canGoBack: z.boolean(),
  /** The record that finished it, which signatures name; null before. */
  finishedHash: z.string().nullable(),
  savedAt: z.string(),
});
export type GuideRun = z.infer<typeof guideRun>;

const run = z.object({ runId: z.string().max(64) });

export const troubleshootingContract = {
  /** Starts the guide of the error's book entry, or the general one; a started run of that error is resumed instead. */
  start: oc.input(z.object({ errorId: z.string().max(64) })).output(guideRun),
  get: oc.input(run).output(guideRun),
  /** Saves one answer durably and moves on. */
  answer: oc
    .input(
      run.extend({
        stepId: z.string().max(64),
        value: z.string().max(2000),
        note: z.string().max(2000),
        /** A chosen, dropped or pasted file (decision 26), at most 8 MiB. */
        photo: z.object({ name: z.string().max(200), bytes: z.instanceof(Uint8Array) }).nullable(),
        /** For a reading whose limits are the lab's. */
        limits: givenLimits.nullable().default(null),
        /** A step with a safety line takes no answer without it. */
        isSafetyAcknowledged: z.boolean().default(false),
      }),
    )
    .output(guideRun),
  /** Goes back one step; the earlier answer stays in the record, a new one supersedes it. */
  back: oc.input(run).output(guideRun),
  pause: oc.input(run).output(guideRun),
  abandon: oc.input(run.extend({ reason: z.string().trim().min(1).max(500) })).output(guideRun),
  /** Ends at the outcome that was reached; signed where people have accounts. A call never closes the error. */
  finish: oc
    .input(
      run.extend({
        whatWasDone: z.string().trim().min(1).max(2000),
        resolvesError: z.boolean(),
        signing: z
          .object({ password: z.string().min(1).max(1000), statement: z.string().max(1000) })
          .nullable()
          .default(null),
      }),
    )
    .output(guideRun),
  /** Guided steps that were taken for an error, oldest first, with all answers: as a case prints them. */
  ofError: oc.input(z.object({ errorId: z.string().max(64) })).output(z.array(guideRun)),
  openRuns: oc.output(z.array(guideRun)),
  photo: oc
    .input(z.object({ sha256: z.string().length(64) }))
    .output(z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) })),
};
