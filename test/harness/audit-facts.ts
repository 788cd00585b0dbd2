import { addDays } from '../../shared/kernel/civil-date.ts';
import type { AuditFacts, AuditPerformance, AuditPlan } from '../../shared/modules/maintenance/audit-facts.ts';
import { runAudit } from '../../shared/modules/maintenance/audit-rules.ts';
import type { CalendarRule, PlanTerms } from '../../shared/modules/maintenance/terms.ts';

/** Facts of a small lab for the tests of the self-audit's rules. */

export const today = '2026-11-22';
let made = 0;
export const evidence = (type = 'maintenance.task-performed', at = `${today}T10:00:00Z`) => {
  made += 1;
  return { hash: `h${made}`.padEnd(43, '-'), type, at };
};

export const terms = (calendar: CalendarRule | null, more: Partial<PlanTerms> = {}): PlanTerms => ({
  title: 'Clean the filter',
  kind: 'maintenance',
  detail: '',
  rule: {
    calendar,
    anchor: 'schedule',
    windowBeforeDays: 0,
    windowAfterDays: 0,
    closedDays: 'keep',
    counter: null,
    events: [],
  },
  fields: [],
  mustPass: false,
  needsSignature: false,
  needsReview: false,
  owner: 'lab',
  regime: 'clia',
  source: '',
  sop: '',
  ...more,
});
export const every = (
  count: number,
  unit: 'days' | 'weeks' | 'months' | 'years',
  startsOn = '2026-01-01',
): CalendarRule => ({
  kind: 'every',
  every: count,
  unit,
  startsOn,
});

export const plan = (planTerms: PlanTerms, more: Partial<AuditPlan> = {}): AuditPlan => ({
  planId: 'p1',
  instrumentId: 'i1',
  terms: planTerms,
  since: '2026-01-01',
  hash: 'plan'.padEnd(43, '-'),
  at: '2026-01-01T08:00:00Z',
  standing: { state: 'upcoming', dueOn: null, windowClosesOn: null, missedCount: 0 },
  ...more,
});
export const done = (performedOn: string, more: Partial<AuditPerformance> = {}): AuditPerformance => ({
  planId: 'p1',
  evidence: evidence(),
  performedOn,
  isDone: true,
  isLate: false,
  verdict: 'pass',
  needsReview: false,
  isReviewed: false,
  ...more,
});
export const facts = (more: Partial<AuditFacts> = {}): AuditFacts => ({
  today,
  instruments: [
    { instrumentId: 'i1', name: 'XN 1', isInService: true, registeredOn: '2026-01-01', expectsCheck: true },
  ],
  plans: [plan(terms(every(3, 'days')))],
  performances: [],
  missed: [],
  notInUse: [],
  isClosed: () => false,
  useDays: [],
  checks: [],
  unreturnedUse: [],
  correctedProofs: [],
  remedies: [],
  overdueWork: [],
  ...more,
});
export const found = (given: AuditFacts, rule: string) => runAudit(given).findings.filter((one) => one.rule === rule);

/** Work done at every step of `days` from `from` until today. */
export const inSteps = (from: string, days: number): AuditPerformance[] => {
  const list: AuditPerformance[] = [];
  for (let on = from; on <= today; on = addDays(on, days)) list.push(done(on));
  return list;
};
