import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { storyLine } from './story-contract.ts';
import {
  caseKind,
  caseOrigin,
  caseState,
  causeMethod,
  effectVerdict,
  evidence,
  linkKind,
  nceCategory,
  nceSeverity,
  timeKind,
  yesNoUnknown,
} from './terms.ts';

/** Calls about cases: what went wrong, what was done, and whether it helped. */

const id = z.string().min(1).max(64);
const needed = (max: number) => text(max).min(1);
const instant = z.iso.datetime({ offset: true });
const civilDate = z.iso.date();
/** Asked at every signature; null only while no account exists on this bench. */
const signing = z.object({ password: z.string().min(1).max(1000), statement: text(1000) }).nullable();
const limit = z.number().int().min(1).max(500);

const data = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export type StoryLine = z.infer<typeof storyLine>;

/** One addend of the priority: `score.<key>-<applies>` says it in words, with `data`. */
export const scoreTerm = z.object({
  key: z.enum(['down-no-backup', 'results-affected', 'deadline', 'promise', 'waiting']),
  weight: z.number(),
  points: z.number(),
  /** `unknown` counts in full until somebody answers. */
  applies: z.enum(['yes', 'no', 'unknown']),
  data,
});
export type ScoreTerm = z.infer<typeof scoreTerm>;

export const caseRow = z.object({
  id: z.string(),
  /** Short number to say aloud, counted by this bench: `C-12`. */
  number: z.string(),
  instrumentId: z.string().nullable(),
  instrumentName: z.string(),
  title: z.string(),
  kind: caseKind,
  origin: caseOrigin,
  state: caseState,
  isOpen: z.boolean(),
  /** Sum of the terms, 0 to 100; 0 when closed. */
  score: z.number(),
  terms: z.array(scoreTerm),
  severity: nceSeverity.nullable(),
  /** When the nonconformity must have its cause and its action, or null. */
  answerBy: z.string().nullable(),
  clock: z.enum(['none', 'running', 'soon', 'late', 'met']),
  isRecurrence: z.boolean(),
  openTaskCount: z.number(),
  assignee: z.string(),
  reportedBy: z.string(),
  openedAt: z.string(),
  openedBy: z.string(),
  lastActAt: z.string(),
  closedAt: z.string().nullable(),
  hasConflict: z.boolean(),
  place: z.enum(['saved-here', 'on-the-hub']),
});
export type CaseRow = z.infer<typeof caseRow>;

const caseFields = {
  title: needed(200),
  description: text(4000),
  kind: caseKind,
  reportedBy: text(200),
  resultsAffected: yesNoUnknown,
  affectedNote: text(1000),
  hasBackup: yesNoUnknown,
  deadlineOn: civilDate.nullable(),
  deadlineSource: text(200),
  promisedAt: instant.nullable(),
  assignee: text(200),
};

