import type { Verdict } from '../../../../shared/modules/cytometry/terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfCheck = {
  pass: 'good',
  fail: 'stop',
  'cannot-evaluate': 'unknown',
} as const satisfies Record<Verdict, Tone>;
