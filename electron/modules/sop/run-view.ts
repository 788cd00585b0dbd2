import { AppError } from '../../../shared/kernel/errors.ts';
import { freezeStep, judgeAnswer } from '../../../shared/modules/sop/rules-answer.ts';
import {
  type AnswerMark,
  answerAt,
  type DeviationFold,
  type RunFold,
  runFold,
  statusOf,
} from '../../../shared/modules/sop/rules-run.ts';
import { runWay, summarize } from '../../../shared/modules/sop/rules-run-acts.ts';
import type { Place } from '../../../shared/modules/sop/rules-way.ts';
import type { RunRow, RunStep, RunView, ShownAnswer, StepDraft } from '../../../shared/modules/sop/run-contract.ts';
import { runStream } from '../../../shared/modules/sop/run-records.ts';
import type { RunState, SopContent, Step } from '../../../shared/modules/sop/terms.ts';
import type { Folded } from '../../../shared/records/decider.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import { placeOfStream } from '../place-of.ts';
import type { SopDesk } from './desk.ts';
import { type FieldDraft, hasContent } from './drafts.ts';
import type { RunFacts } from './run-tables.ts';

/** A run as the page shows it: its records, its pinned words, and what is typed on this bench. */

/** Key a specimen's id is sealed with while it is a draft. */
export const specimenPurpose = 'sop-draft';

export interface OpenRun {
  readonly folded: Folded<RunFold>;
  readonly started: NonNullable<RunFold['started']>;
  readonly content: SopContent | null;
}

/** @throws AppError `sop/run-not-found` */
export function requireRun(desk: SopDesk, runId: string): OpenRun {
  const folded = desk.context.store.records.fold(runStream(runId), runFold);
  const { started } = folded.state;
  if (!started) throw new AppError('sop/run-not-found', { runId });
  return { folded, started, content: desk.words(started.versionHash) };
}

interface RunTableRow {
  run_id: string;
  sop_id: string;
  instrument_id: string;
  state: RunState;
  started_at: string;
  changed_at: string;
  conflict_count: number;
  facts: string;
}

/** Runs by filter, the newest first. Those that are open stand in an index of their own: ten years of others do not matter. */
export function runRows(
  desk: SopDesk,
  filter: { sopId: string | null; instrumentId: string | null; states: readonly RunState[]; limit: number },
): RunRow[] {
  const { sopId, instrumentId, states, limit } = filter;
  const clauses = [
    ...(sopId === null ? [] : ['sop_id = ?']),
    ...(instrumentId === null ? [] : ['instrument_id = ?']),
    ...(states.length > 0 && states.every((one) => one === 'started' || one === 'paused') ? ['is_open = 1'] : []),
    ...(states.length === 0 ? [] : [`state IN (${states.map(() => '?').join(', ')})`]),
  ];
  const values = [...(sopId === null ? [] : [sopId]), ...(instrumentId === null ? [] : [instrumentId]), ...states];
  const rows = desk.context.store.db
    .prepare(
      `SELECT * FROM sop_runs ${clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : ''}
       ORDER BY started_at DESC, run_id DESC LIMIT ?`,
    )
    .all(...values, limit) as RunTableRow[];
  const newer = numbersInForce(desk);
  const typed = desk.drafts.runIds;
  return rows.map((row) => tableRow(desk, row, newer, typed));
}

const numbersInForce = (desk: SopDesk): ReadonlyMap<string, { versionId: string; number: number }> =>
  new Map(desk.rows().flatMap(({ sopId, facts: { effective } }) => (effective ? [[sopId, effective] as const] : [])));

function tableRow(
  desk: SopDesk,
  row: RunTableRow,
  newer: ReadonlyMap<string, { versionId: string; number: number }>,
  typed: ReadonlySet<string>,
): RunRow {
  const facts = JSON.parse(row.facts) as RunFacts;
  const now = newer.get(row.sop_id);
  return {
    ...{ runId: row.run_id, sopId: row.sop_id, code: facts.code, title: facts.title },
    ...{ versionNumber: facts.versionNumber, isTrial: facts.isTrial, instrumentId: row.instrument_id },
    newerNumber: now && now.versionId !== facts.versionId ? now.number : null,
    instrumentName: instrumentName(desk, row.instrument_id),
    ...{ state: row.state, revision: facts.revision, startedAt: row.started_at, changedAt: row.changed_at },
    place: typed.has(row.run_id) ? 'draft' : placeOfStream(desk.context, runStream(row.run_id)),
    ...{ startedBy: desk.name(facts.startedBy), changedBy: desk.name(facts.changedBy) },
    ...{ finishedAt: facts.finishedAt, verdict: facts.verdict, answeredCount: facts.answeredCount },
    ...{ deviationCount: facts.deviationCount, recoveredCount: desk.drafts.recoveredCount(row.run_id) },
    ...{ handedOverTo: facts.handedOverTo, needsReview: facts.needsReview, isReviewed: facts.isReviewed },
    conflictCount: row.conflict_count,
  };
}

