import { addDays } from '../../../shared/kernel/civil-date.ts';
import {
  exemptionStream,
  factorsStream,
  sessionStream,
  triggerStream,
} from '../../../shared/modules/calibration/records.ts';
import { caseStream } from '../../../shared/modules/cases/records.ts';
import type { Then } from '../../../shared/modules/cases/rules-moment.ts';
import { effectiveVersions } from '../../../shared/modules/cases/rules-moment-state.ts';
import { identityStream, instrumentStream } from '../../../shared/modules/instruments/records.ts';
import {
  downtimeStream,
  overrideStream,
  rtsStream,
  workOrderStream,
} from '../../../shared/modules/maintenance/service-records.ts';
import { runStream } from '../../../shared/modules/sop/run-records.ts';
import { sopStream, versionRead } from '../../../shared/modules/sop/version-records.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';

/**
 * Gathers the records a past moment is told from: few streams, each found by an index, so that ten years of history make it no
 * slower. Records of after the moment may be among them; the fold leaves them out.
 */

/** Of each kind of thing at most so many are looked at: what stood at one moment is a handful. */
const most = 200;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The moment as text in UTC, as milliseconds, and its date where the instrument stands. */
interface Asked {
  readonly at: string;
  readonly atMs: number;
  readonly on: string;
}

export async function gatherMoment(context: HostContext, instrumentId: string, moment: Asked): Promise<StoredRecord[]> {
  const { store } = context;
  const { at } = moment;
  const ids = (sql: string, ...values: (string | number)[]): string[] =>
    store.db
      .prepare(sql)
      .pluck()
      .all(...values) as string[];
  const streams = [
    instrumentStream(instrumentId),
    identityStream(instrumentId),
    overrideStream(instrumentId),
    factorsStream(instrumentId),
    exemptionStream(instrumentId),
    ...ids(
      `SELECT stream FROM errors WHERE instrument_id = ? AND is_open = 1 AND raised_at <= ? LIMIT ${most}`,
      ...[instrumentId, at],
    ),
    // Closed by now, and not closed then.
    ...ids(
      `SELECT stream FROM errors WHERE instrument_id = ? AND is_open = 0 AND raised_at <= ?
         AND (resolved_at > ? OR (resolved_at IS NULL AND (cleared_at IS NULL OR cleared_at > ?)))
       ORDER BY raised_at DESC LIMIT ${most}`,
      ...[instrumentId, at, at, at],
    ),
    ...ids(
      `SELECT downtime_id FROM downtimes WHERE instrument_id = ? AND from_at <= ? AND (to_at IS NULL OR to_at > ?)
       ORDER BY from_at DESC LIMIT ${most}`,
      ...[instrumentId, at, at],
    ).map(downtimeStream),
    ...ids(
      `SELECT rts_id FROM rts_lists WHERE instrument_id = ? AND raised_at <= ?
         AND (returned_at IS NULL OR returned_at > ?) ORDER BY raised_hlc DESC LIMIT ${most}`,
      ...[instrumentId, at, at],
    ).map(rtsStream),
    ...ids(
      `SELECT work_order_id FROM work_orders WHERE instrument_id = ? AND opened_at <= ?
         AND (completed_at IS NULL OR completed_at > ?) ORDER BY opened_at DESC LIMIT ${most}`,
      ...[instrumentId, at, at],
    ).map(workOrderStream),
    ...ids(
      `SELECT case_id FROM cases WHERE instrument_id = ? AND opened_at <= ? AND (closed_at IS NULL OR closed_at > ?)
       ORDER BY opened_at DESC LIMIT ${most}`,
      ...[instrumentId, at, at],
    ).map(caseStream),
    // What had begun by then and was not over. Many are closed and signed long after: `changed_at` asks for more than needed,
    // the fold then tells those that were over.
    ...ids(
      `SELECT run_id FROM sop_runs WHERE instrument_id = ? AND julianday(started_at) <= julianday(?)
         AND (is_open = 1 OR julianday(changed_at) > julianday(?)) ORDER BY started_at DESC LIMIT ${most}`,
      ...[instrumentId, at, at],
    ).map(runStream),
    ...ids(
      `SELECT stream FROM calibration_sessions WHERE instrument_id = ? AND julianday(opened_at) <= julianday(?)
         AND (closed_at IS NULL OR julianday(closed_at) > julianday(?)) ORDER BY opened_at DESC LIMIT ${most}`,
      ...[instrumentId, at, at],
    ),
    ...(await streamsOfOthers(context, instrumentId, moment)),
  ];
  const hashes = [
    ...ids(
      `SELECT hash FROM instrument_backgrounds WHERE instrument_id = ? AND hlc < ? AND part = 1
       ORDER BY hlc DESC LIMIT 1`,
      ...[instrumentId, hlcAfter(moment.atMs)],
    ),
    ...ids(
      `SELECT hash FROM instrument_qc_runs WHERE instrument_id = ? AND hlc < ? AND hlc >= ? ORDER BY hlc DESC LIMIT 20`,
      ...[instrumentId, hlcAfter(moment.atMs), hlcAfter(moment.atMs - 7 * dayMs)],
    ),
    ...ids(
      `SELECT hash FROM maintenance_performed WHERE instrument_id = ? AND is_late_entry = 1 AND performed_on <= ?
         AND julianday(entered_at) > julianday(?) ORDER BY performed_on DESC LIMIT 50`,
      ...[instrumentId, moment.on, at],
    ),
  ];
  const corrected = ids(
    `SELECT stream FROM maintenance_performed WHERE instrument_id = ? AND performed_on <= ? AND performed_on >= date(?, '-40 days')
       AND correction_count > 0 LIMIT 50`,
    ...[instrumentId, moment.on, moment.on],
  );
  return [
    // Readings of procedures are thousands in streams of dozens: the few that are told are looked up, see `newestReadings`.
    ...[...new Set([...streams, ...corrected])].flatMap((stream) =>
      store.records.readWithout(stream, [versionRead.type]),
    ),
    ...hashes.flatMap((hash) => store.records.byHash(hash) ?? []),
  ];
}

