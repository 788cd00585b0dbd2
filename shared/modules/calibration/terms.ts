import * as z from 'zod';
import { definitionStamp } from '../../instruments/signals.ts';
import { isCivilDate } from '../../kernel/civil-date.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** Words of the calibration core: shapes that contract, records and rules share. */

export const civilDate = z.string().length(10).refine(isCivilDate);
/** A number as it is written, at most 12 digits either side. */
export const decimalValue = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);
/** A number nobody may make up: null until a person types it from a source they own. */
const blank = decimalValue.nullable();
const source = text(300);

export const verdict = z.enum(['pass', 'fail', 'cannot-evaluate']);
export type Verdict = z.infer<typeof verdict>;

/** What a session is for. Both hold replicates of assigned material against limits and are run in the same way. */
export const sessionKind = z.enum(['calibration', 'verification']);
export type SessionKind = z.infer<typeof sessionKind>;

/** Why one calibrates at all: asked first (mission rule C.6, "prefer not to calibrate"). */
export const calibrationReason = z.enum([
  'installation',
  'qc-shift',
  'verification-failed',
  'critical-part',
  'service-visit',
  'reagent-change',
  'maker-interval',
  'external-survey',
  'other',
]);
export type CalibrationReason = z.infer<typeof calibrationReason>;

/**
 * Why one verifies: the six-month clock, or an event of 42 CFR 493.1255(b)(3)(i) to (iv).
 */
export const verificationReason = z.enum([
  'six-months',
  'reagents-changed',
  'critical-part',
  'qc-shift',
  'own-schedule',
  'first',
  'after-calibration',
  'other',
]);
export type VerificationReason = z.infer<typeof verificationReason>;

const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/);

/** How much a mean may differ from what is assigned: the larger of a share of it and an absolute floor. */
export const tolerance = z.object({ percent: blank, floor: blank, source });
export type Tolerance = z.infer<typeof tolerance>;

/** One measured quantity. `key` is the analyte's id in the catalogue, or the lab's own; nothing is matched by name. */
export const parameterTerms = z.object({
  key,
  label: text(80).min(1),
  unit: text(40),
  /** Test codes as the instrument sends them; empty: results that the definition maps to `key`. */
  tests: z.array(text(200).min(1)).max(12),
  /** False where the maker locked the factor or there is none: then only verification is possible. */
  hasFactor: z.boolean(),
  /** Largest CV of a set of replicates, in per cent. */
  maxCvPercent: blank,
  cvSource: source,
  /** As-found and as-left mean against the calibrator's assigned value. */
  calibrationTolerance: tolerance,
  /** Each level of a verification against its assigned value. */
  verificationTolerance: tolerance,
});
export type ParameterTerms = z.infer<typeof parameterTerms>;

/** One thing that must be so before anything is run. */
export const preconditionTerms = z.object({
  key,
  label: text(200).min(1),
  kind: z.enum(['confirm', 'number', 'text']),
  unit: text(40),
  low: blank,
  high: blank,
  isRequired: z.boolean(),
  source,
});
export type PreconditionTerms = z.infer<typeof preconditionTerms>;

/** How many runs; `least` null: the maker's manual was not asked yet. `dropFirst` runs are measured and never counted. */
export const runCount = z.object({
  least: z.number().int().min(1).max(60).nullable(),
  most: z.number().int().min(1).max(60).nullable(),
  dropFirst: z.number().int().min(0).max(10),
  source,
});
export type RunCount = z.infer<typeof runCount>;

/**
 * How one model is calibrated and verified, as the lab confirmed it from the maker's manual. Frozen into every session,
 * with where each limit comes from. Blanks stay blanks and end in CANNOT EVALUATE.
 */
