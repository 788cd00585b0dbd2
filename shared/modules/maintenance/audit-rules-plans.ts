import {
  addDays,
  addMonths,
  type CivilDate,
  daysBetween,
  earlierDate,
  endOfMonth,
  laterDate,
} from '../../kernel/civil-date.ts';
import {
  type AuditFacts,
  type AuditPerformance,
  type AuditPlan,
  type Evidence,
  type Found,
  performancesOf,
  type RuleResult,
} from './audit-facts.ts';
import type { CalendarRule } from './terms.ts';

/** Rules about plans and the work done for them. */

const byPlan = (facts: AuditFacts, planId: string): AuditPerformance[] =>
  performancesOf(facts, planId).filter((one) => one.isDone);

/** Days that do not count into a gap: declared not in use, and closed days where the plan gives way to them. */
function idleDays(facts: AuditFacts, plan: AuditPlan, from: CivilDate, to: CivilDate): number {
  const spans = facts.notInUse.filter((span) => span.instrumentId === plan.instrumentId);
  const isGivingWay = plan.terms.rule.closedDays !== 'keep';
  let count = 0;
  for (let on = addDays(from, 1); on < to; on = addDays(on, 1)) {
    const isOut = spans.some(({ fromOn, toOn }) => on >= fromOn && (toOn === null || on < toOn));
    if (isOut || (isGivingWay && facts.isClosed(plan.instrumentId, on))) count += 1;
  }
  return count;
}

/** Days of the lab's own window beside the interval: none for CLIA plans, whose windows are 0. */
const grace = ({ terms: { rule } }: AuditPlan): number =>
  rule.windowAfterDays + (rule.anchor === 'schedule' ? (rule.windowBeforeDays ?? 0) : 0);

/** The last day by which work done on `from` must be done again, or null where the rule has no plain interval. */
function nextBy(calendar: CalendarRule, from: CivilDate): CivilDate | null {
  if (calendar.kind === 'every') {
    const { every, unit } = calendar;
    if (unit === 'days') return addDays(from, every);
    if (unit === 'weeks') return addDays(from, every * 7);
    return addMonths(from, unit === 'months' ? every : every * 12);
  }
  if (calendar.kind === 'calendar-period') {
    const months = { month: 1, quarter: 3, 'half-year': 6, year: 12 }[calendar.period];
    // Any day of the next period will do: the longest way there is twice the period.
    return calendar.maxGapDays === null ? addMonths(from, months * 2) : addDays(from, calendar.maxGapDays);
  }
  if (calendar.kind === 'day-of-month' || calendar.kind === 'weekday-of-month') {
    // A weekday of the month may lie up to six days later than a month before.
    const slack = calendar.kind === 'weekday-of-month' ? 6 : 0;
    return addDays(addMonths(from, calendar.everyMonths), slack);
  }
  return null;
}

interface Gap {
  readonly from: AuditPerformance;
  readonly to: AuditPerformance;
  readonly days: number;
}

/** Pairs of times further apart than the plan's interval and its window. */
function gapsOf(facts: AuditFacts, plan: AuditPlan): Gap[] {
  const { calendar } = plan.terms.rule;
  if (!calendar) return [];
  const done = byPlan(facts, plan.planId);
  const gaps: Gap[] = [];
  for (const [at, to] of done.entries()) {
    const from = done[at - 1];
    if (!from || to.performedOn === from.performedOn || to.performedOn < plan.since) continue;
    const by = nextBy(calendar, from.performedOn);
    if (by === null) continue;
    const days = daysBetween(from.performedOn, to.performedOn);
    const allowed = daysBetween(from.performedOn, by) + grace(plan);
    if (days - idleDays(facts, plan, from.performedOn, to.performedOn) > allowed) gaps.push({ from, to, days });
  }
  return gaps;
}

const worstOf = (gaps: readonly Gap[]): Gap => gaps.reduce((worst, gap) => (gap.days > worst.days ? gap : worst));

function about(plan: AuditPlan): Pick<Found, 'instrumentId' | 'subject' | 'subjectId' | 'goesTo'> {
  return { instrumentId: plan.instrumentId, subject: plan.terms.title, subjectId: plan.planId, goesTo: 'plan' };
}

function gapFinding(plan: AuditPlan, gaps: readonly Gap[], variant: string, more: Found['data'] = {}): Found {
  const worst = worstOf(gaps);
  const evidence = [
    ...new Map(gaps.flatMap(({ from, to }) => [from, to]).map((one) => [one.evidence.hash, one.evidence])).values(),
  ];
  return {
    ...about(plan),
    grade: plan.terms.regime === 'local' ? 'risk' : 'deficiency',
    variant,
    data: {
      title: plan.terms.title,
      count: gaps.length,
      days: worst.days,
      from: worst.from.performedOn,
      to: worst.to.performedOn,
      ...more,
    },
    evidence,
  };
}

