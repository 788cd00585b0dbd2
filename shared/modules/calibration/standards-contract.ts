import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import {
  attachedFile,
  certificateSubject,
  certificateTerms,
  checkedPoint,
  checkMeasurement,
  checkPhase,
  checkReference,
  checkVerdict,
  checkWhy,
  day,
  dueState,
  evaporation,
  gravimetryInput,
  gravimetryResult,
  impactItem,
  impactOutcome,
  standardKind,
  standardStatus,
  standardTerms,
  volumeTerms,
  weighingConditions,
  weighingWay,
  weightReading,
} from './standards-terms.ts';

/**
 * Reference standards, certificates and pipette checks. A password is null where nobody can sign yet
 * (`session.state` says so); where there are accounts, checks, answers and voids are signed with it.
 */

const id = z.string().min(1).max(64);
const needed = (max: number) => text(max).min(1);
const limit = z.number().int().min(1).max(500);
const password = z.string().min(1).max(1000).nullable();

/** How one demand (the check, the certificate) stands today. */
export const dueStanding = z.object({
  state: dueState,
  /** Last day it holds; null where nothing can be said. */
  dueOn: z.string().nullable(),
  /** Day it rests on: of the last good check, of the certificate. */
  since: z.string().nullable(),
});
export type DueStanding = z.infer<typeof dueStanding>;

export const standardRow = z.object({
  id: z.string(),
  kind: standardKind,
  name: z.string(),
  maker: z.string(),
  model: z.string(),
  serialNumber: z.string(),
  assetNumber: z.string(),
  place: z.string(),
  status: standardStatus,
  /** The worse of both; green only for `current`. */
  state: dueState,
  check: dueStanding.nullable(),
  certificate: dueStanding.nullable(),
  /** The earlier of both dates. */
  dueOn: z.string().nullable(),
  lastVerdict: checkVerdict.nullable(),
  openReviewCount: z.number(),
  hasConflict: z.boolean(),
});
export type StandardRow = z.infer<typeof standardRow>;

