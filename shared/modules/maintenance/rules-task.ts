import type { CivilDate } from '../../kernel/civil-date.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { taskPerformed, taskReviewed, taskSkipped, tasksMissed } from './records.ts';
import { calendarPart } from './rules-due.ts';
import { slotOf } from './rules-occurrences.ts';
import type { CountsAs } from './tasks-contract.ts';

/**
 * One occurrence of one plan: what was done about it. However many sheets are finished for it, on however many benches,
 * it moves the plan's date once (QATrack+ issue 650).
 */

export type Performed = BodyOf<typeof taskPerformed>;

export interface Performance {
  readonly hash: string;
  readonly body: Performed;
  readonly by: string;
  readonly at: string;
  /** The review that saw it as it is now, or null: what was corrected afterwards waits for review again. */
  readonly review: { readonly by: string; readonly at: string; readonly hash: string } | null;
}

export interface TaskFold {
  readonly performances: readonly Performance[];
  readonly skips: readonly {
    readonly reason: string;
    readonly by: string;
    readonly at: string;
    readonly hash: string;
  }[];
  readonly missed: { readonly count: number; readonly firstOn: string; readonly lastOn: string } | null;
}

export const initialTask = (): TaskFold => ({ performances: [], skips: [], missed: null });

/** Folds one record. Never throws; the same work done twice apart is a conflict a person is shown, and both are kept. */
export function evolveTask(state: TaskFold, record: StoredRecord, context: FoldContext): TaskFold {
  if (isRecordOf(record, taskPerformed)) {
    const unseen = new Set(context.concurrentWith.map(({ hash }) => hash));
    // As corrections have left them: what was set to "extra" or void is no rival any more.
    const apart = state.performances.filter(({ hash, body }) => unseen.has(hash) && doesCount(body));
    if (apart.length > 0 && doesCount(record.body)) {
      context.conflict(
        'maintenance/done-twice',
        { title: record.body.title },
        apart.map((other) => other.hash),
      );
    }
    const performance: Performance = {
      hash: record.hash,
      body: record.body,
      by: record.actor,
      at: record.wall,
      review: null,
    };
    return { ...state, performances: [...state.performances, performance] };
  }
  if (isRecordOf(record, taskSkipped)) {
    const skip = { reason: record.body.reason, by: record.actor, at: record.wall, hash: record.hash };
    return { ...state, skips: [...state.skips, skip] };
  }
  if (isRecordOf(record, tasksMissed)) {
    const { count, firstOn, lastOn } = record.body;
    return { ...state, missed: { count, firstOn, lastOn } };
  }
  if (isRecordOf(record, taskReviewed)) {
    const { target, correctionCount } = record.body;
    const review = { by: record.actor, at: record.wall, hash: record.hash };
    const performances = state.performances.map((one) =>
      one.hash === target && one.body.correctionCount === correctionCount ? { ...one, review } : one,
    );
    return { ...state, performances };
  }
  return state;
}

/** Whether a performance moves anything by itself: not void, not chosen as extra, and passed where only a pass counts. */
export function doesCount(body: Performed): boolean {
  if (body.isVoided || body.isExtra || (body.mustPass && body.verdict !== 'pass')) return false;
  return isInWindow(body) || body.meterTotal !== null;
}

/** Done on or after the day the window opens. */
export function isInWindow({ windowOpensOn, performedOn }: Performed): boolean {
  return windowOpensOn === null || performedOn >= windowOpensOn;
}

/**
 * The performance that stands for the occurrence: the earliest day of those that count, so that the next date is the
 * stricter one; on the same day the first recorded.
 */
export function holderOf(performances: readonly Performance[]): Performance | null {
  let holder: Performance | null = null;
  for (const one of performances) {
    if (!doesCount(one.body)) continue;
    if (holder === null || one.body.performedOn < holder.body.performedOn) holder = one;
  }
  return holder;
}

/** How one performance counts, beside the others of its occurrence. */
export function countsAsOf(one: Performance, holder: Performance | null): CountsAs {
  const { body } = one;
  if (body.isExtra) return 'extra';
  if (body.mustPass && body.verdict !== 'pass') return 'not-passed';
  if (!isInWindow(body) && body.meterTotal === null) return 'extra';
  if (holder !== null && holder.hash !== one.hash) return 'already-done';
  return isLate(body) ? 'late' : 'due';
}

/** Done past its window, or in a later shift. */
export function isLate({ occurrence, windowClosesOn, performedOn, performedShift }: Performed): boolean {
  if (windowClosesOn !== null && performedOn > windowClosesOn) return true;
  const slot = calendarPart(occurrence);
  return slot !== null && slot.length > 10 && performedShift !== null && slotOf(performedOn, performedShift) > slot;
}

/** What an occurrence gives to its plan's schedule: maxima of these are all the scheduler needs. */
export interface Advance {
  /** The calendar slot that is done, or null. */
  readonly slot: string | null;
  readonly doneOn: CivilDate;
  readonly doneShift: number | null;
  /** The meter's running total at that moment, or null. */
  readonly meterTotal: number | null;
  readonly hash: string;
}

export function advanceOf(state: TaskFold): Advance | null {
  const holder = holderOf(state.performances);
  if (!holder) return null;
  const { body, hash } = holder;
  return {
    slot: isInWindow(body) ? calendarPart(body.occurrence) : null,
    doneOn: body.performedOn,
    doneShift: body.performedShift,
    meterTotal: body.meterTotal,
    hash,
  };
}

export type TaskCommand =
  | { readonly do: 'perform'; readonly body: Performed; readonly missed: BodyOf<typeof tasksMissed> | null }
  | { readonly do: 'skip'; readonly body: BodyOf<typeof taskSkipped> }
  | { readonly do: 'review'; readonly target: string; readonly note: string };

function decideTask(state: TaskFold, command: TaskCommand, stream: string): readonly RecordDraft[] {
  switch (command.do) {
    case 'perform': {
      // The same sheet handed in twice (a second click, a call repeated after a crash) is one performance.
      if (state.performances.some(({ body }) => body.sheetId === command.body.sheetId)) return [];
      const performed = draft(taskPerformed, stream, command.body);
      if (command.missed === null || state.missed !== null) return [performed];
      return [performed, draft(tasksMissed, stream, command.missed)];
    }
    case 'skip':
      if (holderOf(state.performances)) throw new AppError('maintenance/already-done', {});
      return [draft(taskSkipped, stream, command.body)];
    case 'review': {
      const performance = state.performances.find(({ hash }) => hash === command.target);
      if (!performance) throw new AppError('maintenance/not-found', {});
      if (performance.review !== null) return [];
      const { planId, instrumentId, occurrence, correctionCount } = performance.body;
      const { target, note } = command;
      return [draft(taskReviewed, stream, { planId, instrumentId, occurrence, target, correctionCount, note })];
    }
  }
}

/** Performing is never refused: what is done already is recorded beside it. A skip of something done is. */
export const taskDecider: Decider<TaskFold, TaskCommand> = {
  initial: initialTask,
  evolve: evolveTask,
  decide: decideTask,
};
