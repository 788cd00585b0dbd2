import { type CivilDate, laterDate } from '../../../shared/kernel/civil-date.ts';
import { missingMonths, verificationDue, verificationDueOn } from '../../../shared/modules/calibration/rules-due.ts';
import type { Verdict, VerificationReason } from '../../../shared/modules/calibration/terms.ts';
import type {
  AsOfView,
  FactorPoint,
  VerificationStanding,
} from '../../../shared/modules/calibration/verification-contract.ts';
import type { RtsRow } from '../../../shared/modules/maintenance/service-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { dateAt, nowAt, type PlacedInstrument } from './places.ts';
import { procedureOf } from './procedures-desk.ts';

/** Where verification stands, which factors held, what was in force on a day: read from the tables, judged by the rules. */

interface ClosedRow {
  session_id: string;
  closed_on: string;
  closed_by: string;
  verdict: Verdict;
  outcome: string;
}

/** Closings that stand, newest first, up to a day. */
function closedSessions(
  { store }: HostContext,
  instrumentId: string,
  kind: 'calibration' | 'verification',
  untilOn: CivilDate,
): ClosedRow[] {
  return store.db
    .prepare(
      `SELECT session_id, closed_on, closed_by, verdict, outcome FROM calibration_sessions
       WHERE instrument_id = ? AND kind = ? AND counts = 1 AND closed_on <= ? ORDER BY closed_on DESC, closed_at DESC`,
    )
    .all(instrumentId, kind, untilOn) as ClosedRow[];
}

/** The newest closing of a kind that stands, or undefined. */
export function lastClosed(
  context: HostContext,
  instrumentId: string,
  kind: 'calibration' | 'verification',
): ClosedRow | undefined {
  return closedSessions(context, instrumentId, kind, '9999-12-31')[0];
}

/** Days of verifications that passed. */
const passedOf = (rows: readonly ClosedRow[]): CivilDate[] =>
  rows.flatMap(({ verdict, outcome, closed_on }) => (verdict === 'pass' && outcome === 'verified' ? [closed_on] : []));

type RtsEvent = RtsRow['events'][number];
type Trigger = VerificationStanding['openTriggers'][number];

/** Events of a return-to-service list that 42 CFR 493.1255(b)(3) names, while the list stands open. */
const rtsReasons: Readonly<Partial<Record<RtsEvent, VerificationReason>>> = {
  'reagent-complete-change': 'reagents-changed',
  'critical-part': 'critical-part',
  'major-maintenance': 'critical-part',
  'unexplained-shift': 'qc-shift',
};

/** Triggers of an instrument that nobody has dismissed; `untilOn`: as they stood at the end of that day. */
function triggersOf(context: HostContext, instrument: PlacedInstrument, untilOn: CivilDate): Trigger[] {
  const { db } = context.store;
  const { instrumentId, place } = instrument;
  const noted = db
    .prepare('SELECT * FROM calibration_triggers WHERE instrument_id = ? AND on_date <= ? ORDER BY on_date')
    .all(instrumentId, untilOn) as {
    trigger_id: string;
    kind: VerificationReason;
    on_date: string;
    note: string;
    dismissed_at: string | null;
  }[];
  const lists = db
    .prepare('SELECT rts_id, events, raised_at, note FROM rts_lists WHERE instrument_id = ? AND is_open = 1')
    .all(instrumentId) as { rts_id: string; events: string; raised_at: string; note: string }[];
  return [
    ...noted
      .filter(({ dismissed_at: at }) => at === null || dateAt(context, place, at) > untilOn)
      .map((row) => ({
        triggerId: row.trigger_id,
        kind: row.kind,
        on: row.on_date,
        note: row.note,
        origin: 'noted' as const,
      })),
    ...lists.flatMap(({ rts_id, events, raised_at, note }) => {
      const kind = (JSON.parse(events) as RtsEvent[]).map((event) => rtsReasons[event]).find(Boolean);
      const on = dateAt(context, place, raised_at);
      if (!kind || on > untilOn) return [];
      return [{ triggerId: `rts/${rts_id}`, kind, on, note, origin: 'return-to-service' as const }];
    }),
  ];
}

interface ExemptionRow {
  is_exempt: number;
  basis: NonNullable<VerificationStanding['exemption']>['basis'];
  reason: string;
  until_on: string | null;
  at: string;
  actor: string;
}

