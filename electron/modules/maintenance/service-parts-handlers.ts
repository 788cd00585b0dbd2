import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { serviceContract } from '../../../shared/modules/maintenance/service-calls-contract.ts';
import type { PartMovement, PartRow } from '../../../shared/modules/maintenance/service-contract.ts';
import {
  currentPart,
  isLow,
  type PartFields,
  partFold,
} from '../../../shared/modules/maintenance/service-parts-rules.ts';
import {
  partChanged,
  partDefined,
  partMoved,
  partStream,
} from '../../../shared/modules/maintenance/service-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';

export interface MovementRow {
  hash: string;
  at: string;
  actor: string;
  kind: PartMovement['kind'];
  part_id: string;
  part_name: string | null;
  part_number: string | null;
  change: number;
  lot_or_serial: string;
  note: string;
  work_order_id: string | null;
}

export const selectMovements = `SELECT m.*, p.name AS part_name, p.number AS part_number FROM part_movements m
  LEFT JOIN parts p ON p.part_id = m.part_id`;

export function toMovement(context: HostContext, row: MovementRow): PartMovement {
  return {
    hash: row.hash,
    at: row.at,
    actor: actorName(row.actor, context),
    kind: row.kind,
    partId: row.part_id,
    partName: row.part_name ?? '',
    partNumber: row.part_number ?? '',
    change: row.change,
    lotOrSerial: row.lot_or_serial,
    note: row.note,
    workOrderId: row.work_order_id,
  };
}

interface PartTableRow {
  part_id: string;
  on_hand: number;
  fields: string;
}

function toPartRow({ part_id: id, on_hand: onHand, fields }: PartTableRow): PartRow {
  const part = JSON.parse(fields) as PartFields;
  return { ...part, id, onHand, definitionKeys: [...part.definitionKeys], isLow: isLow(onHand, part.minimum) };
}

/** Spare parts and their stock. */
export function createPartsHandlers(context: HostContext) {
  const os = implement(serviceContract.parts);
  const { store } = context;
  const author = () => personAuthor(context.actor);

  /** @throws AppError `maintenance/part-not-found` */
  const requirePart = (partId: string) => {
    const { state } = store.records.fold(partStream(partId), partFold);
    const part = currentPart(state);
    if (!part) throw new AppError('maintenance/part-not-found', { partId });
    return { part, state };
  };
  const onHandOf = (partId: string): number => store.records.fold(partStream(partId), partFold).state.onHand;

  return os.router({
    list: os.list.handler(({ input: { search, withWithdrawn } }) => {
      const words = search.toLowerCase().split(/\s+/).filter(Boolean);
      const where = withWithdrawn ? '' : 'WHERE is_withdrawn = 0';
      const rows = store.db.prepare(`SELECT part_id, on_hand, fields FROM parts ${where} ORDER BY name`).all();
      return (rows as PartTableRow[])
        .map(toPartRow)
        .filter(({ name, number, maker }) =>
          words.every((word) => `${name} ${number} ${maker}`.toLowerCase().includes(word)),
        );
    }),

    define: os.define.handler(({ input: { onHand, ...fields } }) => {
      const partId = newId();
      const stream = partStream(partId);
      const drafts = [draft(partDefined, stream, { partId, ...fields, importKey: null })];
      const stock = { partId, kind: 'adjusted' as const, change: onHand, lotOrSerial: '', note: '' };
      const first = draft(partMoved, stream, { ...stock, workOrderId: null, instrumentId: null });
      store.records.append(onHand === 0 ? drafts : [...drafts, first], author());
      return { partId };
    }),

    change: os.change.handler(({ input: { partId, reason, ...fields } }) => {
      store.transaction(() => {
        const { part, state } = requirePart(partId);
        if (JSON.stringify(order(part)) === JSON.stringify(order(fields))) return;
        const body = { partId, ...fields, reason, answers: answersOf(state.fields) };
        store.records.append([draft(partChanged, partStream(partId), body)], author());
      });
      return {};
    }),

    receive: os.receive.handler(({ input: { partId, count, lotOrSerial, note } }) => {
      requirePart(partId);
      const body = { partId, kind: 'received' as const, change: count, lotOrSerial, note };
      const movement = draft(partMoved, partStream(partId), { ...body, workOrderId: null, instrumentId: null });
      store.records.append([movement], author());
      return { onHand: onHandOf(partId) };
    }),

    countShelf: os.countShelf.handler(({ input: { partId, found, reason } }) =>
      store.transaction(() => {
        requirePart(partId);
        const change = found - onHandOf(partId);
        if (change === 0) return { onHand: found };
        const body = { partId, kind: 'adjusted' as const, change, lotOrSerial: '', note: reason };
        const movement = draft(partMoved, partStream(partId), { ...body, workOrderId: null, instrumentId: null });
        store.records.append([movement], author());
        return { onHand: onHandOf(partId) };
      }),
    ),

    movements: os.movements.handler(({ input: { partId, limit } }) => {
      requirePart(partId);
      const rows = store.db
        .prepare(`${selectMovements} WHERE m.part_id = ? ORDER BY m.hlc DESC LIMIT ?`)
        .all(partId, limit);
      return (rows as MovementRow[]).map((row) => toMovement(context, row));
    }),
  });
}

/** The same fields in the same order, so that two forms of a part compare as text. */
function order({ number, name, maker, definitionKeys, isCritical, minimum, isWithdrawn }: PartFields): PartFields {
  return { number, name, maker, definitionKeys, isCritical, minimum, isWithdrawn };
}
