import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import {
  cellClass,
  classTerms,
  comparedClass,
  compareWhy,
  mostClasses,
  scaleTerms,
  scaleWhy,
  slide,
  tallyRow,
  target,
  verdict,
} from './terms.ts';

/**
 * Durable facts of work at the microscope. A count is evidence of reading: it names no patient, and its slide only by the
 * site's keyed hash.
 */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const answers = z.array(hash).max(16);
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

/** Cell classes and their keys, as the lab wants them from now on; a count keeps those it was begun with. */
export const classesSet = defineRecord({
  type: 'microscopy.classes-set',
  version: 1,
  kind: 'decision',
  scope: 'site',
  schema: () => z.object({ terms: classTerms, reason: text(500), answers }),
  causes: (body) => body.answers,
});

/** One reader's count of one slide, with the classes it was made with. Signed. */
export const countFinished = defineRecord({
  ...fact,
  type: 'microscopy.count-finished',
  schema: () =>
    z.object({
      countId: id,
      instrumentId: id,
      slide,
      target,
      classes: z.array(cellClass).min(2).max(mostClasses),
      rows: z.array(tallyRow).max(mostClasses),
      counted: z.number().int().min(0).max(5000),
      /** Cells taken back while counting. */
      undone: z.number().int().min(0).max(5000),
      /** Ended below the target, and why; empty where the target was reached. */
      shortReason: text(500),
      startedAt: text(40),
      finishedAt: text(40),
      on: day,
      timeZone: text(60),
      note: text(2000),
    }),
});

const readSide = z.object({ countId: id, hash, reader: text(80), counted: z.number().int().min(0) });

/** Two readers of one slide held against each other, with limits and verdict as they were seen. Signed. */
export const readersCompared = defineRecord({
  ...fact,
  type: 'microscopy.readers-compared',
  schema: () =>
    z.object({
      comparisonId: id,
      instrumentId: id,
      slide,
      first: readSide,
      second: readSide,
      rows: z.array(comparedClass).max(mostClasses),
      verdict,
      why: z.array(compareWhy).max(8),
      algorithm: text(40),
      source: text(300),
      at: text(40),
      on: day,
      timeZone: text(60),
      note: text(2000),
    }),
  causes: (body) => [body.first.hash, body.second.hash],
});

/** The eyepiece scale of one objective, measured with a stage micrometer. Signed. */
export const scaleCalibrated = defineRecord({
  ...fact,
  type: 'microscopy.scale-calibrated',
  schema: () =>
    z.object({
      calibrationId: id,
      instrumentId: id,
      objectiveKey: text(60).min(1),
      terms: scaleTerms,
      umPerDivision: z.number().positive(),
      spreadPercent: z.number().nullable(),
      /** What it was before, kept beside the new value. */
      previous: z.object({ hash, umPerDivision: z.number().positive(), on: day }).nullable(),
      driftPercent: z.number().nullable(),
      verdict,
      why: z.array(scaleWhy).max(8),
      algorithm: text(40),
      at: text(40),
      on: day,
      timeZone: text(60),
    }),
  causes: (body) => (body.previous ? [body.previous.hash] : []),
});

/** Lines of an instrument's story. */
export const microscopyStory = [countFinished, readersCompared, scaleCalibrated] as const;
export const microscopyRecords = [classesSet, ...microscopyStory] as const;

export const classesStream = 'cell-classes/site';
export const countStream = (countId: string) => `differential/${countId}`;
export const comparisonStream = (comparisonId: string) => `differential-comparison/${comparisonId}`;
export const scaleStream = (instrumentId: string, objectiveKey: string) =>
  `eyepiece-scale/${instrumentId}/${objectiveKey}`;