export const caseTask = z.object({
  id: z.string(),
  title: z.string(),
  assignee: z.string(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  state: z.enum(['open', 'done', 'dropped']),
  note: z.string(),
  addedAt: z.string(),
  addedBy: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string(),
});
export type CaseTask = z.infer<typeof caseTask>;

export const caseAction = z.object({
  id: z.string(),
  kind: z.enum(['corrective', 'preventive']),
  text: z.string(),
  owner: z.string(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  state: z.enum(['open', 'done', 'dropped']),
  note: z.string(),
  plannedAt: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string(),
});
export type CaseAction = z.infer<typeof caseAction>;

export const recurrenceSign = z.object({
  /** `score`-like key of the host's words: `recurrence.<key>`. */
  key: z.enum(['three-in-a-day', 'after-closure']),
  code: z.string(),
  count: z.number(),
  fromAt: z.string(),
  toAt: z.string(),
  /** Errors that make it, newest first. */
  errorIds: z.array(z.string()),
  /** Closed cases about the same code. */
  caseIds: z.array(z.string()),
});
export type RecurrenceSign = z.infer<typeof recurrenceSign>;

export const caseLink = z.object({
  stream: z.string(),
  kind: linkKind,
  /** Id of the thing inside its own module; its page opens by it. */
  id: z.string(),
  name: z.string(),
  note: z.string(),
  linkedAt: z.string(),
});
export type CaseLink = z.infer<typeof caseLink>;

export const nonconformity = z.object({
  category: nceCategory,
  severity: nceSeverity,
  whatHappened: z.string(),
  immediateAction: z.string(),
  suspectedCause: z.string(),
  declaredAt: z.string(),
  declaredBy: z.string(),
  answerHours: z.number(),
  rule: z.string(),
  /** The cause that was investigated, or null. Never filled from the suspicion. */
  investigated: z
    .object({
      method: causeMethod,
      cause: z.string(),
      evidence: z.array(evidence),
      suspicionHeld: z.boolean().nullable(),
      at: z.string(),
      by: z.string(),
      hash: z.string(),
    })
    .nullable(),
  effectiveness: z.array(
    z.object({
      verdict: effectVerdict,
      statement: z.string(),
      fromOn: z.string(),
      toOn: z.string(),
      evidence: z.array(evidence),
      at: z.string(),
      by: z.string(),
      /** Of the record and of its signature marks. */
      hash: z.string(),
    }),
  ),
});
export type Nonconformity = z.infer<typeof nonconformity>;

export const caseDetail = caseRow.extend({
  description: z.string(),
  resultsAffected: yesNoUnknown,
  affectedNote: z.string(),
  hasBackup: yesNoUnknown,
  deadlineOn: z.string().nullable(),
  deadlineSource: z.string(),
  promisedAt: z.string().nullable(),
  happenedAt: z.string().nullable(),
  code: z.string(),
  /** States it can go to now; what stands in the way of the others is in `blocked`. */
  nextStates: z.array(caseState),
  blocked: z.array(z.object({ state: caseState, code: z.string() })),
  nonconformity: nonconformity.nullable(),
  tasks: z.array(caseTask),
  actions: z.array(caseAction),
  links: z.array(caseLink),
  pictures: z.array(z.object({ sha256: z.string(), name: z.string(), caption: z.string(), at: z.string() })),
  parts: z.array(
    z.object({
      name: z.string(),
      number: z.string(),
      count: z.number(),
      lotOrSerial: z.string(),
      note: z.string(),
      at: z.string(),
      by: z.string(),
    }),
  ),
  /** Minutes by kind, and each entry. */
  minutes: z.object({ work: z.number(), travel: z.number(), waiting: z.number(), remote: z.number() }),
  times: z.array(
    z.object({
      minutes: z.number(),
      kind: timeKind,
      on: z.string(),
      note: z.string(),
      at: z.string(),
      by: z.string(),
    }),
  ),
  recurrence: z.array(recurrenceSign),
  /** The record that closed it, while it is closed: the page shows its signatures and lets it be signed. */
  closing: z.object({ hash: z.string(), at: z.string(), by: z.string(), note: z.string() }).nullable(),
  conflicts: z.array(z.object({ code: z.string(), data })),
});
export type CaseDetail = z.infer<typeof caseDetail>;

/** Something the records prove and nobody has a case for. A person takes it or says why not. */
export const proposal = z.object({
  key: z.string(),
  origin: caseOrigin,
  instrumentId: z.string(),
  instrumentName: z.string(),
  /** `proposal.<kind>` of the host's words. */
  kind: z.enum([
    'stop-error',
    'results-affected',
    'recurrence',
    'failed-task',
    'missed-task',
    'failed-background',
    'failed-calibration',
  ]),
  data,
  at: z.string(),
  link: z.object({ kind: linkKind, id: z.string() }).nullable(),
  /** Case that is open about the same thing on this instrument: it may be linked there instead. */
  openCaseId: z.string().nullable(),
});
export type Proposal = z.infer<typeof proposal>;

/** A picture a person chose, dropped or pasted (decision 26), at most 8 MiB. */
export const givenPicture = z.object({ name: z.string().max(200), bytes: z.instanceof(Uint8Array) });

/** Evidence as the page gives it: a picture comes as bytes and is kept by the host. */
export const givenEvidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), hash: z.string().length(43), note: text(500) }),
  z.object({ kind: z.literal('picture'), picture: givenPicture, note: text(500) }),
  z.object({ kind: z.literal('document'), title: needed(200), reference: needed(200), note: text(500) }),
]);
export type GivenEvidence = z.infer<typeof givenEvidence>;

/** Something that can be linked or named as evidence. */
export const candidate = z.object({
  kind: linkKind,
  id: z.string(),
  stream: z.string(),
  hash: z.string(),
  at: z.string(),
  key: z.string(),
  data,
  verdict: z.enum(['pass', 'fail', 'cannot-evaluate']).nullable(),
});
export type Candidate = z.infer<typeof candidate>;

const one = z.object({ caseId: id });
const done = z.object({});

