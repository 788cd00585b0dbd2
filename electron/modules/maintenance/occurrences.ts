import { addDays, type CivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { Sentence } from '../../../shared/modules/maintenance/agenda-contract.ts';
import { taskStream } from '../../../shared/modules/maintenance/records.ts';
import { calendarPart, dueOfSlot, missedSince, nextDue } from '../../../shared/modules/maintenance/rules-due.ts';
import { doneOnce, type Standing } from '../../../shared/modules/maintenance/rules-status.ts';
import { holderOf, type TaskFold, taskDecider } from '../../../shared/modules/maintenance/rules-task.ts';
import type { CountsAs } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { HostContext } from '../../host/module.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import type { PlanFacts } from './plan-facts.ts';

/** One occurrence a sheet is about, with the dates it is judged by. */
export interface Occurrence {
  readonly key: string;
  readonly dueOn: CivilDate | null;
  readonly windowOpensOn: CivilDate | null;
  readonly windowClosesOn: CivilDate | null;
  readonly isCurrent: boolean;
  readonly standing: Standing;
  readonly task: TaskFold;
}

/** @throws AppError `maintenance/plan-not-found` */
export function requirePlan(desk: AgendaDesk, planId: string): PlanFacts {
  const plan = desk.reads.plan(planId);
  if (!plan) throw new AppError('maintenance/plan-not-found', { planId });
  return plan;
}

/**
 * The occurrence a person means: the one named, else the plan's next. One that is named and is neither the next, nor an
 * event, nor done, nor a slot of the rule (the plan was changed meanwhile) becomes the plan's next: nothing that was
 * typed is lost over it.
 */
export function findOccurrence(
  context: HostContext,
  desk: AgendaDesk,
  plan: PlanFacts,
  named: string | null,
): Occurrence {
  const { planId, terms } = plan;
  const standing = desk.standing(plan);
  const events = desk.reads.openEvents(planId);
  const byDefault = standing.state === 'on-demand' && events[0] ? `e${events[0].eventId}` : standing.occurrence;
  const wanted = named ?? byDefault;
  const taskOf = (key: string) => context.store.records.fold(taskStream(planId, key), taskDecider).state;
  const current: Occurrence = {
    key: standing.occurrence,
    dueOn: standing.dueOn,
    windowOpensOn: standing.calendar?.windowOpensOn ?? null,
    windowClosesOn: standing.windowClosesOn,
    isCurrent: true,
    standing,
    task: taskOf(standing.occurrence),
  };
  if (wanted === standing.occurrence) return current;
  const task = taskOf(wanted);
  const event = events.find(({ eventId }) => `e${eventId}` === wanted);
  if (event) {
    const windowClosesOn = addDays(event.on, terms.rule.windowAfterDays);
    return { key: wanted, dueOn: event.on, windowOpensOn: null, windowClosesOn, isCurrent: false, standing, task };
  }
  const known = task.performances[0]?.body;
  if (known) {
    const { dueOn, windowOpensOn, windowClosesOn } = known;
    return { key: wanted, dueOn, windowOpensOn, windowClosesOn, isCurrent: false, standing, task };
  }
  const slot = calendarPart(wanted);
  const currentSlot = calendarPart(standing.occurrence);
  if (slot !== null && slot === wanted && (currentSlot === null || slot < currentSlot || named !== null)) {
    const due = dueOfSlot(terms.rule, slot, desk.reads.done(plan), desk.daysFor(plan.instrumentId));
    if (due) {
      const { dueOn, windowOpensOn, windowClosesOn } = due;
      return { key: slot, dueOn, windowOpensOn, windowClosesOn, isCurrent: false, standing, task };
    }
  }
  return current;
}

/** Whether work of that day would move the plan on, and how it would read. */
export function foretell(
  plan: PlanFacts,
  occurrence: Occurrence,
  work: {
    readonly performedOn: CivilDate;
    readonly isExtra: boolean;
    readonly verdict: string;
    readonly hasMeter: boolean;
  },
): CountsAs {
  if (work.isExtra) return 'extra';
  if (plan.terms.mustPass && work.verdict !== 'pass') return 'not-passed';
  const { windowOpensOn, windowClosesOn } = occurrence;
  if (windowOpensOn !== null && work.performedOn < windowOpensOn && !work.hasMeter) return 'extra';
  if (holderOf(occurrence.task.performances)) return 'already-done';
  return windowClosesOn !== null && work.performedOn > windowClosesOn ? 'late' : 'due';
}

/** The calendar's next date once the current occurrence is done on a day. */
export function dueOnceDone(
  desk: AgendaDesk,
  plan: PlanFacts,
  occurrence: Occurrence,
  performedOn: CivilDate,
  shift: number | null,
): CivilDate | null {
  if (!occurrence.isCurrent) return occurrence.standing.dueOn;
  const done = doneOnce(desk.reads.done(plan), occurrence.standing, performedOn, shift);
  return nextDue(plan.terms.rule, done, desk.daysFor(plan.instrumentId), null)?.dueOn ?? null;
}

/** Occurrences that passed with nothing done before this work, the one it is done for left out. */
export function missedBefore(
  desk: AgendaDesk,
  plan: PlanFacts,
  { isCurrent, standing, key }: Occurrence,
  performedOn: CivilDate,
): { count: number; dueOn: CivilDate[] } {
  if (!isCurrent || standing.calendar === null) return { count: 0, dueOn: [] };
  const days = desk.daysFor(plan.instrumentId);
  const { count, list } = missedSince(plan.terms.rule, standing.calendar, performedOn, days, 400);
  const others = list.filter(({ occurrence }) => occurrence !== calendarPart(key) && occurrence !== key);
  return { count: Math.max(0, count - (list.length - others.length)), dueOn: others.map(({ dueOn }) => dueOn) };
}

/** What a performance did to the date, in one sentence of the module's words. */
export function countsSentence(
  countsAs: CountsAs,
  dates: { readonly dueOn: CivilDate | null; readonly nextDueOn: CivilDate | null; readonly missedCount: number },
): Sentence {
  const { dueOn, nextDueOn, missedCount } = dates;
  const variant = nextDueOn === null && (countsAs === 'due' || countsAs === 'late') ? `${countsAs}-last` : countsAs;
  return {
    key: `maintenance.counts.${variant}`,
    data: { dueOn: dueOn ?? '', nextDueOn: nextDueOn ?? '', count: missedCount },
  };
}
