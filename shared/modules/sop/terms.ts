import * as z from 'zod';
import { definitionStamp } from '../../instruments/signals.ts';
import { isCivilDate } from '../../kernel/civil-date.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** Words of SOPs and their runs: shapes that contract, records and rules share. */

export const id = z.string().min(1).max(64);
export const hash = z.string().length(43);
export const civilDate = z.string().length(10).refine(isCivilDate);
/** A number as it is written, at most 12 digits either side. */
export const decimalValue = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);
const stepKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/);

/** Where one answer belongs: a step's key, or `<repeat>#<item>/<step>` for a step of a repeated block. */
export const stepAddress = z
  .string()
  .max(140)
  .regex(/^[a-z0-9][a-z0-9-]{0,59}(#[1-9]\d{0,2}\/[a-z0-9][a-z0-9-]{0,59})?$/);

/** Decision 25. */
export const versionState = z.enum(['draft', 'in-review', 'approved', 'effective', 'retired']);
export type VersionState = z.infer<typeof versionState>;
export const runState = z.enum(['started', 'paused', 'finished', 'signed', 'abandoned']);
export type RunState = z.infer<typeof runState>;
/** Where something is: a question of its own, with a mark of its own (decision 25). */
export const place = z.enum(['draft', 'saved-here', 'on-the-hub']);
export const verdict = z.enum(['pass', 'fail', 'cannot-evaluate']);
export type Verdict = z.infer<typeof verdict>;

/**
 * The number of a plan or a study that a step's prescribed number stands for (finding CC4: an SOP asked for 5 days, the
 * lab did 3). A difference between the two is shown and reported in the self-audit.
 */
export const drivenNumber = z.discriminatedUnion('target', [
  z.object({
    target: z.literal('plan'),
    /** One plan; null: every plan that was made from the definition's task `upkeepKey`. */
    planId: id.nullable(),
    upkeepKey: text(80),
    parameter: z.enum(['interval', 'window-before', 'window-after', 'counter', 'field-low', 'field-high']),
    /** Key of the plan's field, for its limits; empty otherwise. */
    field: text(60),
  }),
  /** A study of a new lot: what is recorded in runs is held against what the SOP prescribes. */
  z.object({
    target: z.literal('lot'),
    parameter: z.enum(['days', 'runs-per-day', 'runs', 'levels', 'replicates']),
    subject: text(120),
  }),
]);
export type DrivenNumber = z.infer<typeof drivenNumber>;

/** What a reading may be taken from on the wire. */
export const wireSource = z.object({
  kind: z.enum(['background', 'qc-result', 'result', 'meter']),
  /** Test code or meter as the instrument sends it; empty offers every one. */
  test: text(200),
});
export type WireSource = z.infer<typeof wireSource>;

export const hazardKind = z.enum([
  'biological',
  'chemical',
  'corrosive',
  'flammable',
  'sharp',
  'electrical',
  'laser',
  'hot',
  'moving-parts',
  'pressure',
  'other',
]);
export type HazardKind = z.infer<typeof hazardKind>;

export const scanSubject = z.enum(['lot', 'reagent', 'part', 'instrument', 'specimen', 'other']);
export const signatureMeaning = z.enum(['performed', 'reviewed', 'verified']);

const stepBase = {
  key: stepKey,
  title: text(200).min(1),
  instruction: text(4000),
  /** A safety line shown above the step in its own box; empty where none. */
  safety: text(600),
  isRequired: z.boolean(),
  /** Where a limit or demand comes from: manual, page, standard. */
  source: text(300),
  /** What the lab has to put in from its own manual; empty where nothing is left open. */
  adapt: text(300),
};

const confirmStep = z.object({ ...stepBase, kind: z.literal('confirm') });
/** At the limit passes. */
const numberStep = z.object({
  ...stepBase,
  kind: z.literal('number'),
  unit: text(40),
  low: decimalValue.nullable(),
  high: decimalValue.nullable(),
  /** The number the SOP asks for (`5` days), where it asks for one; another answer is a deviation. */
  prescribed: decimalValue.nullable(),
  drives: drivenNumber.nullable(),
});
const textStep = z.object({ ...stepBase, kind: z.literal('text'), isLong: z.boolean() });
const choiceStep = z.object({
  ...stepBase,
  kind: z.literal('choice'),
  choices: z.array(text(120).min(1)).max(24),
  /** Choices that pass; empty: a choice is only noted. */
  passChoices: z.array(text(120)).max(24),
});
const photoStep = z.object({ ...stepBase, kind: z.literal('photo') });
const scanStep = z.object({
  ...stepBase,
  kind: z.literal('scan'),
  what: scanSubject,
  /** What must be read; empty: anything. A specimen's id is kept as keyed hash and last four characters only. */
  expects: text(200),
});
const timerStep = z.object({
  ...stepBase,
  kind: z.literal('timer'),
  leastSeconds: z.number().int().min(1).max(604_800).nullable(),
  mostSeconds: z.number().int().min(1).max(604_800).nullable(),
});
const readingStep = z.object({
  ...stepBase,
  kind: z.literal('reading'),
  wire: wireSource,
  unit: text(40),
  low: decimalValue.nullable(),
  high: decimalValue.nullable(),
});
const signatureStep = z.object({
  ...stepBase,
  kind: z.literal('signature'),
  meaning: signatureMeaning,
  /** Somebody who answered no step of the run. */
  isOtherPerson: z.boolean(),
});
/** Nothing after it is answered before it is acknowledged. */
const hazardStep = z.object({ ...stepBase, kind: z.literal('hazard'), hazards: z.array(hazardKind).max(11) });

/** When an arm is taken. `is-verdict`: `pass`, `fail` or `cannot-evaluate`; numbers are compared as decimals. */
export const condition = z.object({
  op: z.enum(['is', 'is-not', 'below', 'above', 'is-verdict']),
  value: text(200),
});
export type Condition = z.infer<typeof condition>;

/** Ways lead forward only: a key of a later step, `next`, or `end`. */
const arm = z.object({
  label: text(120).min(1),
  when: condition.nullable(),
  goTo: z.union([stepKey, z.enum(['next', 'end'])]),
});

const branchStep = z.object({
  ...stepBase,
  kind: z.literal('branch'),
  /** Earlier step whose answer decides; null: the person chooses an arm. Where no arm fits, the person chooses too. */
  on: stepKey.nullable(),
  /** The first whose condition holds; one without a condition holds always. */
  arms: z.array(arm).min(1).max(12),
});

/** Kinds that may stand inside a repeated block. */
const plainStep = z.discriminatedUnion('kind', [
  confirmStep,
  numberStep,
  textStep,
  choiceStep,
  photoStep,
  scanStep,
  timerStep,
  readingStep,
  signatureStep,
  hazardStep,
]);
export type PlainStep = z.infer<typeof plainStep>;

/** Its steps, once for each sample; the answer is how many there are. */
const repeatStep = z.object({
  ...stepBase,
  kind: z.literal('repeat'),
  /** What one of them is called, e.g. `sample`, `level`. */
  itemName: text(60).min(1),
  least: z.number().int().min(0).max(200),
  most: z.number().int().min(1).max(200),
  steps: z.array(plainStep).min(1).max(30),
});

export const step = z.discriminatedUnion('kind', [...plainStep.options, branchStep, repeatStep]);
export type Step = z.infer<typeof step>;
export type StepKind = Step['kind'];
export type BranchStep = z.infer<typeof branchStep>;
export type RepeatStep = z.infer<typeof repeatStep>;
export const stepKinds = [
  'confirm',
  'number',
  'text',
  'choice',
  'photo',
  'scan',
  'timer',
  'reading',
  'signature',
  'hazard',
  'branch',
  'repeat',
] as const satisfies readonly StepKind[];

/** Everything a version says. Unfinished while it is a draft; `checkContent` says what is missing. */
export const sopContent = z.object({
  title: text(200).min(1),
  purpose: text(2000),
  /** Whom and what it is for, in words. */
  scope: text(2000),
  /** Definitions of the instruments it is for; empty: any, or none. */
  definitionKeys: z.array(text(80)).max(40),
  materials: text(4000),
  safety: text(4000),
  references: text(4000),
  steps: z.array(step).max(120),
  /** A finished run is signed by who performed it. */
  needsSignature: z.boolean(),
  /** A finished run is reviewed by a second person. */
  needsReview: z.boolean(),
  /** Months until it has to be reviewed, counted from the day it takes effect. */
  reviewEveryMonths: z.number().int().min(1).max(60),
});
export type SopContent = z.infer<typeof sopContent>;

/** Who must read an effective version: people by role or by name. Both empty: nobody has to. */
export const readers = z.object({
  roles: z.array(z.enum(['tech', 'senior', 'supervisor', 'service-specialist', 'administrator', 'auditor'])).max(6),
  personIds: z.array(id).max(300),
  /** Days after it took effect until it should be read. */
  withinDays: z.number().int().min(0).max(365),
});
export type Readers = z.infer<typeof readers>;

/** A value copied from the wire with where it came from: it outlives its message. */
export const wireReading = z.object({
  messageId: id,
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

/**
 * What a person put into one step. `value`: decimal text, `yes`, the choice, an arm's label, how many, `acknowledged`,
 * `signed`, seconds, or the text; null: nothing.
 */
export const stepEntry = z.object({
  value: text(4000).nullable(),
  note: text(1000),
  photo: photo.nullable(),
  reading: wireReading.nullable(),
});
export type StepEntry = z.infer<typeof stepEntry>;

/** The step as it was asked: the yardstick an answer is judged by, for ever. */
export const frozenStep = z.object({
  title: text(200),
  kind: z.enum(stepKinds),
  unit: text(40),
  low: decimalValue.nullable(),
  high: decimalValue.nullable(),
  prescribed: decimalValue.nullable(),
  /** Choices that pass, or what a scan must read. */
  passes: z.array(text(200)).max(24),
  isRequired: z.boolean(),
  source: text(300),
  /** What the lab had still to put in from its own manual. */
  adapt: text(300),
});
export type FrozenStep = z.infer<typeof frozenStep>;

/** Why a verdict is no pass: key of `sop.why.<why>`, empty where nothing is to be said. */
export const why = z.enum([
  '',
  'missing',
  'not-a-number',
  'below-low',
  'above-high',
  'not-as-prescribed',
  'not-adapted',
  'not-a-passing-choice',
  'not-what-was-expected',
  'too-short',
  'too-long',
  'clock-was-set',
  'not-confirmed',
  'not-signed',
]);
export type Why = z.infer<typeof why>;

/** A timer as it ran, by this bench's clock. */
export const timing = z.object({
  startedAt: text(40),
  stoppedAt: text(40),
  /** False: the clock was set meanwhile, and the span can not be told. */
  isSure: z.boolean(),
});

/** One answer as recorded. */
export const recordedAnswer = stepEntry.extend({
  at: stepAddress,
  asked: frozenStep,
  /** Null: nothing to judge (a note, a photo, a choice without passing ones). */
  verdict: verdict.nullable(),
  why,
  timing: timing.nullable(),
  /** Keyed hash of a scanned specimen's id; `value` then shows its last four characters. */
  specimenHash: text(100).nullable(),
});
export type RecordedAnswer = z.infer<typeof recordedAnswer>;
