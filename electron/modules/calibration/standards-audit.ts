import { addDays, type CivilDate } from '../../../shared/kernel/civil-date.ts';
import {
  certificateStanding,
  countingCertificate,
  standardStanding,
} from '../../../shared/modules/calibration/standards-due.ts';
import { standardChecked } from '../../../shared/modules/calibration/standards-records.ts';
import type { DueState } from '../../../shared/modules/calibration/standards-terms.ts';
import type { AuditFound, AuditSource } from '../../host/audit.ts';
import type { HostContext } from '../../host/module.ts';
import { allCertificates, allInstruments, allStandards, demandOf, labNow } from './standards-desk.ts';

/** Days a lab has to say what a thing out of tolerance meant, as for every other failure. */
const answerDays = 1;

const grades: Readonly<Partial<Record<DueState, AuditFound['grade']>>> = {
  failed: 'deficiency',
  overdue: 'deficiency',
  missing: 'deficiency',
  'cannot-evaluate': 'risk',
  'not-set-up': 'risk',
};

interface Subject {
  readonly instrumentId: string | null;
  readonly id: string;
  readonly name: string;
}

function finding(
  { instrumentId, id, name }: Subject,
  grade: AuditFound['grade'],
  variant: string,
  more: { data?: AuditFound['data']; evidence?: AuditFound['evidence'] } = {},
): AuditFound {
  const goesTo = instrumentId === null ? ('none' as const) : ('instrument' as const);
  const about = { instrumentId, subject: name, subjectId: id, goesTo };
  return { ...about, grade, variant, data: { name, ...more.data }, evidence: more.evidence ?? [] };
}

function standardFindings(context: HostContext, today: CivilDate): AuditFound[] {
  const certificates = allCertificates(context);
  return allStandards(context).flatMap((standard) => {
    const { standardId: id, terms, checks } = standard;
    const { state, dueOn } = standardStanding(standard, checks, certificates.get(`standard/${id}`) ?? [], today);
    const grade = grades[state];
    if (!grade) return [];
    const evidence = checks.slice(-1).map(({ hash, performedOn: at }) => ({ hash, type: standardChecked.type, at }));
    return [
      finding({ instrumentId: null, id, name: terms.name }, grade, state, { data: { dueOn: dueOn ?? '' }, evidence }),
    ];
  });
}

function instrumentFindings(context: HostContext, today: CivilDate): AuditFound[] {
  const certificates = allCertificates(context);
  return allInstruments(context).flatMap((plate) => {
    const demand = demandOf(context, plate);
    if (plate.isRetired || !demand.isNeeded) return [];
    const { instrumentId, name } = plate;
    const counting = countingCertificate(certificates.get(`instrument/${instrumentId}`) ?? []);
    const { state, dueOn } = certificateStanding(counting?.terms ?? null, demand, today);
    const grade = grades[state];
    return grade
      ? [finding({ instrumentId, id: instrumentId, name }, grade, state, { data: { dueOn: dueOn ?? '' } })]
      : [];
  });
}

function reviewFindings({ store }: HostContext, today: CivilDate): AuditFound[] {
  const rows = store.db
    .prepare('SELECT review_id AS id, name, found_on FROM impact_reviews WHERE is_open = 1 AND found_on < ?')
    .all(addDays(today, -answerDays)) as { id: string; name: string; found_on: string }[];
  return rows.map(({ id, name, found_on: from }) =>
    finding({ instrumentId: null, id, name }, 'deficiency', 'review-open', { data: { from } }),
  );
}

/** Standards and certificates that cannot be relied on today, and impact reviews nobody answered. */
export const standardsAudit: AuditSource = {
  rule: 'REF',
  citation: 'ISO 15189:2022, 6.5',
  link: 'ISO 15189:2022, 6.5 Equipment calibration and metrological traceability',
  find(context) {
    const { on } = labNow(context);
    const hasStandards = allStandards(context).length > 0;
    const hasDemand = allInstruments(context).some((plate) => !plate.isRetired && demandOf(context, plate).isNeeded);
    if (!(hasStandards || hasDemand)) return null;
    return [...standardFindings(context, on), ...instrumentFindings(context, on), ...reviewFindings(context, on)];
  },
};
