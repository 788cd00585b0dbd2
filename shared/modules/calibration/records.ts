import * as z from 'zod';
import { definitionStamp } from '../../instruments/signals.ts';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import {
  calibrationReason,
  civilDate,
  decimalValue,
  exemptionBasis,
  judgement,
  material,
  monthVerdict,
  outcome,
  procedureTerms,
  runBody,
  sessionKind,
  verificationReason,
} from './terms.ts';

/**
 * Records of the calibration core. A calibration is resumable at every point because every step is a record of its own;
 * statistics and verdicts are never among them but in the closing record, which freezes what was seen.
 */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const decision = { version: 1, kind: 'decision', scope: 'site' } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;
const aboutSession = { sessionId: id, instrumentId: id };

/** Sides of the same decision the author had seen, beside `base` (decision 19). */
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;

/** The guard was answered and the session begun: nothing is run before the reason stands. */
export const sessionOpened = defineRecord({
  ...decision,
  type: 'calibration.opened',
  schema: () =>
    z.object({
      ...aboutSession,
      kind: sessionKind,
      on: civilDate,
      at: text(40),
      timeZone: text(60),
      reason: z.union([calibrationReason, verificationReason]),
      reasonText: text(1000),
      /** Triggers it answers when it passes. */
      triggerIds: z.array(id).max(50),
      terms: procedureTerms,
      /** Record of the model's procedure it was copied from; null where none was confirmed yet. */
      procedureHash: hash.nullable(),
      definition: definitionStamp.nullable(),
    }),
});

/** Limits or procedure changed for this session, with the source in the terms. */
export const sessionTermsSet = defineRecord({
  ...decision,
  type: 'calibration.terms-set',
  schema: () =>
    z.object({
      ...aboutSession,
      terms: procedureTerms,
      procedureHash: hash.nullable(),
      reason: text(500),
      answers,
    }),
  causes,
});

export const preconditionAnswered = defineRecord({
  ...decision,
  type: 'calibration.precondition-answered',
  schema: () =>
    z.object({
      ...aboutSession,
      key: text(60),
      /** `yes`, `no`, `not-applicable`, decimal text or text; empty takes the answer back. */
      value: text(400),
      note: text(500),
      answers,
    }),
  causes,
});

export const materialSet = defineRecord({
  ...decision,
  type: 'calibration.material-set',
  schema: () =>
    z.object({
      ...aboutSession,
      material,
      isRemoved: z.boolean(),
      /** Why it was taken out; empty where it was set. */
      reason: text(500),
      answers,
    }),
  causes,
});

/** One replicate, copied whole from its message or typed. Never changed: it is set aside, with the reason. */
export const runTaken = defineRecord({
  ...fact,
  type: 'calibration.run-taken',
  schema: () => z.object({ ...aboutSession, run: runBody }),
});

/** Finding CC22: set aside with a reason, and visible for ever. `parameter` null: the whole run. */
export const runSetAside = defineRecord({
  ...decision,
  type: 'calibration.run-set-aside',
  schema: () =>
    z.object({
      ...aboutSession,
      runId: id,
      parameter: text(60).nullable(),
      isSetAside: z.boolean(),
      reason: text(500).min(1),
      answers,
    }),
  causes,
});

/** What a person read at the analyzer and did there. The bench itself changes no factor. */
export const factorDecided = defineRecord({
  ...decision,
  type: 'calibration.factor-decided',
  schema: () =>
    z.object({
      ...aboutSession,
      parameter: text(60),
      /** As the analyzer showed before, as it computed itself, as it shows now; per cent. */
      current: decimalValue.nullable(),
      analyzer: decimalValue.nullable(),
      set: decimalValue.nullable(),
      decision: z.enum(['open', 'updated', 'kept', 'service-called']),
      note: text(500),
      answers,
    }),
  causes,
});

/** The end: what was seen is frozen, with algorithm and the records it rests on. Signed (performed). */
export const sessionClosed = defineRecord({
  ...decision,
  type: 'calibration.closed',
  schema: () =>
    z.object({
      ...aboutSession,
      kind: sessionKind,
      on: civilDate,
      at: text(40),
      timeZone: text(60),
      outcome,
      judgement,
      /** Needed for anything but a pass: why it ends so. */
      reason: text(1000),
      note: text(2000),
      /** Runs that were there, set aside or not. */
      runIds: z.array(id).max(1000),
      answers: z.array(hash).max(64),
    }),
  causes,
});

