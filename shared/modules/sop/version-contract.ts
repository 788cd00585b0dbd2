import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { signing } from '../maintenance/tasks-contract.ts';
import { contentProblem, versionRow } from './library-contract.ts';
import { sopContent } from './terms.ts';

const id = z.string().max(64);
const date = z.string().max(10);
const about = { sopId: id, versionId: id };

/** Content as it stands while somebody writes: nothing of it has to be complete. Kept on this bench only. */
export const keptWork = z.object({
  content: sopContent,
  savedAt: z.string(),
  by: z.string(),
  /** The version was written by somebody else since this was begun. */
  isBehind: z.boolean(),
  /** It was there when the program started, and no orderly stop had come before. */
  isRecovered: z.boolean(),
});

export const versionDetail = versionRow.extend({
  sopId: z.string(),
  code: z.string(),
  content: sopContent,
  kept: keptWork.nullable(),
  problems: z.array(contentProblem),
  /** What is different from the version it was copied from. */
  changes: z.array(z.object({ where: z.string(), title: z.string(), from: z.string(), to: z.string() })),
  tip: z.string(),
});
export type VersionDetail = z.infer<typeof versionDetail>;

export const versionsContract = {
  get: oc.input(z.object(about)).output(versionDetail),
  /** A new draft copied from the effective version (or the newest). One draft at a time: an open one is answered instead. */
  start: oc
    .input(z.object({ sopId: id, reason: text(1000) }))
    .output(z.object({ versionId: z.string(), isNew: z.boolean() })),
  /** Durable when it answers, on this bench only; called while somebody types. */
  keep: oc
    .input(z.object({ ...about, writtenHash: z.string().max(43), content: sopContent }))
    .output(z.object({ savedAt: z.string() })),
  dropKept: oc.input(z.object(about)).output(z.object({})),
  /** Writes the draft's words into the log. What was written meanwhile by another is refused once (`sop/written-meanwhile`). */
  write: oc
    .input(z.object({ ...about, content: sopContent, reason: text(1000), expectedHash: z.string().max(43) }))
    .output(z.object({ writtenHash: z.string() })),
  /** What is missing or left open, without keeping anything: for the live preview. */
  check: oc.input(z.object({ content: sopContent })).output(z.array(contentProblem)),
  submit: oc.input(z.object({ ...about, note: text(1000), signing })).output(z.object({})),
  return: oc.input(z.object({ ...about, reason: text(1000).min(1) })).output(z.object({})),
  /** Signed. `effective` tells whether it is in force now, or waits for its day or for the deciding workstation. */
  approve: oc
    .input(z.object({ ...about, effectiveOn: date, note: text(1000), signing }))
    .output(z.object({ effective: z.enum(['now', 'on-its-day', 'when-countersigned']) })),
  /** On the deciding workstation: makes an approved version effective; answers what stands after it. */
  countersign: oc.input(z.object(about)).output(z.object({ isEffective: z.boolean() })),
  withdraw: oc.input(z.object({ ...about, reason: text(1000).min(1) })).output(z.object({})),
  /** Periodic review of the effective version without a change. Signed. */
  review: oc.input(z.object({ ...about, nextDueOn: date, note: text(1000), signing })).output(z.object({})),
  /** This bench takes over the office of the deciding workstation. */
  takeOffice: oc.input(z.object({ reason: text(500).min(1) })).output(z.object({})),
};

export const readingRow = z.object({
  sopId: z.string(),
  code: z.string(),
  title: z.string(),
  versionId: z.string(),
  versionNumber: z.number(),
  effectiveOn: z.string(),
  readBy: z.string(),
  isLate: z.boolean(),
});
export type ReadingRow = z.infer<typeof readingRow>;

export const readerRow = z.object({
  personId: z.string(),
  printedName: z.string(),
  roles: z.array(z.string()),
  mustRead: z.boolean(),
  /** Of this version; null: not yet. */
  read: z.object({ on: z.string(), at: z.string(), hash: z.string() }).nullable(),
  isLate: z.boolean(),
  isActive: z.boolean(),
});
export type ReaderRow = z.infer<typeof readerRow>;

export const readingsContract = {
  /** What the person who asks has to read, the most urgent first. */
  mine: oc.output(z.array(readingRow)),
  /** Who must and who has, for one version. */
  ofVersion: oc.input(z.object(about)).output(z.array(readerRow)),
  /** "I have read and understood it." Signed with the meaning performed. */
  sign: oc.input(z.object({ ...about, signing })).output(z.object({})),
};
