import type { AuditFinding, AuditRuleInfo, AuditRun } from '../../../../shared/modules/maintenance/audit-contract.ts';
import type { GapRow, ReportBlock } from '../../../../shared/reports/document.ts';
import { printTime } from '../../../host/report-sheet.ts';
import { say, sayKey } from '../say.ts';
import type { BinderSection } from './binder-scope.ts';

/** One section a citation: what its rules found, each with the fix; a rule without anything to look at says so. */
export function auditSections(
  rules: readonly AuditRuleInfo[],
  findings: readonly AuditFinding[],
  run: AuditRun | null,
): BinderSection[] {
  return rules.map(({ rule, citation }) => {
    const found = findings.filter((finding) => finding.rule === rule);
    const isEvaluated = run !== null && !run.notEvaluated.includes(rule);
    const none = say(isEvaluated ? 'binder.in-order' : 'binder.not-evaluated');
    return {
      citation,
      title: `${rule}, ${sayKey(`audit.${rule}.title`)}`,
      blocks: [findingsTable(rule, found, none)],
      gaps: found.map((finding): GapRow => gapOf(finding, run)),
    };
  });
}

const sayFinding = (finding: AuditFinding, part: 'seen' | 'fix'): string =>
  sayKey(`audit.${finding.rule}.${finding.variant}.${part}`, finding.data);

function findingsTable(rule: string, findings: readonly AuditFinding[], none: string): ReportBlock {
  return {
    kind: 'table',
    caption: say('binder.findings', { rule }),
    columns: [
      { title: say('binder.column.instrument'), kind: 'text', weight: 3 },
      { title: say('binder.column.grade'), kind: 'text', weight: 2 },
      { title: say('binder.column.seen'), kind: 'text', weight: 7 },
      { title: say('binder.column.fix'), kind: 'text', weight: 6 },
      { title: say('binder.column.evidence'), kind: 'mono', weight: 3 },
    ],
    rows: findings.map((finding) => [
      finding.instrumentName,
      sayKey(`audit.grade.${finding.grade}`),
      sayFinding(finding, 'seen'),
      sayFinding(finding, 'fix'),
      evidenceOf(finding),
    ]),
    none,
  };
}

function evidenceOf({ evidence, evidenceCount }: AuditFinding): string {
  const shown = evidence.slice(0, 4).map(({ hash }) => hash.slice(0, 12));
  return evidenceCount > shown.length ? `${shown.join('\n')}\n+${evidenceCount - shown.length}` : shown.join('\n');
}

function gapOf(finding: AuditFinding, run: AuditRun | null): GapRow {
  const what = `${finding.rule}: ${[finding.instrumentName, finding.subject].filter(Boolean).join(', ')}`;
  const when = run === null ? '' : printTime(run.at);
  return { what: what.slice(0, 300), when, why: sayFinding(finding, 'seen').slice(0, 600) };
}
