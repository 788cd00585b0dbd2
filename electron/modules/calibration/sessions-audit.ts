import { addMonths } from '../../../shared/kernel/civil-date.ts';
import { sessionClosed } from '../../../shared/modules/calibration/records.ts';
import type { AuditFound, AuditSource } from '../../host/audit.ts';
import type { HostContext } from '../../host/module.ts';
import { nowAt, placedInstruments } from './places.ts';

/** What the self-audit finds in calibrations and verifications that were done (findings CC8c, CC9). */

/** Records are kept two years at least (42 CFR 493.1105(a)(3)); what is older is history. */
const lookBackMonths = 24;

interface ClosedRow {
  session_id: string;
  kind: 'calibration' | 'verification';
  instrument_id: string;
  name: string;
  closed_on: string;
  closed_at: string;
  closing_hash: string;
  is_procedure_confirmed: number;
  needs_precision: number;
  precision_verdict: 'pass' | 'fail' | 'cannot-evaluate' | null;
}

/** Closings of the last two years that were not abandoned, of instruments that are not retired. */
function closedRows(context: HostContext): ClosedRow[] {
  const [first] = placedInstruments(context);
  if (!first) return [];
  const since = addMonths(nowAt(context, first.instrumentId).on, -lookBackMonths);
  return context.store.db
    .prepare(
      `SELECT s.*, i.name FROM calibration_sessions s JOIN instruments i ON i.instrument_id = s.instrument_id
       WHERE s.closed_on >= ? AND s.outcome <> 'abandoned' AND i.service_status <> 'retired' ORDER BY s.closed_on`,
    )
    .all(since) as ClosedRow[];
}

function finding(row: ClosedRow, variant: string): AuditFound {
  return {
    instrumentId: row.instrument_id,
    subject: row.name,
    subjectId: row.session_id,
    goesTo: 'instrument',
    grade: 'deficiency',
    variant,
    data: { name: row.name, on: row.closed_on },
    evidence: [{ hash: row.closing_hash, type: sessionClosed.type, at: row.closed_at }],
  };
}

/** CC8c: not done the way the model's own manual says, or nobody can tell. */
const procedureAudit: AuditSource = {
  rule: 'CC8c',
  citation: '42 CFR 493.1255(b)(1)',
  link: 'clialabcitations.com/facilities/kota-cancer-clinic-pllc-180-hot-springs-71901-5700-cms-04D2102180-clia-04D2102180-3-deficiencies.html',
  find(context) {
    const rows = closedRows(context);
    if (rows.length === 0) return null;
    return rows.flatMap((row) => (row.is_procedure_confirmed === 0 ? [finding(row, `${row.kind}-no-procedure`)] : []));
  },
};

/** CC9: the manual asks for a precision check before calibration, and there is none, or it did not pass. */
const precisionAudit: AuditSource = {
  rule: 'CC9',
  citation: '42 CFR 493.1255(a)',
  link: 'clialabcitations.com/facilities/kayla-pediatrics-pc-930-linden-07036-7700-cms-31D2263981-clia-31D2263981-18-deficiencies.html',
  find(context) {
    const rows = closedRows(context).filter(
      ({ kind, needs_precision }) => kind === 'calibration' && needs_precision === 1,
    );
    if (rows.length === 0) return null;
    return rows.flatMap((row) => {
      if (row.precision_verdict === 'pass') return [];
      return [finding(row, row.precision_verdict === null ? 'no-precision' : 'precision-not-passed')];
    });
  },
};

export const sessionsAudits = [procedureAudit, precisionAudit] as const;
