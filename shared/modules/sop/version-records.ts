import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { civilDate, hash, id, readers, sopContent } from './terms.ts';

/**
 * The life of an SOP, in one stream: versions are written, sent for review, approved by a signature and made effective by
 * the deciding workstation's countersignature (decision 21). Which one is effective is folded, never stored.
 */

const decision = { version: 1, kind: 'decision', scope: 'site' } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;
/** Sides of the same decision the author had seen, beside `base` (decision 19). */
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;
const aboutVersion = { sopId: id, versionId: id };

export const sopAdded = defineRecord({
  ...fact,
  type: 'sop.added',
  schema: () =>
    z.object({
      sopId: id,
      /** The lab's own number of it, e.g. `HEM-012`. */
      code: text(40),
      origin: z.enum(['written', 'starter', 'imported']),
      /** Key of the starter, or SHA-256 of the imported file; empty for one that was written here. */
      from: text(120),
    }),
});

export const versionStarted = defineRecord({
  ...decision,
  type: 'sop.version-started',
  schema: () =>
    z.object({
      ...aboutVersion,
      number: z.number().int().min(1).max(9999),
      /** The version it was copied from; null for the first. */
      basedOn: id.nullable(),
      content: sopContent,
      reason: text(1000),
    }),
});

export const versionWritten = defineRecord({
  ...decision,
  type: 'sop.version-written',
  schema: () => z.object({ ...aboutVersion, content: sopContent, reason: text(1000), answers }),
  causes,
});

/** From here on its words stand still: `writtenHash` names the record that holds them. */
export const versionSubmitted = defineRecord({
  ...decision,
  type: 'sop.version-submitted',
  schema: () => z.object({ ...aboutVersion, writtenHash: hash, note: text(1000), answers }),
  causes: (body) => [body.writtenHash, ...body.answers],
});

export const versionReturned = defineRecord({
  ...decision,
  type: 'sop.version-returned',
  schema: () => z.object({ ...aboutVersion, reason: text(1000), answers }),
  causes,
});

/** Signed. Takes effect on that day by the countersignature, not by itself. */
export const versionApproved = defineRecord({
  ...decision,
  type: 'sop.version-approved',
  schema: () => z.object({ ...aboutVersion, writtenHash: hash, effectiveOn: civilDate, note: text(1000), answers }),
  causes: (body) => [body.writtenHash, ...body.answers],
});

/**
 * The deciding workstation makes an approved version effective. `replaces` is the version that was effective until then,
 * and `answers` the countersignatures it was written in sight of: two made apart are seen, and neither holds.
 */
export const versionCountersigned = defineRecord({
  ...decision,
  type: 'sop.version-countersigned',
  schema: () =>
    z.object({
      ...aboutVersion,
      approvedHash: hash,
      device: text(80),
      /** Record by which that workstation holds the office; null while there is only one. */
      officeHash: hash.nullable(),
      replaces: id.nullable(),
      effectiveOn: civilDate,
      reviewDueOn: civilDate,
      answers,
    }),
  causes: (body) => [body.approvedHash, ...body.answers],
});

/** A draft that was put away, or an approval taken back before it took effect. */
export const versionWithdrawn = defineRecord({
  ...decision,
  type: 'sop.version-withdrawn',
  schema: () => z.object({ ...aboutVersion, reason: text(1000), answers }),
  causes,
});

/** Looked at and found right as it is. Signed. */
export const versionReviewed = defineRecord({
  ...decision,
  type: 'sop.version-reviewed',
  schema: () => z.object({ ...aboutVersion, on: civilDate, nextDueOn: civilDate, note: text(1000) }),
});

/** No version of it is in force any more. Kept two years and longer (42 CFR 493.1105(a)(2)). */
export const sopRetired = defineRecord({
  ...decision,
  type: 'sop.retired',
  schema: () => z.object({ sopId: id, on: civilDate, reason: text(1000), answers }),
  causes,
});

export const readersSet = defineRecord({
  ...decision,
  type: 'sop.readers-set',
  schema: () => z.object({ sopId: id, readers, reason: text(1000), answers }),
  causes,
});

/** One person has read and understood one version. Signed. */
export const versionRead = defineRecord({
  ...fact,
  type: 'sop.version-read',
  schema: () => z.object({ ...aboutVersion, writtenHash: hash, personId: id, printedName: text(120), on: civilDate }),
});

/** "We do it differently": asked from any step, of the SOP or of a run. */
export const changeAsked = defineRecord({
  ...fact,
  type: 'sop.change-asked',
  schema: () =>
    z.object({
      ...aboutVersion,
      requestId: id,
      /** Key of the step; null: the SOP as a whole. */
      stepKey: text(60).nullable(),
      stepTitle: text(200),
      runId: id.nullable(),
      /** How it is done in practice. */
      practice: text(2000),
      why: text(2000),
    }),
});

export const changeAnswered = defineRecord({
  ...decision,
  type: 'sop.change-answered',
  schema: () =>
    z.object({
      sopId: id,
      requestId: id,
      answer: z.enum(['taken', 'declined']),
      /** Version it went into, where it was taken. */
      inVersionId: id.nullable(),
      reason: text(1000),
      answers,
    }),
  causes,
});

/** A controlled print left the printer. */
export const copyPrinted = defineRecord({
  ...decision,
  type: 'sop.copy-printed',
  schema: () =>
    z.object({
      ...aboutVersion,
      copyId: id,
      copyNumber: z.number().int().min(1).max(100_000),
      /** Who has it, or where it hangs. */
      holder: text(200),
      printedOn: civilDate,
      /** Last day it may be used: the version's review date, unless the person set an earlier one. */
      expiresOn: civilDate,
    }),
});

export const copyRecalled = defineRecord({
  ...decision,
  type: 'sop.copy-recalled',
  schema: () => z.object({ sopId: id, copyId: id, note: text(500) }),
});

/** Which workstation of the site countersigns. At first there is one, and nobody has to name it. */
export const officeTaken = defineRecord({
  ...decision,
  type: 'sop.office-taken',
  schema: () => z.object({ device: text(80), reason: text(500), answers }),
  causes,
});

export const versionRecords = [
  sopAdded,
  versionStarted,
  versionWritten,
  versionSubmitted,
  versionReturned,
  versionApproved,
  versionCountersigned,
  versionWithdrawn,
  versionReviewed,
  sopRetired,
  readersSet,
  versionRead,
  changeAsked,
  changeAnswered,
  copyPrinted,
  copyRecalled,
] as const;

export const sopStream = (sopId: string) => `sop/${sopId}`;
export const officeStream = 'sop-office/site';
