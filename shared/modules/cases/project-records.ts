import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import {
  installationItem,
  installationProof,
  itemVerdict,
  noticeAnswer,
  noticeSeverity,
  numberRange,
} from './terms.ts';

/** Durable facts and decisions about installation projects and field notices. */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const date = z.string().length(10);
const answers = z.array(hash).max(16);
const causes = (body: { answers: string[] }) => body.answers;
const decision = { version: 1, kind: 'decision', scope: 'site', causes } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

/** An installation can begin before the instrument is in the register: then it is null until it is named. */
const about = { installationId: id, instrumentId: id.nullable() };

export const installationPlanned = defineRecord({
  ...fact,
  type: 'cases.installation-planned',
  schema: () =>
    z.object({
      ...about,
      number: text(20),
      title: text(200),
      place: text(120),
      responsible: text(200),
      goLiveOn: date.nullable(),
      templateVersion: text(40),
      items: z.array(installationItem).min(1).max(60),
    }),
});

export const installationInstrumentNamed = defineRecord({
  ...decision,
  type: 'cases.installation-instrument-named',
  schema: () => z.object({ ...about, answers }),
});

export const installationItemAdded = defineRecord({
  ...fact,
  type: 'cases.installation-item-added',
  schema: () => z.object({ ...about, item: installationItem, reason: text(500) }),
});

export const installationItemAnswered = defineRecord({
  ...decision,
  type: 'cases.installation-item-answered',
  schema: () => z.object({ ...about, key: text(60), proof: installationProof, verdict: itemVerdict, answers }),
});

/** Signed. It names every answer it rests on: one it had not seen makes it count no longer. */
export const wentLive = defineRecord({
  ...decision,
  type: 'cases.went-live',
  schema: () =>
    z.object({
      ...about,
      statement: text(1000),
      proofs: z.array(z.object({ key: text(60), hashes: z.array(hash).min(1).max(16) })).max(60),
      answers,
    }),
});

export const installationCancelled = defineRecord({
  ...decision,
  type: 'cases.installation-cancelled',
  schema: () => z.object({ ...about, reason: text(500), answers }),
});

/** A maker's notice as the file had it. Its id comes from its content: the same file on two benches is one notice. */
export const noticeTaken = defineRecord({
  ...fact,
  type: 'cases.notice-taken',
  schema: () =>
    z.object({
      noticeId: id,
      number: text(80),
      maker: text(120),
      title: text(300),
      text: text(8000),
      severity: noticeSeverity,
      issuedOn: date.nullable(),
      /** Models or definition keys it names; empty: the maker's every model. */
      models: z.array(text(120)).max(100),
      serials: z.array(numberRange).max(500),
      lots: z.array(numberRange).max(500),
      actions: z.array(text(1000)).max(40),
      dueOn: date.nullable(),
      fileName: text(200),
      fileHash: z.string().length(64),
    }),
});

/** What was done about a notice for one instrument (or, with null, for the lab). */
export const noticeAnswered = defineRecord({
  ...decision,
  type: 'cases.notice-answered',
  schema: () =>
    z.object({
      noticeId: id,
      instrumentId: id.nullable(),
      answer: noticeAnswer,
      note: text(1000),
      caseId: id.nullable(),
      answers,
    }),
});

export const installationRecords = [
  installationPlanned,
  installationInstrumentNamed,
  installationItemAdded,
  installationItemAnswered,
  wentLive,
  installationCancelled,
] as const;
export const noticeRecords = [noticeTaken, noticeAnswered] as const;
export const projectRecords = [...installationRecords, ...noticeRecords] as const;

export const installationStream = (installationId: string) => `installation/${installationId}`;
export const noticeStream = (noticeId: string) => `notice/${noticeId}`;
