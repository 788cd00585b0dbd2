import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { candidate, givenPicture } from './case-contract.ts';
import { storyLine } from './story-contract.ts';
import {
  installationItem,
  installationPhase,
  installationProof,
  installationState,
  itemVerdict,
  noticeAnswer,
  noticeSeverity,
  numberRange,
} from './terms.ts';

/** Calls about installation projects and field notices. */

const id = z.string().min(1).max(64);
const needed = (max: number) => text(max).min(1);
const civilDate = z.iso.date();
/** Asked at every signature; null only while no account exists on this bench. */
const signing = z.object({ password: z.string().min(1).max(1000), statement: text(1000) }).nullable();
const limit = z.number().int().min(1).max(500);
const done = z.object({});

export const installationRow = z.object({
  id: z.string(),
  /** `I-1`. */
  number: z.string(),
  title: z.string(),
  place: z.string(),
  responsible: z.string(),
  instrumentId: z.string().nullable(),
  instrumentName: z.string(),
  state: installationState,
  goLiveOn: z.string().nullable(),
  isOverdue: z.boolean(),
  itemCount: z.number(),
  openItemCount: z.number(),
  openGateCount: z.number(),
  plannedAt: z.string(),
  liveAt: z.string().nullable(),
  hasConflict: z.boolean(),
});
export type InstallationRow = z.infer<typeof installationRow>;

export const installationItemDetail = installationItem.extend({
  /** `install.<key>` of the host's words where `text` is empty. */
  state: z.enum(['open', 'proven', 'failed', 'cannot-evaluate', 'not-applicable']),
  proof: installationProof.nullable(),
  verdict: itemVerdict.nullable(),
  answeredAt: z.string().nullable(),
  answeredBy: z.string(),
  hash: z.string().nullable(),
  isOwn: z.boolean(),
});

export const installationDetail = installationRow.extend({
  templateVersion: z.string(),
  phases: z.array(
    z.object({
      phase: installationPhase,
      openItemCount: z.number(),
      items: z.array(installationItemDetail),
    }),
  ),
  /** Gates that keep it from going live, by key, and why: `open`, `failed`, `cannot-evaluate`. */
  gates: z.array(z.object({ key: z.string(), text: z.string(), why: z.enum(['open', 'failed', 'cannot-evaluate']) })),
  canGoLive: z.boolean(),
  live: z.object({ at: z.string(), by: z.string(), statement: z.string(), hash: z.string() }).nullable(),
  history: z.array(storyLine),
});
export type InstallationDetail = z.infer<typeof installationDetail>;

/** A proof as the page gives it. */
export const givenProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), hash: z.string().length(43), note: text(1000) }),
  z.object({ kind: z.literal('picture'), picture: givenPicture, note: text(1000) }),
  z.object({ kind: z.literal('statement'), text: needed(2000) }),
  z.object({ kind: z.literal('not-applicable'), reason: needed(1000) }),
]);
export type GivenProof = z.infer<typeof givenProof>;

const one = z.object({ installationId: id });

export const installationCalls = {
  list: oc.input(z.object({ show: z.enum(['open', 'all']), limit })).output(z.array(installationRow)),
  get: oc.input(one).output(installationDetail),
  /** The shipped template; what is chosen of it is frozen into the project. */
  template: oc.output(z.object({ version: z.string(), items: z.array(installationItem) })),
  plan: oc
    .input(
      z.object({
        instrumentId: id.nullable(),
        title: needed(200),
        place: text(120),
        responsible: text(200),
        goLiveOn: civilDate.nullable(),
      }),
    )
    .output(z.object({ installationId: z.string(), number: z.string() })),
  nameInstrument: oc.input(one.extend({ instrumentId: id })).output(done),
  addItem: oc
    .input(
      one.extend({
        phase: installationPhase,
        text: needed(400),
        isGate: z.boolean(),
        source: text(200),
        reason: text(500),
      }),
    )
    .output(z.object({ key: z.string() })),
  answer: oc
    .input(one.extend({ key: z.string().min(1).max(60), proof: givenProof, verdict: itemVerdict }))
    .output(done),
  /** Records of the instrument that can prove an item. */
  candidates: oc.input(one.extend({ key: z.string().min(1).max(60), limit })).output(z.array(candidate)),
  /** Signed as approved. Refused with `cases/gates-open` and their keys while a gate is open (finding CC15). */
  goLive: oc.input(one.extend({ statement: text(1000), signing })).output(done),
  cancel: oc.input(one.extend({ reason: needed(500) })).output(done),
};

