import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { gravimetryAlgorithm, judgeGravimetry } from '../../../shared/modules/calibration/gravimetry-rules.ts';
import type { CheckDetail, CheckRow } from '../../../shared/modules/calibration/standards-contract.ts';
import {
  impactReviewOpened,
  impactStream,
  standardChecked,
  standardStream,
} from '../../../shared/modules/calibration/standards-records.ts';
import { asksForReview, lastGood, standardDecider } from '../../../shared/modules/calibration/standards-rules.ts';
import { judgePoints, pointsAlgorithm } from '../../../shared/modules/calibration/standards-rules-points.ts';
import type {
  CheckedPoint,
  CheckMeasurement,
  CheckPhase,
  CheckReference,
  CheckVerdict,
  CheckWhy,
} from '../../../shared/modules/calibration/standards-terms.ts';
import { recordVoided } from '../../../shared/records/core-records.ts';
import {
  draft,
  isRecordOf,
  type RecordAuthor,
  type RecordOf,
  type StoredRecord,
} from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { newId } from '../new-id.ts';
import { labNow, reliedStandard, requireStandard } from './standards-desk.ts';
import { openReview } from './standards-impact.ts';

/** Checks of a standard: recorded once, judged by the host, never changed. */

export interface CheckOutcome {
  readonly checkId: string;
  readonly verdict: CheckVerdict;
  readonly why: CheckWhy[];
  readonly reviewId: string | null;
}

interface NewCheck {
  readonly standardId: string;
  readonly checkId: string;
  readonly phase: CheckPhase;
  readonly performedOn: CivilDate;
  readonly measurement: CheckMeasurement;
  readonly verdict: CheckVerdict;
  readonly why: readonly CheckWhy[];
  readonly source: string;
  readonly note: string;
}

/**
 * Records a check inside the caller's transaction, and opens the impact review an as-found failure asks for. Answers the
 * records to be signed beside the outcome.
 */
export function recordCheck(
  context: HostContext,
  check: NewCheck,
  author: RecordAuthor,
): CheckOutcome & { records: readonly StoredRecord[] } {
  const { store } = context;
  const { standardId, checkId, phase, performedOn, verdict } = check;
  const stream = standardStream(standardId);
  const { at, timeZone } = labNow(context);
  const why = [...check.why];
  const body = { ...check, why, performedAt: at, timeZone };
  const { records, folded } = store.records.decide(standardDecider, stream, { do: 'check', body }, author);
  const record = records[0]!;
  let reviewId: string | null = null;
  if (asksForReview({ phase, verdict })) {
    const { name } = requireStandard(context, standardId).terms;
    const lastGoodOn = lastGood(folded.state.checks, record.hash)?.performedOn ?? null;
    const cause = { kind: 'check', id: checkId, hash: record.hash } as const;
    const subject = { kind: 'standard', id: standardId } as const;
    reviewId = openReview(context, { subject, name, cause, lastGoodOn, foundOn: performedOn }, author);
  }
  return { checkId, verdict, why, reviewId, records };
}

/** The day a check counts for: today, or an earlier one. @throws AppError `calibration/in-the-future` */
export function dayOfCheck(context: HostContext, asked: CivilDate | null): CivilDate {
  const { on } = labNow(context);
  if (asked !== null && asked > on) throw new AppError('calibration/in-the-future', { date: asked, today: on });
  return asked ?? on;
}

/** A check by points, judged. Name and certificate of a reference in the register are the host's, as they stand. */
export function pointsCheck(
  context: HostContext,
  asked: {
    readonly standardId: string;
    readonly phase: CheckPhase;
    readonly performedOn: CivilDate;
    readonly reference: CheckReference | null;
    readonly points: readonly CheckedPoint[];
    readonly source: string;
    readonly note: string;
  },
): NewCheck {
  const { standardId, phase, performedOn, source, note } = asked;
  const { terms } = requireStandard(context, standardId);
  if (terms.kind === 'pipette') throw new AppError('calibration/pipette-is-weighed', { name: terms.name });
  const reference = freezeReference(context, standardId, asked.reference, performedOn);
  const points = [...asked.points];
  const { results, verdict, why } = judgePoints(points, reference, performedOn);
  const measurement = {
    kind: 'points',
    unit: terms.unit,
    reference,
    points,
    results,
    algorithm: pointsAlgorithm,
  } as const;
  return { standardId, checkId: newId(), phase, performedOn, measurement, verdict, why, source, note };
}

