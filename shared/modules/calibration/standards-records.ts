import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import {
  certificateSubject,
  certificateTerms,
  checkMeasurement,
  checkPhase,
  checkVerdict,
  checkWhy,
  day,
  impactCause,
  impactItem,
  impactOutcome,
  standardStatus,
  standardTerms,
} from './standards-terms.ts';

/**
 * Durable facts and decisions of reference standards and certificates. What is due is never one of them: it is folded
 * from these, on every bench alike.
 */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
/** Sides of the same decision the author had seen, beside `base` (decision 19). */
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;
const decision = { version: 1, kind: 'decision', scope: 'site', causes } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

export const standardRegistered = defineRecord({
  ...fact,
  type: 'calibration.standard-registered',
  schema: () => z.object({ standardId: id, terms: standardTerms, registeredOn: day }),
});

export const standardChanged = defineRecord({
  ...decision,
  type: 'calibration.standard-changed',
  schema: () => z.object({ standardId: id, terms: standardTerms, reason: text(500), answers }),
});

export const standardStatusChanged = defineRecord({
  ...decision,
  type: 'calibration.standard-status-changed',
  schema: () => z.object({ standardId: id, status: standardStatus, reason: text(500), answers }),
});

/** A check, by points or by weighing, with everything that was measured and the limits it was held against. */
export const standardChecked = defineRecord({
  ...fact,
  type: 'calibration.standard-checked',
  schema: () =>
    z.object({
      standardId: id,
      checkId: id,
      phase: checkPhase,
      performedOn: day,
      performedAt: text(40),
      timeZone: text(60),
      measurement: checkMeasurement,
      verdict: checkVerdict,
      why: z.array(checkWhy).max(20),
      /** Where limits and method come from, in words. */
      source: text(400),
      note: text(2000),
    }),
});

/** Something was found out of tolerance: work since the last good check must be looked at. */
export const impactReviewOpened = defineRecord({
  ...fact,
  type: 'calibration.impact-review-opened',
  schema: () =>
    z.object({
      reviewId: id,
      subject: certificateSubject,
      name: text(120),
      cause: impactCause,
      /** Day of the last good check; null where there is none, and everything is in question. */
      lastGoodOn: day.nullable(),
      foundOn: day,
    }),
  causes: (body) => [body.cause.hash],
});

/** The answer, with the list of work as it was seen. Signed where signing is possible. */
export const impactReviewAnswered = defineRecord({
  ...decision,
  type: 'calibration.impact-review-answered',
  schema: () =>
    z.object({
      reviewId: id,
      subject: certificateSubject,
      outcome: impactOutcome,
      statement: text(4000),
      items: z.array(impactItem).max(200),
      itemCount: z.number().int().min(0),
      answers,
    }),
});

export const certificateAdded = defineRecord({
  ...fact,
  type: 'calibration.certificate-added',
  schema: () => z.object({ certificateId: id, subject: certificateSubject, terms: certificateTerms }),
});

export const certificateChanged = defineRecord({
  ...decision,
  type: 'calibration.certificate-changed',
  schema: () =>
    z.object({
      certificateId: id,
      subject: certificateSubject,
      terms: certificateTerms,
      reason: text(500),
      answers,
    }),
});

export const certificateWithdrawn = defineRecord({
  ...decision,
  type: 'calibration.certificate-withdrawn',
  schema: () => z.object({ certificateId: id, subject: certificateSubject, reason: text(500), answers }),
});

/** Whether an instrument needs a certificate, and how long one without an end holds. */
export const certificateDemandSet = defineRecord({
  ...decision,
  type: 'calibration.certificate-demand-set',
  schema: () =>
    z.object({
      instrumentId: id,
      isNeeded: z.boolean(),
      certificateMonths: z.number().int().min(1).max(240).nullable(),
      warnDays: z.number().int().min(0).max(400),
      reason: text(500),
      answers,
    }),
});

export const standardRecords = [standardRegistered, standardChanged, standardStatusChanged, standardChecked] as const;
export const impactRecords = [impactReviewOpened, impactReviewAnswered] as const;
export const certificateRecords = [certificateAdded, certificateChanged, certificateWithdrawn] as const;

/** Records that are lines of an instrument's story where it is what they are about. */
export const certificateStory = [...certificateRecords, certificateDemandSet, ...impactRecords] as const;

export const allStandardsRecords = [
  ...standardRecords,
  ...impactRecords,
  ...certificateRecords,
  certificateDemandSet,
] as const;

export const standardStream = (standardId: string) => `standard/${standardId}`;
export const certificateStream = (certificateId: string) => `certificate/${certificateId}`;
export const impactStream = (reviewId: string) => `impact-review/${reviewId}`;
export const certificateDemandStream = (instrumentId: string) => `certificate-demand/${instrumentId}`;
