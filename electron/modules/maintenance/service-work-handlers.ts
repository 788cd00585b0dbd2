import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { serviceContract } from '../../../shared/modules/maintenance/service-calls-contract.ts';
import type { WorkOrderRow } from '../../../shared/modules/maintenance/service-contract.ts';
import {
  downtimeStream,
  partMoved,
  partStream,
  workOrderStream,
} from '../../../shared/modules/maintenance/service-records.ts';
import {
  suggestEvents,
  type WorkOrderCommand,
  type WorkOrderFields,
  workOrderDecider,
} from '../../../shared/modules/maintenance/service-rules.ts';
import { draft, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { raiseList, requireInstrument } from './service-desk.ts';
import { type DowntimeTableRow, selectDowntimes, toDowntimeRow } from './service-downtime.ts';
import { readServiceHistory } from './service-history.ts';
import { type MovementRow, selectMovements, toMovement } from './service-parts-handlers.ts';
import { type RtsTableRow, selectLists, toRtsRow } from './service-rts-handlers.ts';
import { todayAt } from './service-today.ts';

export interface WorkOrderTableRow {
  work_order_id: string;
  instrument_id: string;
  instrument_name: string | null;
  number: string;
  state: WorkOrderRow['state'];
  is_open: number;
  due_on: string | null;
  opened_at: string;
  completed_at: string | null;
  what_was_done: string;
  error_id: string | null;
  campaign_id: string | null;
  rts_id: string | null;
  fields: string;
  conflict_count: number;
  parts_used: number;
}

export const selectWorkOrders = `SELECT w.*, i.name AS instrument_name,
  (SELECT COUNT(*) FROM part_movements m WHERE m.work_order_id = w.work_order_id) AS parts_used
  FROM work_orders w LEFT JOIN instruments i ON i.instrument_id = w.instrument_id`;

export function toWorkOrderRow(context: HostContext, row: WorkOrderTableRow): WorkOrderRow {
  const { title, description, kind, owner, vendor, assignee } = JSON.parse(row.fields) as WorkOrderFields;
  return {
    ...{ title, description, kind, owner, vendor, assignee },
    id: row.work_order_id,
    number: row.number,
    instrumentId: row.instrument_id,
    instrumentName: row.instrument_name ?? '',
    state: row.state,
    dueOn: row.due_on,
    isOverdue: row.is_open === 1 && row.due_on !== null && row.due_on < todayAt(context, row.instrument_id),
    openedAt: row.opened_at,
    completedAt: row.completed_at,
    whatWasDone: row.what_was_done,
    errorId: row.error_id,
    campaignId: row.campaign_id,
    rtsId: row.rts_id,
    partsUsedCount: row.parts_used,
    hasConflict: row.conflict_count > 0,
  };
}

/** Opens one work order inside the caller's transaction. Answers its id. */
export function openWorkOrder(
  { store }: HostContext,
  order: WorkOrderFields & { instrumentId: string; errorId: string | null; campaignId: string | null },
  author: RecordAuthor,
): string {
  const workOrderId = newId();
  const count = store.db.prepare('SELECT COUNT(*) FROM work_orders').pluck().get() as number;
  const body = { ...order, workOrderId, number: `W-${count + 1}` };
  store.records.decide(workOrderDecider, workOrderStream(workOrderId), { do: 'open', body }, author);
  return workOrderId;
}

/** Work orders: opened, worked on, completed; what they used, and the return to service they raise. */
export function createWorkOrderHandlers(context: HostContext) {
  const os = implement(serviceContract.workOrders);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const requireOrder = (workOrderId: string): WorkOrderTableRow => {
    const row = store.db.prepare(`${selectWorkOrders} WHERE w.stream = ?`).get(workOrderStream(workOrderId));
    if (!row) throw new AppError('maintenance/work-order-not-found', { workOrderId });
    return row as WorkOrderTableRow;
  };
  const act = (workOrderId: string, command: WorkOrderCommand): void => {
    requireOrder(workOrderId);
    store.records.decide(workOrderDecider, workOrderStream(workOrderId), command, author());
  };
  const downtimesOf = (workOrderId: string): DowntimeTableRow[] =>
    store.db
      .prepare(`${selectDowntimes} WHERE d.work_order_id = ? ORDER BY d.from_at`)
      .all(workOrderId) as DowntimeTableRow[];

  return os.router({
    list: os.list.handler(({ input: { instrumentId, show, limit } }) => {
      const clauses = [
        ...(instrumentId === null ? [] : ['w.instrument_id = ?']),
        ...(show === 'open' ? ['w.is_open = 1'] : []),
      ];
      const where = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
      // What is open and due first; then the newest.
      const order = show === 'open' ? "ORDER BY COALESCE(w.due_on, '9999'), w.opened_at" : 'ORDER BY w.opened_at DESC';
      const values = [...(instrumentId === null ? [] : [instrumentId]), limit];
      const rows = store.db.prepare(`${selectWorkOrders} ${where} ${order} LIMIT ?`).all(...values);
      return (rows as WorkOrderTableRow[]).map((row) => toWorkOrderRow(context, row));
    }),

    get: os.get.handler(({ input: { workOrderId } }) => {
      const row = requireOrder(workOrderId);
      const downtimes = downtimesOf(workOrderId);
      const lists = store.db.prepare(`${selectLists} WHERE r.work_order_id = ? ORDER BY r.raised_hlc`).all(workOrderId);
      const movements = store.db
        .prepare(`${selectMovements} WHERE m.work_order_id = ? ORDER BY m.hlc`)
        .all(workOrderId);
      const streams = [workOrderStream(workOrderId), ...downtimes.map((one) => downtimeStream(one.downtime_id))];
      return {
        ...toWorkOrderRow(context, row),
        history: readServiceHistory(context, streams),
        parts: (movements as MovementRow[]).map((one) => toMovement(context, one)),
        downtime: downtimes.map((one) => toDowntimeRow(context, one)),
        lists: (lists as RtsTableRow[]).map((one) => toRtsRow(context, one)),
      };
    }),

    open: os.open.handler(({ input }) => {
      requireInstrument(context, input.instrumentId);
      const order = { ...input, campaignId: null };
      return { workOrderId: store.transaction(() => openWorkOrder(context, order, author())) };
    }),

    change: os.change.handler(({ input: { workOrderId, reason, ...fields } }) => {
      act(workOrderId, { do: 'change', fields, reason });
      return {};
    }),

    setState: os.setState.handler(({ input: { workOrderId, state, reason } }) => {
      act(workOrderId, { do: 'set-state', to: state, reason });
      return {};
    }),

    note: os.note.handler(({ input: { workOrderId, text } }) => {
      act(workOrderId, { do: 'note', text });
      return {};
    }),

    usePart: os.usePart.handler(({ input: { workOrderId, partId, count, lotOrSerial, note } }) => {
      const { instrument_id: instrumentId } = requireOrder(workOrderId);
      const isKnown = store.db.prepare('SELECT 1 FROM parts WHERE stream = ?').get(partStream(partId));
      if (!isKnown) throw new AppError('maintenance/part-not-found', { partId });
      const body = { partId, kind: 'used' as const, change: -count, lotOrSerial, note, workOrderId, instrumentId };
      store.records.append([draft(partMoved, partStream(partId), body)], author());
      return {};
    }),

    complete: os.complete.handler(({ input: { workOrderId, whatWasDone, events } }) => {
      const { instrument_id: instrumentId } = requireOrder(workOrderId);
      return store.transaction(() => {
        const raise = {
          instrumentId,
          events,
          note: whatWasDone.slice(0, 1000),
          downtimeKind: null,
          workOrderId,
          causeHash: null,
        };
        const rtsId = events.length === 0 ? null : raiseList(context, raise, author());
        act(workOrderId, { do: 'complete', whatWasDone, events, rtsId });
        return { rtsId };
      });
    }),

    suggestedEvents: os.suggestedEvents.handler(({ input: { workOrderId } }) => {
      const { kind } = JSON.parse(requireOrder(workOrderId).fields) as WorkOrderFields;
      const parts = store.db
        .prepare(
          `SELECT p.fields FROM part_movements m JOIN parts p ON p.part_id = m.part_id
           WHERE m.work_order_id = ? AND m.kind = 'used'`,
        )
        .pluck()
        .all(workOrderId) as string[];
      return suggestEvents(
        kind,
        parts.map((fields) => JSON.parse(fields) as { isCritical: boolean }),
      );
    }),
  });
}
