import * as z from 'zod';
import { definitionStamp } from '../../instruments/signals.ts';
import { isCivilDate } from '../../kernel/civil-date.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** Words of the maintenance core: shapes that contract, records and rules share. */

export const civilDate = z.string().length(10).refine(isCivilDate);
/** A number as it is written, at most 12 digits either side. */
export const decimalValue = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);

export const taskKind = z.enum(['maintenance', 'function-check', 'calibration', 'qc']);
export type TaskKind = z.infer<typeof taskKind>;

/** What happens to an instrument and may ask for work at once. */
export const eventKind = z.enum([
  'part-changed',
  'repair',
  'clot',
  'short-sample',
  'power-failure',
  'moved',
  'long-idle',
  'reagent-lot-changed',
  'reagents-changed',
  'line-air',
  'software-updated',
  'start-up',
  'returned-to-use',
  'other',
]);
export type EventKind = z.infer<typeof eventKind>;

const startsOn = civilDate;
const weekday = z.number().int().min(1).max(7);

/** When work is due by the calendar. `startsOn` is the first date it may be due. A subset of RFC 5545 on civil dates. */
export const calendarRule = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('every'),
    every: z.number().int().min(1).max(1000),
    unit: z.enum(['days', 'weeks', 'months', 'years']),
    startsOn,
  }),
  /** On these days of the week (Monday is 1), every so many weeks. */
  z.object({
    kind: z.literal('weekdays'),
    weekdays: z.array(weekday).min(1).max(7),
    everyWeeks: z.number().int().min(1).max(52),
    startsOn,
  }),
  /** The first to fourth, or last (-1), of a weekday in the month. */
  z.object({
    kind: z.literal('weekday-of-month'),
    weekday,
    nth: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(-1)]),
    everyMonths: z.number().int().min(1).max(120),
    startsOn,
  }),
  /** A day of the month; in shorter months their last day. */
  z.object({
    kind: z.literal('day-of-month'),
    day: z.number().int().min(1).max(31),
    everyMonths: z.number().int().min(1).max(120),
    startsOn,
  }),
  /** Once in every shift of the place's calendar. */
  z.object({ kind: z.literal('per-shift'), startsOn }),
  /**
   * Once in every calendar period, any day in it. `maxGapDays`: and never further apart than this (finding CC2: a monthly
   * task done 29 May and 3 July was cited). A choice of the lab, shown wherever the plan is shown.
   */
  z.object({
    kind: z.literal('calendar-period'),
    period: z.enum(['month', 'quarter', 'half-year', 'year']),
    maxGapDays: z.number().int().min(1).max(800).nullable(),
    startsOn,
  }),
]);
export type CalendarRule = z.infer<typeof calendarRule>;

/** Fires at `every` counts since it was last done (or since `startsAt`, the meter's running total at the start). */
export const counterRule = z.object({
  meter: text(80).min(1),
  every: z.number().positive().max(1e9),
  unit: text(40),
  startsAt: z.number().min(0).max(1e12),
});
export type CounterRule = z.infer<typeof counterRule>;

/** What moves a date off a closed day. */
export const closedDayRule = z.enum(['keep', 'skip', 'before', 'after']);
export type ClosedDayRule = z.infer<typeof closedDayRule>;

/**
 * When a task is due. Date and counter together mean whichever comes first; events ask at once, beside both. None of
 * them: done on demand.
 */
export const scheduleRule = z.object({
  calendar: calendarRule.nullable(),
  /** `schedule`: dates stay where the calendar has them. `completion`: counted from the day it was done. */
  anchor: z.enum(['schedule', 'completion']),
  /** Days before the due date from which doing it counts for that date; null: always, and the next date counts from it. */
  windowBeforeDays: z.number().int().min(0).max(400).nullable(),
  /** Days of grace after the due date: 0 for CLIA. */
  windowAfterDays: z.number().int().min(0).max(400),
  closedDays: closedDayRule,
  counter: counterRule.nullable(),
  events: z.array(eventKind).max(14),
});
export type ScheduleRule = z.infer<typeof scheduleRule>;

/** What a field may be filled from on the wire. */
export const wireSource = z.object({
  kind: z.enum(['background', 'qc-result', 'result', 'meter']),
  /** Test code or meter as the instrument sends it; empty offers every one. */
  test: text(200),
});

