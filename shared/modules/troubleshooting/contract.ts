import { oc } from '@orpc/contract';
import * as z from 'zod';

/** One step of a guide. Kinds follow the glossary: confirm, number, text, choice, photo. */
export const guideStep = z.object({
  id: z.string(),
  kind: z.enum(['confirm', 'number', 'text', 'choice', 'photo']),
  ask: z.string(),
  /** A safety line shown above the step in its own box; empty where none. */
  safety: z.string(),
  unit: z.string(),
  low: z.string().nullable(),
  high: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
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
  answeredAt: z.string(),
  actor: z.string(),
});

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
  outcome: z.object({ text: z.string(), advice: z.string(), source: z.string() }).nullable(),
  /** Written at the end; empty before. */
  whatWasDone: z.string(),
  /** Whether it was finished with the word that the error is solved. */
  resolvesError: z.boolean(),
  canGoBack: z.boolean(),
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
      }),
    )
    .output(guideRun),
  /** Goes back one step; the earlier answer stays in the record, a new one supersedes it. */
  back: oc.input(run).output(guideRun),
  pause: oc.input(run).output(guideRun),
  abandon: oc.input(run.extend({ reason: z.string().trim().min(1).max(500) })).output(guideRun),
  finish: oc
    .input(run.extend({ whatWasDone: z.string().trim().min(1).max(2000), resolvesError: z.boolean() }))
    .output(guideRun),
  openRuns: oc.output(z.array(guideRun)),
  photo: oc
    .input(z.object({ sha256: z.string().length(64) }))
    .output(z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) })),
};
