import type * as z from 'zod';
import { type CivilDate, isCivilDate } from '../../../shared/kernel/civil-date.ts';
import { formatOffset } from '../../../shared/kernel/clock.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { intlZoneOffset } from '../../../shared/kernel/zone.ts';
import {
  eventAnswered,
  eventStream,
  taskPerformed,
  taskStream,
  type tasksMissed,
} from '../../../shared/modules/maintenance/records.ts';
import { judgeTask, recordFields } from '../../../shared/modules/maintenance/rules-fields.ts';
import { shiftAt } from '../../../shared/modules/maintenance/rules-status.ts';
import { countsAsOf, holderOf, type Performed, taskDecider } from '../../../shared/modules/maintenance/rules-task.ts';
import type { performed as performedSchema, performInput } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { FieldEntry } from '../../../shared/modules/maintenance/terms.ts';
import { type BodyOf, draft, isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';
import { personAuthor } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { countsSentence, findOccurrence, missedBefore, type Occurrence, requirePlan } from './occurrences.ts';
import type { PlanFacts } from './plan-facts.ts';

type PerformInput = z.output<typeof performInput>;
type Performance = z.output<typeof performedSchema>;

export interface Work extends Omit<PerformInput, 'sheetId'> {
  readonly sheetId: string;
  readonly planId: string;
  readonly occurrence: string | null;
  readonly entries: readonly FieldEntry[];
}

/** Leave to sign, asked before the transaction; null where no signature is asked for or nobody can sign here. */
export async function requireGrant(
  context: HostContext,
  asked: { readonly isNeeded: boolean; readonly meaning: 'performed' | 'reviewed' },
  signing: PerformInput['signing'],
): Promise<SigningGrant | null> {
  if (!context.signing.isPossible) return null;
  if (signing === null) {
    if (asked.isNeeded) throw new AppError('maintenance/signature-needed', {});
    return null;
  }
  return context.signing.require({ ...signing, meaning: asked.meaning });
}

/**
 * Records work that was done: one record, its answers to events, its signature and the end of its sheet in one
 * transaction. Never refused for the state of anything (mission rule C.0.9): work done twice, too early or on an
 * instrument out of service is recorded, and says how it counts.
 *
 * @throws AppError `maintenance/plan-not-found`, `maintenance/bad-date`, `maintenance/in-the-future`,
 * `maintenance/late-needs-reason`, `maintenance/needs-reason`, `maintenance/signature-needed`, those of signing and store
 */
export async function performTask(context: HostContext, desk: AgendaDesk, work: Work): Promise<Performance> {
  const planned = requirePlan(desk, work.planId);
  const grant = await requireGrant(
    context,
    { isNeeded: planned.terms.needsSignature, meaning: 'performed' },
    work.signing,
  );
  const { store } = context;
  const author = grant?.author ?? personAuthor(context.actor);
  try {
    return store.transaction(() => {
      // Read again: while the password was checked another sheet of the same task may have been finished.
      const plan = requirePlan(desk, work.planId);
      const occurrence = findOccurrence(context, desk, plan, work.occurrence);
      const again = repeatedOf(occurrence, work);
      if (again) return again;
      const body = makeBody(context, desk, plan, occurrence, work);
      const missed = missedOf(desk, plan, occurrence, body);
      const stream = taskStream(plan.planId, occurrence.key);
      const { records, folded } = store.records.decide(taskDecider, stream, { do: 'perform', body, missed }, author);
      const record = records.find((one) => isRecordOf(one, taskPerformed)) as StoredRecord;
      for (const eventId of body.eventIds) {
        const { instrumentId, planId } = plan;
        const answer = { instrumentId, eventId, planId, taskHash: record.hash, isReopened: false };
        store.records.append([draft(eventAnswered, eventStream(instrumentId, eventId), answer)], author);
      }
      grant?.sign(records);
      desk.drafts.remove(work.sheetId);
      const own = folded.state.performances.find(({ hash }) => hash === record.hash)!;
      const countsAs = countsAsOf(own, holderOf(folded.state.performances));
      const { dueOn: nextDueOn } = desk.standing(plan);
      const dates = { dueOn: body.dueOn, nextDueOn, missedCount: missed?.count ?? 0 };
      return {
        hash: record.hash,
        verdict: body.verdict,
        countsAs,
        sentence: countsSentence(countsAs, dates),
        nextDueOn,
      };
    });
  } catch (error) {
    desk.drafts.forget();
    throw error;
  } finally {
    desk.touched(work.planId);
  }
}

/** A call repeated after its answer was lost: the same sheet is not recorded twice. */
function repeatedOf({ task, standing }: Occurrence, { sheetId }: Work): Performance | undefined {
  const own = task.performances.find(({ body }) => body.sheetId === sheetId);
  if (!own) return undefined;
  const countsAs = countsAsOf(own, holderOf(task.performances));
  const nextDueOn = standing.dueOn;
  const sentence = countsSentence(countsAs, { dueOn: own.body.dueOn, nextDueOn, missedCount: 0 });
  return { hash: own.hash, verdict: own.body.verdict, countsAs, sentence, nextDueOn };
}

function makeBody(
  context: HostContext,
  desk: AgendaDesk,
  plan: PlanFacts,
  occurrence: Occurrence,
  work: Work,
): Performed {
  const { terms, instrumentId, planId } = plan;
  const wallMs = context.clock.wallMs();
  const calendar = desk.calendarFor(instrumentId);
  const when = whenDone(desk, plan, work);
  const fields = recordFields(terms.fields, work.entries);
  const { verdict, because } = judgeTask(fields);
  if (verdict === 'cannot-evaluate' && work.cannotEvaluateReason === '') {
    throw new AppError('maintenance/needs-reason', { fields: because.join(', ').slice(0, 300) });
  }
  const holder = holderOf(occurrence.task.performances);
  // Entered late for a day whose work was done late already: it is told in the grid and moves nothing back.
  const isBehindHolder = holder !== null && when.performedOn < holder.body.performedOn;
  const isExtra = work.isExtra || isBehindHolder;
  return {
    planId,
    instrumentId,
    occurrence: occurrence.key,
    sheetId: work.sheetId,
    title: terms.title,
    planHash: plan.tip,
    dueOn: occurrence.dueOn,
    windowOpensOn: occurrence.windowOpensOn,
    windowClosesOn: occurrence.windowClosesOn,
    ...when,
    timeZone: calendar.timeZone,
    enteredAt: localTime(wallMs, calendar.timeZone),
    lateReason: work.lateReason,
    clock: desk.clock.look().state,
    isExtra,
    mustPass: terms.mustPass,
    needsReview: terms.needsReview,
    verdict,
    verdictReason: [because.join(', '), work.cannotEvaluateReason].filter(Boolean).join('. ').slice(0, 500),
    fields,
    note: work.note,
    meterTotal: terms.rule.counter ? (desk.reads.counter(plan)?.total ?? null) : null,
    eventIds: isExtra || (terms.mustPass && verdict !== 'pass') ? [] : eventsAnswered(desk, plan, when.performedOn),
    correctionCount: 0,
    isVoided: false,
  };
}

/** Open events of the plan up to that day: the work answers all of them. */
function eventsAnswered(desk: AgendaDesk, { planId }: PlanFacts, performedOn: CivilDate): string[] {
  return desk.reads
    .openEvents(planId)
    .filter(({ on }) => on <= performedOn)
    .map(({ eventId }) => eventId);
}

type When = Pick<Performed, 'performedOn' | 'performedShift' | 'performedAt' | 'enteredOn' | 'isLateEntry'>;

/** Day, shift and time of the work at the place, and whether it is entered late. */
function whenDone(
  desk: AgendaDesk,
  plan: PlanFacts,
  work: Pick<Work, 'performedOn' | 'performedTime' | 'lateReason'>,
): When {
  const { instrumentId, terms } = plan;
  const today = desk.today(instrumentId);
  const { shifts, timeZone } = desk.calendarFor(instrumentId);
  const isPerShift = terms.rule.calendar?.kind === 'per-shift';
  const { performedOn: on, performedTime: time } = work;
  if (!isCivilDate(on)) throw new AppError('maintenance/bad-date', { date: on });
  if (on > today.on) throw new AppError('maintenance/in-the-future', { date: on, today: today.on });
  const minutes =
    time === null || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)
      ? null
      : Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const isLateEntry = on < (isPerShift ? today.shiftOn : today.on);
  if (isLateEntry && work.lateReason === '') throw new AppError('maintenance/late-needs-reason', { date: on });
  if (on === today.on && minutes !== null && minutes > today.minutes) {
    throw new AppError('maintenance/in-the-future', { date: `${on} ${time}`, today: today.on });
  }
  const atMinutes = minutes ?? (isLateEntry ? null : today.minutes);
  const running = atMinutes === null ? null : shiftAt(shifts, atMinutes);
  // The night shift's early hours belong to the evening it began on.
  const performedOn = isPerShift && running?.isOfDayBefore && on === today.on ? today.shiftOn : on;
  return {
    performedOn,
    performedShift: isPerShift ? (running?.shift ?? null) : null,
    performedAt: atMinutes === null ? null : placeTime(on, atMinutes, timeZone),
    enteredOn: today.on,
    isLateEntry,
  };
}

