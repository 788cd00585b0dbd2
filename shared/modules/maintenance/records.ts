import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { serviceRecords } from './service-records.ts';
import { clockState, eventKind, placeCalendar, planTerms, recordedField, verdict } from './terms.ts';

/**
 * Records of the maintenance core. What is due is never one of them: it is folded from these by the rules, on every bench
 * alike.
 */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const date = z.string().length(10);
const decision = { version: 1, kind: 'decision', scope: 'site' } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;
const aboutPlan = { planId: id, instrumentId: id };

/** Sides of the same decision the author had seen, beside `base` (decision 19). */
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;

export const planCreated = defineRecord({
  ...decision,
  type: 'maintenance.plan-created',
  schema: () =>
    z.object({
      ...aboutPlan,
      terms: planTerms,
      createdOn: date,
      /** The definition's task it was made from, with the definition it was read in; null for the lab's own. */
      upkeep: z.object({ key: text(80), definitionKey: text(80), version: text(40), hash: text(80) }).nullable(),
      reason: text(500),
    }),
});

export const planChanged = defineRecord({
  ...decision,
  type: 'maintenance.plan-changed',
  schema: () =>
    z.object({
      ...aboutPlan,
      terms: planTerms,
      changedOn: date,
      /** What was due under the old terms and not done: it stays due under this date, a change does not hide it. */
      carried: z.object({ occurrence: text(120), dueOn: date }).nullable(),
      reason: text(500),
      answers,
    }),
  causes,
});

export const planRetired = defineRecord({
  ...decision,
  type: 'maintenance.plan-retired',
  schema: () => z.object({ ...aboutPlan, reason: text(500), answers }),
  causes,
});

/** Work was done. The yardstick (due date, window, limits, plan) is frozen beside what was found. */
export const taskPerformed = defineRecord({
  ...decision,
  type: 'maintenance.task-performed',
  schema: () =>
    z.object({
      ...aboutPlan,
      occurrence: text(120),
      sheetId: id,
      title: text(200),
      /** Hash of the plan's newest record, whose terms were used. */
      planHash: hash,
      dueOn: date.nullable(),
      windowOpensOn: date.nullable(),
      windowClosesOn: date.nullable(),
      /** Day it was done, at the place. */
      performedOn: date,
      /** Shift of the day, from 1; null where shifts play no part. */
      performedShift: z.number().int().min(1).max(6).nullable(),
      /** ISO time with offset; null where only the day is known (a late entry). */
      performedAt: text(40).nullable(),
      timeZone: text(60),
      enteredOn: date,
      enteredAt: text(40),
      isLateEntry: z.boolean(),
      lateReason: text(500),
      clock: clockState,
      isExtra: z.boolean(),
      mustPass: z.boolean(),
      needsReview: z.boolean(),
      verdict,
      verdictReason: text(500),
      fields: z.array(recordedField).max(60),
      note: text(2000),
      /** Running total of the plan's meter at that moment, where it has one. */
      meterTotal: z.number().nullable(),
      /** Events it answers. */
      eventIds: z.array(id).max(200),
      /** Corrections so far: 0 as recorded, one more with every amendment. A review counts for the state it saw. */
      correctionCount: z.number().int().min(0),
      /** Set by an amendment: it does not hold, and stays visible. */
      isVoided: z.boolean(),
    }),
});

/** Occurrences that passed with nothing done, named when the work was next done: they do not pile up. */
export const tasksMissed = defineRecord({
  ...fact,
  type: 'maintenance.tasks-missed',
  schema: () =>
    z.object({
      ...aboutPlan,
      occurrence: text(120),
      count: z.number().int().min(1),
      firstOn: date,
      lastOn: date,
      /** Their due dates, the first of them where there are more. */
      dueOn: z.array(date).max(400),
    }),
});

export const taskSkipped = defineRecord({
  ...decision,
  type: 'maintenance.task-skipped',
  schema: () =>
    z.object({
      ...aboutPlan,
      occurrence: text(120),
      dueOn: date.nullable(),
      on: date,
      reason: text(500),
    }),
});

