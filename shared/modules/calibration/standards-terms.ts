import * as z from 'zod';
import { definitionStamp } from '../../instruments/signals.ts';
import { isCivilDate } from '../../kernel/civil-date.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';

/** Words of reference standards, certificates and pipette checks: shapes that contract, records and rules share. */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
export const day = z.string().length(10).refine(isCivilDate);
/** A number as it was written, at most 12 digits either side of the point. */
export const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);

export const standardKind = z.enum([
  'pipette',
  'thermometer',
  'centrifuge',
  'tachometer',
  'timer',
  'stage-micrometer',
  'weight',
  'barometer',
  'other',
]);
export type StandardKind = z.infer<typeof standardKind>;

/** Life of a standard: what is not in use is never due. */
export const standardStatus = z.enum(['in-use', 'out-of-use', 'retired']);
export type StandardStatus = z.infer<typeof standardStatus>;

/** What a piston pipette is; volumes in microlitres. */
export const pipette = z.object({
  nominalUl: z.number().positive().max(10_000),
  /** Smallest volume it is set to; the nominal one for a fixed pipette. */
  lowestUl: z.number().positive().max(10_000),
  isVariable: z.boolean(),
  channelCount: z.number().int().min(1).max(16),
  /** Tips it is checked with: tip and pipette are one measuring system. */
  tips: text(200),
});
export type Pipette = z.infer<typeof pipette>;

/** What a check compares at one point. Limits are the lab's: a blank cannot be evaluated. */
export const pointTerms = z.object({
  label: text(80),
  /** Where the point lies, e.g. 37 (°C) or 3000 (rpm). */
  nominal: decimal,
  /** Largest error either way. */
  limit: decimal.nullable(),
  /** `unit`: the limit is in the standard's unit; `percent`: of the reference. */
  limitKind: z.enum(['unit', 'percent']),
});
export type PointTerms = z.infer<typeof pointTerms>;

/** Everything a lab decides about one standard. */
export const standardTerms = z.object({
  kind: standardKind,
  name: text(120).min(1),
  maker: text(120),
  model: text(120),
  serialNumber: text(120),
  assetNumber: text(120),
  place: text(120),
  /** Unit its points are in; `µL` for a pipette. */
  unit: text(40),
  /** Months between checks; null: the lab has set none, and nothing is called current. */
  checkMonths: z.number().int().min(1).max(240).nullable(),
  needsCertificate: z.boolean(),
  /** Months a certificate that states no end holds; null: it then cannot be evaluated. */
  certificateMonths: z.number().int().min(1).max(240).nullable(),
  /** Days before the date from which it is told. */
  warnDays: z.number().int().min(0).max(400),
  /** Where interval and limits come from, in words. */
  source: text(400),
  /** Points of a check; empty for a pipette. */
  points: z.array(pointTerms).max(20),
  pipette: pipette.nullable(),
  /** Instruments and work it is used for: what an impact review looks through. */
  instrumentIds: z.array(id).max(60),
  note: text(2000),
});
export type StandardTerms = z.infer<typeof standardTerms>;

export const checkPhase = z.enum(['as-found', 'as-left']);
export type CheckPhase = z.infer<typeof checkPhase>;

export const checkVerdict = z.enum(['pass', 'fail', 'cannot-evaluate']);
export type CheckVerdict = z.infer<typeof checkVerdict>;

/** Why a check failed or cannot be evaluated: keys of `calibration.standards.why.<why>`. */
export const checkWhy = z.enum([
  'no-points',
  'value-missing',
  'limit-missing',
  'outside-limit',
  'reference-missing',
  'reference-not-current',
  'balance-missing',
  'balance-not-current',
  'conditions-missing',
  'conditions-outside-table',
  'too-few-replicates',
  'no-volumes',
  'volume-missing',
  'unit-unknown',
  'not-stable',
  'balance-too-coarse',
  'evaporation-missing',
  'systematic-outside',
  'random-outside',
]);
export type CheckWhy = z.infer<typeof checkWhy>;

