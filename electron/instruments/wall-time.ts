import { formatOffset } from '../../shared/kernel/clock.ts';
import type { StoreClock } from '../store/types.ts';

/** Local wall time now with its offset from UTC, `2026-11-22T09:30:12.345+01:00`, as entries and signals carry it. */
export function wallAt(clock: StoreClock): string {
  const wallMs = clock.wallMs();
  // Of the entries of a busy line, several are of one millisecond.
  if (last.clock !== clock || last.wallMs !== wallMs) last = { clock, wallMs, text: wallText(clock, wallMs) };
  return last.text;
}

/** The same for a moment that has passed, by today's offset. */
export function wallText(clock: StoreClock, wallMs: number): string {
  const offset = clock.offsetMinutes();
  return new Date(wallMs + offset * 60_000).toISOString().slice(0, -1) + formatOffset(offset);
}

let last: { clock: StoreClock | null; wallMs: number; text: string } = { clock: null, wallMs: 0, text: '' };
