import type { FoldContext, StreamFold } from '../../records/decider.ts';
import { type BodyOf, isRecordOf, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot } from '../../records/slot.ts';
import {
  deviationNoted,
  runAbandoned,
  runFinished,
  runHandedOver,
  runPaused,
  runReopened,
  runResumed,
  runSigned,
  runStarted,
  stepAnswered,
} from './run-records.ts';
import type { RecordedAnswer, RunState, Verdict } from './terms.ts';

/** What a run is after its records. Never throws; depends on the set of records, not on their order of arrival. */

export interface AnswerMark {
  readonly hash: string;
  readonly by: string;
  readonly revision: number;
  readonly answer: RecordedAnswer;
  readonly openedAt: string | null;
  readonly answeredAt: string;
  readonly clock: 'ok' | 'stepped';
  readonly before: { readonly hash: string; readonly value: string | null } | null;
  readonly reason: string;
  readonly isRecovered: boolean;
}

/** What was answered at one place: everything, oldest first, and what holds. */
export interface AnswerFold {
  readonly slot: Slot<AnswerMark>;
  readonly all: readonly AnswerMark[];
}

export type DeviationFold = BodyOf<typeof deviationNoted> & { readonly hash: string; readonly by: string };

export interface HandOver {
  readonly toPersonId: string | null;
  readonly toWhom: string;
  readonly note: string;
  readonly openSteps: number;
  readonly at: string;
  readonly by: string;
}

export interface RunStatus {
  readonly state: RunState;
  readonly revision: number;
  /** Set while it waits for the next shift. */
  readonly handOver: HandOver | null;
}

export interface RunSignature {
  readonly hash: string;
  readonly meaning: BodyOf<typeof runSigned>['meaning'];
  readonly at: string;
  readonly by: string;
  readonly note: string;
}

export interface RevisionFold {
  readonly revision: number;
  readonly reason: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly finished: (BodyOf<typeof runFinished> & { readonly hash: string; readonly by: string }) | null;
  readonly signatures: readonly RunSignature[];
}

export interface RunFold {
  readonly runId: string;
  /** Null while only later records have arrived. */
  readonly started: (BodyOf<typeof runStarted> & { readonly hash: string; readonly by: string }) | null;
  readonly status: Slot<RunStatus> | null;
  readonly answers: Readonly<Record<string, AnswerFold>>;
  readonly deviations: readonly DeviationFold[];
  readonly revisions: Readonly<Record<number, RevisionFold>>;
  /** Answers given apart from the bench that finished the run, and not counted there. */
  readonly late: readonly { readonly answer: string; readonly finished: string }[];
  readonly abandonedBecause: string;
  readonly changedAt: string;
  readonly changedBy: string;
}

const initialRun = (stream: string): RunFold => ({
  runId: stream.slice(stream.indexOf('/') + 1),
  ...{ started: null, status: null, answers: {}, deviations: [], revisions: {}, late: [], abandonedBecause: '' },
  ...{ changedAt: '', changedBy: '' },
});

/** Less closed is safer: work that one bench still has open is not taken for finished. */
const openRank: Readonly<Record<RunState, number>> = { started: 0, paused: 1, abandoned: 2, finished: 3, signed: 4 };
const graveness = (verdict: Verdict | null): number =>
  verdict === 'fail' ? 3 : verdict === 'cannot-evaluate' ? 2 : verdict === 'pass' ? 1 : 0;

/** How the run stands. Two benches apart: the less closed state holds until somebody decides in sight of both. */
export function statusOf({ status }: RunFold): RunStatus {
  return status?.value ?? { state: 'started', revision: 1, handOver: null };
}

function toStatus(run: RunFold, record: StoredRecord, value: RunStatus, context: FoldContext): Slot<RunStatus> {
  return decideSlot<RunStatus>(run.status, record, value, context, {
    code: 'sop/run-conflict',
    hold: (a, b) => (openRank[a.state] <= openRank[b.state] ? a : b),
    isSame: (a, b) => a.state === b.state && a.revision === b.revision,
    show: ({ state }) => state,
  });
}

function withRevision(
  run: RunFold,
  revision: number,
  change: (one: RevisionFold) => RevisionFold,
): RunFold['revisions'] {
  const fresh: RevisionFold = { revision, reason: '', openedAt: '', openedBy: '', finished: null, signatures: [] };
  return { ...run.revisions, [revision]: change(run.revisions[revision] ?? fresh) };
}