export const caseCalls = {
  /** Highest score first for what is open; newest first for all. */
  list: oc
    .input(z.object({ instrumentId: id.nullable(), show: z.enum(['open', 'closed', 'all']), search: text(80), limit }))
    .output(z.array(caseRow)),
  counts: oc.output(z.object({ openCount: z.number(), lateCount: z.number(), proposalCount: z.number() })),
  get: oc.input(one).output(caseDetail),
  /** One story of the case's own records, the linked things' records, and what the instrument sent meanwhile. Newest first. */
  timeline: oc.input(one.extend({ limit })).output(z.object({ lines: z.array(storyLine), hasMore: z.boolean() })),
  open: oc
    .input(
      z.object({
        instrumentId: id.nullable(),
        ...caseFields,
        origin: caseOrigin,
        happenedAt: instant.nullable(),
        /** What it is opened from; an error brings its code with it. */
        link: z.object({ kind: linkKind, id: z.string().min(1).max(160) }).nullable(),
      }),
    )
    .output(z.object({ caseId: z.string(), number: z.string() })),
  change: oc.input(one.extend({ ...caseFields, reason: needed(500) })).output(done),
  setState: oc.input(one.extend({ state: caseState, note: text(2000) })).output(done),
  note: oc.input(one.extend({ text: needed(4000) })).output(done),
  addPicture: oc
    .input(one.extend({ picture: givenPicture, caption: text(500) }))
    .output(z.object({ sha256: z.string() })),
  picture: oc
    .input(z.object({ sha256: z.string().length(64) }))
    .output(z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) })),
  addTask: oc
    .input(one.extend({ title: needed(200), assignee: text(200), dueOn: civilDate.nullable() }))
    .output(z.object({ taskId: z.string() })),
  endTask: oc.input(one.extend({ taskId: id, as: z.enum(['done', 'dropped']), note: text(1000) })).output(done),
  usePart: oc
    .input(
      one.extend({
        /** Of the parts store, or null for a part typed by hand. */
        partId: id.nullable(),
        name: text(200),
        number: text(80),
        count: z.number().int().min(1).max(10_000),
        lotOrSerial: text(120),
        note: text(500),
      }),
    )
    .output(done),
  addTime: oc
    .input(one.extend({ minutes: z.number().int().min(1).max(10_000), kind: timeKind, on: civilDate, note: text(500) }))
    .output(done),
  link: oc.input(one.extend({ kind: linkKind, id: z.string().min(1).max(160), note: text(500) })).output(done),
  unlink: oc.input(one.extend({ stream: z.string().min(1).max(200), reason: needed(500) })).output(done),
  /** Things of the case's instrument that can be linked or shown as evidence, newest first. */
  candidates: oc.input(one.extend({ use: z.enum(['link', 'evidence']), limit })).output(z.array(candidate)),
  /** Whether a code of an instrument comes back: three times in a day, or again after a case about it was closed. */
  recurrence: oc.input(z.object({ instrumentId: z.string().max(64), code: text(60) })).output(z.array(recurrenceSign)),
  declareNonconformity: oc
    .input(
      one.extend({
        category: nceCategory,
        severity: nceSeverity,
        whatHappened: needed(4000),
        immediateAction: text(4000),
        suspectedCause: text(2000),
        /** Needed when it is changed. */
        reason: text(500),
      }),
    )
    .output(done),
  investigateCause: oc
    .input(
      one.extend({
        method: causeMethod,
        cause: needed(4000),
        suspicionHeld: z.boolean().nullable(),
        evidence: z.array(givenEvidence).max(20),
      }),
    )
    .output(done),
  planAction: oc
    .input(
      one.extend({
        kind: z.enum(['corrective', 'preventive']),
        text: needed(2000),
        owner: text(200),
        dueOn: civilDate.nullable(),
      }),
    )
    .output(z.object({ actionId: z.string() })),
  endAction: oc.input(one.extend({ actionId: id, as: z.enum(['done', 'dropped']), note: text(2000) })).output(done),
  /** Signed as reviewed. `effective` closes the case; `not-effective` sends it back; `cannot-evaluate` leaves it waiting. */
  checkEffectiveness: oc
    .input(
      one.extend({
        verdict: effectVerdict,
        statement: needed(2000),
        fromOn: civilDate,
        toOn: civilDate,
        evidence: z.array(givenEvidence).min(1).max(20),
        signing,
      }),
    )
    .output(z.object({ state: caseState })),
  proposals: oc.input(z.object({ instrumentId: id.nullable(), limit })).output(z.array(proposal)),
  /** Opens a case from it, or links it to one. */
  takeProposal: oc
    .input(z.object({ key: z.string().min(1).max(160), title: text(200), intoCaseId: id.nullable() }))
    .output(z.object({ caseId: z.string() })),
  dismissProposal: oc.input(z.object({ key: z.string().min(1).max(160), reason: needed(500) })).output(done),
};
