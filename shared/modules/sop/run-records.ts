import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { hash, id, recordedAnswer, stepAddress, verdict } from './terms.ts';

/**
 * One run of one version, in one stream. Answers are recorded one by one with what they replace; what is typed and not
 * yet answered is a draft of its bench and no record.
 */

const decision = { version: 1, kind: 'decision', scope: 'site' } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;
/** `instrumentId` is empty for a run that is about no instrument. */
const aboutRun = { runId: id, instrumentId: z.string().max(64) };
const revision = z.number().int().min(1).max(999);

/** Pinned: the run keeps the version it started with. `versionHash` names the record that holds its words. */
export const runStarted = defineRecord({
  ...fact,
  type: 'sop.run-started',
  schema: () =>
    z.object({
      ...aboutRun,
      sopId: id,
      versionId: id,
      versionNumber: z.number().int(),
      versionHash: hash,
      title: text(200),
      code: text(40),
      at: text(40),
      timeZone: text(60),
      /** The version was not effective: a trial run of a draft. */
      isTrial: z.boolean(),
    }),
});

export const stepAnswered = defineRecord({
  ...decision,
  type: 'sop.step-answered',
  schema: () =>
    z.object({
      ...aboutRun,
      revision,
      answer: recordedAnswer,
      /** When the step was opened and answered, on this bench's clock. */
      openedAt: text(40).nullable(),
      answeredAt: text(40),
      clock: z.enum(['ok', 'stepped']),
      /** What it replaces; null for a first answer. */
      before: z.object({ hash, value: text(4000).nullable() }).nullable(),
      /** Why it was changed; empty for a first answer. */
      reason: text(500),
      /** It was typed before the program stopped, and looked at again. */
      isRecovered: z.boolean(),
      answers,
    }),
  causes,
});

/** Something was done otherwise than the step says, or not at all (`isInstead`: it stands in place of an answer). */
export const deviationNoted = defineRecord({
  ...fact,
  type: 'sop.deviation-noted',
  schema: () =>
    z.object({
      ...aboutRun,
      revision,
      deviationId: id,
      /** Null: the run as a whole. */
      at: stepAddress.nullable(),
      stepTitle: text(200),
      what: text(2000),
      reason: text(2000),
      isInstead: z.boolean(),
      notedAt: text(40),
    }),
});

export const runPaused = defineRecord({
  ...decision,
  type: 'sop.run-paused',
  schema: () => z.object({ ...aboutRun, reason: text(500), answers }),
  causes,
});

export const runResumed = defineRecord({
  ...decision,
  type: 'sop.run-resumed',
  schema: () => z.object({ ...aboutRun, note: text(1000), isTakenOver: z.boolean(), answers }),
  causes,
});

/** Handed to the next shift: what is open and what to know. Pauses the run until somebody takes it over. */
export const runHandedOver = defineRecord({
  ...decision,
  type: 'sop.run-handed-over',
  schema: () =>
    z.object({
      ...aboutRun,
      /** Null: whoever comes next. */
      toPersonId: id.nullable(),
      toWhom: text(120),
      note: text(2000),
      openSteps: z.number().int().min(0),
      answers,
    }),
  causes,
});

export const runFinished = defineRecord({
  ...decision,
  type: 'sop.run-finished',
  schema: () =>
    z.object({
      ...aboutRun,
      revision,
      at: text(40),
      verdict,
      /** Titles of the steps that decided. */
      verdictReason: text(1000),
      /** Hashes of the answers that counted, in the order of the way the run took. */
      counted: z.array(hash).max(600),
      deviationCount: z.number().int().min(0),
      note: text(2000),
      needsReview: z.boolean(),
      answers,
    }),
  causes,
});

/** A finished revision was signed; the signature names this record and the finished one. */
export const runSigned = defineRecord({
  ...decision,
  type: 'sop.run-signed',
  schema: () =>
    z.object({
      ...aboutRun,
      revision,
      finishedHash: hash,
      meaning: z.enum(['performed', 'reviewed', 'verified']),
      note: text(1000),
      answers,
    }),
  causes: (body) => [body.finishedHash, ...body.answers],
});

/** A finished run is changed by a new revision; the one before stays as it was. */
export const runReopened = defineRecord({
  ...decision,
  type: 'sop.run-reopened',
  schema: () => z.object({ ...aboutRun, revision, reason: text(1000).min(1), answers }),
  causes,
});

export const runAbandoned = defineRecord({
  ...decision,
  type: 'sop.run-abandoned',
  schema: () => z.object({ ...aboutRun, reason: text(1000).min(1), answers }),
  causes,
});

export const runRecords = [
  runStarted,
  stepAnswered,
  deviationNoted,
  runPaused,
  runResumed,
  runHandedOver,
  runFinished,
  runSigned,
  runReopened,
  runAbandoned,
] as const;

export const runStream = (runId: string) => `sop-run/${runId}`;
