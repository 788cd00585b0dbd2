import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';

/** Words of cases, visits, certificates, installations and notices: states and shapes contract, records and rules share. */

/** What the case is about, as whoever opened it says. */
export const caseKind = z.enum(['fault', 'failed-check', 'missed-task', 'complaint', 'field-notice', 'other']);
export type CaseKind = z.infer<typeof caseKind>;

/** What it was opened from. `proposal` was made by the bench and taken by a person: nothing opens by itself. */
export const caseOrigin = z.enum(['hand', 'error', 'failed-check', 'missed-task', 'complaint', 'recurrence', 'notice']);
export type CaseOrigin = z.infer<typeof caseOrigin>;

/**
 * States of mission rule C.13. `closed` is closed and verified for a nonconformity, and closed for every other case;
 * `recurred` is a nonconformity whose corrective action did not hold: it waits to be investigated again.
 */
export const caseState = z.enum([
  'open',
  'acknowledged',
  'investigating',
  'corrective-action',
  'pending-verification',
  'closed',
  'recurred',
]);
export type CaseState = z.infer<typeof caseState>;

export const yesNoUnknown = z.enum(['yes', 'no', 'unknown']);
export type YesNoUnknown = z.infer<typeof yesNoUnknown>;

/** Categories of a nonconformity (mission rule C.13). */
export const nceCategory = z.enum(['pre-analytical', 'analytical', 'post-analytical', 'administrative']);
export type NceCategory = z.infer<typeof nceCategory>;

export const nceSeverity = z.enum(['critical', 'major', 'minor']);
export type NceSeverity = z.infer<typeof nceSeverity>;

export const causeMethod = z.enum(['five-whys', 'fishbone', 'fault-tree', 'other']);

export const effectVerdict = z.enum(['effective', 'not-effective', 'cannot-evaluate']);
export type EffectVerdict = z.infer<typeof effectVerdict>;

export const timeKind = z.enum(['work', 'travel', 'waiting', 'remote']);

const hash = z.string().length(43);

/** A picture by its own hash; the bytes lie sealed in the data folder, never in a record. */
export const keptFile = z.object({
  sha256: z.string().length(64),
  /** Hash of the sealed file: how this bench finds the bytes. */
  sealedAs: z.string().length(64),
  name: text(200),
  byteCount: z.number().int(),
});
export type KeptFile = z.infer<typeof keptFile>;

/**
 * What shows that something is so: a record of this bench, a picture, or a document that is kept elsewhere, named so that
 * it can be found. A sentence alone is no evidence (mission rule C.13).
 */
export const evidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), hash, type: text(120), note: text(500) }),
  z.object({ kind: z.literal('picture'), picture: keptFile, note: text(500) }),
  z.object({ kind: z.literal('document'), title: text(200), reference: text(200), note: text(500) }),
]);
export type Evidence = z.infer<typeof evidence>;

/** Things of other modules a case holds; their records become part of its timeline. */
export const linkKind = z.enum([
  'error',
  'guide-run',
  'task',
  'work-order',
  'downtime',
  'return-to-service',
  'calibration',
  'verification',
  'standard',
  'certificate',
  'sop-run',
  'visit',
  'decontamination',
  'installation',
  'notice',
  'case',
]);
export type LinkKind = z.infer<typeof linkKind>;

export const visitState = z.enum(['planned', 'on-site', 'left', 'closed', 'cancelled']);
export type VisitState = z.infer<typeof visitState>;

/** How a customer signs: drawn on the laptop, or the name typed and consent spoken. */
export const customerManner = z.enum(['drawn', 'spoken']);

export const decontaminationPurpose = z.enum(['service', 'return', 'move', 'disposal']);

export const decontaminationAnswer = z.enum(['done', 'not-applicable', 'not-done']);

/** What the certificate asks about; the sentences are in the module's words. */
export const decontaminationItem = z.enum([
  'outside-surfaces',
  'sampling-path',
  'fluid-lines',
  'waste-container',
  'reagents-removed',
  'samples-removed',
  'spills',
  'radioactive-or-toxic',
]);
export type DecontaminationItem = z.infer<typeof decontaminationItem>;

export const installationPhase = z.enum(['install', 'verify', 'train', 'go-live']);
export type InstallationPhase = z.infer<typeof installationPhase>;

export const installationState = z.enum(['open', 'live', 'cancelled']);

/** One line of an installation, frozen when the project is made: a later template does not move it. */
export const installationItem = z.object({
  key: text(60).min(1),
  phase: installationPhase,
  /** The lab's own text; empty where the module's words have a sentence for the key. */
  text: text(400),
  /** A gate must be proven, or answered with the reason why it does not apply, before the instrument goes live. */
  isGate: z.boolean(),
  /** Where the demand comes from: a citation, or `house`. */
  source: text(200),
});
export type InstallationItem = z.infer<typeof installationItem>;

export const installationProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), hash, type: text(120), note: text(1000) }),
  z.object({ kind: z.literal('picture'), picture: keptFile, note: text(1000) }),
  z.object({ kind: z.literal('statement'), text: text(2000).min(1) }),
  z.object({ kind: z.literal('not-applicable'), reason: text(1000).min(1) }),
]);
export type InstallationProof = z.infer<typeof installationProof>;

export const itemVerdict = z.enum(['pass', 'fail', 'cannot-evaluate']);

export const noticeSeverity = z.enum(['information', 'correction', 'removal']);

/** Serial numbers or lots a notice names: one, or all from one to another. */
export const numberRange = z.object({ from: text(80).min(1), to: text(80).min(1) });
export type NumberRange = z.infer<typeof numberRange>;

export const noticeAnswer = z.enum(['done', 'planned', 'does-not-apply']);

/** Sections of an instrument's state at a past time. */
export const momentKey = z.enum([
  'register',
  'link',
  'errors',
  'checks',
  'maintenance',
  'calibration',
  'procedures',
  'service',
  'people',
  'messages',
  'later',
]);
