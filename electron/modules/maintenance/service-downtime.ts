import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { serviceContract } from '../../../shared/modules/maintenance/service-calls-contract.ts';
import type { DowntimeRow } from '../../../shared/modules/maintenance/service-contract.ts';
import { downtimeStream } from '../../../shared/modules/maintenance/service-records.ts';
import { downtimeDecider } from '../../../shared/modules/maintenance/service-rules.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { nowOf, openLists, requireInstrument, startDowntime } from './service-desk.ts';

export interface DowntimeTableRow {
  downtime_id: string;
  instrument_id: string;
  instrument_name: string | null;
  kind: DowntimeRow['kind'];
  cause: string;
  from_at: string;
  to_at: string | null;
  results_affected: DowntimeRow['resultsAffected'];
  affected_note: string;
  work_order_id: string | null;
  rts_id: string | null;
  ended_by: DowntimeRow['endedBy'];
  conflict_count: number;
  list_open: number | null;
}

/** `list_open`: the list whose review ended it is open again, because another bench failed an item apart from the review. */
export const selectDowntimes = `SELECT d.*, i.name AS instrument_name, r.is_open AS list_open FROM downtimes d
  LEFT JOIN instruments i ON i.instrument_id = d.instrument_id
  LEFT JOIN rts_lists r ON r.stream = 'rts/' || d.rts_id AND d.ended_by = 'return-to-service'`;

export function toDowntimeRow(context: HostContext, row: DowntimeTableRow): DowntimeRow {
  const to = row.list_open === 1 ? null : row.to_at;
  const toMs = to === null ? context.clock.wallMs() : Date.parse(to);
  return {
    id: row.downtime_id,
    instrumentId: row.instrument_id,
    instrumentName: row.instrument_name ?? '',
    kind: row.kind,
    cause: row.cause,
    from: row.from_at,
    to,
    minutes: Math.max(0, Math.floor((toMs - Date.parse(row.from_at)) / 60_000)),
    resultsAffected: row.results_affected,
    affectedNote: row.affected_note,
    workOrderId: row.work_order_id,
    rtsId: row.rts_id,
    endedBy: to === null ? null : row.ended_by,
    hasConflict: row.conflict_count > 0,
  };
}

/** Clocks of two machines differ by a little; a start further ahead of now is a slip of the keyboard. */
const aheadLimitMs = 5 * 60_000;

/** Spans out of service. */
export function createDowntimeHandlers(context: HostContext) {
  const os = implement(serviceContract.downtime);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const checkStart = (from: string): void => {
    if (Date.parse(from) > context.clock.wallMs() + aheadLimitMs) {
      throw new AppError('maintenance/downtime-in-the-future', {});
    }
  };
  const requireDowntime = (downtimeId: string): DowntimeTableRow => {
    const row = store.db.prepare(`${selectDowntimes} WHERE d.stream = ?`).get(downtimeStream(downtimeId));
    if (!row) throw new AppError('maintenance/downtime-not-found', { downtimeId });
    return row as DowntimeTableRow;
  };

  return os.router({
    list: os.list.handler(({ input: { instrumentId, show, limit } }) => {
      const clauses = [
        ...(instrumentId === null ? [] : ['d.instrument_id = ?']),
        ...(show === 'open' ? ['(d.to_at IS NULL OR r.is_open = 1)'] : []),
      ];
      const where = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
      const values = [...(instrumentId === null ? [] : [instrumentId]), limit];
      const rows = store.db.prepare(`${selectDowntimes} ${where} ORDER BY d.from_at DESC LIMIT ?`).all(...values);
      return (rows as DowntimeTableRow[]).map((row) => toDowntimeRow(context, row));
    }),

    start: os.start.handler(({ input }) => {
      requireInstrument(context, input.instrumentId);
      checkStart(input.from);
      return { downtimeId: startDowntime(context, { ...input, rtsId: null }, author()) };
    }),

    change: os.change.handler(({ input: { downtimeId, reason, ...fields } }) => {
      requireDowntime(downtimeId);
      checkStart(fields.from);
      store.records.decide(downtimeDecider, downtimeStream(downtimeId), { do: 'change', fields, reason }, author());
      return {};
    }),

    end: os.end.handler(({ input: { downtimeId, at, reason } }) => {
      const { instrument_id: instrumentId } = requireDowntime(downtimeId);
      if (openLists(context, instrumentId).length > 0) {
        throw new AppError('maintenance/downtime-ends-at-return-to-service', {});
      }
      if (Date.parse(at) > Date.parse(nowOf(context)) + aheadLimitMs) {
        throw new AppError('maintenance/downtime-in-the-future', {});
      }
      const end = { at, by: 'person', rtsId: null } as const;
      store.records.decide(downtimeDecider, downtimeStream(downtimeId), { do: 'end', end, reason }, author());
      return {};
    }),
  });
}