function standingExemption({ store }: HostContext, instrumentId: string): ExemptionRow | undefined {
  return store.db
    .prepare('SELECT * FROM calibration_exemptions WHERE instrument_id = ? AND is_standing = 1')
    .get(instrumentId) as ExemptionRow | undefined;
}

/** What the clock of one instrument runs from. */
function clockFacts(context: HostContext, instrument: PlacedInstrument) {
  const { definitionKey, place, registeredAt } = instrument;
  const { terms, hash } = procedureOf(context, definitionKey);
  const isMeasuring = context.catalog.get(definitionKey)?.carries.includes('results') ?? true;
  return { terms, hash, isMeasuring, registeredOn: dateAt(context, place, registeredAt) };
}

/** Where one instrument's verification stands today. */
export function standingOf(context: HostContext, instrument: PlacedInstrument): VerificationStanding {
  const { instrumentId } = instrument;
  const today = nowAt(context, instrumentId).on;
  const closed = closedSessions(context, instrumentId, 'verification', today);
  const { terms, hash, isMeasuring, registeredOn } = clockFacts(context, instrument);
  const row = standingExemption(context, instrumentId);
  const exemption = row ? { isExempt: row.is_exempt === 1, untilOn: row.until_on } : null;
  const triggers = triggersOf(context, instrument, today);
  const { months, warnDays } = terms.verification;
  const facts = { today, isMeasuring, registeredOn, months, warnDays, passedOn: passedOf(closed), triggers, exemption };
  const due = verificationDue(facts);
  const open = new Set(due.openTriggers.map(({ triggerId }) => triggerId));
  const running = context.store.db
    .prepare(
      `SELECT session_id FROM calibration_sessions WHERE instrument_id = ? AND kind = 'verification' AND state = 'running'
       ORDER BY opened_at DESC LIMIT 1`,
    )
    .pluck()
    .get(instrumentId) as string | undefined;
  return {
    instrumentId,
    instrumentName: instrument.name,
    definitionKey: instrument.definitionKey,
    state: due.state,
    lastOn: due.lastOn,
    lastSessionId:
      closed.find(({ closed_on, verdict }) => closed_on === due.lastOn && verdict === 'pass')?.session_id ?? null,
    dueOn: due.dueOn,
    daysLeft: due.daysLeft,
    months,
    lastVerdict: closed[0]?.verdict ?? null,
    runningSessionId: running ?? null,
    openTriggers: triggers.filter(({ triggerId }) => open.has(triggerId)),
    exemption: row?.is_exempt
      ? {
          basis: row.basis,
          reason: row.reason,
          untilOn: row.until_on,
          by: actorName(row.actor, context),
          at: row.at,
          isExpired: due.isExemptionExpired,
        }
      : null,
    isProcedureConfirmed: hash !== null,
    monthlyReview: terms.monthlyReview.isNeeded
      ? monthlyReview(context, instrument, { title: terms.monthlyReview.title, registeredOn, today })
      : null,
  };
}

/** From when on months are asked for: the instrument was here, and the lab had said that there is such a report. */
export function monthsSince(context: HostContext, { definitionKey, place, registeredAt }: PlacedInstrument): CivilDate {
  const confirmedAt = context.store.db
    .prepare('SELECT at FROM calibration_procedures WHERE definition_key = ?')
    .pluck()
    .get(definitionKey) as string | undefined;
  const registeredOn = dateAt(context, place, registeredAt);
  return confirmedAt === undefined ? registeredOn : laterDate(registeredOn, dateAt(context, place, confirmedAt));
}

function monthlyReview(
  context: HostContext,
  instrument: PlacedInstrument,
  { title, today }: { title: string; registeredOn: CivilDate; today: CivilDate },
): VerificationStanding['monthlyReview'] {
  const reviewed = context.store.db
    .prepare('SELECT month, verdict FROM calibration_months WHERE instrument_id = ? ORDER BY month')
    .all(instrument.instrumentId) as { month: string; verdict: string }[];
  const missing = missingMonths(monthsSince(context, instrument), today, reviewed);
  return { title, missing, lastMonth: reviewed.at(-1)?.month ?? null };
}

