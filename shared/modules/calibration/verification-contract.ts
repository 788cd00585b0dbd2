import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { signing } from '../maintenance/tasks-contract.ts';
import {
  civilDate,
  decimalValue,
  exemptionBasis,
  monthVerdict,
  procedureTerms,
  verdict,
  verificationReason,
} from './terms.ts';

const id = z.string().max(64);
const key = z.string().max(80);

/** Where one instrument's calibration verification stands (findings CC8, CC8c). */
export const verificationStanding = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  definitionKey: z.string(),
  /**
   * `in-date`, `due-soon` (within the warning days), `overdue`, `triggered` (an event asks for it), `never` (no
   * verification yet, and the first is not due), `exempt`, `not-applicable` (no results are measured).
   */
  state: z.enum(['in-date', 'due-soon', 'overdue', 'triggered', 'never', 'exempt', 'not-applicable']),
  /** Last one that passed, and the day six calendar months after it; before the first, counted from registration. */
  lastOn: z.string().nullable(),
  lastSessionId: z.string().nullable(),
  dueOn: z.string().nullable(),
  daysLeft: z.number().nullable(),
  months: z.number(),
  /** Newest verdict of any closed verification, passed or not. */
  lastVerdict: verdict.nullable(),
  runningSessionId: z.string().nullable(),
  openTriggers: z.array(
    z.object({
      triggerId: z.string(),
      kind: verificationReason,
      on: z.string(),
      note: z.string(),
      /** `noted` by a person, or an item of a return-to-service list that stands open. */
      origin: z.enum(['noted', 'return-to-service']),
    }),
  ),
  exemption: z
    .object({
      basis: exemptionBasis,
      reason: z.string(),
      untilOn: z.string().nullable(),
      by: z.string(),
      at: z.string(),
      isExpired: z.boolean(),
    })
    .nullable(),
  isProcedureConfirmed: z.boolean(),
  monthlyReview: z
    .object({ title: z.string(), missing: z.array(z.string()), lastMonth: z.string().nullable() })
    .nullable(),
});
export type VerificationStanding = z.infer<typeof verificationStanding>;

export const verificationContract = {
  standing: oc.input(z.object({ instrumentId: id.nullable() })).output(z.array(verificationStanding)),
  noteTrigger: oc
    .input(z.object({ instrumentId: id, kind: verificationReason, on: civilDate, note: text(1000) }))
    .output(z.object({ triggerId: z.string() })),
  dismissTrigger: oc.input(z.object({ triggerId: id, reason: text(1000).min(1) })).output(z.object({})),
  setExemption: oc
    .input(
      z.object({
        instrumentId: id,
        isExempt: z.boolean(),
        basis: exemptionBasis,
        reason: text(1000).min(1),
        untilOn: civilDate.nullable(),
        signing,
      }),
    )
    .output(z.object({})),
};

export const procedureRow = z.object({
  definitionKey: z.string(),
  model: z.string(),
  terms: procedureTerms,
  /** False: the shipped outline, with blanks where the manual has the number. */
  isConfirmed: z.boolean(),
  confirmedBy: z.string(),
  confirmedAt: z.string().nullable(),
  hash: z.string().nullable(),
  versionCount: z.number(),
  /** Blanks that will end in CANNOT EVALUATE, as paths of the terms. */
  blanks: z.array(z.string()),
});
export type ProcedureRow = z.infer<typeof procedureRow>;

export const proceduresContract = {
  /** One for each model that is registered on this bench, and each that was confirmed. */
  list: oc.output(z.array(procedureRow)),
  get: oc.input(z.object({ definitionKey: key })).output(procedureRow),
  /** Signed (approved). `hash` is the newest the page has shown, null for the first. */
  set: oc
    .input(
      z.object({
        definitionKey: key,
        terms: procedureTerms,
        reason: text(500).min(1),
        hash: z.string().length(43).nullable(),
        signing,
      }),
    )
    .output(z.object({ hash: z.string() })),
};

export const factorPoint = z.object({
  parameter: z.string(),
  label: z.string(),
  on: z.string(),
  at: z.string(),
  /** Per cent; `before` null where it was only noted. */
  before: z.string().nullable(),
  after: z.string(),
  /** What the bench computed beside it. */
  shadow: z.string().nullable(),
  decision: z.enum(['updated', 'kept', 'service-called', 'noted']),
  /** Difference of the as-found mean from the assigned value, in per cent: the drift since the last calibration. */
  asFoundPercent: z.string().nullable(),
  asLeftPercent: z.string().nullable(),
  verdict: verdict.nullable(),
  by: z.string(),
  note: z.string(),
  sessionId: z.string().nullable(),
  hash: z.string(),
});
export type FactorPoint = z.infer<typeof factorPoint>;

/** What stood at the end of one day, folded from records. */
export const asOfView = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  on: z.string(),
  factors: z.array(factorPoint),
  lastCalibration: z
    .object({ sessionId: z.string(), on: z.string(), verdict, outcome: z.string(), by: z.string() })
    .nullable(),
  lastVerification: z
    .object({ sessionId: z.string(), on: z.string(), verdict, outcome: z.string(), by: z.string() })
    .nullable(),
  /** Six calendar months after the last that had passed by then. */
  verificationDueOn: z.string().nullable(),
  wasOverdue: z.boolean(),
  isExempt: z.boolean(),
  openTriggers: z.array(z.object({ triggerId: z.string(), kind: verificationReason, on: z.string() })),
});
export type AsOfView = z.infer<typeof asOfView>;

export const factorsContract = {
  /** Oldest first. */
  history: oc
    .input(
      z.object({
        instrumentId: id,
        parameter: z.string().max(60).nullable(),
        fromOn: civilDate.nullable(),
        toOn: civilDate.nullable(),
        limit: z.number().int().min(1).max(2000).default(1000),
      }),
    )
    .output(z.array(factorPoint)),
  note: oc
    .input(
      z.object({
        instrumentId: id,
        parameter: z.string().max(60).min(1),
        label: text(80).min(1),
        value: decimalValue,
        on: civilDate,
        setBy: z.enum(['lab', 'service', 'maker', 'unknown']),
        note: text(500),
      }),
    )
    .output(z.object({ hash: z.string() })),
  asOf: oc.input(z.object({ instrumentId: id, on: civilDate })).output(asOfView),
};

export const monthRow = z.object({
  month: z.string(),
  /** Null: nobody has read it. */
  review: z
    .object({
      report: z.string(),
      verdict: monthVerdict,
      findings: z.string(),
      by: z.string(),
      at: z.string(),
      hash: z.string(),
    })
    .nullable(),
  isMissing: z.boolean(),
});

/** The maker's monitoring is read and signed in the lab, month by month (finding CC7). */
export const monthsContract = {
  list: oc.input(z.object({ instrumentId: id, limit: z.number().int().min(1).max(60) })).output(z.array(monthRow)),
  review: oc
    .input(
      z.object({
        instrumentId: id,
        month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
        report: text(300),
        verdict: monthVerdict,
        findings: text(2000),
        signing,
      }),
    )
    .output(z.object({ hash: z.string() })),
};