export const historyLine = z.object({
  hash: z.string(),
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  key: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export const checkRow = z.object({
  id: z.string(),
  hash: z.string(),
  standardId: z.string(),
  standardName: z.string(),
  phase: checkPhase,
  kind: z.enum(['points', 'gravimetric']),
  performedOn: z.string(),
  performedAt: z.string(),
  actor: z.string(),
  /** As recorded. */
  verdict: checkVerdict,
  why: z.array(checkWhy),
  reviewId: z.string().nullable(),
});
export type CheckRow = z.infer<typeof checkRow>;

export const checkDetail = checkRow.extend({
  measurement: checkMeasurement,
  source: z.string(),
  note: z.string(),
  timeZone: z.string(),
  /** What today's arithmetic says of the recorded raw values; differs only where the arithmetic was changed. */
  recomputed: z.object({ algorithm: z.string(), verdict: checkVerdict, isSame: z.boolean() }),
});
export type CheckDetail = z.infer<typeof checkDetail>;

export const certificateRow = z.object({
  id: z.string(),
  subject: certificateSubject,
  subjectName: z.string(),
  terms: certificateTerms,
  isWithdrawn: z.boolean(),
  /** How it stands today by its own dates, whether or not a newer one has taken its place. */
  standing: dueStanding,
  /** True for the one that counts for its subject. */
  isCounting: z.boolean(),
  addedAt: z.string(),
  addedBy: z.string(),
  hasConflict: z.boolean(),
});
export type CertificateRow = z.infer<typeof certificateRow>;

/** One thing that needs a certificate, or has one. */
export const registerRow = z.object({
  subject: certificateSubject,
  name: z.string(),
  /** `instrument`, or the standard's kind. */
  kind: z.string(),
  serialNumber: z.string(),
  isNeeded: z.boolean(),
  /** Null: none is asked for and there is none. */
  standing: dueStanding.nullable(),
  certificateId: z.string().nullable(),
  number: z.string(),
  issuer: z.string(),
});
export type RegisterRow = z.infer<typeof registerRow>;

export const impactReviewRow = z.object({
  id: z.string(),
  subject: certificateSubject,
  name: z.string(),
  cause: z.object({ kind: z.enum(['check', 'certificate']), id: z.string() }),
  lastGoodOn: z.string().nullable(),
  foundOn: z.string(),
  openedBy: z.string(),
  answer: z
    .object({ outcome: impactOutcome, statement: z.string(), at: z.string(), by: z.string(), hash: z.string() })
    .nullable(),
  hasConflict: z.boolean(),
});
export type ImpactReviewRow = z.infer<typeof impactReviewRow>;

/** A pipette check in progress: durable field by field, on this machine only. */
export const gravimetrySheet = z.object({
  sheetId: z.string(),
  standardId: z.string(),
  standardName: z.string(),
  phase: checkPhase,
  input: gravimetryInput,
  note: z.string(),
  /** What it would come to as it stands. */
  result: gravimetryResult,
  openedAt: z.string(),
  openedBy: z.string(),
  savedAt: z.string(),
  needsPassword: z.boolean(),
});
export type GravimetrySheet = z.infer<typeof gravimetrySheet>;

const outcome = z.object({
  checkId: z.string(),
  verdict: checkVerdict,
  why: z.array(checkWhy),
  /** The impact review it opened, which must be answered. */
  reviewId: z.string().nullable(),
});

const equipment = {
  list: oc.input(z.object({ show: z.enum(['in-use', 'all']) })).output(z.array(standardRow)),
  get: oc.input(z.object({ standardId: id })).output(
    standardRow.extend({
      terms: standardTerms,
      checks: z.array(checkRow),
      certificates: z.array(certificateRow),
      reviews: z.array(impactReviewRow),
      history: z.array(historyLine),
      /** A check by points or by weighing. */
      checkKind: z.enum(['points', 'gravimetric']),
      needsPassword: z.boolean(),
    }),
  ),
  register: oc.input(z.object({ terms: standardTerms })).output(z.object({ standardId: z.string() })),
  change: oc.input(z.object({ standardId: id, terms: standardTerms, reason: needed(500) })).output(z.object({})),
  setStatus: oc.input(z.object({ standardId: id, status: standardStatus, reason: needed(500) })).output(z.object({})),
  /**
   * Records a check by points, judged by the host. Of a reference out of the register only the id counts: its name and
   * certificate are frozen as they stand.
   */
  checkPoints: oc
    .input(
      z.object({
        standardId: id,
        phase: checkPhase,
        /** Null: today. An earlier day is a late entry; a later one is refused. */
        performedOn: day.nullable(),
        reference: checkReference.nullable(),
        points: z.array(checkedPoint).max(20),
        source: text(400),
        note: text(2000),
        password,
      }),
    )
    .output(outcome),
  getCheck: oc.input(z.object({ checkId: id })).output(checkDetail),
  /** It stays visible and counts no longer; a review it opened falls with it unless it was answered. */
  voidCheck: oc.input(z.object({ checkId: id, reason: needed(500), password })).output(z.object({})),
};

const gravimetry = {
  /** The sheet of this pipette that its person has open, or a new one. Volumes are those of ISO 8655-6, limits blank or sourced. */
  open: oc.input(z.object({ standardId: id, phase: checkPhase, isNew: z.boolean() })).output(gravimetrySheet),
  get: oc.input(z.object({ sheetId: id })).output(gravimetrySheet),
  list: oc.output(z.array(gravimetrySheet)),
  /** What is given is saved; what is left out stays. */
  save: oc
    .input(
      z.object({
        sheetId: id,
        phase: checkPhase.optional(),
        channel: z.number().int().min(1).max(16).optional(),
        way: weighingWay.optional(),
        replicateCount: z.number().int().min(2).max(30).optional(),
        conditions: weighingConditions.optional(),
        evaporation: evaporation.nullable().optional(),
        balance: z
          .discriminatedUnion('kind', [
            z.object({ kind: z.literal('instrument'), instrumentId: id }),
            z.object({ kind: z.literal('typed'), name: needed(120), certificate: text(120), validTo: day.nullable() }),
          ])
          .nullable()
          .optional(),
        note: text(2000).optional(),
      }),
    )
    .output(gravimetrySheet),
  /** Volumes that hold weighings already keep them, found by their selected volume; such a volume cannot be dropped. */
  saveVolumes: oc.input(z.object({ sheetId: id, volumes: z.array(volumeTerms).min(1).max(6) })).output(gravimetrySheet),
  /** Weights the sheet's balance has sent, newest first; those already copied are marked. */
  weights: oc.input(z.object({ sheetId: id, limit })).output(z.array(weightReading.extend({ isTaken: z.boolean() }))),
  /** Copies one weight of the wire, or a typed one, into a volume. `start`: what the vessel showed before. */
  weigh: oc
    .input(
      z.object({
        sheetId: id,
        volume: z.number().int().min(0).max(5),
        as: z.enum(['start', 'replicate']),
        weight: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('wire'), messageId: id, rawValue: needed(60) }),
          z.object({ kind: z.literal('typed'), value: needed(60), unit: needed(20) }),
        ]),
      }),
    )
    .output(gravimetrySheet),
  /** Leaves one weighing out with a reason, or (null) takes it in again. It stays visible either way. */
  exclude: oc.input(z.object({ sheetId: id, weighingId: id, reason: needed(500).nullable() })).output(gravimetrySheet),
  discard: oc.input(z.object({ sheetId: id })).output(z.object({})),
  /** One record, with the signature in the same transaction; the sheet ends with it. */
  finish: oc.input(z.object({ sheetId: id, password })).output(outcome),
};

