import type { CivilDate } from '../../kernel/civil-date.ts';
import type { FoldContext, StreamFold } from '../../records/decider.ts';
import { type BodyOf, isRecordOf, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot } from '../../records/slot.ts';
import { commonAncestor, type Effective } from './rules-effective.ts';
import { numbersOf, type SopNumber } from './rules-numbers.ts';
import type { Readers, SopContent, VersionState } from './terms.ts';
import {
  changeAnswered,
  changeAsked,
  copyPrinted,
  copyRecalled,
  readersSet,
  sopAdded,
  sopRetired,
  versionApproved,
  versionCountersigned,
  versionRead,
  versionReturned,
  versionReviewed,
  versionStarted,
  versionSubmitted,
  versionWithdrawn,
  versionWritten,
} from './version-records.ts';

/** What an SOP is after its records. Never throws; depends on the set of records, not on their order of arrival. */

export interface Mark {
  readonly hash: string;
  readonly at: string;
  readonly by: string;
}

/** How far a version has come, with the words it has come there with. */
export interface Stage {
  readonly state: 'draft' | 'in-review' | 'approved' | 'withdrawn';
  readonly mark: Mark;
  readonly writtenHash: string;
  readonly effectiveOn: CivilDate | null;
  /** Note or reason. */
  readonly text: string;
}

/** The record that holds a version's words, and what of them a list needs. */
export interface Written extends Mark {
  readonly title: string;
  readonly definitionKeys: readonly string[];
  /** Steps whose number stands for one of a plan or a study (CC4). */
  readonly numbers: readonly SopNumber[];
}

export interface VersionFold {
  readonly versionId: string;
  /** Null while only later records have arrived. */
  readonly started:
    | (Mark & { readonly number: number; readonly basedOn: string | null; readonly reason: string })
    | null;
  readonly written: Slot<Written> | null;
  /** Every wording there ever was, by the hash of its record: what was approved stays what it was. */
  readonly wordings: Readonly<Record<string, Written>>;
  readonly stage: Slot<Stage> | null;
  readonly submitted: Stage | null;
  readonly approved: Stage | null;
  readonly returnedBecause: string;
  readonly reviews: readonly { readonly on: CivilDate; readonly nextDueOn: CivilDate }[];
}

export interface RequestFold {
  readonly asked: (BodyOf<typeof changeAsked> & { readonly mark: Mark }) | null;
  readonly answer: Slot<BodyOf<typeof changeAnswered> & { readonly mark: Mark }> | null;
}

export interface CopyFold {
  readonly printed: (BodyOf<typeof copyPrinted> & { readonly mark: Mark }) | null;
  readonly recalled: (Mark & { readonly note: string }) | null;
}

export interface ReadFold extends Mark {
  readonly versionId: string;
  readonly personId: string;
  readonly printedName: string;
  readonly writtenHash: string;
  readonly on: CivilDate;
}

export interface SopFold {
  readonly sopId: string;
  readonly added: (BodyOf<typeof sopAdded> & { readonly mark: Mark }) | null;
  readonly versions: Readonly<Record<string, VersionFold>>;
  readonly effective: Slot<Effective> | null;
  /** Every countersignature there is: what replaced what. */
  readonly countersigned: readonly Effective[];
  readonly readers: Slot<Readers> | null;
  readonly reads: readonly ReadFold[];
  readonly requests: Readonly<Record<string, RequestFold>>;
  readonly copies: Readonly<Record<string, CopyFold>>;
  readonly retired: (Mark & { readonly on: CivilDate; readonly reason: string }) | null;
  readonly changedAt: string;
}

const initialSop = (stream: string): SopFold => ({
  sopId: stream.slice(stream.indexOf('/') + 1),
  added: null,
  versions: {},
  effective: null,
  countersigned: [],
  readers: null,
  reads: [],
  requests: {},
  copies: {},
  retired: null,
  changedAt: '',
});

const newVersion = (versionId: string): VersionFold => ({
  ...{ versionId, started: null, written: null, wordings: {}, stage: null, submitted: null, approved: null },
  ...{ returnedBecause: '', reviews: [] },
});

const markOf = ({ hash, wall: at, actor: by }: StoredRecord): Mark => ({ hash, at, by });

/** Less far is safer: words nobody approved do not count as approved because two benches met. */
const stageRank = { withdrawn: 0, draft: 1, 'in-review': 2, approved: 3 } as const;

function withVersion(state: SopFold, versionId: string, change: (version: VersionFold) => VersionFold): SopFold {
  const version = change(state.versions[versionId] ?? newVersion(versionId));
  return { ...state, versions: { ...state.versions, [versionId]: version } };
}

function toStage(
  version: VersionFold,
  record: StoredRecord,
  stage: Omit<Stage, 'mark'>,
  context: FoldContext,
): Slot<Stage> {
  return decideSlot<Stage>(version.stage, record, { ...stage, mark: markOf(record) }, context, {
    code: 'sop/stage-conflict',
    hold: (a, b) => (stageRank[a.state] <= stageRank[b.state] ? a : b),
    isSame: (a, b) => a.state === b.state && a.writtenHash === b.writtenHash && a.effectiveOn === b.effectiveOn,
    show: ({ state }) => state,
  });
}

