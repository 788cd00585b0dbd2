import { addDays } from '../../kernel/civil-date.ts';
import {
  type AuditCheck,
  type AuditFacts,
  type AuditUseDay,
  type Evidence,
  type Found,
  groupBy,
  performancesOf,
  type RuleResult,
} from './audit-facts.ts';

/** Rules about checks before patients, and about what followed a failure. */

/** What stood between a day's first patient result and a check within limits; null: nothing, the check passed first. */
type Lack = 'none' | 'after' | 'failed' | 'not-judged' | 'no-time';

/** @param own the checks of that day */
function lackOf(day: AuditUseDay, own: readonly AuditCheck[]): Lack | null {
  if (own.length === 0) return 'none';
  const before = own.filter(({ at }) => at !== null && Date.parse(at) <= Date.parse(day.firstAt));
  const last = before.reduce<AuditCheck | null>(
    (newest, one) => (newest === null || Date.parse(one.at!) >= Date.parse(newest.at!) ? one : newest),
    null,
  );
  if (last?.verdict === 'pass') return null;
  if (last) return last.verdict === 'fail' ? 'failed' : 'not-judged';
  // A check of that day whose hour nobody wrote down: it may have come first, and it may not.
  return own.some(({ at, verdict }) => at === null && verdict === 'pass') ? 'no-time' : 'after';
}

/** Function checks not done, or not within limits, before patients; and use while the proof of a repair was open. */
export function cc21(facts: AuditFacts): RuleResult {
  const expecting = facts.instruments.filter(({ expectsCheck }) => expectsCheck);
  const ids = new Set(expecting.map(({ instrumentId }) => instrumentId));
  const days = facts.useDays.filter(({ instrumentId }) => ids.has(instrumentId));
  if (days.length === 0 && facts.unreturnedUse.length === 0 && facts.correctedProofs.length === 0) return null;
  const found: Found[] = [];
  for (const { instrumentId, name } of expecting) {
    const checks = facts.checks.filter((check) => check.instrumentId === instrumentId);
    const byDay = groupBy(checks, ({ on }) => on);
    const lacking = new Map<Lack, AuditUseDay[]>();
    for (const day of days) {
      if (day.instrumentId !== instrumentId) continue;
      const lack = lackOf(day, byDay.get(day.on) ?? []);
      if (lack) lacking.set(lack, [...(lacking.get(lack) ?? []), day]);
    }
    for (const [lack, which] of lacking) {
      const dates = which.map(({ on }) => on).toSorted();
      const evidence: Evidence[] = dates.flatMap((on) => (byDay.get(on) ?? []).map((check) => check.evidence));
      found.push({
        instrumentId,
        subject: name,
        subjectId: instrumentId,
        goesTo: 'instrument',
        grade: lack === 'no-time' || lack === 'not-judged' ? 'risk' : 'deficiency',
        variant: lack,
        data: { name, count: dates.length, from: dates[0]!, to: dates.at(-1)!, dates: dates.slice(-6).join(', ') },
        evidence,
      });
    }
  }
  for (const { instrumentId, rtsId, events, count, firstAt, evidence } of facts.unreturnedUse) {
    found.push({
      instrumentId,
      subject: events,
      subjectId: rtsId,
      goesTo: 'return-to-service',
      grade: 'deficiency',
      variant: 'not-returned',
      data: { events, count, from: firstAt },
      evidence: [evidence],
    });
  }
  for (const { instrumentId, rtsId, events, item, evidence } of facts.correctedProofs) {
    found.push({
      instrumentId,
      subject: events,
      subjectId: rtsId,
      goesTo: 'return-to-service',
      grade: 'deficiency',
      variant: 'proof-corrected',
      data: { events, item },
      evidence,
    });
  }
  return found;
}

/** Days a lab has to write down what it did about a failure. */
const remedyDays = 1;

/** A check or task that failed, and nothing says what was done about it. */
export function cc20(facts: AuditFacts): RuleResult {
  if (facts.performances.length === 0) return null;
  const latest = addDays(facts.today, -remedyDays);
  return facts.plans.flatMap((plan) => {
    const mine = performancesOf(facts, plan.planId);
    const open = mine.filter(({ verdict, performedOn }, at) => {
      if (verdict !== 'fail' || performedOn >= latest) return false;
      if (mine.slice(at + 1).some((later) => later.verdict === 'pass')) return false;
      return !facts.remedies.some(({ instrumentId, on }) => instrumentId === plan.instrumentId && on >= performedOn);
    });
    const [first] = open;
    if (!first) return [];
    return [
      {
        instrumentId: plan.instrumentId,
        subject: plan.terms.title,
        subjectId: plan.planId,
        goesTo: 'agenda' as const,
        grade: 'deficiency' as const,
        variant: 'no-remedy',
        data: { title: plan.terms.title, count: open.length, from: first.performedOn },
        evidence: open.map(({ evidence }) => evidence),
      },
    ];
  });
}
