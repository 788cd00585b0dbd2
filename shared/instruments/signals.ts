import * as z from 'zod';

/**
 * What any instrument can say. One signal is one line of `--json` output, one row of the live stream, and, where it is
 * durable, the raw material of a record. `docs/signals.md` describes every field for people.
 */

/** How sure we are that the bytes are what the instrument sent (decision 7). Nothing with `failed` becomes a record. */
export const checksumVerdict = z.enum(['ok', 'line-ends-restored', 'failed', 'absent']);
export type ChecksumVerdict = z.infer<typeof checksumVerdict>;

export const severity = z.enum(['info', 'warn', 'stop']);
export type Severity = z.infer<typeof severity>;

export const affectsResults = z.enum(['yes', 'no', 'flagged', 'unknown']);
export type AffectsResults = z.infer<typeof affectsResults>;

/** Which definition read the message: a later, better one may read the same bytes differently (decision 9). */
export const definitionStamp = z.object({ key: z.string(), version: z.string(), hash: z.string() });
export type DefinitionStamp = z.infer<typeof definitionStamp>;

const base = {
  /** ISO time with zone: when Benchside received it. */
  at: z.string(),
  /** The instrument's id, or the definition's key where no instrument is registered (replay, probe). */
  instrument: z.string(),
  /** The message it came from; absent for what the line itself says. */
  message: z.string().nullable(),
  /** Ids of the wire entries (raw frames) it came from; empty when nothing was stored (replay). */
  frames: z.array(z.number()),
  definition: definitionStamp.nullable(),
  checksum: checksumVerdict,
};

/** Value fields: exactly as sent, and as we understand them. */
const measured = {
  /** The test code as sent, whole and untouched. */
  test: z.string(),
  rawValue: z.string(),
  unit: z.string(),
  /** Abnormal flags as sent; an empty list where none. */
  flags: z.array(z.string()),
  /** Result status as sent (`F`, `P`, ...), empty where none. */
  status: z.string(),
  /** Our analyte id from the catalogue, or null: nothing is matched by name. */
  analyte: z.string().nullable(),
  /** The number we understand, as decimal text, or null (`----`, text, images). */
  value: z.string().nullable(),
  /** What the mapping says about it: one of `meaning` in `definition.ts`, explained in `docs/signals.md`. */
  meaning: z.string(),
  /** Completion time as sent, empty where none (half of real captures carry none). */
  completedAt: z.string(),
  /** Masked specimen: a keyed hash for matching plus the last four characters; null where none was sent. */
  specimen: z.object({ hash: z.string(), shows: z.string() }).nullable(),
};

export const linkSignal = z.object({
  kind: z.literal('link'),
  ...base,
  state: z.string(),
  code: z.string().nullable(),
});
export const messageSignal = z.object({
  kind: z.literal('message'),
  ...base,
  protocol: z.string(),
  /** `results`, `qc`, `background`, `query`, `order`, `weight`, `temperature`, `settings`, `keep-alive`, `other`. */
  purpose: z.string(),
  recordCount: z.number(),
  resultCount: z.number(),
  isResend: z.boolean(),
  isPartial: z.boolean(),
  specimen: measured.specimen,
  sender: z.object({ model: z.string(), software: z.string(), serialNumber: z.string() }).nullable(),
});
export const statusSignal = z.object({
  kind: z.literal('status'),
  ...base,
  operationalStatus: z.string(),
  detail: z.string(),
});
export const errorSignal = z.object({
  kind: z.literal('error'),
  ...base,
  code: z.string(),
  text: z.string(),
  severity,
  affectsResults,
  specimen: measured.specimen,
});
export const errorClearedSignal = z.object({ kind: z.literal('error-cleared'), ...base, code: z.string() });
export const resultSignal = z.object({ kind: z.literal('result'), ...base, ...measured });
export const qcResultSignal = z.object({
  kind: z.literal('qc-result'),
  ...base,
  ...measured,
  /** The control lot as sent (never a patient identifier). */
  controlLot: z.string(),
});
export const backgroundSignal = z.object({
  kind: z.literal('background'),
  ...base,
  ...measured,
  /** The published limit as decimal text, or null: then the verdict is `cannot-evaluate`. */
  limit: z.string().nullable(),
  limitSource: z.string(),
  verdict: z.enum(['pass', 'fail', 'cannot-evaluate']),
});
export const meterSignal = z.object({
  kind: z.literal('meter'),
  ...base,
  meter: z.string(),
  reading: z.string(),
  unit: z.string(),
});
/** How the instrument was set, or what it used, when it measured: a detector's voltage, the count of a bead. No result. */
export const settingSignal = z.object({
  kind: z.literal('setting'),
  ...base,
  setting: z.string(),
  reading: z.string(),
  unit: z.string(),
  /** Civil time of the measurement, ISO without a zone; empty where the instrument does not say. */
  takenAt: z.string(),
});
export const frameRejectedSignal = z.object({
  kind: z.literal('frame-rejected'),
  ...base,
  reason: z.string(),
  byteCount: z.number(),
});
/**
 * What the instrument was to measure, or asks to be told. Shown, never answered. Only where the definition says where an
 * order keeps its parts.
 */