/** How far a thing can be relied on, worst first in `dueStates` of the rules. Never current by default. */
export const dueState = z.enum([
  'failed',
  'overdue',
  'missing',
  'cannot-evaluate',
  'not-set-up',
  'due-soon',
  'current',
  'out-of-use',
]);
export type DueState = z.infer<typeof dueState>;

/** What a certificate is about. */
export const certificateSubject = z.object({ kind: z.enum(['instrument', 'standard']), id });
export type CertificateSubject = z.infer<typeof certificateSubject>;

/** A file that lies sealed among the data folder's; `sha256` is the hash of its sealed bytes. */
export const attachedFile = z.object({
  sha256: z.string().length(64),
  name: text(200),
  mediaType: text(80),
  byteCount: z.number().int().min(0),
});
export type AttachedFile = z.infer<typeof attachedFile>;

export const certificateTerms = z.object({
  number: text(120).min(1),
  issuer: text(200),
  /** Accreditation it was issued under, e.g. an ISO/IEC 17025 number. */
  accreditation: text(200),
  /** Chain to the national standard, as it states it. */
  traceability: text(400),
  issuedOn: day,
  /** Null where it states no end. */
  validTo: day.nullable(),
  uncertainty: text(200),
  /** What the thing was found to be before anything was adjusted. */
  asFound: z.enum(['in-tolerance', 'out-of-tolerance', 'not-stated']),
  file: attachedFile.nullable(),
  note: text(2000),
});
export type CertificateTerms = z.infer<typeof certificateTerms>;

/** A certificate as it stood when something relied on it. */
export const reliedOn = z.object({
  state: dueState,
  certificateId: id.nullable(),
  number: text(120),
  validTo: day.nullable(),
});
export type ReliedOn = z.infer<typeof reliedOn>;

/** What a check compares with. */
export const checkReference = z.discriminatedUnion('kind', [
  /** A standard of this register. */
  z.object({ kind: z.literal('standard'), standardId: id, name: text(120), relied: reliedOn }),
  /** Somebody else's, with its certificate. */
  z.object({
    kind: z.literal('outside'),
    name: text(120).min(1),
    certificate: text(120),
    validTo: day.nullable(),
  }),
  /** What needs no certificate: an ice point, a national time signal. */
  z.object({ kind: z.literal('fixed-point'), basis: text(200).min(1) }),
]);
export type CheckReference = z.infer<typeof checkReference>;

/** One point as measured. `reference` is what the reference shows, `correction` what its certificate adds to that. */
export const checkedPoint = pointTerms.extend({
  reference: decimal.nullable(),
  correction: decimal.nullable(),
  observed: decimal.nullable(),
});
export type CheckedPoint = z.infer<typeof checkedPoint>;

/** One point as judged. */
export const pointResult = z.object({
  error: z.number().nullable(),
  /** The limit in the unit. */
  allowed: z.number().nullable(),
  verdict: checkVerdict,
  why: z.array(checkWhy).max(8),
});
export type PointResult = z.infer<typeof pointResult>;

/** A weight copied from the balance's message, as it came. */
export const weightReading = z.object({
  messageId: id,
  at: text(40),
  rawValue: text(60),
  unit: text(20),
  isStable: z.boolean(),
  flags: z.array(text(40)).max(20),
  definition: definitionStamp.nullable(),
});
export type WeightReading = z.infer<typeof weightReading>;

/** One weighing: typed, or copied from the wire (`reading` is then the message's). */
export const weighing = z.object({
  weighingId: id,
  at: text(40),
  value: text(60),
  unit: text(20),
  reading: weightReading.nullable(),
  /** Left out, with the reason; it stays where it was (finding CC22). */
  excluded: text(500).nullable(),
});
export type Weighing = z.infer<typeof weighing>;

/** Limits of one volume in microlitres, with where they come from; null is a blank. */
export const volumeTerms = z.object({
  selectedUl: z.number().positive().max(10_000),
  systematicUl: z.number().positive().max(10_000).nullable(),
  randomUl: z.number().positive().max(10_000).nullable(),
  source: text(300),
});
export type VolumeTerms = z.infer<typeof volumeTerms>;