export function instrumentName({ context }: SopDesk, instrumentId: string): string {
  if (instrumentId === '') return '';
  const name = context.store.db
    .prepare('SELECT name FROM instruments WHERE instrument_id = ?')
    .pluck()
    .get(instrumentId);
  return typeof name === 'string' ? name : '';
}

/** @throws AppError `sop/run-not-found` */
export function runView(desk: SopDesk, runId: string): RunView {
  const { folded, started, content } = requireRun(desk, runId);
  const run = folded.state;
  const row = desk.context.store.db
    .prepare('SELECT * FROM sop_runs WHERE stream = ?')
    .get(runStream(runId)) as RunTableRow;
  const fields = desk.drafts.fields(runId, started.versionHash);
  const typed = Object.entries(fields).filter(([, field]) => hasContent(field));
  const way = runWay(run, content ?? wordsOfAnswers(run));
  const { verdict, because } = summarize(run, way);
  const isOpen = ['started', 'paused'].includes(statusOf(run).state);
  const titleOf = (at: string) => way.places.find((place) => place.at === at)?.step.title ?? at;
  const onWay = new Set(way.places.map(({ at }) => at));
  return {
    ...tableRow(desk, row, numbersInForce(desk), desk.drafts.runIds),
    ...{ versionId: started.versionId, versionHash: started.versionHash, hasWords: content !== null },
    ...{ purpose: content?.purpose ?? '', materials: content?.materials ?? '', safety: content?.safety ?? '' },
    ...{ references: content?.references ?? '', needsSignature: content?.needsSignature ?? false },
    steps: way.places.map((place) => runStep(desk, run, place, fields[place.at], isOpen ? way.nextAt : null)),
    nextAt: isOpen ? way.nextAt : null,
    isWayKnown: way.isKnown,
    openRequired: way.openRequired.map(({ at, title }) => ({ at, title })),
    recovered: typed.filter(([, field]) => desk.drafts.isRecovered(field)).map(([at]) => ({ at, title: titleOf(at) })),
    strayDrafts: typed
      .filter(([at]) => !onWay.has(at))
      .map(([at, field]) => ({ at, title: titleOf(at), value: typedValue(desk, field) ?? '' })),
    handOver: handOverOf(desk, run),
    foretold: { verdict, because },
    deviations: run.deviations.map((one) => shownDeviation(desk, one)),
    revisions: revisionsOf(desk, run),
    uncounted: run.late.map(({ answer }) => answer),
    abandonedBecause: run.abandonedBecause,
    conflicts: folded.conflicts.map(({ code, data }) => ({ code, data: { ...data } })),
    history: desk.context.store.records.read(runStream(runId)).map((record) => eventOf(desk, record)),
    tip: folded.tip ?? '',
    clock: desk.clock.look().state,
  };
}

/** While the version's words are not on this bench: the answers, under what they were asked as. */
function wordsOfAnswers(run: RunFold): { steps: Step[] } & SopContent {
  const steps = Object.keys(run.answers).flatMap((at): Step[] => {
    const mark = answerAt(run, at);
    if (!mark || at.includes('#')) return [];
    const { title, isRequired, source } = mark.answer.asked;
    return [
      { key: at, title, isRequired, source, instruction: '', safety: '', adapt: '', kind: 'text', isLong: false },
    ];
  });
  return {
    ...{ title: run.started?.title ?? '', purpose: '', scope: '', definitionKeys: [], materials: '', safety: '' },
    ...{ references: '', steps, needsSignature: false, needsReview: false, reviewEveryMonths: 24 },
  };
}

