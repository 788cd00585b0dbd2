import type { RecurrenceSign } from './case-contract.ts';

/**
 * Recurrence of an error code on one instrument (mission rule C.2, tightened): the same code three times or more in 24 hours,
 * or again within 30 days after a case about it was closed. Once is enough then: what was closed as solved was not.
 */

const dayMs = 24 * 3_600_000;
export const recurrenceRule = { timesInADay: 3, dayMs, timesAfterClosure: 1, closureMs: 30 * dayMs } as const;

/**
 * One time a code was recorded: raised, or repeated while open (a burst of repeats is one record, and counts as one time: an
 * instrument that says the same thing every second has not failed every second).
 */
export interface Occurrence {
  readonly errorId: string;
  readonly atMs: number;
}

/** A case about the same code on the same instrument, closed. */
export interface Closure {
  readonly caseId: string;
  readonly closedAtMs: number;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/**
 * The signs that hold, newest first. Both bounds are inclusive: exactly 24 hours, exactly 30 days. Order of the input does
 * not matter.
 */
export function recurrenceOf(
  code: string,
  occurrences: readonly Occurrence[],
  closures: readonly Closure[],
): RecurrenceSign[] {
  const times = occurrences.toSorted((a, b) => a.atMs - b.atMs || (a.errorId < b.errorId ? -1 : 1));
  const signs: RecurrenceSign[] = [];
  const dense = densestDay(times);
  if (dense) signs.push({ key: 'three-in-a-day', code, caseIds: [], ...told(dense) });
  const last = closures.toSorted((a, b) => b.closedAtMs - a.closedAtMs);
  for (const { caseId, closedAtMs } of last) {
    const after = times.filter(({ atMs }) => atMs > closedAtMs && atMs <= closedAtMs + recurrenceRule.closureMs);
    if (after.length < recurrenceRule.timesAfterClosure) continue;
    signs.push({ key: 'after-closure', code, caseIds: [caseId], ...told(after) });
  }
  return signs.toSorted((a, b) => (a.toAt < b.toAt ? 1 : a.toAt > b.toAt ? -1 : 0));
}

/** The newest day-long window that holds enough of them, with all it holds. */
function densestDay(times: readonly Occurrence[]): readonly Occurrence[] | null {
  for (let end = times.length - 1; end >= recurrenceRule.timesInADay - 1; end--) {
    const last = times[end];
    if (!last) continue;
    const window = times.slice(0, end + 1).filter(({ atMs }) => last.atMs - atMs <= recurrenceRule.dayMs);
    if (window.length >= recurrenceRule.timesInADay) return window;
  }
  return null;
}

function told(times: readonly Occurrence[]): Pick<RecurrenceSign, 'count' | 'fromAt' | 'toAt' | 'errorIds'> {
  return {
    count: times.length,
    fromAt: iso(times[0]?.atMs ?? 0),
    toAt: iso(times.at(-1)?.atMs ?? 0),
    errorIds: unique(times.toReversed().map(({ errorId }) => errorId)),
  };
}