function writeWords(
  version: VersionFold,
  record: StoredRecord,
  content: SopContent,
  context: FoldContext,
): Pick<VersionFold, 'written' | 'wordings'> {
  const { title, definitionKeys } = content;
  const words: Written = { ...markOf(record), title, definitionKeys, numbers: numbersOf(content) };
  const written = decideSlot(version.written, record, words, context, {
    code: 'sop/written-apart',
    hold: (earlier) => earlier,
    show: (one) => one.title,
  });
  return { written, wordings: { ...version.wordings, [record.hash]: words } };
}

function evolveSop(before: SopFold, record: StoredRecord, context: FoldContext): SopFold {
  const state = { ...before, changedAt: record.wall };
  return evolveVersion(state, record, context) ?? evolveBeside(state, record, context) ?? before;
}

/** The life of versions; undefined for a record of something else. */
function evolveVersion(state: SopFold, record: StoredRecord, context: FoldContext): SopFold | undefined {
  const mark = markOf(record);
  if (isRecordOf(record, sopAdded)) return state.added ? state : { ...state, added: { ...record.body, mark } };
  if (isRecordOf(record, versionStarted)) {
    const { versionId, number, basedOn, content, reason } = record.body;
    for (const other of Object.values(state.versions)) {
      if (other.started?.number === number && other.versionId !== versionId) {
        context.conflict('sop/same-number', { number }, [other.started.hash]);
      }
    }
    return withVersion(state, versionId, (version) => ({
      ...version,
      started: version.started ?? { ...mark, number, basedOn, reason },
      ...writeWords(version, record, content, context),
    }));
  }
  if (isRecordOf(record, versionWritten)) {
    const { versionId, content } = record.body;
    return withVersion(state, versionId, (version) => ({
      ...version,
      ...writeWords(version, record, content, context),
    }));
  }
  if (isRecordOf(record, versionSubmitted)) {
    const { versionId, writtenHash, note: text } = record.body;
    const stage = { state: 'in-review', writtenHash, effectiveOn: null, text } as const;
    return withVersion(state, versionId, (version) => ({
      ...version,
      stage: toStage(version, record, stage, context),
      submitted: { ...stage, mark },
    }));
  }
  if (isRecordOf(record, versionReturned)) {
    const { versionId, reason: text } = record.body;
    return withVersion(state, versionId, (version) => ({
      ...version,
      stage: toStage(version, record, { state: 'draft', writtenHash: '', effectiveOn: null, text }, context),
      returnedBecause: text,
    }));
  }
  if (isRecordOf(record, versionApproved)) {
    const { versionId, writtenHash, effectiveOn, note: text } = record.body;
    const stage = { state: 'approved', writtenHash, effectiveOn, text } as const;
    return withVersion(state, versionId, (version) => ({
      ...version,
      stage: toStage(version, record, stage, context),
      approved: { ...stage, mark },
    }));
  }
  if (isRecordOf(record, versionWithdrawn)) {
    const { versionId, reason: text } = record.body;
    const stage = { state: 'withdrawn', writtenHash: '', effectiveOn: null, text } as const;
    return withVersion(state, versionId, (version) => ({
      ...version,
      stage: toStage(version, record, stage, context),
    }));
  }
  if (isRecordOf(record, versionReviewed)) {
    const { versionId, on, nextDueOn } = record.body;
    return withVersion(state, versionId, (version) => ({
      ...version,
      reviews: [...version.reviews, { on, nextDueOn }],
    }));
  }
  return undefined;
}

