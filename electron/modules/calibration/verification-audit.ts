import type { VerificationStanding } from '../../../shared/modules/calibration/verification-contract.ts';
import type { AuditFound, AuditSource } from '../../host/audit.ts';
import { placedInstruments } from './places.ts';
import { standingOf } from './verification-desk.ts';

/** What the self-audit finds in verification and in the months of the maker's own monitoring (findings CC7, CC8). */

const about = ({ instrumentId, instrumentName }: VerificationStanding) =>
  ({ instrumentId, subject: instrumentName, subjectId: instrumentId, goesTo: 'instrument', evidence: [] }) as const;

/** CC8: six calendar months passed, or something happened that asks for verification at once. */
const verificationAudit: AuditSource = {
  rule: 'CC8',
  citation: '42 CFR 493.1255(b)(2), (b)(3)',
  link: '',
  find(context) {
    const standings = placedInstruments(context)
      .map((instrument) => standingOf(context, instrument))
      .filter(({ state }) => state !== 'not-applicable' && state !== 'exempt');
    if (standings.length === 0) return null;
    return standings.flatMap((standing): AuditFound[] => {
      const { state, instrumentName: name, dueOn, lastOn, openTriggers } = standing;
      if (state === 'overdue') {
        const variant = lastOn === null ? 'never-verified' : 'verification-overdue';
        const data = { name, dueOn: dueOn ?? '', last: lastOn ?? '' };
        return [{ ...about(standing), grade: 'deficiency', variant, data }];
      }
      const [first] = openTriggers;
      if (state !== 'triggered' || !first) return [];
      const data = { name, from: first.on, note: first.note };
      return [{ ...about(standing), grade: 'deficiency', variant: 'verification-triggered', data }];
    });
  },
};

/** CC7: the maker's monitoring ran, and nobody here read its report. */
const monthsAudit: AuditSource = {
  rule: 'CC7',
  citation: '42 CFR 493.1289(a)',
  link: '',
  find(context) {
    const watched = placedInstruments(context)
      .map((instrument) => standingOf(context, instrument))
      .filter(({ monthlyReview }) => monthlyReview !== null);
    if (watched.length === 0) return null;
    return watched.flatMap((standing): AuditFound[] => {
      const { title, missing } = standing.monthlyReview!;
      const [from] = missing;
      if (from === undefined) return [];
      const data = { name: standing.instrumentName, title, count: missing.length, from };
      return [{ ...about(standing), grade: 'deficiency', variant: 'month-not-read', data }];
    });
  },
};

export const verificationAudits = [verificationAudit, monthsAudit] as const;
