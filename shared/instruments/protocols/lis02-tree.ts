import type { Lis02Message, Lis02Record } from './lis02.ts';

/** The hierarchy of a LIS02 message (LIS02-A2 5.2): patients hold orders, orders hold results; C and M belong to the record before them. */

export interface Lis02Node {
  readonly record: Lis02Record;
  /** C records right after it. */
  readonly comments: readonly Lis02Record[];
  /** M records right after it. */
  readonly manufacturer: readonly Lis02Record[];
}

export interface Lis02OrderNode extends Lis02Node {
  readonly results: readonly Lis02Node[];
}

export interface Lis02PatientNode {
  /** Null where orders came without a patient record. */
  readonly node: Lis02Node | null;
  readonly orders: readonly Lis02OrderNode[];
}

export interface Lis02Tree {
  readonly header: Lis02Node | null;
  readonly patients: readonly Lis02PatientNode[];
  readonly queries: readonly Lis02Node[];
  readonly scientific: readonly Lis02Node[];
  readonly terminator: Lis02Node | null;
  /** Results without an order. */
  readonly orphans: readonly Lis02Node[];
  /** Records of types the standard does not know, and C or M before any record. */
  readonly others: readonly Lis02Node[];
}

interface OpenNode extends Lis02Node {
  readonly comments: Lis02Record[];
  readonly manufacturer: Lis02Record[];
}

interface OpenOrder extends OpenNode {
  readonly results: OpenNode[];
}

interface OpenPatient {
  readonly node: OpenNode | null;
  readonly orders: OpenOrder[];
}

/** Every record of the message stands in the tree exactly once. */
export function buildLis02Tree(message: Lis02Message): Lis02Tree {
  const patients: OpenPatient[] = [];
  const queries: OpenNode[] = [];
  const scientific: OpenNode[] = [];
  const orphans: OpenNode[] = [];
  const others: OpenNode[] = [];
  let header: OpenNode | null = null;
  let terminator: OpenNode | null = null;
  let patient: OpenPatient | null = null;
  let order: OpenOrder | null = null;
  let before: OpenNode | null = null;

  for (const record of message.records) {
    if ((record.type === 'C' || record.type === 'M') && before !== null) {
      (record.type === 'C' ? before.comments : before.manufacturer).push(record);
      continue;
    }
    const node: OpenNode = { record, comments: [], manufacturer: [] };
    before = node;
    if (record.type === 'P') {
      order = null;
      patient = { node, orders: [] };
      patients.push(patient);
    } else if (record.type === 'O') {
      if (patient === null) {
        patient = { node: null, orders: [] };
        patients.push(patient);
      }
      order = { ...node, results: [] };
      before = order;
      patient.orders.push(order);
    } else if (record.type === 'R') (order?.results ?? orphans).push(node);
    else if (record.type === 'Q') queries.push(node);
    else if (record.type === 'S') scientific.push(node);
    else if (record.type === 'H' && header === null) header = node;
    else if (record.type === 'L') terminator = node;
    else others.push(node);
  }
  return { header, patients, queries, scientific, terminator, orphans, others };
}

export type Lis02Purpose = 'results' | 'query' | 'order' | 'other';

/** What a message is for, by its record types: results outrank orders, since results come below them. */
export function purposeOf(message: Pick<Lis02Message, 'records'>): Lis02Purpose {
  const types = new Set(message.records.map((record) => record.type));
  if (types.has('R')) return 'results';
  if (types.has('Q')) return 'query';
  return types.has('O') ? 'order' : 'other';
}