/** One line of a task sheet. Limits: at the limit passes. */
export const taskField = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  label: text(200).min(1),
  kind: z.enum(['confirm', 'number', 'pass-fail', 'choice', 'text', 'photo', 'reading']),
  unit: text(40),
  low: decimalValue.nullable(),
  high: decimalValue.nullable(),
  choices: z.array(text(120).min(1)).max(24),
  /** Choices that pass; empty: a choice is only noted. */
  passChoices: z.array(text(120)).max(24),
  isRequired: z.boolean(),
  /** For `reading`: what on the wire fills it. */
  wire: wireSource.nullable(),
  /** Where limit or demand comes from: manual, page, SOP. */
  source: text(300),
});
export type TaskField = z.infer<typeof taskField>;

export const verdict = z.enum(['pass', 'fail', 'cannot-evaluate']);
export type Verdict = z.infer<typeof verdict>;

/** A value copied from the wire with where it came from: it outlives its message. */
export const wireReading = z.object({
  messageId: z.string().min(1).max(64),
  at: text(40),
  kind: wireSource.shape.kind,
  test: text(200),
  rawValue: text(400),
  unit: text(60),
  frames: z.array(z.number()).max(100),
  definition: definitionStamp.nullable(),
});
export type WireReading = z.infer<typeof wireReading>;

/** A picture that lies sealed among the files; `sha256` is the hash of its sealed bytes, by which it is found. */
export const photo = z.object({
  sha256: z.string().length(64),
  name: text(200),
  mediaType: text(80),
  byteCount: z.number().int().min(0),
});

/** What a person put into one field. `value`: decimal text, `pass`/`fail`, `yes`/`no`, the choice, or the text. */
export const fieldEntry = z.object({
  key: z.string().max(60),
  value: text(4000).nullable(),
  reading: wireReading.nullable(),
  photo: photo.nullable(),
  note: text(1000),
});
export type FieldEntry = z.infer<typeof fieldEntry>;

/** A field as recorded: the entry, with the yardstick it was judged by frozen beside it. */
export const recordedField = fieldEntry.extend({
  label: text(200),
  kind: taskField.shape.kind,
  unit: text(40),
  low: decimalValue.nullable(),
  high: decimalValue.nullable(),
  passChoices: z.array(text(120)).max(24),
  isRequired: z.boolean(),
  source: text(300),
  /** Null: nothing to judge (a note, a choice without passing ones). */
  verdict: verdict.nullable(),
  /** Why: key of `maintenance.field-why.<why>`, empty where nothing is to be said. */
  why: z.enum([
    '',
    'above-high',
    'below-low',
    'said-fail',
    'not-a-passing-choice',
    'missing',
    'not-a-number',
    'not-confirmed',
  ]),
});
export type RecordedField = z.infer<typeof recordedField>;

/** Everything a lab decides about one piece of standing work. */
export const planTerms = z.object({
  title: text(200).min(1),
  kind: taskKind,
  detail: text(4000),
  rule: scheduleRule,
  fields: z.array(taskField).max(60),
  /** Only a pass counts as done: the default for everything but maintenance (493.1254(b): within limits before patients). */
  mustPass: z.boolean(),
  /** Doing it is signed with the password; so is work that follows from it. */
  needsSignature: z.boolean(),
  needsReview: z.boolean(),
  owner: z.enum(['lab', 'vendor']),
  /** Key of the window rule set it follows (`regimes`). */
  regime: text(40),
  /** Where interval and task come from, in words. */
  source: text(600),
  /** SOP it follows, in words; empty where none. */
  sop: text(200),
});
export type PlanTerms = z.infer<typeof planTerms>;

/** How sure the machine's clock was when something was recorded. */
export const clockState = z.enum(['ok', 'behind', 'stepped']);
export type ClockState = z.infer<typeof clockState>;

export const shift = z.object({ name: text(40).min(1), startsAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) });

/** A place's days: its zone, the days nobody works, its shifts. Place `''` holds for every place without its own. */
export const placeCalendar = z.object({
  place: text(120),
  timeZone: text(60).min(1),
  closedWeekdays: z.array(weekday).max(6),
  closedDates: z.array(z.object({ on: civilDate, name: text(80) })).max(800),
  /** In the order of the day; a shift lasts until the next begins. */
  shifts: z.array(shift).min(1).max(6),
});
export type PlaceCalendar = z.infer<typeof placeCalendar>;