/** Review of one performed task, named by its hash; the signature names both. */
export const taskReviewed = defineRecord({
  ...decision,
  type: 'maintenance.task-reviewed',
  schema: () =>
    z.object({
      ...aboutPlan,
      occurrence: text(120),
      target: hash,
      correctionCount: z.number().int(),
      note: text(1000),
    }),
  causes: (body) => [body.target],
});

export const notInUseDeclared = defineRecord({
  ...decision,
  type: 'maintenance.not-in-use-declared',
  schema: () => z.object({ instrumentId: id, spanId: id, fromOn: date, declaredOn: date, reason: text(500) }),
});

export const notInUseEnded = defineRecord({
  ...decision,
  type: 'maintenance.not-in-use-ended',
  schema: () => z.object({ instrumentId: id, spanId: id, toOn: date, endedOn: date, note: text(500) }),
});

export const placeCalendarChanged = defineRecord({
  ...decision,
  type: 'maintenance.place-calendar-changed',
  schema: () => z.object({ calendar: placeCalendar, reason: text(500), answers }),
  causes,
});

/** Something happened to an instrument. The plans it raised are frozen: a later change of a trigger moves nothing. */
export const eventNoted = defineRecord({
  ...fact,
  type: 'maintenance.event-noted',
  schema: () =>
    z.object({
      instrumentId: id,
      eventId: id,
      kind: eventKind,
      on: date,
      at: text(40),
      note: text(1000),
      origin: z.enum(['person', 'wire', 'service', 'return-to-use']),
      raises: z.array(id).max(100),
    }),
});

/** A raised task of an event was done (or, with `isReopened`, its record was voided and it is open again). */
export const eventAnswered = defineRecord({
  ...fact,
  type: 'maintenance.event-answered',
  schema: () => z.object({ instrumentId: id, eventId: id, planId: id, taskHash: hash, isReopened: z.boolean() }),
});

export const meterRead = defineRecord({
  ...fact,
  type: 'maintenance.meter-read',
  schema: () =>
    z.object({
      instrumentId: id,
      meter: text(80),
      unit: text(40),
      reading: text(30),
      on: date,
      at: text(40),
      origin: z.enum(['typed', 'wire']),
      messageId: id.nullable(),
    }),
});

/** The one way a meter goes down. Signed. */
export const meterReplaced = defineRecord({
  ...decision,
  type: 'maintenance.meter-replaced',
  schema: () =>
    z.object({
      instrumentId: id,
      meter: text(80),
      unit: text(40),
      lastReading: text(30),
      firstReading: text(30),
      on: date,
      at: text(40),
      reason: text(500),
    }),
});

export const planRecords = [planCreated, planChanged, planRetired] as const;
export const taskRecords = [taskPerformed, tasksMissed, taskSkipped, taskReviewed] as const;
export const meterRecords = [meterRead, meterReplaced] as const;
export const useRecords = [notInUseDeclared, notInUseEnded] as const;
export const eventRecords = [eventNoted, eventAnswered] as const;

export const coreMaintenanceRecords = [
  ...planRecords,
  ...taskRecords,
  ...meterRecords,
  ...useRecords,
  ...eventRecords,
  placeCalendarChanged,
] as const;

/** Records that are lines of an instrument's story; an answered event says nothing beside the work that answered it. */
export const maintenanceStory = [
  ...planRecords,
  ...taskRecords,
  ...meterRecords,
  ...useRecords,
  eventNoted,
  ...serviceRecords,
] as const;

export const planStream = (planId: string) => `plan/${planId}`;
/** One stream an occurrence: two performances of it, on whatever benches, meet here and nowhere else. */
export const taskStream = (planId: string, occurrence: string) => `task/${planId}/${occurrence}`;
export const notInUseStream = (instrumentId: string) => `not-in-use/${instrumentId}`;
export const eventStream = (instrumentId: string, eventId: string) => `maintenance-event/${instrumentId}/${eventId}`;
export const meterStream = (instrumentId: string, meter: string) => `meter/${instrumentId}/${meter}`;
export const placeStream = (place: string) => `place-calendar/${place}`;
