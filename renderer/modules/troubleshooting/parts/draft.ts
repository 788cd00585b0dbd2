import type { GuideStep } from '../../../../shared/modules/troubleshooting/contract.ts';
import type { GivenPhoto } from '../../../ui/photo-field.tsx';

/** An answer that is not saved yet. */
export interface Draft {
  readonly value: string;
  readonly note: string;
  readonly photo: GivenPhoto | null;
}

export const emptyDraft: Draft = { value: '', note: '', photo: null };

/** Decimal comma and point are both typed on a bench; the host reads a point. */
export const readNumber = (text: string): string => text.trim().replace(',', '.');

/** Whether the step has what it asks for. A confirm step is answered by its button. */
export function canAnswer(step: GuideStep, draft: Draft): boolean {
  switch (step.kind) {
    case 'confirm':
      return true;
    case 'number':
      return /^[+-]?\d+(\.\d+)?$/.test(draft.value);
    case 'choice':
    case 'text':
      return draft.value.trim() !== '';
    case 'photo':
      return draft.photo !== null;
  }
}
