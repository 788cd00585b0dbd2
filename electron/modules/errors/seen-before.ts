import { normalizeCode } from '../../../shared/instruments/error-book.ts';
import type { EarlierError, ErrorDetail } from '../../../shared/modules/errors/contract.ts';
import { errorStream } from '../../../shared/modules/errors/records.ts';
import type { HostContext } from '../../host/module.ts';

/** Earlier ones shown, of this unit and of others of its model each. */
const mostShown = 10;
/** An error that is back this soon after it was resolved has come back (mission rule C.2). */
const backWithinMs = 30 * 24 * 3_600_000;

interface Row {
  error_id: string;
  instrument_id: string;
  instrument_name: string | null;
  raised_at: string;
  raised_count: number;
  resolved_at: string | null;
  resolution: string;
}

const columns = `e.error_id, e.instrument_id, i.name AS instrument_name, e.raised_at, e.raised_count, e.resolved_at,
  e.resolution`;

/** The same code before on this unit and on others of its model, with what ended it, and whether it has come back. */
export function seenBefore(
  context: HostContext,
  error: { readonly errorId: string; readonly instrumentId: string; readonly code: string; readonly raisedAt: string },
): Pick<ErrorDetail, 'seenBefore' | 'cameBackAfter'> {
  const { db } = context.store;
  const key = normalizeCode(error.code);
  const here = db
    .prepare(
      `SELECT ${columns} FROM errors e LEFT JOIN instruments i ON i.instrument_id = e.instrument_id
       WHERE e.is_open = 0 AND e.instrument_id = ? AND e.code_key = ? AND e.stream <> ? AND e.raised_at <= ?
       ORDER BY e.raised_at DESC LIMIT ${mostShown}`,
    )
    .all(error.instrumentId, key, errorStream(error.errorId), error.raisedAt) as Row[];
  const elsewhere = db
    .prepare(
      `SELECT ${columns} FROM instruments own
       JOIN instruments i ON i.definition_key = own.definition_key AND i.instrument_id <> own.instrument_id
       CROSS JOIN errors e ON e.is_open = 0 AND e.instrument_id = i.instrument_id AND e.code_key = ? AND e.raised_at <= ?
       WHERE own.instrument_id = ? ORDER BY e.raised_at DESC LIMIT ${mostShown}`,
    )
    .all(key, error.raisedAt, error.instrumentId) as Row[];
  const show = (row: Row): EarlierError => ({
    errorId: row.error_id,
    instrumentId: row.instrument_id,
    instrumentName: row.instrument_name ?? '',
    isThisUnit: row.instrument_id === error.instrumentId,
    raisedAt: row.raised_at,
    raisedCount: row.raised_count,
    resolvedAt: row.resolved_at,
    resolution: row.resolution,
  });
  const raisedMs = Date.parse(error.raisedAt);
  const back = here.find(({ resolved_at: at }) => at !== null && raisedMs - Date.parse(at) <= backWithinMs);
  return {
    seenBefore: [...here, ...elsewhere].map(show),
    cameBackAfter: back?.resolved_at ? { errorId: back.error_id, resolvedAt: back.resolved_at } : null,
  };
}