/** Signed (reviewed); counts for exactly the closing it names. */
export const sessionReviewed = defineRecord({
  ...decision,
  type: 'calibration.reviewed',
  schema: () => z.object({ ...aboutSession, target: hash, note: text(1000) }),
  causes: (body) => [body.target],
});

/** How a model is calibrated and verified, from its manual (finding CC8c). Signed (approved). */
export const procedureSet = defineRecord({
  ...decision,
  type: 'calibration.procedure-set',
  schema: () => z.object({ definitionKey: text(80), terms: procedureTerms, reason: text(500), answers }),
  causes,
});

/** Justified exemption from the six-month clock. Signed (approved); off again by the same record. */
export const exemptionSet = defineRecord({
  ...decision,
  type: 'calibration.exemption-set',
  schema: () =>
    z.object({
      instrumentId: id,
      isExempt: z.boolean(),
      basis: exemptionBasis,
      reason: text(1000),
      /** Day on which the justification is looked at again; null where it never changes. */
      untilOn: civilDate.nullable(),
      answers,
    }),
  causes,
});

/** Something that asks for verification happened (42 CFR 493.1255(b)(3)). */
export const triggerNoted = defineRecord({
  ...fact,
  type: 'calibration.trigger-noted',
  schema: () =>
    z.object({
      instrumentId: id,
      triggerId: id,
      kind: verificationReason,
      on: civilDate,
      note: text(1000),
    }),
});

/** The trigger needs no verification after all, and why (493.1255(b)(3)(i): shown not to affect results). */
export const triggerDismissed = defineRecord({
  ...decision,
  type: 'calibration.trigger-dismissed',
  schema: () => z.object({ instrumentId: id, triggerId: id, reason: text(1000).min(1) }),
});

/** A factor read at the analyzer outside a calibration: at installation, after a visit. */
export const factorNoted = defineRecord({
  ...fact,
  type: 'calibration.factor-noted',
  schema: () =>
    z.object({
      instrumentId: id,
      parameter: text(60),
      label: text(80),
      value: decimalValue,
      on: civilDate,
      at: text(40),
      setBy: z.enum(['lab', 'service', 'maker', 'unknown']),
      note: text(500),
    }),
});

/** A month of the maker's own monitoring was read (finding CC7). Signed (reviewed). */
export const monthReviewed = defineRecord({
  ...decision,
  type: 'calibration.month-reviewed',
  schema: () =>
    z.object({
      instrumentId: id,
      month: text(7),
      /** What was read: report's name, number, period. */
      report: text(300),
      verdict: monthVerdict,
      findings: text(2000),
    }),
});

export const sessionRecords = [
  sessionOpened,
  sessionTermsSet,
  preconditionAnswered,
  materialSet,
  runTaken,
  runSetAside,
  factorDecided,
  sessionClosed,
  sessionReviewed,
] as const;

export const triggerRecords = [triggerNoted, triggerDismissed] as const;

export const coreCalibrationRecords = [
  ...sessionRecords,
  procedureSet,
  exemptionSet,
  ...triggerRecords,
  factorNoted,
  monthReviewed,
] as const;

/** Records that are lines of an instrument's story. */
export const calibrationStory = [
  sessionOpened,
  sessionClosed,
  sessionReviewed,
  exemptionSet,
  triggerNoted,
  triggerDismissed,
  factorNoted,
  monthReviewed,
] as const;

/** A calibration and a verification differ in their stream's first word. */
export const sessionStream = (kind: 'calibration' | 'verification', sessionId: string) => `${kind}/${sessionId}`;
export const procedureStream = (definitionKey: string) => `calibration-procedure/${definitionKey}`;
export const exemptionStream = (instrumentId: string) => `calibration-exemption/${instrumentId}`;
export const triggerStream = (triggerId: string) => `calibration-trigger/${triggerId}`;
export const factorsStream = (instrumentId: string) => `calibration-factors/${instrumentId}`;
export const monthStream = (instrumentId: string, month: string) => `calibration-month/${instrumentId}/${month}`;
