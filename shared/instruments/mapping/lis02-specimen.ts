import type { Lis02Mapping, Place } from '../definition.ts';
import type { Lis02Record } from '../protocols/lis02.ts';
import type { Lis02Delimiters } from '../protocols/lis02-escape.ts';
import { matchesAny } from './pattern.ts';

/** Whose a block of results is. */
export type BlockKind = 'patient' | 'qc' | 'background';

/** One order with what the mapping needs to know of its specimen. `id` is raw and never leaves the mapping. */
export interface OrderView {
  readonly kind: BlockKind;
  readonly id: string;
}

export const noOrder: OrderView = { kind: 'patient', id: '' };

/** The text of a place in a record, trimmed; empty where the record is another one or the place is blank. */
export function readPlace(record: Lis02Record, place: Place, delimiters: Lis02Delimiters): string {
  if (record.type !== place.record) return '';
  const first = (record.fields[place.field - 1] ?? '').split(delimiters.repeat)[0] ?? '';
  if (place.component === undefined) return first.trim();
  const components = first.split(delimiters.component).map((part) => part.trim());
  if (place.component === 'first') return components.find((part) => part !== '') ?? '';
  return components[place.component - 1] ?? '';
}

/** The specimen id of an order or a query: the first of the definition's places that holds anything. */
export function readSpecimen(record: Lis02Record, mapping: Lis02Mapping, delimiters: Lis02Delimiters): string {
  for (const place of mapping.specimen) {
    const id = readPlace(record, place, delimiters);
    if (id !== '') return id;
  }
  return '';
}

/** `BACKGROUND CHECK`, `backgroundcheck`, `BACKGROUND-CHECK` are one name. */
export function foldSpecimenName(id: string): string {
  return id.toUpperCase().replace(/[\s_-]+/g, '');
}

/** Whether an order's results are a patient's, a control's or a blank's. Said by the wire, never guessed from values. */
export function readOrder(
  order: Lis02Record,
  mapping: Lis02Mapping,
  delimiters: Lis02Delimiters,
  processingId: string,
): OrderView {
  const id = readSpecimen(order, mapping, delimiters);
  const folded = foldSpecimenName(id);
  if (id !== '' && mapping.background?.specimens.some((name) => foldSpecimenName(name) === folded)) {
    return { kind: 'background', id };
  }
  const actions = (order.fields[11] ?? '').split(delimiters.repeat).map((code) => code.trim().toUpperCase());
  const isQc =
    actions.some((code) => mapping.qc.actionCodes.includes(code)) ||
    mapping.qc.processingIds.includes(processingId.trim().toUpperCase()) ||
    matchesAny(mapping.qc.specimenPatterns, id);
  return { kind: isQc ? 'qc' : 'patient', id };
}