const impact = {
  list: oc.input(z.object({ show: z.enum(['open', 'all']), limit })).output(z.array(impactReviewRow)),
  get: oc.input(z.object({ reviewId: id })).output(
    impactReviewRow.extend({
      /** Work since the last good check; frozen once it is answered. */
      items: z.array(impactItem),
      itemCount: z.number(),
      history: z.array(historyLine),
      needsPassword: z.boolean(),
    }),
  ),
  answer: oc
    .input(z.object({ reviewId: id, outcome: impactOutcome, statement: needed(4000), password }))
    .output(z.object({})),
};

const certificates = {
  /** Everything that needs a certificate or has one; what is missing first. */
  register: oc.output(z.array(registerRow)),
  list: oc.input(z.object({ subject: certificateSubject })).output(z.array(certificateRow)),
  add: oc
    .input(z.object({ subject: certificateSubject, terms: certificateTerms }))
    .output(z.object({ certificateId: z.string(), reviewId: z.string().nullable() })),
  change: oc.input(z.object({ certificateId: id, terms: certificateTerms, reason: needed(500) })).output(z.object({})),
  withdraw: oc.input(z.object({ certificateId: id, reason: needed(500) })).output(z.object({})),
  /** Seals a PDF or picture of the certificate; durable when it returns. */
  saveFile: oc
    .input(z.object({ name: needed(200), mediaType: text(80), bytes: z.instanceof(Uint8Array) }))
    .output(attachedFile),
  file: oc
    .input(z.object({ certificateId: id }))
    .output(z.object({ name: z.string(), mediaType: z.string(), bytes: z.instanceof(Uint8Array) })),
  demand: oc
    .input(z.object({ instrumentId: id }))
    .output(z.object({ isNeeded: z.boolean(), certificateMonths: z.number().nullable(), warnDays: z.number() })),
  setDemand: oc
    .input(
      z.object({
        instrumentId: id,
        isNeeded: z.boolean(),
        certificateMonths: z.number().int().min(1).max(240).nullable(),
        warnDays: z.number().int().min(0).max(400),
        reason: needed(500),
      }),
    )
    .output(z.object({})),
};

export const standardsContract = { equipment, gravimetry, impact, certificates };
