import { findBrokenRecords, type Lis02Message, type Lis02Record } from './lis02.ts';
import { namedField } from './lis02-fields.ts';
import { buildLis02Tree, type Lis02Node } from './lis02-tree.ts';

/** Generic extraction: what is literally in the R records of any LIS02 message. Definitions map these rows to signals. */

/** Texts are as sent: not unescaped, not trimmed. */
export interface Lis02ResultRow {
  readonly record: Lis02Record;
  /** Null when no order stands above the result: it cannot be told whose it is. */
  readonly order: Lis02Record | null;
  readonly patient: Lis02Record | null;
  /** O.3 */
  readonly specimenId: string;
  /** O.4 */
  readonly instrumentSpecimenId: string;
  /** O.12, `Q` for quality control. */
  readonly orderAction: string;
  readonly test: string;
  readonly value: string;
  /** The record's line broke off in or right after the value: what is here may be half a number. */
  readonly isValueDoubtful: boolean;
  readonly unit: string;
  readonly referenceRange: string;
  readonly flag: string;
  readonly status: string;
  readonly operator: string;
  readonly startedAt: string;
  readonly completedAt: string;
  readonly instrumentId: string;
  readonly comments: readonly Lis02Record[];
  readonly manufacturer: readonly Lis02Record[];
}

/** One row for every R record, in the order they came. */
export function extractLis02Results(message: Lis02Message): readonly Lis02ResultRow[] {
  const tree = buildLis02Tree(message);
  const broken = findBrokenRecords(message);
  const rows: Lis02ResultRow[] = [];
  const rowOf = (node: Lis02Node, order: Lis02Record | null, patient: Lis02Record | null): Lis02ResultRow => ({
    ...fieldsOf(node, order, patient),
    isValueDoubtful: broken.has(node.record.index) && node.record.fields.length <= VALUE_FIELD,
  });
  for (const patient of tree.patients) {
    for (const order of patient.orders) {
      for (const result of order.results) rows.push(rowOf(result, order.record, patient.node?.record ?? null));
    }
  }
  for (const orphan of tree.orphans) rows.push(rowOf(orphan, null, null));
  return rows.sort((left, right) => left.record.index - right.record.index);
}

const VALUE_FIELD = 4;

function fieldsOf(
  node: Lis02Node,
  order: Lis02Record | null,
  patient: Lis02Record | null,
): Omit<Lis02ResultRow, 'isValueDoubtful'> {
  const { record } = node;
  return {
    record,
    order,
    patient,
    specimenId: order === null ? '' : namedField(order, 'O', 'specimenId'),
    instrumentSpecimenId: order === null ? '' : namedField(order, 'O', 'instrumentSpecimenId'),
    orderAction: order === null ? '' : namedField(order, 'O', 'action'),
    test: namedField(record, 'R', 'test'),
    value: namedField(record, 'R', 'value'),
    unit: namedField(record, 'R', 'unit'),
    referenceRange: namedField(record, 'R', 'referenceRange'),
    flag: namedField(record, 'R', 'flag'),
    status: namedField(record, 'R', 'status'),
    operator: namedField(record, 'R', 'operator'),
    startedAt: namedField(record, 'R', 'startedAt'),
    completedAt: namedField(record, 'R', 'completedAt'),
    instrumentId: namedField(record, 'R', 'instrumentId'),
    comments: node.comments,
    manufacturer: node.manufacturer,
  };
}
