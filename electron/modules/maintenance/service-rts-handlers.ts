import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { serviceContract } from '../../../shared/modules/maintenance/service-calls-contract.ts';
import type { RtsDetail, RtsRow } from '../../../shared/modules/maintenance/service-contract.ts';
import { rtsRowChanged, rtsStream, rtsTableStream } from '../../../shared/modules/maintenance/service-records.ts';
import {
  itemStateOf,
  rowInForce,
  rtsDecider,
  rtsTableFold,
  standingReview,
} from '../../../shared/modules/maintenance/service-rts-rules.ts';
import { rtsTable, rtsTableVersion } from '../../../shared/modules/maintenance/service-rts-table.ts';
import { rtsEvent } from '../../../shared/modules/maintenance/service-terms.ts';
import { draft } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { openDowntimes, raiseList, requireInstrument, returnToService } from './service-desk.ts';
import { type DowntimeTableRow, selectDowntimes, toDowntimeRow } from './service-downtime.ts';
import { readServiceHistory } from './service-history.ts';
import { checkProof, proofCandidates } from './service-proofs.ts';

export interface RtsTableRow {
  rts_id: string;
  instrument_id: string;
  instrument_name: string | null;
  state: RtsRow['state'];
  events: string;
  raised_at: string;
  raised_by: string;
  note: string;
  work_order_id: string | null;
  item_count: number;
  open_item_count: number;
  returned_at: string | null;
  reviewed_by: string;
  conflict_count: number;
}

export const selectLists = `SELECT r.*, i.name AS instrument_name FROM rts_lists r
  LEFT JOIN instruments i ON i.instrument_id = r.instrument_id`;

export function toRtsRow(context: HostContext, row: RtsTableRow): RtsRow {
  return {
    id: row.rts_id,
    instrumentId: row.instrument_id,
    instrumentName: row.instrument_name ?? '',
    events: JSON.parse(row.events) as RtsRow['events'],
    state: row.state,
    raisedAt: row.raised_at,
    raisedBy: actorName(row.raised_by, context),
    note: row.note,
    workOrderId: row.work_order_id,
    itemCount: row.item_count,
    openItemCount: row.open_item_count,
    returnedAt: row.returned_at,
    reviewedBy: row.reviewed_by === '' ? '' : actorName(row.reviewed_by, context),
    hasConflict: row.conflict_count > 0,
  };
}

