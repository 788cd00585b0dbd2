import { formatOffset } from '../../shared/kernel/clock.ts';
import type { StoreClock } from '../store/types.ts';

/** Local wall time now with its offset from UTC, `2026-11-22T09:30:12.345+01:00`, as entries and signals carry it. */
export function wallAt(clock: StoreClock): string {
  const offset = clock.offsetMinutes();
  const local = new Date(clock.wallMs() + offset * 60_000).toISOString().slice(0, -1);
  return local + formatOffset(offset);
}