/** ISO time with offset of a wall clock's reading. Where summer time ends the hour comes twice: the first is meant. */
function placeTime(on: CivilDate, minutes: number, timeZone: string): string {
  const asUtc = Date.parse(`${on}T00:00:00Z`) + minutes * 60_000;
  const guess = asUtc - intlZoneOffset(timeZone, asUtc) * 60_000;
  const atMs = asUtc - intlZoneOffset(timeZone, guess) * 60_000;
  return localTime(atMs, timeZone);
}

/** An instant as ISO time with the place's offset. */
export function localTime(atMs: number, timeZone: string): string {
  const offset = intlZoneOffset(timeZone, atMs);
  return `${new Date(atMs + offset * 60_000).toISOString().slice(0, -1)}${formatOffset(offset)}`;
}

function missedOf(
  desk: AgendaDesk,
  plan: PlanFacts,
  occurrence: Occurrence,
  body: Performed,
): BodyOf<typeof tasksMissed> | null {
  if (body.isExtra || (body.mustPass && body.verdict !== 'pass')) return null;
  const { count, dueOn } = missedBefore(desk, plan, occurrence, body.performedOn);
  const [firstOn] = dueOn;
  if (count === 0 || firstOn === undefined) return null;
  const { planId, instrumentId } = body;
  return { planId, instrumentId, occurrence: occurrence.key, count, firstOn, lastOn: dueOn.at(-1)!, dueOn };
}