/** Whether a notice is about an instrument. `may-apply`: what would tell is not known here, and is named. */
export const noticeMatch = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  serialNumber: z.string(),
  verdict: z.enum(['applies', 'may-apply', 'does-not-apply']),
  /** `match.<why>` of the host's words. */
  why: z.enum([
    'model',
    'serial',
    'lot',
    'serial-outside',
    'lot-outside',
    'model-other',
    'serial-unknown',
    'lot-unknown',
  ]),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  answer: z
    .object({ answer: noticeAnswer, note: z.string(), at: z.string(), by: z.string(), caseId: z.string().nullable() })
    .nullable(),
});
export type NoticeMatch = z.infer<typeof noticeMatch>;

export const noticeRow = z.object({
  id: z.string(),
  number: z.string(),
  maker: z.string(),
  title: z.string(),
  text: z.string(),
  severity: noticeSeverity,
  issuedOn: z.string().nullable(),
  models: z.array(z.string()),
  serials: z.array(numberRange),
  lots: z.array(numberRange),
  actions: z.array(z.string()),
  dueOn: z.string().nullable(),
  fileName: z.string(),
  takenAt: z.string(),
  takenBy: z.string(),
  matches: z.array(noticeMatch),
  /** Instruments it applies or may apply to, without an answer. */
  openCount: z.number(),
  isOverdue: z.boolean(),
  hasConflict: z.boolean(),
});
export type NoticeRow = z.infer<typeof noticeRow>;

export const noticePreview = z.object({
  /** Place in the file, from 1 (row of the sheet, entry of the list). */
  row: z.number(),
  number: z.string(),
  maker: z.string(),
  title: z.string(),
  severity: noticeSeverity,
  issuedOn: z.string().nullable(),
  models: z.array(z.string()),
  serials: z.array(numberRange),
  lots: z.array(numberRange),
  isKnown: z.boolean(),
  matches: z.array(noticeMatch.omit({ answer: true })),
});
export type NoticePreview = z.infer<typeof noticePreview>;

export const noticeCalls = {
  list: oc
    .input(z.object({ instrumentId: id.nullable(), show: z.enum(['open', 'all']), limit }))
    .output(z.array(noticeRow)),
  get: oc.input(z.object({ noticeId: id })).output(noticeRow),
  /** Reads a file (`.benchside`, JSON or CSV) and holds it in memory. Keeps nothing. */
  open: oc.input(z.object({ fileName: z.string().max(255), bytes: z.instanceof(Uint8Array) })).output(
    z.object({
      importId: z.string(),
      notices: z.array(noticePreview),
      /** Rows that are not taken, by code `cases/notice-...` with its data. */
      rejected: z.array(
        z.object({
          row: z.number(),
          code: z.string(),
          data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        }),
      ),
    }),
  ),
  /** Takes the chosen rows in one transaction; known ones change nothing. */
  take: oc
    .input(z.object({ importId: id, rows: z.array(z.number().int().min(1)).min(1).max(2000) }))
    .output(z.object({ takenCount: z.number(), knownCount: z.number() })),
  answer: oc
    .input(
      z.object({
        noticeId: id,
        instrumentId: id.nullable(),
        answer: noticeAnswer,
        note: text(1000),
        /** Opens a case about it on that instrument. */
        opensCase: z.boolean(),
      }),
    )
    .output(z.object({ caseId: z.string().nullable() })),
};
