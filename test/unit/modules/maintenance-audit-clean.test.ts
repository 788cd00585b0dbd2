import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths } from '../../../shared/kernel/civil-date.ts';
import type { AuditFacts, AuditPlan } from '../../../shared/modules/maintenance/audit-facts.ts';
import { auditRules, runAudit } from '../../../shared/modules/maintenance/audit-rules.ts';
import { auditWords } from '../../../shared/modules/maintenance/audit-words.ts';
import type { CalendarRule, PlanTerms } from '../../../shared/modules/maintenance/terms.ts';
import { done, every, evidence, facts, inSteps, plan, terms, today } from '../../harness/audit-facts.ts';

describe('a clean data set', () => {
  const cleanFacts = (): AuditFacts => {
    const plans = [
      plan(terms(every(3, 'days'))),
      plan(terms(every(1, 'months'), { needsReview: true }), { planId: 'p2' }),
      plan(terms(every(6, 'months'), { kind: 'calibration', owner: 'vendor' }), { planId: 'p3' }),
      plan(terms(every(1, 'days'), { kind: 'function-check', mustPass: true }), { planId: 'p4' }),
    ];
    const days = [...Array(300).keys()].map((at) => addDays('2026-01-27', at)).filter((on) => on <= today);
    const performances = [
      ...inSteps('2026-01-03', 3),
      ...[...Array(11).keys()].map((at) =>
        done(addMonths('2026-01-31', at, 31), { planId: 'p2', needsReview: true, isReviewed: true }),
      ),
      done('2026-02-01', { planId: 'p3' }),
      done('2026-08-01', { planId: 'p3' }),
      ...days.map((on) => done(on, { planId: 'p4' })),
    ].filter(({ performedOn }) => performedOn <= today);
    return facts({
      plans,
      performances,
      useDays: days.map((on) => ({ instrumentId: 'i1', on, firstAt: `${on}T08:00:00Z` })),
      checks: days.map((on) => ({
        instrumentId: 'i1',
        on,
        at: `${on}T06:30:00Z`,
        verdict: 'pass' as const,
        evidence: evidence('instruments.background-recorded', `${on}T06:30:00Z`),
      })),
    });
  };

  test('raises none, and every rule had something to look at but those without their kind of work', () => {
    const { findings, notEvaluated } = runAudit(cleanFacts());
    expect(findings).toEqual([]);
    expect(notEvaluated).toEqual(['CC8']);
  });

  test('with nothing recorded at all, nothing is called in order', () => {
    const { findings, notEvaluated } = runAudit(facts({ instruments: [], plans: [] }));
    expect(findings).toEqual([]);
    expect(notEvaluated).toEqual(auditRules.map(({ rule }) => rule));
  });

  test('whatever the dates, a run never throws, every finding has words, and ids are unique', () => {
    const date = fc.integer({ min: 0, max: 800 }).map((at) => addDays('2024-12-01', at));
    const calendar = fc.constantFrom<CalendarRule>(
      every(3, 'days'),
      every(1, 'months'),
      every(6, 'months'),
      { kind: 'calendar-period', period: 'month', maxGapDays: 31, startsOn: '2025-01-01' },
      { kind: 'weekdays', weekdays: [1], everyWeeks: 1, startsOn: '2025-01-01' },
      { kind: 'per-shift', startsOn: '2025-01-01' },
    );
    const anyPlan = fc.record({
      calendar,
      owner: fc.constantFrom<'lab' | 'vendor'>('lab', 'vendor'),
      kind: fc.constantFrom<PlanTerms['kind']>('maintenance', 'calibration', 'function-check'),
      state: fc.constantFrom<AuditPlan['standing']['state']>('overdue', 'due', 'upcoming', 'cannot-evaluate'),
      dates: fc.array(date, { maxLength: 20 }),
      since: date,
    });
    fc.assert(
      fc.property(fc.array(anyPlan, { maxLength: 4 }), (given) => {
        const plans = given.map((one, at) =>
          plan(terms(one.calendar, { owner: one.owner, kind: one.kind }), {
            planId: `p${at}`,
            since: one.since,
            standing: { state: one.state, dueOn: one.since, windowClosesOn: one.since, missedCount: 0 },
          }),
        );
        const performances = given
          .flatMap((one, at) => one.dates.map((on) => done(on, { planId: `p${at}` })))
          .toSorted((a, b) => (a.performedOn < b.performedOn ? -1 : 1));
        const { findings } = runAudit(facts({ plans, performances }));
        expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
        for (const { rule, variant } of findings) {
          expect(auditWords).toHaveProperty([`audit.${rule}.${variant}.seen`]);
          expect(auditWords).toHaveProperty([`audit.${rule}.${variant}.fix`]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('every rule has a title, a citation and a link', () => {
    for (const { rule, citation, link } of auditRules) {
      expect(auditWords).toHaveProperty([`audit.${rule}.title`]);
      expect(citation).toMatch(/42 CFR 493\./);
      expect(link).not.toBe('');
    }
  });
});