export const procedureTerms = z.object({
  title: text(200).min(1),
  /** Manual, edition, page: where the procedure is written. Empty: nobody has confirmed it for this model. */
  source: text(600),
  detail: text(4000),
  preconditions: z.array(preconditionTerms).max(40),
  /** Finding CC9: a fresh normal sample before anything else; null where the model needs none, with the reason in `source`. */
  precision: runCount.extend({ isNeeded: z.boolean() }),
  replicates: runCount,
  factor: z.object({
    /** Largest step between the present and the new factor, in points of per cent. */
    maxChange: blank,
    lowest: blank,
    highest: blank,
    /** Places the analyzer shows; no update where the rounded change is 0. */
    decimals: z.number().int().min(0).max(6),
    source,
  }),
  verification: z.object({
    levels: z.number().int().min(1).max(10),
    replicates: runCount,
    months: z.number().int().min(1).max(60),
    warnDays: z.number().int().min(0).max(366),
    source,
  }),
  qc: z.object({ levels: z.number().int().min(0).max(6), source }),
  /** A report of the maker's own monitoring that the lab must read and sign every month (finding CC7). */
  monthlyReview: z.object({ isNeeded: z.boolean(), title: text(200), source }),
  parameters: z.array(parameterTerms).max(24),
});
export type ProcedureTerms = z.infer<typeof procedureTerms>;

export const materialRole = z.enum(['calibrator', 'level', 'control', 'sample']);

/** What is measured: calibrator lot, verification level, control level or fresh sample, with what it is said to hold. */
export const material = z.object({
  materialKey: key,
  role: materialRole,
  /** Level of a verification or control: `low`, `2`, `zero`; empty for a calibrator. */
  level: text(60),
  /** Where a level lies in the reportable range (42 CFR 493.1255(b)(2)(i): minimum or zero, mid-point, maximum). */
  rangePart: z.enum(['none', 'low', 'mid', 'high']),
  name: text(120),
  maker: text(120),
  lot: text(80),
  /** Last day of the lot, and the day the vial was opened with how many days it then keeps (null: not known). */
  expiresOn: civilDate.nullable(),
  openedOn: civilDate.nullable(),
  openDays: z.number().int().min(0).max(400).nullable(),
  traceability: text(400),
  /** Where the values come from: insert, certificate, reference method. */
  source: text(300),
  values: z
    .array(
      z.object({
        parameter: key,
        unit: text(40),
        assigned: blank,
        /** Expanded uncertainty as stated with the value. */
        uncertainty: blank,
        /** Control limits of the insert or the lab; null for calibrator and level. */
        low: blank,
        high: blank,
      }),
    )
    .max(24),
});
export type MaterialRole = z.infer<typeof materialRole>;
export type Material = z.infer<typeof material>;

/** Which series a run belongs to. */
export const runSet = z.enum(['precision', 'as-found', 'as-left', 'level', 'qc']);
export type RunSet = z.infer<typeof runSet>;

/** One value of a run. `rawValue`, `unit` and `flags` are as sent (or as typed); `value` is the number we understand. */
export const runValue = z.object({
  parameter: key,
  test: text(200),
  rawValue: text(200),
  unit: text(60),
  flags: z.array(text(40)).max(40),
  value: decimalValue.nullable(),
});
export type RunValue = z.infer<typeof runValue>;

/** One replicate. No identity: neither specimen nor patient is named, whatever the message held. */
export const runBody = z.object({
  runId: z.string().min(1).max(64),
  set: runSet,
  materialKey: key.nullable(),
  origin: z.enum(['wire', 'typed']),
  /** The message it was copied from by a person's choice; null where typed. */
  messageId: z.string().max(64).nullable(),
  /** When it was measured (wire) or typed. */
  at: text(40),
  definition: definitionStamp.nullable(),
  checksum: text(30),
  values: z.array(runValue).max(24),
  note: text(500),
});
export type RunBody = z.infer<typeof runBody>;