function evolveRun(before: RunFold, record: StoredRecord, context: FoldContext): RunFold {
  const { hash, wall: at, actor: by } = record;
  const run = { ...before, changedAt: at, changedBy: by };
  const status = statusOf(run);
  if (isRecordOf(record, runStarted)) {
    if (run.started) return before;
    const revisions = withRevision(run, 1, (one) => ({ ...one, openedAt: record.body.at, openedBy: by }));
    return { ...run, started: { ...record.body, hash, by }, revisions };
  }
  if (isRecordOf(record, stepAnswered)) return evolveAnswer(run, record.body, record, context);
  if (isRecordOf(record, deviationNoted)) {
    return { ...run, deviations: [...run.deviations, { ...record.body, hash, by }] };
  }
  if (isRecordOf(record, runPaused)) {
    return { ...run, status: toStatus(run, record, { ...status, state: 'paused' }, context) };
  }
  if (isRecordOf(record, runResumed)) {
    return { ...run, status: toStatus(run, record, { ...status, state: 'started', handOver: null }, context) };
  }
  if (isRecordOf(record, runHandedOver)) {
    const { toPersonId, toWhom, note, openSteps } = record.body;
    const handOver = { toPersonId, toWhom, note, openSteps, at, by };
    return { ...run, status: toStatus(run, record, { ...status, state: 'paused', handOver }, context) };
  }
  if (isRecordOf(record, runFinished)) return evolveFinish(run, record.body, record, context);
  if (isRecordOf(record, runSigned)) {
    const { revision, meaning, note } = record.body;
    const signature = { hash, meaning, note, at, by };
    const next = { state: 'signed', revision, handOver: null } as const;
    return {
      ...run,
      status: toStatus(run, record, next, context),
      revisions: withRevision(run, revision, (one) => ({ ...one, signatures: [...one.signatures, signature] })),
    };
  }
  if (isRecordOf(record, runReopened)) {
    const { revision, reason } = record.body;
    for (const { answer, finished } of run.late) context.resolve([answer, finished]);
    const revisions = withRevision(run, revision, (one) => ({
      ...one,
      reason: one.reason || reason,
      openedAt: at,
      openedBy: by,
    }));
    return {
      ...run,
      late: [],
      revisions,
      status: toStatus(run, record, { state: 'started', revision, handOver: null }, context),
    };
  }
  if (isRecordOf(record, runAbandoned)) {
    const next = { ...status, state: 'abandoned', handOver: null } as const;
    return { ...run, abandonedBecause: record.body.reason, status: toStatus(run, record, next, context) };
  }
  return before;
}

function evolveAnswer(
  run: RunFold,
  body: BodyOf<typeof stepAnswered>,
  record: StoredRecord,
  context: FoldContext,
): RunFold {
  const { answer, revision, openedAt, answeredAt, clock, before, reason, isRecovered } = body;
  const own = { hash: record.hash, by: record.actor };
  const mark: AnswerMark = { ...own, revision, answer, openedAt, answeredAt, clock, before, reason, isRecovered };
  const known = run.answers[answer.at];
  const slot = decideSlot(known?.slot ?? null, record, mark, context, {
    code: 'sop/answered-apart',
    hold: (a, b) => (graveness(a.answer.verdict) >= graveness(b.answer.verdict) ? a : b),
    isSame: (a, b) => a.answer.value === b.answer.value && a.answer.photo?.sha256 === b.answer.photo?.sha256,
    show: (one) => one.answer.value ?? '',
  });
  const finished = context.concurrentWith.filter((other) => isRecordOf(other, runFinished)).map(({ hash }) => hash);
  if (finished.length > 0) context.conflict('sop/answered-after-finish', { step: answer.asked.title }, finished);
  const late = [...run.late, ...finished.map((one) => ({ answer: record.hash, finished: one }))];
  const all = [...(known?.all ?? []), mark];
  return { ...run, late, answers: { ...run.answers, [answer.at]: { slot, all } } };
}

function evolveFinish(
  run: RunFold,
  body: BodyOf<typeof runFinished>,
  record: StoredRecord,
  context: FoldContext,
): RunFold {
  const { revision } = body;
  const apart = context.concurrentWith.filter((other) => isRecordOf(other, stepAnswered));
  for (const other of apart) {
    context.conflict('sop/answered-after-finish', { step: other.body.answer.asked.title }, [other.hash]);
  }
  const finished = { ...body, hash: record.hash, by: record.actor };
  return {
    ...run,
    late: [...run.late, ...apart.map(({ hash }) => ({ answer: hash, finished: record.hash }))],
    status: toStatus(run, record, { state: 'finished', revision, handOver: null }, context),
    // Finished apart on two benches: the first in order is shown, and the conflict of states says so.
    revisions: withRevision(run, revision, (one) => ({ ...one, finished: one.finished ?? finished })),
  };
}

/** The answer that counts at a place now: what holds, and once finished what was counted. */
export function answerAt(run: RunFold, at: string): AnswerMark | undefined {
  const found = run.answers[at];
  if (!found) return undefined;
  const { state, revision } = statusOf(run);
  const finished = run.revisions[revision]?.finished;
  if ((state !== 'finished' && state !== 'signed') || !finished) return found.slot.value;
  return found.all.findLast(({ hash }) => finished.counted.includes(hash)) ?? found.slot.value;
}

export const runFold: StreamFold<RunFold> = { initial: initialRun, evolve: evolveRun };
