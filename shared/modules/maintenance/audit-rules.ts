import type { AuditFinding, AuditRuleInfo } from './audit-contract.ts';
import type { AuditFacts, RuleResult } from './audit-facts.ts';
import { cc20, cc21 } from './audit-rules-checks.ts';
import { cc1, cc2, cc7, cc8, cc8b, cc23 } from './audit-rules-plans.ts';

/**
 * The self-audit: rules drawn from findings that inspectors wrote up (mission D.1), run over the lab's own records. Pure,
 * and three-valued: what cannot be looked at is named as not evaluated, never as in order.
 */

/** Raised when a rule or its words change: a run says by which rules it looked. */
export const auditRulesVersion = '2026-11-22';

export interface AuditRule extends AuditRuleInfo {
  readonly find: (facts: AuditFacts) => RuleResult;
}

/** Public copies of survey findings; shown as text, as a bench opens no remote page. */
const cited = 'clialabcitations.com/facilities/';

export const auditRules: readonly AuditRule[] = [
  {
    rule: 'CC1',
    citation: '42 CFR 493.1254(a)(1), (b)(1)',
    link: `${cited}ssm-health-dean-medical-group-s-stoughto-1821-madison-53716-6170-cms-52D0393395-clia-52D0393395-2-deficiencies.html`,
    find: cc1,
  },
  { rule: 'CC2', citation: '42 CFR 493.1254(a)(1), (b)(1)', link: 'CLIA 37D2089970', find: cc2 },
  {
    rule: 'CC7',
    citation: '42 CFR 493.1289(a)',
    link: `${cited}advanced-care-oncology-741-west-orange-07052-2111-cms-31D2133984-clia-31D2133984-70-deficiencies.html`,
    find: cc7,
  },
  {
    rule: 'CC8',
    citation: '42 CFR 493.1255(b)(2), (b)(3)',
    link: `${cited}wamego-health-center-711-wamego-66547-2295-cms-17D0450024-clia-17D0450024-3-deficiencies.html`,
    find: cc8,
  },
  {
    rule: 'CC8b',
    citation: '42 CFR 493.1255, 493.1254',
    link: `${cited}ahwfb-pediatrics-kernersville-main-stree-861-kernersville-27284-0990-cms-34D1007881-clia-34D1007881-2-deficiencies.html`,
    find: cc8b,
  },
  {
    rule: 'CC20',
    citation: '42 CFR 493.1282(b)',
    link: `${cited}complete-emergency-care-tyler-llc-1809-tyler-75701-4886-cms-45D2107705-clia-45D2107705-17-deficiencies.html`,
    find: cc20,
  },
  {
    rule: 'CC21',
    citation: '42 CFR 493.1254(a)(2), (b)(2)',
    link: `${cited}c-r-doc-2700-paragould-72450-3600-cms-04D1019429-clia-04D1019429-3-deficiencies.html`,
    find: cc21,
  },
  {
    rule: 'CC23',
    citation: '42 CFR 493.1254(a)(1), (b)(1)',
    link: `${cited}benewah-community-hospital-229-saint-maries-83861-5551-cms-13D0522334-clia-13D0522334-11-deficiencies.html`,
    find: cc23,
  },
];

export interface AuditOutcome {
  readonly findings: AuditFinding[];
  readonly notEvaluated: string[];
}

/** Evidence named in a finding; the rest is counted. */
const shownEvidence = 12;

/**
 * Runs every rule. Findings by rule, deficiencies first; ids are the same for the same thing in every run.
 *
 * @param more what rules of other modules found; one that shares its key with a rule here adds to it
 */
export function runAudit(
  facts: AuditFacts,
  more: readonly { readonly rule: string; readonly found: RuleResult }[] = [],
): AuditOutcome {
  const names = new Map(facts.instruments.map(({ instrumentId, name }) => [instrumentId, name]));
  const findings: AuditFinding[] = [];
  const looked = new Set<string>();
  const results = [...auditRules.map(({ rule, find }) => ({ rule, found: find(facts) })), ...more];
  for (const { rule, found } of results) {
    if (found === null) continue;
    looked.add(rule);
    for (const { evidence, ...one } of found) {
      findings.push({
        ...one,
        id: `${rule}/${one.variant}/${one.instrumentId ?? ''}/${one.subjectId}`,
        rule,
        instrumentName: (names.get(one.instrumentId ?? '') ?? '').slice(0, 120),
        subject: one.subject.slice(0, 240),
        evidence: evidence.slice(-shownEvidence),
        evidenceCount: evidence.length,
      });
    }
  }
  findings.sort((a, b) => (a.grade === b.grade ? 0 : a.grade === 'deficiency' ? -1 : 1));
  const notEvaluated = [...new Set(results.map(({ rule }) => rule))].filter((rule) => !looked.has(rule));
  return { findings, notEvaluated };
}
