import type {
  DowntimeKind,
  ResultsAffected,
  RtsState,
  WorkOrderState,
} from '../../../../shared/modules/maintenance/service-terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfList = { open: 'stop', proven: 'attention', returned: 'good' } as const satisfies Record<
  RtsState,
  Tone
>;

export const toneOfItem = { open: 'unknown', done: 'good', failed: 'stop' } as const satisfies Record<
  'open' | 'done' | 'failed',
  Tone
>;

export const toneOfWorkOrder = {
  open: 'info',
  'in-progress': 'info',
  'on-hold': 'attention',
  complete: 'good',
  cancelled: 'not-set-up',
} as const satisfies Record<WorkOrderState, Tone>;

export const toneOfDowntime = { planned: 'info', unplanned: 'attention' } as const satisfies Record<DowntimeKind, Tone>;

export const toneOfAffected = { no: 'good', yes: 'attention', unknown: 'unknown' } as const satisfies Record<
  ResultsAffected,
  Tone
>;
