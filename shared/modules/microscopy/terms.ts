import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** What counting cells under a microscope is made of; records, calls and rules share these shapes. */

/** A key or a pedal by its name: a character (`N`, `1`, `-`), `F13`, `Space`. `rules-keys.ts` names the keys pressed. */
export const keyName = z
  .string()
  .regex(/^(?:[^\s\p{C}]|F(?:[1-9]|10|1[2-9]|2[0-4])|Space|Backspace|Delete|Insert|Home|End|PageUp|PageDown)$/u);

export const cellClass = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  name: text(60).min(1),
  /** As it stands on the large key; a few letters. */
  short: text(8).min(1),
  /** False: seen and noted beside the hundred (nucleated red cells), never part of it. */
  isCounted: z.boolean(),
  /** The first is the one that is shown; every one of them counts. */
  keys: z.array(keyName).max(4),
});
export type CellClass = z.infer<typeof cellClass>;

/** More classes than a keyboard has easy keys; a draft writes each as one character. */
export const mostClasses = 30;

export const classTerms = z.object({
  classes: z.array(cellClass).min(2).max(mostClasses),
  /** Keys that take the last cell back. */
  undoKeys: z.array(keyName).max(4),
});
export type ClassTerms = z.infer<typeof classTerms>;

/** Cells to count; nothing between, so that two readers' counts can be held against each other. */
export const targets = [100, 200, 500] as const;
export const target = z.union([z.literal(100), z.literal(200), z.literal(500)]);
export type Target = z.infer<typeof target>;

/** A slide as records name it: the keyed hash of its label, and the little of it that may be shown. */
export const slide = z.object({ hash: z.string().min(1).max(64), shows: z.string().max(8) });
export type Slide = z.infer<typeof slide>;

export const tallyRow = z.object({ key: z.string().max(40), count: z.number().int().min(0).max(5000) });
export type TallyRow = z.infer<typeof tallyRow>;

export const verdict = z.enum(['pass', 'fail', 'cannot-evaluate']);
export type Verdict = z.infer<typeof verdict>;

/** One class of two counts: shares in per cent, and the exact limits around the first reader's share. */
export const comparedClass = z.object({
  key: z.string().max(40),
  name: z.string().max(60),
  first: z.number().int().min(0),
  second: z.number().int().min(0),
  firstPercent: z.number(),
  secondPercent: z.number(),
  low: z.number(),
  high: z.number(),
  isWithin: z.boolean(),
});
export type ComparedClass = z.infer<typeof comparedClass>;

/** Why two counts are not held against each other, or do not agree; each has a sentence. */
export const compareWhy = z.enum([
  'same-count',
  'same-reader',
  'other-slide',
  'other-classes',
  'first-short',
  'second-short',
  'outside-limits',
]);
export type CompareWhy = z.infer<typeof compareWhy>;

export const decimalText = z.string().regex(/^\d{1,7}(?:\.\d{1,6})?$/);

/** Lines of the stage micrometer that fall together with lines of the eyepiece scale. */
export const scaleReading = z.object({ stageDivisions: decimalText, eyepieceDivisions: decimalText });
export type ScaleReading = z.infer<typeof scaleReading>;

export const scaleWhy = z.enum(['no-previous', 'no-limit', 'drift-over-limit', 'readings-apart']);
export type ScaleWhy = z.infer<typeof scaleWhy>;

export const scaleTerms = z.object({
  /** As engraved: `40x/0.65`. */
  objective: text(60).min(1),
  /** Eyepiece and its scale, where there are several. */
  eyepiece: text(80),
  /** One division of the stage micrometer in µm, from its engraving or certificate. */
  pitchUm: decimalText,
  /** Which stage micrometer: number, certificate. */
  micrometer: text(120),
  readings: z.array(scaleReading).min(1).max(10),
  /** What the lab lets the value move since the last time, in per cent; null: nobody set one. */
  driftLimitPercent: decimalText.nullable(),
  note: text(1000),
});
export type ScaleTerms = z.infer<typeof scaleTerms>;

/** Meters of a microscope, by the names `maintenance` keeps them under. */
export const microscopeMeters = ['Lamp hours', 'Hours of use'] as const;
