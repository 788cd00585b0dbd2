import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import {
  cellClass,
  classTerms,
  comparedClass,
  compareWhy,
  scaleTerms,
  scaleWhy,
  slide,
  target,
  verdict,
} from './terms.ts';

const id = z.string().min(1).max(64);
const reason = text(500).min(1);
/** Null only on a bench without accounts, where nobody can sign. */
const signing = z.object({ password: z.string().min(1).max(1024), statement: text(1000) }).nullable();

/** A count in progress on this bench. Every press that was answered is on the disk. */
export const openCount = z.object({
  countId: id,
  instrumentId: id,
  instrumentName: z.string(),
  slide,
  target,
  classes: z.array(cellClass),
  undoKeys: z.array(z.string()),
  /** See `rules-tally.ts`. */
  marks: z.string(),
  note: z.string(),
  openedAt: z.string(),
  openedBy: z.string(),
  savedAt: z.string(),
  /** False for another reader's: it is shown as being made, and not what it says. */
  isMine: z.boolean(),
  needsPassword: z.boolean(),
});
export type OpenCount = z.infer<typeof openCount>;

/** A count in a list: who read what when. What was found is on its own page, so that a second reader starts unknowing. */
export const countRow = z.object({
  countId: id,
  hash: z.string(),
  instrumentId: id,
  instrumentName: z.string(),
  slide,
  target,
  counted: z.number(),
  isShort: z.boolean(),
  on: z.string(),
  finishedAt: z.string(),
  by: z.string(),
});
export type CountRow = z.infer<typeof countRow>;

/** One class of a count: cells, their share in per cent (beside the count: for each 100), and its exact 95 % limits. */
export const countedClass = z.object({
  key: z.string(),
  name: z.string(),
  isCounted: z.boolean(),
  cells: z.number(),
  percent: z.number(),
  /** Null beside the count, where there is no hundred they are part of. */
  limits: z.object({ low: z.number(), high: z.number() }).nullable(),
});
export type CountedClass = z.infer<typeof countedClass>;

export const countDetail = countRow.extend({
  classes: z.array(countedClass),
  /** Arithmetic of the limits, and where it comes from. */
  algorithm: z.string(),
  undone: z.number(),
  shortReason: z.string(),
  startedAt: z.string(),
  note: z.string(),
  timeZone: z.string(),
  /** Comparisons that rest on this count. */
  comparisonIds: z.array(id),
  needsPassword: z.boolean(),
});
export type CountDetail = z.infer<typeof countDetail>;

const side = z.object({ countId: id, by: z.string(), counted: z.number(), on: z.string() });

export const comparison = z.object({
  slide,
  first: side,
  second: side,
  rows: z.array(comparedClass),
  verdict,
  why: z.array(compareWhy),
  algorithm: z.string(),
  source: z.string(),
});
export type Comparison = z.infer<typeof comparison>;

export const comparisonRow = z.object({
  comparisonId: id,
  hash: z.string(),
  instrumentId: id,
  instrumentName: z.string(),
  slide,
  verdict,
  why: z.array(compareWhy),
  firstBy: z.string(),
  secondBy: z.string(),
  on: z.string(),
  by: z.string(),
  /** A count it rests on was declared void since. */
  isUndermined: z.boolean(),
});
export type ComparisonRow = z.infer<typeof comparisonRow>;

export const comparisonDetail = comparison.extend({
  row: comparisonRow,
  note: z.string(),
  at: z.string(),
  needsPassword: z.boolean(),
});
export type ComparisonDetail = z.infer<typeof comparisonDetail>;

export const scaleRow = z.object({
  calibrationId: id,
  hash: z.string(),
  instrumentId: id,
  objectiveKey: z.string(),
  terms: scaleTerms,
  umPerDivision: z.number(),
  spreadPercent: z.number().nullable(),
  previous: z.object({ hash: z.string(), umPerDivision: z.number(), on: z.string() }).nullable(),
  driftPercent: z.number().nullable(),
  verdict,
  why: z.array(scaleWhy),
  algorithm: z.string(),
  on: z.string(),
  by: z.string(),
  /** The one in use for its objective. */
  isCurrent: z.boolean(),
});
export type ScaleRow = z.infer<typeof scaleRow>;

const limit = z.number().int().min(1).max(200);

/** Work at a microscope: differential counts, readers compared, eyepiece scales. Hours of the lamp are meters of `maintenance`. */
export const microscopyContract = {
  classes: {
    get: oc.output(classTerms.extend({ isDefault: z.boolean(), hasConflict: z.boolean() })),
    set: oc.input(z.object({ terms: classTerms, reason })).output(z.object({})),
  },
  counts: {
    /** `slideLabel` as written or scanned; the hash of it is all that is kept. The same request opens one count. */
    open: oc
      .input(z.object({ requestId: id, instrumentId: id, slideLabel: text(60).min(1), target }))
      .output(z.object({ countId: id })),
    inProgress: oc.input(z.object({ instrumentId: id.nullable() })).output(z.array(openCount)),
    get: oc.input(z.object({ countId: id })).output(openCount),
    /**
     * More presses, beginning at place `from` of the row; durable when answered. A press that is there already is passed
     * over, so that a call may be repeated.
     */
    press: oc
      .input(
        z.object({
          countId: id,
          from: z.number().int().min(0),
          marks: z
            .string()
            .max(400)
            .regex(/^[0-9a-z-]*$/),
        }),
      )
      .output(z.object({ length: z.number() })),
    change: oc
      .input(z.object({ countId: id, target: target.optional(), note: text(2000).optional() }))
      .output(openCount),
    discard: oc.input(z.object({ countId: id })).output(z.object({})),
    finish: oc
      .input(z.object({ countId: id, shortReason: text(500), signing }))
      .output(z.object({ countId: id, hash: z.string() })),
    list: oc.input(z.object({ instrumentId: id.nullable(), limit })).output(z.array(countRow)),
    record: oc.input(z.object({ countId: id })).output(countDetail),
    void: oc.input(z.object({ countId: id, reason, signing })).output(z.object({})),
  },
  comparisons: {
    /** Finished counts of the same slide by others. */
    candidates: oc.input(z.object({ countId: id })).output(z.array(countRow)),
    preview: oc.input(z.object({ firstId: id, secondId: id })).output(comparison),
    record: oc
      .input(z.object({ requestId: id, firstId: id, secondId: id, note: text(2000), signing }))
      .output(z.object({ comparisonId: id })),
    list: oc.input(z.object({ instrumentId: id.nullable(), limit })).output(z.array(comparisonRow)),
    get: oc.input(z.object({ comparisonId: id })).output(comparisonDetail),
  },
  scales: {
    /** Newest first, every objective. */
    list: oc.input(z.object({ instrumentId: id })).output(z.array(scaleRow)),
    calibrate: oc.input(z.object({ requestId: id, instrumentId: id, terms: scaleTerms, signing })).output(scaleRow),
    void: oc.input(z.object({ calibrationId: id, reason, signing })).output(z.object({})),
  },
};