/** Why a number could not be judged, or why it failed. Sentence: `calibration.why.<code>`. */
export const why = z.enum([
  'no-runs',
  'too-few-runs',
  'too-many-runs',
  'no-limit',
  'no-assigned-value',
  'no-count',
  'cv-above-limit',
  'cv-no-limit',
  'outside-tolerance',
  'outside-control-limits',
  'unit-differs',
  'not-a-number',
  'mean-zero',
  'no-current-factor',
  'factor-change-too-large',
  'factor-out-of-range',
  'factor-not-decided',
  'factor-not-as-computed',
  'not-answered',
  'said-no',
  'value-outside',
  'too-few-levels',
  'range-not-covered',
  'too-few-control-levels',
  'material-missing',
  'material-expired',
  'vial-too-old',
  'no-expiry',
  'procedure-not-confirmed',
  'no-parameters',
  'conflict',
]);
export type Why = z.infer<typeof why>;

const cause = z.object({ code: why, subject: text(200) });

/** Replicates of one parameter in one series, recomputed from the raw values. Numbers are decimal text. */
export const statistics = z.object({
  set: runSet,
  materialKey: key.nullable(),
  parameter: key,
  unit: text(40),
  n: z.number().int(),
  /** Runs set aside by a person, and first runs the procedure drops. */
  excludedCount: z.number().int(),
  droppedCount: z.number().int(),
  mean: blank,
  sd: blank,
  cvPercent: blank,
  maxCvPercent: blank,
  assigned: blank,
  difference: blank,
  differencePercent: blank,
  /** The limit `difference` was held against: max(percent x assigned, floor). */
  limit: blank,
  verdict: verdict.nullable(),
  whys: z.array(cause).max(6),
});
export type Statistics = z.infer<typeof statistics>;

/** Factor of one parameter: what the bench computes beside the analyzer. Per cent, as decimal text. */
export const factorLine = z.object({
  parameter: key,
  current: blank,
  referenceMean: blank,
  instrumentMean: blank,
  n: z.number().int(),
  /** current x reference mean / instrument mean, rounded to the analyzer's places. */
  shadow: blank,
  change: blank,
  /** What the rule says: `update`, `keep` (change is 0, or the mean is in tolerance), `reject` (call service). */
  advice: z.enum(['update', 'keep', 'reject', 'none']),
  /** What the analyzer computed itself, and what a person says stands there now. */
  analyzer: blank,
  set: blank,
  decision: z.enum(['open', 'updated', 'kept', 'service-called']),
  verdict,
  whys: z.array(cause).max(6),
});
export type FactorLine = z.infer<typeof factorLine>;

export const sectionKey = z.enum([
  'procedure',
  'preconditions',
  'precision',
  'material',
  'as-found',
  'factors',
  'as-left',
  'levels',
  'qc',
]);
export type SectionKey = z.infer<typeof sectionKey>;

/** One step's verdict with its causes. */
export const section = z.object({
  key: sectionKey,
  verdict,
  /** True once anything was recorded in it. */
  isStarted: z.boolean(),
  /** False where the procedure does without; then its verdict does not count. */
  isNeeded: z.boolean(),
  whys: z.array(cause).max(30),
});
export type Section = z.infer<typeof section>;

/** Everything that follows from the raw values under one version of the arithmetic. */
export const judgement = z.object({
  algorithm: text(40),
  verdict,
  sections: z.array(section).max(12),
  statistics: z.array(statistics).max(400),
  factors: z.array(factorLine).max(24),
});
export type Judgement = z.infer<typeof judgement>;

export const outcome = z.enum([
  'calibrated',
  'left-as-it-was',
  'verified',
  'not-verified',
  'service-called',
  'abandoned',
]);
export type Outcome = z.infer<typeof outcome>;

/** What justifies that the six-month clock does not run (or that only verification is possible). */
export const exemptionBasis = z.enum(['factory-locked', 'not-a-measuring-system', 'covered-by-calibration', 'other']);
export type ExemptionBasis = z.infer<typeof exemptionBasis>;

/** What a person found in a month's report of the maker's own monitoring. */
export const monthVerdict = z.enum(['in-order', 'action-needed', 'no-report']);
