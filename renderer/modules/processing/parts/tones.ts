import type { GradingStanding } from '../../../../shared/modules/processing/contract.ts';
import type { GradingDecision, SecondLook, StationState } from '../../../../shared/modules/processing/terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfStation = {
  expired: 'stop',
  overdue: 'stop',
  due: 'attention',
  empty: 'unknown',
  'cannot-evaluate': 'unknown',
  'due-soon': 'attention',
  current: 'good',
  'out-of-use': 'not-set-up',
} as const satisfies Record<StationState, Tone>;

export const toneOfDecision = {
  accepted: 'good',
  rejected: 'stop',
  held: 'unknown',
} as const satisfies Record<GradingDecision, Tone>;

export const toneOfSecond = {
  'not-asked': 'not-set-up',
  waiting: 'attention',
  agreed: 'good',
  disagreed: 'stop',
} as const satisfies Record<SecondLook, Tone>;

export const toneOfGrading = {
  'not-set-up': 'not-set-up',
  accepted: 'good',
  rejected: 'stop',
  held: 'unknown',
  waiting: 'attention',
  disagreed: 'stop',
  missing: 'attention',
  none: 'unknown',
} as const satisfies Record<GradingStanding['state'], Tone>;
