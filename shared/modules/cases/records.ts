import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { installationRecords, noticeAnswered, projectRecords } from './project-records.ts';
import {
  caseKind,
  caseOrigin,
  caseState,
  causeMethod,
  effectVerdict,
  evidence,
  keptFile,
  linkKind,
  nceCategory,
  nceSeverity,
  timeKind,
  yesNoUnknown,
} from './terms.ts';
import { decontaminationRecords, visitRecords } from './visit-records.ts';

/** Durable facts and decisions about cases: one case is one stream. No record names a patient. */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const date = z.string().length(10);
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;
const decision = { version: 1, kind: 'decision', scope: 'site', causes } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

/** A complaint or an office matter belongs to no instrument: then it is null. */
const about = { caseId: id, instrumentId: id.nullable() };

/** What can be changed of a case. What the priority needs to know is asked, never guessed. */
const caseFields = {
  title: text(200),
  description: text(4000),
  kind: caseKind,
  /** Who told of it, as far as it matters: a ward, a shift, a customer. Never a patient. */
  reportedBy: text(200),
  resultsAffected: yesNoUnknown,
  affectedNote: text(1000),
  hasBackup: yesNoUnknown,
  /** Day a regulation or the lab's own rule sets, and which. */
  deadlineOn: date.nullable(),
  deadlineSource: text(200),
  /** Time promised to the one who waits. */
  promisedAt: text(40).nullable(),
  assignee: text(200),
};

export const caseOpened = defineRecord({
  ...fact,
  type: 'cases.case-opened',
  schema: () =>
    z.object({
      ...about,
      number: text(20),
      ...caseFields,
      origin: caseOrigin,
      /** When it happened, as far as known; it may be long before it was opened. */
      happenedAt: text(40).nullable(),
      /** Error code it is about, for the recurrence; empty where none. */
      code: text(60),
    }),
});

export const caseChanged = defineRecord({
  ...decision,
  type: 'cases.case-changed',
  schema: () => z.object({ ...about, ...caseFields, reason: text(500), answers }),
});

export const caseStateChanged = defineRecord({
  ...decision,
  type: 'cases.case-state-changed',
  schema: () => z.object({ ...about, from: caseState, to: caseState, note: text(2000), answers }),
});

export const caseNoted = defineRecord({
  ...fact,
  type: 'cases.case-noted',
  schema: () => z.object({ ...about, text: text(4000) }),
});

export const pictureAdded = defineRecord({
  ...fact,
  type: 'cases.picture-added',
  schema: () => z.object({ ...about, picture: keptFile, caption: text(500) }),
});

export const caseTaskAdded = defineRecord({
  ...fact,
  type: 'cases.task-added',
  schema: () => z.object({ ...about, taskId: id, title: text(200), assignee: text(200), dueOn: date.nullable() }),
});

export const caseTaskEnded = defineRecord({
  ...decision,
  type: 'cases.task-ended',
  schema: () => z.object({ ...about, taskId: id, as: z.enum(['done', 'dropped']), note: text(1000), answers }),
});

/** A part that went in. One of the store is taken from it by `maintenance.part-moved` in the same save. */
export const casePartUsed = defineRecord({
  ...fact,
  type: 'cases.part-used',
  schema: () =>
    z.object({
      ...about,
      partId: id.nullable(),
      name: text(200),
      number: text(80),
      count: z.number().int().min(1),
      lotOrSerial: text(120),
      note: text(500),
    }),
});

export const timeSpent = defineRecord({
  ...fact,
  type: 'cases.time-spent',
  schema: () => z.object({ ...about, minutes: z.number().int().min(1), kind: timeKind, on: date, note: text(500) }),
});

/** A thing of this or another module, by its stream: its records are told in the case's timeline. */
export const caseLinked = defineRecord({
  ...fact,
  type: 'cases.case-linked',
  schema: () => z.object({ ...about, kind: linkKind, stream: text(200), note: text(500) }),
});

export const caseUnlinked = defineRecord({
  ...decision,
  type: 'cases.case-unlinked',
  schema: () => z.object({ ...about, stream: text(200), reason: text(500), answers }),
});

const nonconformityFields = {
  category: nceCategory,
  severity: nceSeverity,
  whatHappened: text(4000),
  /** Correction of the instance: what was done at once. */
  immediateAction: text(4000),
  /** What the one who reported it suspects. Kept apart from the cause that was investigated. */
  suspectedCause: text(2000),
};

export const nonconformityDeclared = defineRecord({
  ...decision,
  type: 'cases.nonconformity-declared',
  schema: () =>
    z.object({
      ...about,
      ...nonconformityFields,
      /** Hours to answer in and the rule they come from, frozen. */
      answerHours: z.number(),
      rule: text(120),
      reason: text(500),
      answers,
    }),
});

export const causeInvestigated = defineRecord({
  ...decision,
  type: 'cases.cause-investigated',
  schema: () =>
    z.object({
      ...about,
      method: causeMethod,
      cause: text(4000),
      evidence: z.array(evidence).max(20),
      /** Whether the suspicion held; null where none was told. */
      suspicionHeld: z.boolean().nullable(),
      answers,
    }),
});

export const actionPlanned = defineRecord({
  ...fact,
  type: 'cases.action-planned',
  schema: () =>
    z.object({
      ...about,
      actionId: id,
      kind: z.enum(['corrective', 'preventive']),
      text: text(2000),
      owner: text(200),
      dueOn: date.nullable(),
    }),
});

export const actionEnded = defineRecord({
  ...decision,
  type: 'cases.action-ended',
  schema: () => z.object({ ...about, actionId: id, as: z.enum(['done', 'dropped']), note: text(2000), answers }),
});

/** Signed. Without evidence it can not be written. */
export const effectivenessChecked = defineRecord({
  ...decision,
  type: 'cases.effectiveness-checked',
  schema: () =>
    z.object({
      ...about,
      verdict: effectVerdict,
      /** Why it can not be told, where the verdict says so; else what was looked at. */
      statement: text(2000),
      /** Days looked at. */
      fromOn: date,
      toOn: date,
      evidence: z.array(evidence).min(1).max(20),
      answers,
    }),
});

/** A proposal of the bench that a person looked at and did not take. */
export const proposalDismissed = defineRecord({
  version: 1,
  kind: 'decision',
  scope: 'site',
  type: 'cases.proposal-dismissed',
  schema: () =>
    z.object({ proposalKey: text(160), instrumentId: id.nullable(), origin: caseOrigin, reason: text(500) }),
});

export const caseRecords = [
  caseOpened,
  caseChanged,
  caseStateChanged,
  caseNoted,
  pictureAdded,
  caseTaskAdded,
  caseTaskEnded,
  casePartUsed,
  timeSpent,
  caseLinked,
  caseUnlinked,
  nonconformityDeclared,
  causeInvestigated,
  actionPlanned,
  actionEnded,
  effectivenessChecked,
] as const;

export const casesRecords = [...caseRecords, proposalDismissed, ...visitRecords, ...projectRecords] as const;

/** Records that are lines of an instrument's story, where they name one. */
export const caseStory = [...caseRecords, ...decontaminationRecords, ...installationRecords, noticeAnswered] as const;

export const caseStream = (caseId: string) => `case/${caseId}`;
export const proposalStream = (proposalKey: string) => `case-proposal/${proposalKey}`;
