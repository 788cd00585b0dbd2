import type { GivenLimits, GuideRun, GuideStep } from '../../../../shared/modules/troubleshooting/contract.ts';
import type { GivenPhoto } from '../../../ui/photo-field.tsx';

/** An answer that is not saved yet. */
export interface Draft {
  readonly value: string;
  readonly note: string;
  readonly photo: GivenPhoto | null;
  /** Limits of the lab's own, as typed; a blank one is none. */
  readonly limits: { readonly low: string; readonly high: string; readonly source: string };
  readonly isSafetyAcknowledged: boolean;
}

/** An answer that was not begun; the limits this lab gave the last time stand in their fields. */
export function emptyDraft({ earlierLimits: earlier }: GuideRun): Draft {
  const limits = { low: earlier?.low ?? '', high: earlier?.high ?? '', source: earlier?.source ?? '' };
  return { value: '', note: '', photo: null, limits, isSafetyAcknowledged: false };
}

/** The lab's limits as the host takes them; null for a step whose limits are not the lab's. */
export function limitsOf(step: GuideStep, { limits }: Draft): GivenLimits | null {
  if (step.limitFrom !== 'lab') {
    return null;
  }
  const side = (text: string) => (text.trim() === '' ? null : readNumber(text));
  return { low: side(limits.low), high: side(limits.high), source: limits.source.trim() };
}

/** Whether the step is still closed by its safety line. */
export const isClosedBySafety = (step: GuideStep, draft: Draft): boolean =>
  step.safety !== '' && !draft.isSafetyAcknowledged;

/** Decimal comma and point are both typed on a bench; the host reads a point. */
export const readNumber = (text: string): string => text.trim().replace(',', '.');

/** Whether the step has what it asks for. A confirm step is answered by its button. */
export function canAnswer(step: GuideStep, draft: Draft): boolean {
  switch (step.kind) {
    case 'confirm':
      return true;
    case 'number': {
      const limits = limitsOf(step, draft);
      const stated = [limits?.low ?? null, limits?.high ?? null].filter((limit) => limit !== null);
      const areLimitsWhole = stated.length === 0 || limits?.source !== '';
      return areLimitsWhole && [draft.value, ...stated].every((text) => /^-?\d+(\.\d+)?$/.test(text));
    }
    case 'choice':
    case 'text':
      return draft.value.trim() !== '';
    case 'photo':
      return draft.photo !== null;
  }
}
