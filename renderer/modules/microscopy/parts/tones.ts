import type { Verdict } from '../../../../shared/modules/microscopy/terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfVerdict = {
  pass: 'good',
  fail: 'stop',
  'cannot-evaluate': 'unknown',
} as const satisfies Record<Verdict, Tone>;