export const volumeRun = volumeTerms.extend({
  /** In `cumulative` weighing: what the vessel showed before the first delivery. */
  start: weighing.nullable(),
  weighings: z.array(weighing).max(40),
});
export type VolumeRun = z.infer<typeof volumeRun>;

/** Air and water of the check; values as they were read. */
export const weighingConditions = z.object({
  waterCelsius: decimal.nullable(),
  pressureHpa: decimal.nullable(),
  humidityPercent: decimal.nullable(),
  /** Instruments they were read from, in words. */
  source: text(300),
});

/** Loss in one test cycle, in milligrams; null: not determined. */
export const evaporation = z.object({ perCycleMg: decimal, source: text(300) });

/** `tared`: the balance is set to zero before each delivery. `cumulative`: the differences count. */
export const weighingWay = z.enum(['tared', 'cumulative']);

/** The balance: an instrument of this bench, or one whose values are typed. */
export const checkBalance = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('instrument'), instrumentId: id, name: text(120), relied: reliedOn }),
  z.object({ kind: z.literal('typed'), name: text(120).min(1), certificate: text(120), validTo: day.nullable() }),
]);
export type CheckBalance = z.infer<typeof checkBalance>;

/** One volume as calculated; volumes in microlitres, errors in microlitres and per cent of the selected volume. */
export const volumeResult = z.object({
  count: z.number().int().min(0),
  excludedCount: z.number().int().min(0),
  volumesUl: z.array(z.number().nullable()).max(40),
  meanUl: z.number().nullable(),
  systematicUl: z.number().nullable(),
  systematicPercent: z.number().nullable(),
  randomUl: z.number().nullable(),
  randomPercent: z.number().nullable(),
  verdict: checkVerdict,
  why: z.array(checkWhy).max(12),
});
export type VolumeResult = z.infer<typeof volumeResult>;

/** Everything measured in one pipette check, and nothing calculated. */
export const gravimetryInput = z.object({
  pipette,
  channel: z.number().int().min(1).max(16),
  balance: checkBalance.nullable(),
  way: weighingWay,
  conditions: weighingConditions,
  evaporation: evaporation.nullable(),
  /** Deliveries at each volume: 10 in ISO 8655-6. */
  replicateCount: z.number().int().min(2).max(30),
  volumes: z.array(volumeRun).max(6),
});
export type GravimetryInput = z.infer<typeof gravimetryInput>;

export const gravimetryResult = z.object({
  /** Version of the arithmetic. */
  algorithm: text(40),
  /** Correction factor in microlitres per milligram; null where it cannot be said. */
  z: z.number().nullable(),
  volumes: z.array(volumeResult).max(6),
  verdict: checkVerdict,
  why: z.array(checkWhy).max(20),
});
export type GravimetryResult = z.infer<typeof gravimetryResult>;

/** What a check was and came to: by points, or by weighing. */
export const checkMeasurement = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('points'),
    unit: text(40),
    reference: checkReference.nullable(),
    points: z.array(checkedPoint).max(20),
    results: z.array(pointResult).max(20),
    algorithm: text(40),
  }),
  z.object({ kind: z.literal('gravimetric'), input: gravimetryInput, result: gravimetryResult }),
]);
export type CheckMeasurement = z.infer<typeof checkMeasurement>;

/** Work that may rest on a thing found out of tolerance. */
export const impactItem = z.object({
  kind: z.enum(['check', 'calibration', 'verification', 'maintenance', 'results']),
  /** Id of the thing, or of the instrument for results. */
  id: text(120),
  name: text(240),
  on: day.nullable(),
  count: z.number().int().min(1),
});
export type ImpactItem = z.infer<typeof impactItem>;

export const impactOutcome = z.enum([
  'no-effect',
  'work-repeated',
  'results-corrected',
  'reported-to-clients',
  'other',
]);
export type ImpactOutcome = z.infer<typeof impactOutcome>;

export const impactCause = z.object({ kind: z.enum(['check', 'certificate']), id, hash });
