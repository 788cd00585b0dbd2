import { implement } from '@orpc/server';
import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type ImpactAnswer, impactDecider } from '../../../shared/modules/calibration/certificates-rules.ts';
import { type ImpactReviewRow, standardsContract } from '../../../shared/modules/calibration/standards-contract.ts';
import { impactStream } from '../../../shared/modules/calibration/standards-records.ts';
import type { CertificateSubject, ImpactItem } from '../../../shared/modules/calibration/standards-terms.ts';
import type { RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { allInstruments, requireStandard, signingGrant } from './standards-desk.ts';
import { standardsHistory } from './standards-history.ts';

/** Impact reviews: something was found out of tolerance, and work since it was last known to be good is looked at. */

interface ImpactTableRow {
  review_id: string;
  subject_kind: CertificateSubject['kind'];
  subject_id: string;
  name: string;
  cause_kind: 'check' | 'certificate';
  cause_id: string;
  last_good_on: string | null;
  found_on: string;
  opened_by: string;
  answer: string | null;
  conflict_count: number;
}

function toRow(context: HostContext, row: ImpactTableRow): ImpactReviewRow {
  const answer = row.answer === null ? null : (JSON.parse(row.answer) as ImpactAnswer);
  return {
    id: row.review_id,
    subject: { kind: row.subject_kind, id: row.subject_id },
    name: row.name,
    cause: { kind: row.cause_kind, id: row.cause_id },
    lastGoodOn: row.last_good_on,
    foundOn: row.found_on,
    openedBy: actorName(row.opened_by, context),
    answer: answer && {
      outcome: answer.outcome,
      statement: answer.statement,
      at: answer.at,
      by: actorName(answer.by, context),
      hash: answer.hash,
    },
    hasConflict: row.conflict_count > 0,
  };
}

/** Reviews of one thing, newest first. */
export function reviewsOf(context: HostContext, { kind, id }: CertificateSubject): ImpactReviewRow[] {
  const rows = context.store.db
    .prepare('SELECT * FROM impact_reviews WHERE subject_kind = ? AND subject_id = ? ORDER BY found_on DESC')
    .all(kind, id) as ImpactTableRow[];
  return rows.map((row) => toRow(context, row));
}

/** How many reviews of standards wait for an answer, by standard. */
export function openReviewCounts({ store }: HostContext): Map<string, number> {
  const rows = store.db
    .prepare(
      `SELECT subject_id AS id, COUNT(*) AS count FROM impact_reviews WHERE is_open = 1 AND subject_kind = 'standard'
       GROUP BY subject_id`,
    )
    .all() as { id: string; count: number }[];
  return new Map(rows.map(({ id, count }) => [id, count]));
}

export interface ReviewRequest {
  readonly subject: CertificateSubject;
  readonly name: string;
  readonly cause: { readonly kind: 'check' | 'certificate'; readonly id: string; readonly hash: string };
  readonly lastGoodOn: CivilDate | null;
  readonly foundOn: CivilDate;
}

/** Opens a review inside the caller's transaction. Answers its id. */
export function openReview({ store }: HostContext, request: ReviewRequest, author: RecordAuthor): string {
  const reviewId = newId();
  const body = { reviewId, ...request, subject: { ...request.subject }, cause: { ...request.cause } };
  store.records.decide(impactDecider, impactStream(reviewId), { do: 'open', body }, author);
  return reviewId;
}

/** Items named in an answer; the rest is counted. */
const mostItems = 200;

/** Work since the last good check; that day's own work counts, as nobody knows what came first. */
function workSince(context: HostContext, subject: CertificateSubject, since: CivilDate | null): ImpactItem[] {
  const { db } = context.store;
  const from = since ?? '0001-01-01';
  const column = subject.kind === 'standard' ? 'reference_id' : 'balance_id';
  const checks = db
    .prepare(
      `SELECT c.check_id AS id, COALESCE(s.name, '') AS name, c.performed_on AS performedOn FROM standard_checks c
       LEFT JOIN standards s ON s.standard_id = c.standard_id
       WHERE c.${column} = ? AND c.performed_on >= ? ORDER BY c.performed_on`,
    )
    .all(subject.id, from) as { id: string; name: string; performedOn: string }[];
  const own = subject.kind === 'instrument' ? [subject.id] : requireStandard(context, subject.id).terms.instrumentIds;
  const names = new Map(allInstruments(context).map(({ instrumentId, name }) => [instrumentId, name]));
  const perInstrument = own.flatMap((instrumentId): ImpactItem[] => {
    const name = names.get(instrumentId);
    if (name === undefined) return [];
    const tasks = db
      .prepare('SELECT COUNT(*) FROM maintenance_performed WHERE instrument_id = ? AND performed_on >= ?')
      .pluck()
      .get(instrumentId, from) as number;
    const messages = db
      .prepare('SELECT COUNT(*) FROM messages WHERE instrument = ? AND received_at >= ? AND result_count > 0')
      .pluck()
      .get(instrumentId, from) as number;
    const sessions = db
      .prepare(
        `SELECT session_id AS id, kind, closed_on AS closedOn FROM calibration_sessions
         WHERE instrument_id = ? AND closed_on >= ? ORDER BY closed_on`,
      )
      .all(instrumentId, from) as { id: string; kind: 'calibration' | 'verification'; closedOn: string }[];
    return [
      ...sessions.map(({ id, kind, closedOn }) => ({ kind, id, name, on: closedOn, count: 1 })),
      ...(tasks > 0 ? [{ kind: 'maintenance' as const, id: instrumentId, name, on: null, count: tasks }] : []),
      ...(messages > 0 ? [{ kind: 'results' as const, id: instrumentId, name, on: null, count: messages }] : []),
    ];
  });
  return [
    ...checks.map(({ id, name, performedOn }) => ({ kind: 'check' as const, id, name, on: performedOn, count: 1 })),
    ...perInstrument,
  ];
}

const countOf = (items: readonly ImpactItem[]): number => items.reduce((sum, { count }) => sum + count, 0);

export function createImpactHandlers(context: HostContext) {
  const os = implement(standardsContract.impact);
  const { store } = context;

  /** @throws AppError `calibration/review-not-found` */
  const requireReview = (reviewId: string): ImpactTableRow => {
    const row = store.db.prepare('SELECT * FROM impact_reviews WHERE stream = ?').get(impactStream(reviewId));
    if (!row) throw new AppError('calibration/review-not-found', { reviewId });
    return row as ImpactTableRow;
  };
  const subjectOf = (row: ImpactTableRow): CertificateSubject => ({ kind: row.subject_kind, id: row.subject_id });

  return os.router({
    list: os.list.handler(({ input: { show, limit } }) => {
      const where = show === 'open' ? 'WHERE is_open = 1' : '';
      const rows = store.db
        .prepare(`SELECT * FROM impact_reviews ${where} ORDER BY is_open DESC, found_on DESC LIMIT ?`)
        .all(limit) as ImpactTableRow[];
      return rows.map((row) => toRow(context, row));
    }),

    get: os.get.handler(({ input: { reviewId } }) => {
      const row = requireReview(reviewId);
      const answer = row.answer === null ? null : (JSON.parse(row.answer) as ImpactAnswer);
      const items = answer?.items ?? workSince(context, subjectOf(row), row.last_good_on);
      return {
        ...toRow(context, row),
        items: items.slice(0, mostItems),
        itemCount: answer?.itemCount ?? countOf(items),
        history: standardsHistory(context, [impactStream(reviewId)]),
        needsPassword: context.signing.isPossible,
      };
    }),

    answer: os.answer.handler(async ({ input: { reviewId, outcome, statement, password } }) => {
      requireReview(reviewId);
      const grant = await signingGrant(context, 'reviewed', password, statement);
      const author = grant?.author ?? personAuthor(context.actor);
      store.transaction(() => {
        const row = requireReview(reviewId);
        const items = workSince(context, subjectOf(row), row.last_good_on);
        const command = {
          do: 'answer' as const,
          outcome,
          statement,
          items: items.slice(0, mostItems),
          itemCount: countOf(items),
        };
        const { records } = store.records.decide(impactDecider, impactStream(reviewId), command, author);
        grant?.sign(records);
      });
      return {};
    }),
  });
}
