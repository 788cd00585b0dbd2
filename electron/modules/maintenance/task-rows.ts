import type { CountsAs, PerformedRow } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { ClockState, TaskKind, Verdict } from '../../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import type { AgendaDesk } from './agenda-desk.ts';

export interface PerformedTableRow {
  stream: string;
  hash: string;
  plan_id: string;
  instrument_id: string;
  occurrence: string;
  title: string;
  performed_on: string;
  performed_shift: number | null;
  due_on: string | null;
  performed_at: string | null;
  entered_at: string;
  time_zone: string;
  actor: string;
  verdict: Verdict;
  verdict_reason: string;
  counts_as: CountsAs;
  is_late_entry: number;
  correction_count: number;
  is_voided: number;
  review: string | null;
  is_to_review: number;
  needs_review: number;
  clock: ClockState;
  is_conflict: number;
  value: string;
}

/** One performance as lists show it. */
export function toPerformedRow(context: HostContext, desk: AgendaDesk, row: PerformedTableRow): PerformedRow {
  const review = row.review === null ? null : (JSON.parse(row.review) as { by: string; at: string; hash: string });
  const kind: TaskKind = desk.reads.plan(row.plan_id)?.terms.kind ?? 'maintenance';
  return {
    hash: row.hash,
    planId: row.plan_id,
    occurrence: row.occurrence,
    instrumentId: row.instrument_id,
    instrumentName: desk.instrument(row.instrument_id)?.name ?? '',
    title: row.title,
    kind,
    performedOn: row.performed_on,
    dueOn: row.due_on,
    performedAt: row.performed_at ?? '',
    enteredAt: row.entered_at,
    timeZone: row.time_zone,
    by: actorName(row.actor, context),
    verdict: row.verdict,
    verdictReason: row.verdict_reason,
    countsAs: row.counts_as,
    isLateEntry: row.is_late_entry === 1,
    isAmended: row.correction_count > 0,
    isVoided: row.is_voided === 1,
    review: review && { ...review, by: actorName(review.by, context) },
    needsReview: row.needs_review === 1,
    clock: row.clock,
    isConflict: row.is_conflict === 1,
  };
}

/** Two letters for the box of a grid: an account's own initials, else the first letters of the name. */
export function initialsOf(actor: string, name: string, context: HostContext): string {
  const own = actor.startsWith('user:') ? context.people.account(actor.slice(5))?.initials : undefined;
  if (own) return own;
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? words.map(([first]) => first).join('') : name.slice(0, 2);
  return letters.slice(0, 3).toUpperCase();
}