const isCalibration = (plan: AuditPlan): boolean => plan.terms.kind === 'calibration';
const isVendors = (plan: AuditPlan): boolean => plan.terms.owner === 'vendor';

/** Every few days, or weeks: done at longer gaps than the maker asks. */
export function cc1(facts: AuditFacts): RuleResult {
  const plans = facts.plans.filter(({ terms: { rule, owner, kind } }) => {
    const { calendar } = rule;
    if (owner === 'vendor' || kind === 'calibration' || calendar?.kind !== 'every') return false;
    return (calendar.unit === 'days' && calendar.every > 1) || calendar.unit === 'weeks';
  });
  if (plans.length === 0) return null;
  return plans.flatMap((plan) => {
    const gaps = gapsOf(facts, plan);
    const { calendar } = plan.terms.rule;
    if (gaps.length === 0 || calendar?.kind !== 'every') return [];
    const every = calendar.unit === 'weeks' ? calendar.every * 7 : calendar.every;
    return [gapFinding(plan, gaps, 'gap', { every })];
  });
}

function isMonthly(calendar: CalendarRule | null): boolean {
  if (calendar?.kind === 'every') return calendar.unit === 'months' && calendar.every === 1;
  if (calendar?.kind === 'calendar-period') return calendar.period === 'month';
  return (calendar?.kind === 'day-of-month' || calendar?.kind === 'weekday-of-month') && calendar.everyMonths === 1;
}

/** Once a calendar month is not "some time next month": months in which it was not done at all, and gaps over the lab's own limit. */
export function cc2(facts: AuditFacts): RuleResult {
  const plans = facts.plans.filter(
    (plan) => isMonthly(plan.terms.rule.calendar) && !isVendors(plan) && !isCalibration(plan),
  );
  if (plans.length === 0) return null;
  return plans.flatMap((plan) => {
    const done = byPlan(facts, plan.planId);
    const found: Found[] = [];
    const empty = emptyMonths(facts, plan, done);
    if (empty.length > 0) {
      const before = done.findLast(({ performedOn }) => performedOn < `${empty[0]}-01`);
      const after = done.find(({ performedOn }) => performedOn > `${empty.at(-1)}-31`);
      const evidence = [before, after].flatMap((one) => (one ? [one.evidence] : []));
      found.push({
        ...about(plan),
        grade: plan.terms.regime === 'local' ? 'risk' : 'deficiency',
        variant: 'month',
        data: {
          title: plan.terms.title,
          count: empty.length,
          months: empty.slice(0, 12).join(', '),
          from: before?.performedOn ?? '',
          to: after?.performedOn ?? '',
        },
        evidence: evidence.length > 0 ? evidence : [planEvidence(plan)],
      });
    }
    const { calendar } = plan.terms.rule;
    const hasLimit = calendar?.kind === 'calendar-period' && calendar.maxGapDays !== null;
    const gaps = hasLimit ? gapsOf(facts, plan) : [];
    if (gaps.length > 0 && calendar?.kind === 'calendar-period') {
      found.push(gapFinding(plan, gaps, 'gap', { every: calendar.maxGapDays ?? 31 }));
    }
    return found;
  });
}

const planEvidence = ({ hash, at }: AuditPlan): Evidence => ({ hash, type: 'maintenance.plan', at });

/** Whole months, from the plan's first to the last that is over, without the work; declared months out of use excepted. */
function emptyMonths(facts: AuditFacts, plan: AuditPlan, done: readonly AuditPerformance[]): string[] {
  const first = done.find(({ performedOn }) => performedOn >= plan.since)?.performedOn;
  const start = first !== undefined && first < plan.since ? first : plan.since;
  const months = new Set(done.map(({ performedOn }) => performedOn.slice(0, 7)));
  const empty: string[] = [];
  for (let month = firstOfNextMonth(start); month < `${facts.today.slice(0, 7)}-01`; month = addMonths(month, 1, 1)) {
    const name = month.slice(0, 7);
    if (months.has(name)) continue;
    const last = endOfMonth(month);
    const isOut = facts.notInUse.some(
      ({ instrumentId, fromOn, toOn }) =>
        instrumentId === plan.instrumentId && fromOn <= month && (toOn === null || toOn > last),
    );
    if (!isOut) empty.push(name);
  }
  return empty;
}

/** The month a plan begins in may be half over: the first whole month is the first that counts. */
const firstOfNextMonth = (on: CivilDate): CivilDate => (on.endsWith('-01') ? on : addMonths(on, 1, 1));

