import * as z from 'zod';
import { sourced } from '../../definition-facts.ts';

/** How a definition says what stands where in the files of a cytometer: a MultiSET export and FCS data sets. */

const columnName = z.string().min(1).max(80);
const keyword = z.string().min(1).max(40);
const analyte = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .nullable();

/** A column, or a column of each tube, that holds a measured value. */
const measuredColumn = z.strictObject({
  column: columnName,
  /** As the column's name has it, or as known; empty where nobody says. */
  unit: z.string().max(20),
  analyte,
  /** `service`: a count of events, kept and never shown as a result. */
  kind: z.enum(['measured', 'service']).default('measured'),
  /** The program writes 0.00 where nothing was entered. */
  isZeroNone: z.boolean().default(false),
});
export type MeasuredColumn = z.infer<typeof measuredColumn>;

const lotColumn = z.strictObject({
  /** Column with the lot; its value is no identity. */
  column: columnName,
  /** Column with the name of what the lot is of, or null where the column's own name says it. */
  nameColumn: columnName.nullable(),
});

const multiset = z.strictObject({
  /** Columns that tell an export of this program from any other table. */
  identifiedBy: z.array(columnName).min(1).max(20),
  /** Columns the program writes; another number is told. Null: any. */
  columnCount: z.number().int().min(1).max(2_000).nullable(),
  /** Written where there is no value. */
  noValue: z.string().max(8),
  sender: z.strictObject({ model: columnName, software: columnName, serialNumber: columnName }),
  /** Columns of the specimen's id, tried in order. */
  specimen: z.array(columnName).min(1).max(8),
  panel: columnName,
  collectedAt: columnName,
  lots: z.array(lotColumn).max(20),
  /** Values of control beads and the like: settings of the run, not results. */
  settings: z.array(columnName).max(40),
  results: z.array(measuredColumn).max(100),
  /** What the names of a tube's columns begin with; a control tube has the level it is. */
  tubes: z.array(z.strictObject({ prefix: columnName, control: z.enum(['low', 'medium', 'high']).nullable() })).max(60),
  controlLot: columnName,
  tubeColumns: z.strictObject({
    errorCodes: columnName,
    lot: columnName,
    /** May show beside results: no identity. */
    shown: z.array(columnName).max(20),
    measured: z.array(measuredColumn).max(60),
  }),
  /** Columns that may show. Everything not named here or above is hidden. */
  shown: z.array(columnName).max(60),
  /** Columns that are known and hold a person, a place or free text: hidden, and not told as unknown. */
  hidden: z.array(columnName).max(60),
  /** An error number of the export is this and the number, in the error book. */
  errorPrefix: z.string().min(1).max(30),
  ...sourced,
});

const detector = z.strictObject({
  /** What people call it: `FL1`. */
  name: z.string().min(1).max(20),
  /** Names of its acquisition channel in `$PnN`. */
  parameters: z.array(z.string().min(1).max(40)).min(1).max(8),
  /** `V`, or empty where the number is a code. */
  unit: z.string().max(20),
  ...sourced,
});

const fcs = z.strictObject({
  sender: z.strictObject({ model: keyword, software: keyword, serialNumber: z.array(keyword).max(4) }),
  specimen: z.array(keyword).max(8),
  date: keyword,
  time: keyword,
  /** Where a detector's voltage stands: the word of this name and number, counted on by channel; before it `$PnV`. */
  voltageWord: z.strictObject({
    prefix: z.string().min(1).max(20),
    base: z.number().int().min(0).max(999),
    ...sourced,
  }),
  detectors: z.array(detector).max(30),
  /** Keywords that may show beside those of the format itself; everything else is hidden. */
  shown: z.array(keyword).max(80),
  /** Beginnings of keywords that may show, before a number. */
  shownNumbered: z.array(keyword).max(20),
  ...sourced,
});

export const cytometryMapping = z.strictObject({ kind: z.literal('cytometry-files'), multiset, fcs });
export type CytometryMapping = z.infer<typeof cytometryMapping>;
export type MultisetMapping = CytometryMapping['multiset'];
export type FcsMapping = CytometryMapping['fcs'];
