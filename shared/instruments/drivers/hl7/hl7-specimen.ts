import type { OrderView } from '../../mapping/lis02-specimen.ts';
import { unescapeHl7 } from '../../protocols/hl7-escape.ts';
import { fieldOf, type Hl7Message, type Hl7Segment, leafOf } from './hl7.ts';
import type { Hl7Mapping, Hl7Place } from './schema.ts';

/** The segments a result stands under: its header, patient, specimen, order, and the result itself. */
export type Hl7Scope = ReadonlyMap<string, Hl7Segment>;

/** Whose results an order's are, and what a message says of its specimen. */
export interface Hl7Order extends OrderView {
  readonly lot: string;
  /** The places named different specimens: none of them is taken. */
  readonly isAmbiguous: boolean;
}

/** The text of a place, trimmed and unescaped; empty where its segment is not there. */
export function readHl7Place(scope: Hl7Scope, place: Hl7Place | null, { delimiters }: Hl7Message): string {
  if (place === null) return '';
  const segment = scope.get(place.segment);
  const first = fieldOf(segment, place.field).split(delimiters.repeat)[0] ?? '';
  if (place.component === undefined) return unescapeHl7(first, delimiters).trim();
  const components = first.split(delimiters.component).map((part) => unescapeHl7(part, delimiters).trim());
  if (place.component === 'first') return components.find((part) => part !== '') ?? '';
  return components[place.component - 1] ?? '';
}

/** The first of several places that holds anything. */
export function readFirstPlace(scope: Hl7Scope, places: readonly Hl7Place[], message: Hl7Message): string {
  for (const place of places) {
    const text = readHl7Place(scope, place, message);
    if (text !== '') return text;
  }
  return '';
}

/** Whether results are a control's is said by the wire (MSH-11, OBR-4, SPM-11), never guessed from values. */
export function readHl7Order(scope: Hl7Scope, message: Hl7Message, mapping: Hl7Mapping): Hl7Order {
  const { delimiters } = message;
  const leaf = (id: string, field: number, component: number): string =>
    leafOf(scope.get(id), { field, component }, delimiters).trim();
  const isOrderCode =
    mapping.qc.orderCodes.includes(leaf('OBR', 4, 1)) &&
    (mapping.qc.orderSystem === '' || leaf('OBR', 4, 3) === mapping.qc.orderSystem);
  const isQc =
    mapping.qc.processingIds.includes(leaf('MSH', 11, 1).toUpperCase()) ||
    isOrderCode ||
    mapping.qc.specimenRoles.includes(leaf('SPM', 11, 1).toUpperCase());
  const named = new Set(mapping.specimen.map((place) => readHl7Place(scope, place, message)).filter((id) => id !== ''));
  const isAmbiguous = mapping.specimenRule === 'agreeing' && named.size > 1;
  const id = isAmbiguous ? '' : ([...named][0] ?? '');
  const lot = readFirstPlace(scope, mapping.qc.lot, message) || id;
  return { kind: isQc ? 'qc' : 'patient', id, lot, isAmbiguous };
}