/** Longest a record waits for its review before an inspector would ask who looks at them: a month. */
const reviewDays = 31;

/** Work that asks for review, and nobody reviewed it for a month. */
export function cc7(facts: AuditFacts): RuleResult {
  if (!facts.performances.some(({ needsReview }) => needsReview)) return null;
  const before = addDays(facts.today, -reviewDays);
  return facts.plans.flatMap((plan) => {
    const waiting = performancesOf(facts, plan.planId).filter(
      (one) => one.needsReview && !one.isReviewed && one.performedOn < before,
    );
    const [oldest] = waiting;
    if (!oldest) return [];
    return [
      {
        ...about(plan),
        goesTo: 'agenda' as const,
        grade: 'deficiency' as const,
        variant: 'not-reviewed',
        data: { title: plan.terms.title, count: waiting.length, from: oldest.performedOn },
        evidence: waiting.map(({ evidence }) => evidence),
      },
    ];
  });
}

/** Calibration and its verification past their interval. */
export const cc8 = (facts: AuditFacts): RuleResult =>
  longInterval(facts, (plan) => isCalibration(plan) && !isVendors(plan));

/** The same for all work a vendor does: it raises alarms in the lab even when the engineer changed. */
export function cc8b(facts: AuditFacts): RuleResult {
  const plans = longInterval(facts, isVendors);
  const work = facts.overdueWork.filter(({ owner }) => owner === 'vendor');
  if (plans === null && work.length === 0) return null;
  return [
    ...(plans ?? []),
    ...work.map(
      ({ workOrderId, instrumentId, title, dueOn, evidence }): Found => ({
        instrumentId,
        subject: title,
        subjectId: workOrderId,
        goesTo: 'work-order',
        grade: 'deficiency',
        variant: 'work-order',
        data: { title, dueOn, days: daysBetween(dueOn, facts.today) },
        evidence: [evidence],
      }),
    ),
  ];
}

function longInterval(facts: AuditFacts, isMine: (plan: AuditPlan) => boolean): RuleResult {
  const plans = facts.plans.filter(isMine);
  if (plans.length === 0) return null;
  return plans.flatMap((plan) => {
    const gaps = gapsOf(facts, plan);
    const found = gaps.length > 0 ? [gapFinding(plan, gaps, 'gap')] : [];
    return plan.standing.state === 'overdue' ? [...found, overdueFinding(facts, plan)] : found;
  });
}

function overdueFinding(facts: AuditFacts, plan: AuditPlan): Found {
  const { dueOn, missedCount } = plan.standing;
  const last = byPlan(facts, plan.planId).at(-1);
  return {
    ...about(plan),
    goesTo: 'agenda',
    grade: 'deficiency',
    variant: 'overdue',
    data: {
      title: plan.terms.title,
      dueOn: dueOn ?? '',
      days: dueOn === null ? 0 : daysBetween(dueOn, facts.today),
      missed: missedCount,
      last: last?.performedOn ?? '',
    },
    evidence: [last?.evidence ?? planEvidence(plan)],
  };
}

/** Maintenance nobody documented: overdue now, or missed and never done. Closing a month hides none of it. */
export function cc23(facts: AuditFacts): RuleResult {
  const unplanned = facts.instruments.filter(
    ({ instrumentId, isInService }) => isInService && !facts.plans.some((plan) => plan.instrumentId === instrumentId),
  );
  if (facts.plans.length === 0 && unplanned.length === 0) return null;
  const found: Found[] = unplanned.map(({ instrumentId, name }) => ({
    instrumentId,
    subject: name,
    subjectId: instrumentId,
    goesTo: 'instrument',
    grade: 'risk',
    variant: 'no-plan',
    data: { name },
    evidence: [],
  }));
  for (const plan of facts.plans) {
    if (isVendors(plan) || isCalibration(plan)) continue;
    if (plan.standing.state === 'overdue') found.push(overdueFinding(facts, plan));
    const missed = facts.missed.filter(({ planId }) => planId === plan.planId);
    if (missed.length === 0) continue;
    const count = missed.reduce((sum, one) => sum + one.count, 0);
    const firstOn = missed.map((one) => one.firstOn).reduce(earlierDate);
    const lastOn = missed.map((one) => one.lastOn).reduce(laterDate);
    found.push({
      ...about(plan),
      goesTo: 'agenda',
      grade: 'deficiency',
      variant: 'missed',
      data: { title: plan.terms.title, count, from: firstOn, to: lastOn },
      evidence: missed.map(({ evidence }) => evidence),
    });
  }
  return found;
}
