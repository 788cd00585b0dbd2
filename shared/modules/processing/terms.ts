import * as z from 'zod';
import { isCivilDate } from '../../kernel/civil-date.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** Baths, programs and gradings of tissue processors and stainers: shapes that contract, records and rules share. */

const needed = (max: number) => text(max).min(1);
const id = z.string().min(1).max(64);
export const day = z.string().length(10).refine(isCivilDate);
/** A number as it was written, at most 6 digits either side of the point. */
export const decimal = z.string().regex(/^-?\d{1,6}(\.\d{1,6})?$/);

/**
 * One side of "by cycles or by days, whichever is first": a number, `not-used` where the lab said that this side does not
 * count, or null: nobody has entered it, and a bath can not be told to be good.
 */
export const changeLimit = z.union([z.number().int().min(1).max(100_000), z.literal('not-used')]).nullable();
export type ChangeLimit = z.infer<typeof changeLimit>;

/** What the counter of an instrument counts. A processor runs cycles, a stainer slides. */
export const countUnit = z.enum(['cycles', 'slides', 'racks']);
export type CountUnit = z.infer<typeof countUnit>;

/** One place of the instrument: a beaker, a wax bath, a staining dish. */
export const stationTerms = z.object({
  stationId: id,
  /** As it is marked on the instrument. */
  position: z.number().int().min(1).max(99),
  /** What stands in it: `Alcohol 70 %`. Blank: not entered. */
  content: text(80),
  kind: z.enum(['reagent', 'wax', 'rinse', 'other']),
  isInUse: z.boolean(),
  countLimit: changeLimit,
  dayLimit: changeLimit,
  /** Where the limits are written. */
  source: text(300),
  note: text(300),
});
export type StationTerms = z.infer<typeof stationTerms>;

/** What is looked at when a slide or block is graded. */
export const criterion = z.object({
  criterionId: id,
  text: needed(160),
  kind: z.enum(['grade', 'number']),
  /** Of a number. */
  unit: text(20),
  /** Limits of a number, the lab's; where both are blank it can not be evaluated. */
  low: decimal.nullable(),
  high: decimal.nullable(),
  /** Where the limits are written, or where the question comes from. */
  source: text(300),
});
export type Criterion = z.infer<typeof criterion>;

export const gradingTerms = z.object({
  criteria: z.array(criterion).max(30),
  /** A second person looks at the same slide and signs beside. */
  needsSecondPerson: z.boolean(),
  /** True: a day on which something was run asks for a grading. */
  isAskedEachDay: z.boolean(),
});

/** Everything a lab decides about the baths of one instrument. */
export const bathPlan = z.object({
  countUnit,
  stations: z.array(stationTerms).max(60),
  /** How far ahead a change is told. */
  warnCount: z.number().int().min(0).max(10_000),
  warnDays: z.number().int().min(0).max(400),
  grading: gradingTerms,
});
export type BathPlan = z.infer<typeof bathPlan>;

export const programStep = z.object({
  stationId: id,
  /** As they were when this version was written. */
  position: z.number().int().min(1).max(99),
  content: text(80),
  /** Immersion time; null: not entered. */
  seconds: z.number().int().min(0).max(604_800).nullable(),
});

export const programTerms = z.object({
  name: needed(80),
  steps: z.array(programStep).min(1).max(60),
  isRetired: z.boolean(),
  /** Where the times are written. */
  source: text(300),
});
export type ProgramTerms = z.infer<typeof programTerms>;

/** A picture as a record names it: the hash of its sealed bytes. */
export const keptPhoto = z.object({
  sha256: z.string().length(64),
  name: text(200),
  mediaType: text(80),
  byteCount: z.number().int().min(0),
});
export type KeptPhoto = z.infer<typeof keptPhoto>;

export const grade = z.enum(['good', 'acceptable', 'poor', 'not-seen']);
export type Grade = z.infer<typeof grade>;

/** A criterion with what was seen of it. The criterion is copied: what it asked then stays readable. */
export const gradedCriterion = criterion.extend({
  grade: grade.nullable(),
  value: decimal.nullable(),
});
export type GradedCriterion = z.infer<typeof gradedCriterion>;

export const gradingVerdict = z.enum(['pass', 'fail', 'cannot-evaluate']);
export type GradingVerdict = z.infer<typeof gradingVerdict>;

export const gradingWhy = z.enum(['no-criteria', 'not-graded', 'limit-missing', 'graded-poor', 'outside-limit']);
export type GradingWhy = z.infer<typeof gradingWhy>;

/** What the person did with the work: `held` until what is missing is there. */
export const gradingDecision = z.enum(['accepted', 'rejected', 'held']);
export type GradingDecision = z.infer<typeof gradingDecision>;

export const secondLook = z.enum(['not-asked', 'waiting', 'agreed', 'disagreed']);
export type SecondLook = z.infer<typeof secondLook>;

export const runOutcome = z.enum(['completed', 'interrupted']);

/**
 * Where a bath stands, what needs a person first. `due`: change it before the next run. `empty`: no fill is recorded.
 * `cannot-evaluate`: a limit is blank.
 */
export const stationState = z.enum([
  'expired',
  'overdue',
  'due',
  'empty',
  'cannot-evaluate',
  'due-soon',
  'current',
  'out-of-use',
]);
export type StationState = z.infer<typeof stationState>;

/** What a bath holds, as a grading or a run copies it. */
export const bathSnapshot = z.object({
  stationId: id,
  position: z.number().int(),
  content: text(80),
  lot: text(80),
  expiresOn: z.union([day, z.literal('not-stated')]).nullable(),
  /** Runs or slides since it was filled; null where it is empty. */
  usedCount: z.number().int().nullable(),
  state: stationState,
});
export type BathSnapshot = z.infer<typeof bathSnapshot>;
