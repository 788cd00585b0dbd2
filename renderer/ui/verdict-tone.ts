import type { Tone } from './state-mark.tsx';

/** PASS is green, FAIL is red, and what can not be evaluated is neither, wherever a verdict stands. */
export const toneOfVerdict = {
  pass: 'good',
  fail: 'stop',
  'cannot-evaluate': 'unknown',
} as const satisfies Record<'pass' | 'fail' | 'cannot-evaluate', Tone>;
