import { AppError } from '../../../shared/kernel/errors.ts';
import type { Explanation, Sentence } from '../../../shared/modules/maintenance/agenda-contract.ts';
import { regimes } from '../../../shared/modules/maintenance/regimes.ts';
import { ruleSentences } from '../../../shared/modules/maintenance/rules-words.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { requirePlan } from './occurrences.ts';

/** Why a task stands where it stands: its rule, what was done, what moved the date, and from when on it is overdue. */
export function explain(desk: AgendaDesk, planId: string, occurrence: string | null): Explanation {
  const plan = requirePlan(desk, planId);
  const items = desk.itemsOf(plan);
  const item = items.find((one) => occurrence === null || one.occurrence === occurrence) ?? items[0];
  if (!item) throw new AppError('maintenance/plan-not-found', { planId });
  const standing = desk.standing(plan);
  const { rule } = plan.terms;
  const steps: Sentence[] = ruleSentences(rule);
  const say = (key: string, data: Sentence['data'] = {}): void => {
    steps.push({ key: `maintenance.why.${key}`, data });
  };
  const { last, event } = item;
  if (last) say(last.isLateEntry ? 'last-late-entry' : 'last', { on: last.on, by: last.by, verdict: last.verdict });
  else say('never-done', { since: rule.calendar?.startsOn ?? plan.ruleSince });
  if (event) say(`event`, { kind: event.kind, on: event.on, note: event.note });
  const { calendar } = standing;
  if (!event && calendar) {
    if (calendar.moved.includes('carried')) say('carried', { dueOn: calendar.ruleOn });
    else if (calendar.dueOn !== calendar.ruleOn) say('rule-date', { on: calendar.ruleOn });
    for (const moved of calendar.moved) {
      if (moved === 'carried') continue;
      const gap = rule.calendar?.kind === 'calendar-period' ? (rule.calendar.maxGapDays ?? 0) : 0;
      say(`moved-${moved}`, { dueOn: calendar.dueOn ?? '', count: gap });
    }
  }
  if (item.counter) {
    const { used, every, unit, meter, readOn } = item.counter;
    if (used === null) say('meter-unread', { meter });
    else say(used >= every ? 'meter-reached' : 'meter-at', { used, every, unit, meter, on: readOn ?? '' });
  }
  if (item.dueOn !== null) {
    say('due', { dueOn: item.dueOn });
    if (item.windowClosesOn !== null && item.windowClosesOn > item.dueOn) say('grace', { on: item.windowClosesOn });
    if (item.state === 'overdue') say('overdue', { count: item.daysPast ?? 0 });
  } else if (item.state === 'not-in-use') say('not-in-use');
  if (item.missedCount > 1) say('missed', { count: item.missedCount });
  if (item.skip) say('skipped', { reason: item.skip.reason, by: item.skip.by });
  if (item.isFailing && last) say('failing', { on: last.on, verdict: last.verdict });
  const regime = regimes.find(({ key }) => key === plan.terms.regime);
  return {
    item,
    steps,
    missed: event ? [] : [...standing.missed.list],
    source: [plan.terms.source, regime?.source].filter(Boolean).join(' '),
    sop: plan.terms.sop,
  };
}
