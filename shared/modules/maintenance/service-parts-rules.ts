import type { FoldContext } from '../../records/decider.ts';
import { type BodyOf, isRecordOf, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot } from '../../records/slot.ts';
import { partChanged, partDefined, partMoved } from './service-records.ts';

/** Pure rules of spare parts: stock is the sum of movements, so that benches that counted apart agree when they meet. */

export interface PartFields {
  readonly number: string;
  readonly name: string;
  readonly maker: string;
  readonly definitionKeys: readonly string[];
  readonly isCritical: boolean;
  readonly minimum: number | null;
  readonly isWithdrawn: boolean;
}

export interface PartFold {
  readonly partId: string;
  readonly defined: BodyOf<typeof partDefined> | null;
  readonly fields: Slot<PartFields> | null;
  /** Below zero when more was used than was ever entered: shown, never refused. */
  readonly onHand: number;
}

const fieldsOf = (body: Omit<PartFields, 'isWithdrawn'>, isWithdrawn: boolean): PartFields => ({
  number: body.number,
  name: body.name,
  maker: body.maker,
  definitionKeys: body.definitionKeys,
  isCritical: body.isCritical,
  minimum: body.minimum,
  isWithdrawn,
});

export const partFold = {
  initial: (stream: string): PartFold => ({
    partId: stream.slice(stream.indexOf('/') + 1),
    defined: null,
    fields: null,
    onHand: 0,
  }),
  evolve(state: PartFold, record: StoredRecord, context: FoldContext): PartFold {
    if (isRecordOf(record, partDefined)) return state.defined ? state : { ...state, defined: record.body };
    if (isRecordOf(record, partMoved)) return { ...state, onHand: state.onHand + record.body.change };
    if (isRecordOf(record, partChanged)) {
      const value = fieldsOf(record.body, record.body.isWithdrawn);
      const fields = decideSlot(state.fields, record, value, context, {
        code: 'maintenance/part-changed-apart',
        // Critical outranks not critical: it asks for more proof.
        hold: (a, b) => (a.isCritical && !b.isCritical ? a : b),
        isSame: (a, b) => JSON.stringify(a) === JSON.stringify(b),
        show: ({ name, isCritical }) => (isCritical ? `${name} (critical)` : name),
      });
      return { ...state, fields };
    }
    return state;
  },
};

/** What a part is now, or null while its definition has not arrived. */
export function currentPart(state: PartFold): PartFields | null {
  if (state.fields) return state.fields.value;
  return state.defined ? fieldsOf(state.defined, false) : null;
}

/** Low: at or under the minimum the lab set; without a minimum nothing is called low. */
export const isLow = (onHand: number, minimum: number | null): boolean => minimum !== null && onHand <= minimum;
