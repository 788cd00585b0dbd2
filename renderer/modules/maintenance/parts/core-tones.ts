import type { DueState } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfDue = {
  overdue: 'stop',
  due: 'attention',
  soon: 'info',
  upcoming: 'info',
  'not-in-use': 'not-set-up',
  'on-demand': 'info',
  'cannot-evaluate': 'unknown',
} as const satisfies Record<DueState, Tone>;
