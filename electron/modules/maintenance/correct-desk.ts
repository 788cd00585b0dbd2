import type * as z from 'zod';
import { isCivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { eventAnswered, eventStream, taskPerformed, taskStream } from '../../../shared/modules/maintenance/records.ts';
import { fieldOf, judgeTask, recordFields } from '../../../shared/modules/maintenance/rules-fields.ts';
import { type Performance, type Performed, taskDecider } from '../../../shared/modules/maintenance/rules-task.ts';
import type { performInput } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { FieldEntry, Verdict } from '../../../shared/modules/maintenance/terms.ts';
import { recordAmended } from '../../../shared/records/core-records.ts';
import { type BodyOf, draft, isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';
import { personAuthor } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { findOccurrence, requirePlan } from './occurrences.ts';
import { requireGrant } from './perform-desk.ts';
import { fillFromWire } from './wire-readings.ts';

type Signing = z.output<typeof performInput>['signing'];

/** A performed task by the hash of its record, as its corrections leave it. @throws AppError `maintenance/not-found` */
export function requirePerformance(
  context: HostContext,
  hash: string,
): { record: StoredRecord; performance: Performance; stream: string } {
  const record = context.store.records.byHash(hash);
  if (!record || !isRecordOf(record, taskPerformed)) throw new AppError('maintenance/not-found', {});
  const { state } = context.store.records.fold(record.stream, taskDecider);
  const performance = state.performances.find((one) => one.hash === hash);
  if (!performance) throw new AppError('maintenance/not-found', {});
  return { record, performance, stream: record.stream };
}

export interface Correction {
  readonly hash: string;
  readonly entries: readonly FieldEntry[];
  readonly performedOn: string | null;
  readonly note: string | null;
  readonly reason: string;
  readonly signing: Signing;
}

/**
 * New values beside the recorded ones, held against the yardstick of the record itself. What was signed is signed for the
 * old values only: a plan that asks for a signature asks again.
 */
export async function correctTask(
  context: HostContext,
  desk: AgendaDesk,
  correction: Correction,
): Promise<{ verdict: Verdict; nextDueOn: string | null }> {
  const { performance } = requirePerformance(context, correction.hash);
  const { body } = performance;
  const entries = new Map<string, FieldEntry>(
    body.fields.map(({ key, value, reading, photo, note }) => [key, { key, value, reading, photo, note }]),
  );
  for (const entry of correction.entries) {
    if (!entries.has(entry.key)) throw new AppError('maintenance/unknown-field', { field: entry.key });
    entries.set(entry.key, fillFromWire(context, body.instrumentId, entry));
  }
  const fields = recordFields(body.fields.map(fieldOf), [...entries.values()]);
  const { verdict, because } = judgeTask(fields);
  const patch: Partial<Performed> = {};
  if (correction.entries.length > 0) {
    Object.assign(patch, { fields, verdict, verdictReason: because.join(', ').slice(0, 500) });
  }
  const { performedOn, note } = correction;
  if (performedOn !== null && performedOn !== body.performedOn) {
    if (!isCivilDate(performedOn)) throw new AppError('maintenance/bad-date', { date: performedOn });
    if (performedOn > body.enteredOn)
      throw new AppError('maintenance/in-the-future', { date: performedOn, today: body.enteredOn });
    // Its time of day was that of another day.
    Object.assign(patch, { performedOn, performedAt: null, isLateEntry: performedOn < body.enteredOn });
  }
  if (note !== null && note !== body.note) patch.note = note;
  if (Object.keys(patch).length === 0) throw new AppError('maintenance/nothing-changed', {});
  const nextDueOn = await amend(context, desk, correction, patch);
  return { verdict: patch.verdict ?? body.verdict, nextDueOn };
}

/** The record does not hold: it stays, and whatever it had answered is asked again. */
export async function voidTask(
  context: HostContext,
  desk: AgendaDesk,
  request: Pick<Correction, 'hash' | 'reason' | 'signing'>,
): Promise<{ nextDueOn: string | null }> {
  const { performance } = requirePerformance(context, request.hash);
  if (performance.body.isVoided) throw new AppError('maintenance/nothing-changed', {});
  return { nextDueOn: await amend(context, desk, request, { isVoided: true }) };
}

async function amend(
  context: HostContext,
  desk: AgendaDesk,
  { hash, reason, signing }: Pick<Correction, 'hash' | 'reason' | 'signing'>,
  patch: Partial<Performed>,
): Promise<string | null> {
  const { store } = context;
  const before = requirePerformance(context, hash);
  const plan = requirePlan(desk, before.performance.body.planId);
  const isNeeded = plan.terms.needsSignature && patch.isVoided !== true;
  const grant = await requireGrant(context, { isNeeded, meaning: 'performed' }, signing);
  const author = grant?.author ?? personAuthor(context.actor);
  try {
    return store.transaction(() => {
      const { performance, record, stream } = requirePerformance(context, hash);
      if (performance.body.correctionCount !== before.performance.body.correctionCount) {
        throw new AppError('records/stale', { stream });
      }
      const correctionCount = performance.body.correctionCount + 1;
      const body = { target: hash, patch: asJson({ ...patch, correctionCount }), reason };
      const [amended] = store.records.append([draft(recordAmended, stream, body)], author);
      for (const eventId of patch.isVoided ? performance.body.eventIds : []) {
        const { instrumentId, planId } = plan;
        const reopened = { instrumentId, eventId, planId, taskHash: hash, isReopened: true };
        store.records.append([draft(eventAnswered, eventStream(instrumentId, eventId), reopened)], author);
      }
      grant?.sign([record, ...amendmentsOf(context, record), amended!].filter(isFirst));
      return desk.standing(plan).dueOn;
    });
  } finally {
    desk.touched(plan.planId);
  }
}

/** A patch as it will stand in the record's text. */
const asJson = (patch: Partial<Performed>): BodyOf<typeof recordAmended>['patch'] => JSON.parse(JSON.stringify(patch));

const isFirst = (record: StoredRecord, at: number, all: readonly StoredRecord[]): boolean =>
  all.findIndex((other) => other.hash === record.hash) === at;

/** Corrections of a performed task, in order. */
export function amendmentsOf(context: HostContext, record: StoredRecord): StoredRecord[] {
  return context.store.records
    .read(record.stream)
    .filter((one) => isRecordOf(one, recordAmended) && one.body.target === record.hash);
}

/** Not done, and why: recorded, and the task stays due. @throws AppError `maintenance/already-done` */
export function skipTask(
  context: HostContext,
  desk: AgendaDesk,
  { planId, occurrence: named, reason }: { planId: string; occurrence: string | null; reason: string },
): { hash: string } {
  const plan = requirePlan(desk, planId);
  const occurrence = findOccurrence(context, desk, plan, named);
  const { instrumentId } = plan;
  const body = {
    planId,
    instrumentId,
    occurrence: occurrence.key,
    dueOn: occurrence.dueOn,
    on: desk.today(instrumentId).on,
    reason,
  };
  const stream = taskStream(planId, occurrence.key);
  const { records } = context.store.records.decide(
    taskDecider,
    stream,
    { do: 'skip', body },
    personAuthor(context.actor),
  );
  return { hash: records[0]?.hash ?? '' };
}

/** Most records one signature names. */
const mostTargets = 100;

/**
 * Reviews each record by its hash, all in one transaction. One signature names at most a hundred records, so a month's
 * worth takes several, each proved by the password. What is reviewed already stays so.
 */
export async function reviewTasks(
  context: HostContext,
  { hashes, note, signing }: { hashes: readonly string[]; note: string; signing: Signing },
): Promise<{ reviewedCount: number }> {
  const { store } = context;
  const groups: string[][] = [[]];
  let room = mostTargets;
  for (const hash of new Set(hashes)) {
    const { record, performance } = requirePerformance(context, hash);
    if (performance.review !== null) continue;
    const size = 2 + amendmentsOf(context, record).length;
    if (size > room) {
      groups.push([]);
      room = mostTargets;
    }
    room -= size;
    groups.at(-1)!.push(hash);
  }
  const grants: (SigningGrant | null)[] = [];
  for (const _ of groups) {
    grants.push(await requireGrant(context, { isNeeded: true, meaning: 'reviewed' }, signing));
  }
  return store.transaction(() => {
    let reviewedCount = 0;
    groups.forEach((group, at) => {
      const grant = grants[at] ?? null;
      const targets: StoredRecord[] = [];
      for (const hash of group) {
        const { record, stream } = requirePerformance(context, hash);
        const author = grant?.author ?? personAuthor(context.actor);
        const { records } = store.records.decide(taskDecider, stream, { do: 'review', target: hash, note }, author);
        if (records.length === 0) continue;
        targets.push(record, ...amendmentsOf(context, record), ...records);
        reviewedCount += 1;
      }
      if (targets.length > 0) grant?.sign(targets);
    });
    return { reviewedCount };
  });
}