interface FactorRow {
  parameter: string;
  label: string;
  on_date: string;
  at: string;
  before: string | null;
  after: string;
  shadow: string | null;
  decision: FactorPoint['decision'];
  as_found_percent: string | null;
  as_left_percent: string | null;
  verdict: Verdict | null;
  actor: string;
  note: string;
  session_id: string | null;
  hash: string;
}

export interface FactorsAsked {
  readonly instrumentId: string;
  readonly parameter: string | null;
  readonly fromOn: CivilDate | null;
  readonly toOn: CivilDate | null;
  readonly limit: number;
}

/** Factors decided in calibrations and noted beside them, oldest first; the newest `limit` of them. */
export function factorPoints(context: HostContext, asked: FactorsAsked): FactorPoint[] {
  const { instrumentId, parameter, fromOn, toOn, limit } = asked;
  const rows = context.store.db
    .prepare(
      `SELECT * FROM (
         SELECT f.parameter, f.label, f.on_date, f.at, f.before, f.after, f.shadow, f.decision, f.as_found_percent,
           f.as_left_percent, f.verdict, f.actor, f.note, f.session_id, f.hash
         FROM calibration_factors f WHERE f.instrument_id = :instrumentId
         UNION ALL
         SELECT parameter, label, on_date, at, NULL, value, NULL, 'noted', NULL, NULL, NULL, actor, note, NULL, hash
         FROM calibration_factor_notes WHERE instrument_id = :instrumentId)
       WHERE (:parameter IS NULL OR parameter = :parameter) AND on_date >= :fromOn AND on_date <= :toOn
       ORDER BY on_date DESC, at DESC, parameter LIMIT :limit`,
    )
    .all({ instrumentId, parameter, fromOn: fromOn ?? '0000-00-00', toOn: toOn ?? '9999-99-99', limit }) as FactorRow[];
  return rows.toReversed().map((row) => ({
    parameter: row.parameter,
    label: row.label,
    on: row.on_date,
    at: row.at,
    before: row.before,
    after: row.after,
    shadow: row.shadow,
    decision: row.decision,
    asFoundPercent: row.as_found_percent,
    asLeftPercent: row.as_left_percent,
    verdict: row.verdict,
    by: actorName(row.actor, context),
    note: row.note,
    sessionId: row.session_id,
    hash: row.hash,
  }));
}

/** What stood at the end of a day. */
export function asOf(context: HostContext, instrument: PlacedInstrument, on: CivilDate): AsOfView {
  const { instrumentId, place } = instrument;
  const points = factorPoints(context, { instrumentId, parameter: null, fromOn: null, toOn: on, limit: 100_000 });
  const newest = new Map(points.map((point) => [point.parameter, point]));
  const calibrations = closedSessions(context, instrumentId, 'calibration', on);
  const verifications = closedSessions(context, instrumentId, 'verification', on);
  const passedOn = passedOf(verifications);
  const { terms, isMeasuring, registeredOn } = clockFacts(context, instrument);
  const exemptions = context.store.db
    .prepare('SELECT * FROM calibration_exemptions WHERE instrument_id = ? ORDER BY hlc DESC')
    .all(instrumentId) as ExemptionRow[];
  const then = exemptions.find(({ at }) => dateAt(context, place, at) <= on);
  const exemption = then ? { isExempt: then.is_exempt === 1, untilOn: then.until_on } : null;
  const triggers = triggersOf(context, instrument, on);
  const { months, warnDays } = terms.verification;
  const due = verificationDue({
    today: on,
    isMeasuring,
    registeredOn,
    months,
    warnDays,
    passedOn,
    triggers,
    exemption,
  });
  const brief = (row: ClosedRow | undefined) =>
    row
      ? {
          sessionId: row.session_id,
          on: row.closed_on,
          verdict: row.verdict,
          outcome: row.outcome,
          by: actorName(row.closed_by, context),
        }
      : null;
  return {
    instrumentId,
    instrumentName: instrument.name,
    on,
    factors: [...newest.values()].toSorted((a, b) => (a.parameter < b.parameter ? -1 : 1)),
    lastCalibration: brief(calibrations[0]),
    lastVerification: brief(verifications[0]),
    verificationDueOn: due.lastOn === null ? null : verificationDueOn(due.lastOn, months),
    wasOverdue: due.state === 'overdue',
    isExempt: due.state === 'exempt',
    openTriggers: due.openTriggers.map(({ triggerId, kind, on: since }) => ({ triggerId, kind, on: since })),
  };
}
