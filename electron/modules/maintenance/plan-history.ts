import { planChanged, planCreated, planStream } from '../../../shared/modules/maintenance/records.ts';
import type { PlanTerms } from '../../../shared/modules/maintenance/terms.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';

/** Fields of two terms that differ, old and new, as text: 21 CFR 11.10(e). */
function changesOf(before: PlanTerms, after: PlanTerms): { field: string; from: string; to: string }[] {
  const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const flat = (terms: PlanTerms) => ({ ...terms, ...terms.rule, rule: undefined });
  const [from, to] = [flat(before) as Record<string, unknown>, flat(after) as Record<string, unknown>];
  return Object.keys(to)
    .map((field) => ({ field, from: show(from[field]) ?? '', to: show(to[field]) ?? '' }))
    .filter((one) => one.from !== one.to);
}

/** Everything that was decided about a plan, oldest first. */
export function planHistory(context: HostContext, planId: string) {
  let terms: PlanTerms | null = null;
  return context.store.records.read(planStream(planId)).map((record) => {
    const isTerms = isRecordOf(record, planCreated) || isRecordOf(record, planChanged);
    const changes = isTerms && terms ? changesOf(terms, record.body.terms) : [];
    if (isTerms) terms = record.body.terms;
    const { reason = '' } = record.body as { reason?: string };
    return {
      hash: record.hash,
      at: record.wall,
      actor: actorName(record.actor, context),
      type: record.type,
      reason,
      changes,
    };
  });
}