function runStep(
  desk: SopDesk,
  run: RunFold,
  place: Place,
  field: FieldDraft | undefined,
  nextAt: string | null,
): RunStep {
  const { at, step, item, itemName, itemCount, status, branch } = place;
  const now = answerAt(run, at);
  const slot = run.answers[at]?.slot;
  return {
    ...{ at, step, item, itemName, itemCount, status, branch },
    isNext: at === nextAt,
    answer: now ? shownAnswer(desk, now) : null,
    earlier: (run.answers[at]?.all ?? []).filter(({ hash }) => hash !== now?.hash).map((one) => shownAnswer(desk, one)),
    draft: field ? shownDraft(desk, step, field) : null,
    deviations: run.deviations.filter((one) => one.at === at).map((one) => shownDeviation(desk, one)),
    isConflict: (slot?.sides.length ?? 0) > 1 && new Set(slot?.sides.map(({ value }) => value.answer.value)).size > 1,
  };
}

function shownAnswer(desk: SopDesk, mark: AnswerMark): ShownAnswer {
  const { answer, hash, revision, by, answeredAt, openedAt, before, reason, isRecovered, clock } = mark;
  const tookMs = openedAt === null ? null : Date.parse(answeredAt) - Date.parse(openedAt);
  return {
    ...answer,
    ...{ hash, revision, by: desk.name(by), answeredAt, openedAt, reason, isRecovered, clock },
    // A clock that was set meanwhile tells no span.
    tookSeconds: tookMs === null || clock !== 'ok' || tookMs < 0 ? null : Math.floor(tookMs / 1000),
    before: before && { value: before.value },
  };
}

/** A draft as the page shows it, judged as it stands. */
export function shownDraft(desk: SopDesk, step: Step, field: FieldDraft): StepDraft {
  const { note, photo, reading, savedAt, openedAt, timer } = field;
  const value = typedValue(desk, field);
  const judged = hasContent(field)
    ? judgeAnswer(freezeStep(step), { value, photo, timing: timer?.stoppedAt ? { isSure: timer.isSure } : null })
    : { verdict: null, why: '' as const };
  return {
    ...{ value, note, photo, reading, savedAt, openedAt, specimenHash: null },
    timer: timer && {
      ...{ startedAt: timer.startedAt, isSure: timer.isSure },
      ...(timer.stoppedAt === null ? {} : { stoppedAt: timer.stoppedAt }),
    },
    isRecovered: hasContent(field) && desk.drafts.isRecovered(field),
    ...judged,
  };
}

/** What was typed; a specimen's id is opened for the person at the bench alone. */
export function typedValue({ context }: SopDesk, { value, sealed }: FieldDraft): string | null {
  if (sealed === null) return value;
  return new TextDecoder().decode(context.store.keys.open(specimenPurpose, Buffer.from(sealed, 'base64')));
}

function shownDeviation(desk: SopDesk, deviation: DeviationFold): RunView['deviations'][number] {
  const { hash, deviationId, at, stepTitle, what, reason, isInstead, notedAt, by, revision } = deviation;
  return { hash, deviationId, at, stepTitle, what, reason, isInstead, notedAt, by: desk.name(by), revision };
}

function handOverOf(desk: SopDesk, run: RunFold): RunView['handOver'] {
  const { handOver } = statusOf(run);
  if (!handOver) return null;
  const { toWhom, note, at, by, openSteps, toPersonId } = handOver;
  const person = toPersonId === null ? '' : (desk.context.people.nameOf(toPersonId) ?? '');
  return { toWhom: [person, toWhom].filter(Boolean).join(', '), note, at, by: desk.name(by), openSteps };
}

function revisionsOf(desk: SopDesk, run: RunFold): RunView['revisions'] {
  return Object.values(run.revisions)
    .toSorted((a, b) => a.revision - b.revision)
    .map(({ revision, reason, openedAt, openedBy, finished, signatures }) => ({
      ...{ revision, reason, openedAt, openedBy: desk.name(openedBy) },
      finished: finished && {
        ...{ at: finished.at, by: desk.name(finished.by), verdict: finished.verdict, note: finished.note },
        ...{ verdictReason: finished.verdictReason, hash: finished.hash, counted: finished.counted },
      },
      signatures: signatures.map((one) => ({ ...one, by: desk.name(one.by) })),
    }));
}

function eventOf(desk: SopDesk, record: StoredRecord): RunView['history'][number] {
  const body = record.body as Record<string, unknown> & {
    answer?: { asked?: { title?: string }; value?: string | null };
  };
  const text = [body.answer?.value, body.what, body.reason, body.note].find(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  const stepTitle = body.answer?.asked?.title ?? (typeof body.stepTitle === 'string' ? body.stepTitle : '');
  const { hash, wall: at, actor, type } = record;
  return { hash, at, by: desk.name(actor), type, stepTitle, text: text ?? '' };
}
