import type { DueState } from '../../../../shared/modules/calibration/standards-terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfDue = {
  failed: 'stop',
  overdue: 'stop',
  missing: 'attention',
  'cannot-evaluate': 'unknown',
  'not-set-up': 'not-set-up',
  'due-soon': 'attention',
  current: 'good',
  'out-of-use': 'not-set-up',
} as const satisfies Record<DueState, Tone>;