/** First hybrid time later than an instant: milliseconds stand in front, see `shared/kernel/clock.ts`. */
const hlcAfter = (ms: number): string => String(Math.max(0, Math.floor(ms) + 1)).padStart(15, '0');

/**
 * Calibrations, triggers and procedures, as their own modules list them. Of calibrations those that stood at the end of the
 * day or of the one before (the moment may lie before that day's).
 */
async function streamsOfOthers({ calls }: HostContext, instrumentId: string, moment: Asked): Promise<string[]> {
  const { calibration, sop } = calls;
  const { on } = moment;
  const [today, before, procedures] = await Promise.all([
    calibration.factors.asOf({ instrumentId, on }),
    calibration.factors.asOf({ instrumentId, on: addDays(on, -1) }),
    sop.library.list({ withRetired: true }),
  ]);
  const views = [today, before];
  const standing = new Set(
    views.flatMap(({ factors, lastCalibration, lastVerification }) =>
      [...factors, lastCalibration, lastVerification].flatMap((one) => one?.sessionId ?? []),
    ),
  );
  return [
    // Of one that stood the kind is not told: the stream that does not exist is empty.
    ...[...standing].flatMap((id) => [sessionStream('calibration', id), sessionStream('verification', id)]),
    ...views.flatMap(({ openTriggers }) => openTriggers.map(({ triggerId }) => triggerStream(triggerId))),
    ...procedures.map(({ sopId }) => sopStream(sopId)),
  ];
}

/** So many readings are told by name. */
const mostReadings = 60;

/** The newest readings, before a moment, of the versions in force then; `count` is of all there were. */
export function newestReadings(
  { store }: HostContext,
  then: Then,
  { atMs, on }: Asked,
): { readonly records: readonly StoredRecord[]; readonly count: number } {
  const before = hlcAfter(atMs);
  const newest = store.db.prepare(
    'SELECT hash, hlc FROM sop_readings WHERE version_id = ? AND hlc < ? ORDER BY hlc DESC LIMIT ?',
  );
  const counted = store.db.prepare('SELECT count(*) FROM sop_readings WHERE version_id = ? AND hlc < ?').pluck();
  let count = 0;
  const found = effectiveVersions(then, on).flatMap(({ versionId }) => {
    count += counted.get(versionId, before) as number;
    return newest.all(versionId, before, mostReadings) as { hash: string; hlc: string }[];
  });
  const shown = found.toSorted((a, b) => (a.hlc < b.hlc ? 1 : -1)).slice(0, mostReadings);
  return { records: shown.flatMap(({ hash }) => store.records.byHash(hash) ?? []), count };
}

/** A line that said nothing for a month is told as silent; looking further would walk years of other lines' messages. */
const lastLookBackMs = 31 * dayMs;

interface MessageFigures {
  count: number;
  results: number;
  controls: number;
  lastAt: string | null;
  oldestAt: string | null;
}

/** Counts of the day before a moment; times of receipt are local with their offset and are compared as instants. */
export function countMessages({ store }: HostContext, instrumentId: string, atMs: number): MessageFigures {
  const at = new Date(atMs).toISOString();
  const from = new Date(atMs - dayMs).toISOString();
  const bounds = [
    new Date(atMs - 2 * dayMs).toISOString().slice(0, 10),
    `${new Date(atMs + dayMs).toISOString().slice(0, 10)}~`,
  ];
  const day = store.db
    .prepare(
      `SELECT count(*) AS count, coalesce(sum(kind = 'results'), 0) AS results, coalesce(sum(kind = 'qc'), 0) AS controls
       FROM messages WHERE received_at >= ? AND received_at <= ? AND +instrument = ?
         AND julianday(received_at) > julianday(?) AND julianday(received_at) <= julianday(?)`,
    )
    .get(...bounds, instrumentId, from, at) as Pick<MessageFigures, 'count' | 'results' | 'controls'>;
  const lastAt = store.db
    .prepare(
      `SELECT received_at FROM messages WHERE received_at >= ? AND received_at <= ? AND +instrument = ?
         AND julianday(received_at) <= julianday(?) ORDER BY received_at DESC LIMIT 1`,
    )
    .pluck()
    .get(new Date(atMs - lastLookBackMs).toISOString().slice(0, 10), bounds[1], instrumentId, at) as string | undefined;
  const oldestAt = store.db.prepare('SELECT min(received_at) FROM messages').pluck().get() as string | null;
  return { ...day, lastAt: lastAt ?? null, oldestAt };
}
