import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import {
  bathPlan,
  bathSnapshot,
  day,
  gradedCriterion,
  gradingDecision,
  gradingVerdict,
  gradingWhy,
  keptPhoto,
  programTerms,
  runOutcome,
} from './terms.ts';

/** Durable facts and decisions about baths. When one is due is never one of them: it is worked out on every bench alike. */

const id = z.string().min(1).max(64);
/** Sides of the same decision the author had seen, beside `base` (decision 19). */
const answers = z.array(z.string().length(43)).max(16);
const causes = (body: { answers: string[] }) => body.answers;
const decision = { version: 1, kind: 'decision', scope: 'site', causes } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;
/** Day and local time with its offset, and the zone it was read in. */
const when = { on: day, at: text(40), timeZone: text(60) };

export const planSet = defineRecord({
  ...decision,
  type: 'processing.plan-set',
  schema: () => z.object({ instrumentId: id, plan: bathPlan, reason: text(500), answers }),
});

/** A new version of a program. Versions count up from 1. */
export const programSet = defineRecord({
  ...decision,
  type: 'processing.program-set',
  schema: () =>
    z.object({
      instrumentId: id,
      programId: id,
      version: z.number().int().min(1),
      terms: programTerms,
      reason: text(500),
      answers,
    }),
});

/**
 * A bath was changed, topped up, emptied, or filled with what stood in another one. Topping up keeps the count; moving
 * takes the count, the day and the lot with it and leaves the other bath empty.
 */
export const bathFilled = defineRecord({
  ...fact,
  type: 'processing.bath-filled',
  schema: () =>
    z.object({
      fillId: id,
      instrumentId: id,
      stationId: id,
      position: z.number().int(),
      act: z.enum(['changed', 'topped-up', 'moved', 'emptied']),
      /** The bath it was moved from. */
      fromStationId: id.nullable(),
      content: text(80),
      lot: text(80),
      expiresOn: z.union([day, z.literal('not-stated')]).nullable(),
      openedOn: day.nullable(),
      /** Day from which its days count, and what it had served before: those of the bath it came from. */
      sinceOn: day,
      carriedCount: z.number().int().min(0),
      ...when,
      note: text(500),
    }),
});

/** One run of the instrument, with the version of its program and the baths it went through. */
export const runLogged = defineRecord({
  ...fact,
  type: 'processing.run-logged',
  schema: () =>
    z.object({
      runId: id,
      instrumentId: id,
      programId: id.nullable(),
      programVersion: z.number().int().nullable(),
      programName: text(80),
      /** Cycles, slides or racks, as the plan counts. */
      count: z.number().int().min(1).max(10_000),
      outcome: runOutcome,
      stationIds: z.array(id).max(60),
      ...when,
      note: text(500),
    }),
});

/** A slide or block was graded: the criteria, what was seen, the pictures, and the baths as they stood. */
export const graded = defineRecord({
  ...fact,
  type: 'processing.graded',
  schema: () =>
    z.object({
      gradingId: id,
      instrumentId: id,
      /** What was looked at, a control; never a patient's. */
      material: text(120),
      materialLot: text(80),
      runId: id.nullable(),
      criteria: z.array(gradedCriterion).max(30),
      verdict: gradingVerdict,
      why: z.array(gradingWhy).max(5),
      decision: gradingDecision,
      correctiveAction: text(2000),
      photos: z.array(keptPhoto).max(6),
      baths: z.array(bathSnapshot).max(60),
      needsSecondPerson: z.boolean(),
      ...when,
      note: text(2000),
    }),
});

/** What the second person says of the same slide. */
export const gradingConfirmed = defineRecord({
  ...decision,
  type: 'processing.grading-confirmed',
  schema: () =>
    z.object({
      gradingId: id,
      instrumentId: id,
      outcome: z.enum(['agreed', 'disagreed']),
      note: text(1000),
      answers,
    }),
});

export const gradingRecords = [graded, gradingConfirmed] as const;

/** All of them are lines of their instrument's story. */
export const processingRecords = [planSet, programSet, bathFilled, runLogged, ...gradingRecords] as const;

export const planStream = (instrumentId: string) => `bath-plan/${instrumentId}`;
export const programStream = (programId: string) => `bath-program/${programId}`;
export const fillStream = (fillId: string) => `bath-fill/${fillId}`;
export const runStream = (runId: string) => `bath-run/${runId}`;
export const gradingStream = (gradingId: string) => `bath-grading/${gradingId}`;