/** What is in force, who reads, what is asked, printed and retired. */
function evolveBeside(state: SopFold, record: StoredRecord, context: FoldContext): SopFold | undefined {
  const mark = markOf(record);
  if (isRecordOf(record, versionCountersigned)) {
    const { versionId, approvedHash, replaces, effectiveOn, reviewDueOn } = record.body;
    const value: Effective = { ...mark, versionId, approvedHash, replaces, effectiveOn, reviewDueOn };
    const effective = decideSlot(state.effective, record, value, context, {
      code: 'sop/two-effective',
      // Which one holds is said by all sides together (`effectiveVersion`), never by two of them.
      hold: (earlier) => earlier,
      isSame: (a, b) => a.versionId === b.versionId,
      show: (one) => String(state.versions[one.versionId]?.started?.number ?? one.versionId),
    });
    noteRetiredApart(context, sopRetired);
    return { ...state, effective, countersigned: [...state.countersigned, value] };
  }
  if (isRecordOf(record, sopRetired)) {
    noteRetiredApart(context, versionCountersigned);
    const { on, reason } = record.body;
    return { ...state, retired: state.retired ?? { ...mark, on, reason } };
  }
  if (isRecordOf(record, readersSet)) {
    // Set apart, both lists hold: nobody is left out who was asked to read.
    const readers = decideSlot(state.readers, record, record.body.readers, context, {
      code: 'sop/readers-apart',
      hold: (a, b) => ({
        roles: [...new Set([...a.roles, ...b.roles])].toSorted(),
        personIds: [...new Set([...a.personIds, ...b.personIds])].toSorted(),
        withinDays: Math.min(a.withinDays, b.withinDays),
      }),
      isSame: (a, b) => JSON.stringify(a) === JSON.stringify(b),
      show: ({ roles, personIds }) => String(roles.length + personIds.length),
    });
    return { ...state, readers };
  }
  if (isRecordOf(record, versionRead)) {
    const { versionId, personId, printedName, writtenHash, on } = record.body;
    return { ...state, reads: [...state.reads, { ...mark, versionId, personId, printedName, writtenHash, on }] };
  }
  if (isRecordOf(record, changeAsked)) {
    const { requestId } = record.body;
    const request = state.requests[requestId] ?? { asked: null, answer: null };
    const asked = request.asked ?? { ...record.body, mark };
    return { ...state, requests: { ...state.requests, [requestId]: { ...request, asked } } };
  }
  if (isRecordOf(record, changeAnswered)) {
    const { requestId } = record.body;
    const request = state.requests[requestId] ?? { asked: null, answer: null };
    const answer = decideSlot(request.answer, record, { ...record.body, mark }, context, {
      code: 'sop/request-answered-apart',
      hold: (a, b) => (a.answer === 'taken' ? a : b),
      isSame: (a, b) => a.answer === b.answer,
      show: (one) => one.answer,
    });
    return { ...state, requests: { ...state.requests, [requestId]: { ...request, answer } } };
  }
  if (isRecordOf(record, copyPrinted)) {
    const { copyId, copyNumber } = record.body;
    for (const other of Object.values(state.copies)) {
      if (other.printed?.copyNumber !== copyNumber || other.printed.copyId === copyId) continue;
      context.conflict('sop/same-copy-number', { copyNumber }, [other.printed.mark.hash]);
    }
    const copy = state.copies[copyId] ?? { printed: null, recalled: null };
    const printed = copy.printed ?? { ...record.body, mark };
    return { ...state, copies: { ...state.copies, [copyId]: { ...copy, printed } } };
  }
  if (isRecordOf(record, copyRecalled)) {
    const { copyId, note } = record.body;
    const copy = state.copies[copyId] ?? { printed: null, recalled: null };
    const recalled = copy.recalled ?? { ...mark, note };
    return { ...state, copies: { ...state.copies, [copyId]: { ...copy, recalled } } };
  }
  return undefined;
}

/** Retired on one bench while another made a version effective: it is retired, and a person is told. */
function noteRetiredApart(context: FoldContext, definition: typeof sopRetired | typeof versionCountersigned): void {
  const against = context.concurrentWith.filter((other) => isRecordOf(other, definition)).map(({ hash }) => hash);
  if (against.length > 0) context.conflict('sop/retired-apart', {}, against);
}

export const sopFold: StreamFold<SopFold> = { initial: initialSop, evolve: evolveSop };

/** The one version in force, or null: none yet, retired, or two benches decided apart and had no version in common. */
export function effectiveVersion({ effective, countersigned, retired }: SopFold): Effective | null {
  if (retired || !effective) return null;
  const { sides } = effective;
  const [first] = sides;
  if (first && sides.every(({ value }) => value.versionId === first.value.versionId)) return first.value;
  const held = commonAncestor(
    sides.map(({ value }) => value.versionId),
    countersigned,
  );
  // Of several countersignatures of one version the one from the earliest day says since when.
  const own = countersigned.filter(({ versionId }) => versionId === held);
  return own.toSorted((a, b) => (a.effectiveOn + a.hash < b.effectiveOn + b.hash ? -1 : 1))[0] ?? null;
}

/** State of one version (decision 25). A version that two benches put in force apart waits as approved. */
export function versionStateOf(sop: SopFold, versionId: string): VersionState {
  const version = sop.versions[versionId];
  const stage = version?.stage?.value.state ?? 'draft';
  if (sop.retired || stage === 'withdrawn') return 'retired';
  const now = effectiveVersion(sop);
  if (now?.versionId === versionId) return 'effective';
  const isContested = sop.effective?.sides.some(({ value }) => value.versionId === versionId) ?? false;
  const wasInForce = sop.countersigned.some((one) => one.versionId === versionId);
  return wasInForce && !isContested ? 'retired' : stage;
}

/** The words that were approved, else those that stand in the draft. */
export function wordsOf(version: VersionFold): Written | undefined {
  const stage = version.stage?.value;
  const hash = stage && stage.state !== 'draft' && stage.state !== 'withdrawn' ? stage.writtenHash : '';
  return version.wordings[hash] ?? version.written?.value;
}

/** Day the review of the version in force is due: the latest review's word, else the countersignature's. */
export function reviewDueOn(sop: SopFold, now: Effective): CivilDate {
  const reviews = sop.versions[now.versionId]?.reviews ?? [];
  const lastOn = reviews
    .map(({ on }) => on)
    .toSorted()
    .at(-1);
  const last = reviews.filter(({ on }) => on === lastOn).map(({ nextDueOn }) => nextDueOn);
  return last.toSorted()[0] ?? now.reviewDueOn;
}