/** Return to service: lists, proofs, the signed review, and the table they are made from. */
export function createRtsHandlers(context: HostContext) {
  const os = implement(serviceContract.rts);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  const requireList = (rtsId: string): RtsTableRow => {
    const row = store.db.prepare(`${selectLists} WHERE r.stream = ?`).get(rtsStream(rtsId));
    if (!row) throw new AppError('maintenance/rts-not-found', { rtsId });
    return row as RtsTableRow;
  };

  const detail = (rtsId: string): RtsDetail => {
    const row = requireList(rtsId);
    const { state } = store.records.fold(rtsStream(rtsId), rtsDecider);
    const review = standingReview(state);
    const downtime = store.db
      .prepare(`${selectDowntimes} WHERE d.rts_id = ? ORDER BY d.from_at DESC LIMIT 1`)
      .get(rtsId) as DowntimeTableRow | undefined;
    const provers = new Set(Object.values(state.proven).map((slot) => slot.value.by));
    return {
      ...toRtsRow(context, row),
      tableVersion: state.raised?.tableVersion ?? '',
      items: (state.raised?.items ?? []).map((item) => {
        const slot = state.proven[item.key];
        return {
          ...item,
          state: itemStateOf(state, item.key),
          proof: slot?.value.proof ?? null,
          verdict: slot?.value.verdict ?? null,
          provenAt: slot?.value.at ?? null,
          provenBy: slot ? actorName(slot.value.by, context) : '',
          proofHash: slot?.value.hash ?? null,
        };
      }),
      history: readServiceHistory(context, [rtsStream(rtsId)]),
      downtime: downtime ? toDowntimeRow(context, downtime) : null,
      review: review
        ? {
            hash: review.hash,
            at: review.at,
            actor: actorName(review.by, context),
            statement: review.statement,
            isSameAsProver: provers.has(review.by),
          }
        : null,
    };
  };

  return os.router({
    list: os.list.handler(({ input: { instrumentId, show, limit } }) => {
      const clauses = [
        ...(instrumentId === null ? [] : ['r.instrument_id = ?']),
        ...(show === 'open' ? ['r.is_open = 1'] : []),
      ];
      const where = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
      const values = [...(instrumentId === null ? [] : [instrumentId]), limit];
      const rows = store.db.prepare(`${selectLists} ${where} ORDER BY r.raised_hlc DESC LIMIT ?`).all(...values);
      return (rows as RtsTableRow[]).map((row) => toRtsRow(context, row));
    }),

    get: os.get.handler(({ input }) => detail(input.rtsId)),

    table: os.table.handler(() => {
      const { rows } = store.records.fold(rtsTableStream, rtsTableFold).state;
      const shipped = rtsEvent.options.map((event) => ({
        event,
        items: [...rtsTable[event]],
        origin: 'shipped' as const,
        reason: '',
      }));
      const inForce = shipped.map((row) => {
        const lab = rows[row.event]?.value;
        return lab ? { ...row, items: lab.items, origin: 'lab' as const, reason: lab.reason } : row;
      });
      return { version: rtsTableVersion, rows: inForce, shipped };
    }),

    changeRow: os.changeRow.handler(async ({ input: { event, items, reason, password } }) => {
      const grant = await context.signing.require({ password, meaning: 'approved', statement: reason });
      store.transaction(() => {
        const { state } = store.records.fold(rtsTableStream, rtsTableFold);
        if (JSON.stringify(rowInForce(state, event)) === JSON.stringify(items)) return;
        const body = { event, items, reason, answers: answersOf(state.rows[event]) };
        grant.sign(store.records.append([draft(rtsRowChanged, rtsTableStream, body)], grant.author));
      });
      return {};
    }),

    raise: os.raise.handler(({ input }) => {
      requireInstrument(context, input.instrumentId);
      return { rtsId: raiseList(context, { ...input, causeHash: null }, author()) };
    }),

    candidates: os.candidates.handler(({ input: { rtsId, item } }) => {
      requireList(rtsId);
      return proofCandidates(context, store.records.fold(rtsStream(rtsId), rtsDecider).state, item);
    }),

    prove: os.prove.handler(({ input: { rtsId, item, proof, verdict } }) => {
      requireList(rtsId);
      store.transaction(() => {
        const { state } = store.records.fold(rtsStream(rtsId), rtsDecider);
        const checked = proof.kind === 'record' ? checkProof(context, state, item, proof, verdict) : proof;
        const command = { do: 'prove', item, proof: checked, verdict } as const;
        store.records.decide(rtsDecider, rtsStream(rtsId), command, author());
      });
      return {};
    }),

    approve: os.approve.handler(async ({ input: { rtsId, statement, password } }) => {
      const { instrument_id: instrumentId } = requireList(rtsId);
      const grant = await context.signing.require({ password, meaning: 'reviewed', statement });
      return store.transaction(() => {
        const { records } = store.records.decide(
          rtsDecider,
          rtsStream(rtsId),
          { do: 'approve', statement },
          grant.author,
        );
        const { state } = store.records.fold(rtsStream(rtsId), rtsDecider);
        const reviewed = new Set(standingReview(state)?.proofs.flatMap(({ hashes }) => hashes));
        const proofs = store.records.read(rtsStream(rtsId)).filter(({ hash }) => reviewed.has(hash));
        // The signature covers the review and each proof it names.
        grant.sign([...records, ...proofs]);
        const isInService = returnToService(context, { instrumentId, rtsId }, grant.author);
        return { isInService: isInService && openDowntimes(context, instrumentId).length === 0 };
      });
    }),
  });
}
