import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { StoreClock } from './types.ts';

/** The clocks of this machine, with an id for this run. */
export function systemClock(): StoreClock {
  return {
    wallMs: () => Date.now(),
    monoMs: () => performance.now(),
    offsetMinutes: () => -new Date().getTimezoneOffset(),
    bootId: randomBytes(6).toString('base64url'),
  };
}
