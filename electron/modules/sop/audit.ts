import { addDays } from '../../../shared/kernel/civil-date.ts';
import { effectiveVersion } from '../../../shared/modules/sop/rules-sop.ts';
import { runFinished } from '../../../shared/modules/sop/run-records.ts';
import { versionCountersigned } from '../../../shared/modules/sop/version-records.ts';
import type { AuditFound, AuditSource } from '../../host/audit.ts';
import { deskOf, type SopDesk, type SopTableRow } from './desk.ts';
import { copyRows, unreadOf } from './library-view.ts';
import { numberLinks } from './numbers.ts';
import { accountsOf } from './readers.ts';
import { requireRun } from './run-view.ts';

type Evidence = AuditFound['evidence'][number];

const nameOf = ({ facts: { code, title } }: SopTableRow) => [code, title].filter(Boolean).join(' ').slice(0, 200);

/** The record by which a version is in force: what an inspector is shown of the procedure. */
function inForceOf(desk: SopDesk, sopId: string): Evidence[] {
  const now = effectiveVersion(desk.sop(sopId).state);
  return now ? [{ hash: now.hash, type: versionCountersigned.type, at: now.at }] : [];
}

function finishOf(desk: SopDesk, runId: string): Evidence[] {
  const { folded } = requireRun(desk, runId);
  const finished = Object.values(folded.state.revisions).flatMap(({ finished: one }) => one ?? []);
  return finished.slice(-1).map(({ hash, at }) => ({ hash, type: runFinished.type, at }));
}

/**
 * CC4: the SOP of a cited lab said twice a day for five days, and the lab did three. Numbers of versions in force beside
 * the plans they drive and the runs that were recorded. A change that is asked for and open makes it a risk: somebody has
 * seen it.
 */
const practiceAudit: AuditSource = {
  rule: 'CC4',
  citation: '42 CFR 493.1251(a)',
  link: 'CLIA 21D2169655',
  find(context) {
    const desk = deskOf(context);
    const rows = desk.rows();
    const links = numberLinks(desk, rows);
    if (links.every(({ state }) => state !== 'same' && state !== 'differs')) return null;
    return links
      .filter(({ state }) => state === 'differs')
      .map((link): AuditFound => {
        const sop = [link.code, link.sopTitle].filter(Boolean).join(' ').slice(0, 200);
        const prescribed = [link.prescribed, link.unit].filter(Boolean).join(' ');
        const data = { sop, prescribed, step: link.stepTitle, found: link.found.slice(0, 200) };
        const grade = link.isAsked ? 'risk' : 'deficiency';
        if (link.plan) {
          const { planId: subjectId, title: plan, instrumentName: instrument } = link.plan;
          const about = { instrumentId: null, subject: sop, subjectId, goesTo: 'plan' as const };
          const evidence = inForceOf(desk, link.sopId);
          return { ...about, grade, variant: 'plan-differs', data: { ...data, plan, instrument }, evidence };
        }
        const about = { instrumentId: null, subject: sop, subjectId: link.sopId, goesTo: 'sop' as const };
        const evidence = [
          ...inForceOf(desk, link.sopId),
          ...link.runs.slice(0, 10).flatMap(({ runId }) => finishOf(desk, runId)),
        ];
        return { ...about, grade, variant: 'practice-differs', data, evidence };
      });
  },
};

/** Reviews past their day, people who had to read and did not, printed copies that must come back. */
const lifeAudit: AuditSource = {
  rule: 'SOP',
  citation: '42 CFR 493.1251(d), (e); ISO 15189:2022, 8.3',
  link: 'ISO 15189:2022, 8.3 Control of management system documents',
  find(context) {
    const desk = deskOf(context);
    const today = desk.today();
    const accounts = accountsOf(desk);
    const rows = desk.rows().filter(({ facts, isRetired }) => !isRetired && facts.effective !== null);
    if (rows.length === 0) return null;
    return rows.flatMap((row): AuditFound[] => {
      const { sopId, facts } = row;
      const sop = nameOf(row);
      const about = { instrumentId: null, subject: sop, subjectId: sopId, goesTo: 'sop' as const };
      const { reviewDueOn, effectiveOn } = facts.effective!;
      const unread =
        today > addDays(effectiveOn, facts.readers?.withinDays ?? 0) ? unreadOf(desk, facts, accounts).length : 0;
      const out = copyRows(desk, desk.sop(sopId).state).filter(({ mustComeBack }) => mustComeBack).length;
      const found = (variant: string, grade: AuditFound['grade'], data: AuditFound['data']): AuditFound => ({
        ...{ ...about, grade, variant, data: { sop, ...data } },
        evidence: inForceOf(desk, sopId),
      });
      return [
        ...(reviewDueOn < today ? [found('review-overdue', 'deficiency', { dueOn: reviewDueOn })] : []),
        ...(unread > 0 ? [found('not-read', 'deficiency', { count: unread })] : []),
        ...(out > 0 ? [found('copy-out', 'risk', { count: out })] : []),
      ];
    });
  },
};

export const sopAudits: readonly AuditSource[] = [practiceAudit, lifeAudit];