function freezeReference(
  context: HostContext,
  standardId: string,
  reference: CheckReference | null,
  on: CivilDate,
): CheckReference | null {
  if (reference?.kind !== 'standard') return reference;
  if (reference.standardId === standardId) throw new AppError('calibration/reference-is-itself', {});
  const other = requireStandard(context, reference.standardId);
  const { standardId: id, terms } = other;
  return { kind: 'standard', standardId: id, name: terms.name, relied: reliedStandard(context, other, on) };
}

interface CheckTableRow {
  check_id: string;
  hash: string;
  standard_id: string;
  standard_name: string | null;
  phase: CheckPhase;
  kind: CheckRow['kind'];
  performed_on: string;
  performed_at: string;
  actor: string;
  verdict: CheckVerdict;
  why: string;
  review_id: string | null;
}

const selectChecks = `SELECT c.*, s.name AS standard_name, r.review_id FROM standard_checks c
  LEFT JOIN standards s ON s.standard_id = c.standard_id LEFT JOIN impact_reviews r ON r.cause_id = c.check_id`;

function toCheckRow(context: HostContext, row: CheckTableRow): CheckRow {
  return {
    id: row.check_id,
    hash: row.hash,
    standardId: row.standard_id,
    standardName: row.standard_name ?? '',
    phase: row.phase,
    kind: row.kind,
    performedOn: row.performed_on,
    performedAt: row.performed_at,
    actor: actorName(row.actor, context),
    verdict: row.verdict,
    why: JSON.parse(row.why) as CheckWhy[],
    reviewId: row.review_id,
  };
}

/** Checks of one standard that stand, newest first. */
export function checksOf(context: HostContext, standardId: string, limit: number): CheckRow[] {
  const rows = context.store.db
    .prepare(`${selectChecks} WHERE c.standard_id = ? ORDER BY c.performed_on DESC, c.hlc DESC LIMIT ?`)
    .all(standardId, limit) as CheckTableRow[];
  return rows.map((row) => toCheckRow(context, row));
}

/** @throws AppError `calibration/check-not-found` */
function requireCheck(
  { store }: HostContext,
  checkId: string,
): { row: CheckTableRow; record: RecordOf<typeof standardChecked> } {
  const row = store.db.prepare(`${selectChecks} WHERE c.check_id = ?`).get(checkId) as CheckTableRow | undefined;
  const record = row && store.records.byHash(row.hash);
  if (!(row && record && isRecordOf(record, standardChecked))) {
    throw new AppError('calibration/check-not-found', { checkId });
  }
  return { row, record };
}

/** One check with all that was measured; the verdict is also calculated anew from the raw values. */
export function checkDetail(context: HostContext, checkId: string): CheckDetail {
  const { row, record } = requireCheck(context, checkId);
  const { measurement, source, note, timeZone, performedOn } = record.body;
  const again =
    measurement.kind === 'points'
      ? { ...judgePoints(measurement.points, measurement.reference, performedOn), algorithm: pointsAlgorithm }
      : { ...judgeGravimetry(measurement.input, performedOn), algorithm: gravimetryAlgorithm };
  const isSame = again.verdict === row.verdict && sameJson(again.why, record.body.why);
  const recomputed = { algorithm: again.algorithm, verdict: again.verdict, isSame };
  return { ...toCheckRow(context, row), measurement, source, note, timeZone, recomputed };
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Voids a check inside the caller's transaction, and the review it opened unless somebody answered that. */
export function voidCheck(
  context: HostContext,
  checkId: string,
  reason: string,
  author: RecordAuthor,
): readonly StoredRecord[] {
  const { store } = context;
  const { row, record } = requireCheck(context, checkId);
  const [voided] = store.records.append([draft(recordVoided, record.stream, { target: row.hash, reason })], author);
  if (row.review_id !== null) {
    const stream = impactStream(row.review_id);
    const records = store.records.read(stream);
    const opened = records.find((one) => isRecordOf(one, impactReviewOpened));
    const isAnswered = records.some(({ type }) => type !== impactReviewOpened.type);
    if (opened && !isAnswered)
      store.records.append([draft(recordVoided, stream, { target: opened.hash, reason })], author);
  }
  return [record, voided!];
}
