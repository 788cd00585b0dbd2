import * as z from 'zod';
import { guide, withOutcomeKind } from '../../instruments/guide.ts';
import { definitionStamp } from '../../instruments/signals.ts';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

/** One run of guided steps is one stream; every record names the error whose story it becomes part of. */

const id = z.string().min(1).max(64);
const about = { runId: id, errorId: id, instrumentId: id };
const decision = { version: 1, kind: 'decision', scope: 'site' } as const;

export const runStarted = defineRecord({
  type: 'troubleshooting.run-started',
  version: 2,
  upcasts: { 1: upcastGuide },
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      ...about,
      code: text(60),
      definition: definitionStamp.nullable(),
      /** The whole guide as it was: a run ends on the steps it began with, whatever a later definition says. */
      guide,
    }),
});

/** Version 1 knew neither kinds of outcome nor limits of the lab's own. */
function upcastGuide(body: { guide: { steps: object[]; outcomes: object[] } }): unknown {
  const { guide: before } = body;
  const steps = before.steps.map((one) => ({ limitFrom: 'guide', ...one }));
  return { ...body, guide: { ...before, steps, outcomes: before.outcomes.map(withOutcomeKind) } };
}

/** A picture by its own hash; the bytes lie sealed in the data folder, never in a record. */
export const photoReference = z.object({
  sha256: z.string().length(64),
  /** Hash of the sealed file: how this bench finds the bytes. */
  sealedAs: z.string().length(64),
  name: text(200),
  byteCount: z.number().int(),
});

export const stepAnswered = defineRecord({
  ...decision,
  type: 'troubleshooting.step-answered',
  schema: () =>
    z.object({
      ...about,
      stepId: text(64),
      /** Copied, so that the answer can be read without the guide. */
      ask: text(600),
      value: text(2000),
      /** What a choice says to people; absent where the value itself was typed. */
      label: text(200).optional(),
      unit: text(40),
      low: text(40).nullable(),
      high: text(40).nullable(),
      /** Where the lab has its limits from; absent where the guide gave them, or where they were left blank. */
      limitSource: text(400).optional(),
      /** The safety line the person acknowledged before this step; absent where the step has none. */
      safety: text(600).optional(),
      note: text(2000),
      photo: photoReference.nullable(),
      withinLimits: z.enum(['yes', 'no', 'cannot-evaluate', 'not-applicable']),
    }),
});

/** A person went back: the answer stays in the record, the step waits again. */
export const stepReopened = defineRecord({
  ...decision,
  type: 'troubleshooting.step-reopened',
  schema: () => z.object({ ...about, stepId: text(64) }),
});

export const runPaused = defineRecord({
  ...decision,
  type: 'troubleshooting.run-paused',
  schema: () => z.object({ ...about }),
});

export const runResumed = defineRecord({
  ...decision,
  type: 'troubleshooting.run-resumed',
  schema: () => z.object({ ...about }),
});

export const runFinished = defineRecord({
  ...decision,
  type: 'troubleshooting.run-finished',
  schema: () =>
    z.object({
      ...about,
      /** The outcome reached, or null when finished before one. */
      outcome: z.object({ id: text(64), text: text(600) }).nullable(),
      whatWasDone: text(2000),
      resolvesError: z.boolean(),
    }),
});

export const runAbandoned = defineRecord({
  ...decision,
  type: 'troubleshooting.run-abandoned',
  schema: () => z.object({ ...about, reason: text(500) }),
});

export const troubleshootingRecords = [
  runStarted,
  stepAnswered,
  stepReopened,
  runPaused,
  runResumed,
  runFinished,
  runAbandoned,
] as const;

export const runStream = (runId: string) => `guide-run/${runId}`;
