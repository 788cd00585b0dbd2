import type { RunStep } from '../../../../shared/modules/sop/run-contract.ts';
import type { RunState } from '../../../../shared/modules/sop/terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfRun = {
  started: 'info',
  paused: 'attention',
  finished: 'attention',
  signed: 'good',
  abandoned: 'unknown',
} as const satisfies Record<RunState, Tone>;

export const toneOfStep = {
  open: 'not-set-up',
  // Noted, with nothing to judge: what is judged has the tone of its verdict.
  answered: 'info',
  skipped: 'not-set-up',
  instead: 'attention',
  blocked: 'not-set-up',
} as const satisfies Record<RunStep['status'], Tone>;