export const orderSignal = z.object({
  kind: z.literal('order'),
  ...base,
  /** `inquiry`: the instrument asks its host what to run; `done`: the order of the results that follow. */
  purpose: z.enum(['inquiry', 'done']),
  specimen: measured.specimen,
  /** Rack and position without the blanks and zeros that fill them up; empty where the tube was put in by hand. */
  rack: z.string(),
  tube: z.string(),
  /** How the id came in: the letter as sent. */
  readBy: z.string(),
  /** Test codes and profile names as sent. */
  tests: z.array(z.string()),
  /** Those of `tests` that are names of profiles. */
  profiles: z.array(z.string()),
  /** LIS02: the action code O.12, or the status Q.13 of an inquiry; as sent. */
  action: z.string(),
  /** LIS02: the report type O.26 as sent. */
  reportType: z.string(),
});
/** A lot or a calibration curve by which a test was measured, as far as the wire names it. */
export const lotSignal = z.object({
  kind: z.literal('lot'),
  ...base,
  what: z.enum(['reagent', 'calibration-curve']),
  /** The test it was used for, as sent; empty where the wire does not say. (`test` belongs to measured values.) */
  forTest: z.string(),
  /** Name of the reagent as sent; empty for a curve. */
  name: z.string(),
  /** Lot number, or number of the curve, as sent. */
  number: z.string(),
  /** Dates as sent; empty where none. */
  openedAt: z.string(),
  expiresAt: z.string(),
});
/** Something the definition does not know, named and kept: nothing is dropped. */
export const unmappedSignal = z.object({
  kind: z.literal('unmapped'),
  ...base,
  what: z.string(),
  /** The raw text with identity removed. */
  raw: z.string(),
});

export const signal = z.discriminatedUnion('kind', [
  linkSignal,
  messageSignal,
  statusSignal,
  errorSignal,
  errorClearedSignal,
  resultSignal,
  qcResultSignal,
  backgroundSignal,
  meterSignal,
  settingSignal,
  orderSignal,
  lotSignal,
  frameRejectedSignal,
  unmappedSignal,
]);
export type Signal = z.infer<typeof signal>;
export type ResultSignal = z.infer<typeof resultSignal>;
export type QcResultSignal = z.infer<typeof qcResultSignal>;
export type BackgroundSignal = z.infer<typeof backgroundSignal>;
export type MessageSignal = z.infer<typeof messageSignal>;
export type SettingSignal = z.infer<typeof settingSignal>;
export type OrderSignal = z.infer<typeof orderSignal>;
export type LotSignal = z.infer<typeof lotSignal>;
export type ErrorSignal = z.infer<typeof errorSignal>;
