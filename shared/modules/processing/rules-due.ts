import { addDays, type CivilDate, daysBetween } from '../../kernel/civil-date.ts';
import type { BathPlan, StationState, StationTerms } from './terms.ts';

/**
 * When a bath is to be changed: by what was run or by days, whichever comes first (mission T6). Pure; a limit nobody
 * entered never makes a bath good.
 */

/** What stands in a bath now, and what it has served. */
export interface FillFact {
  readonly sinceOn: CivilDate;
  readonly expiresOn: CivilDate | 'not-stated' | null;
  /** Runs or slides since the fill, those it brought along included. */
  readonly usedCount: number;
}

export type StationWhy = 'count' | 'days' | 'expiry' | 'count-limit-blank' | 'day-limit-blank' | 'expiry-blank';

export interface StationStanding {
  readonly state: StationState;
  /** What the state rests on, gravest first; empty where all is in order. */
  readonly why: readonly StationWhy[];
  readonly usedCount: number | null;
  /** How many it may still serve; negative: by how many it is over. Null: not limited, or not known. */
  readonly countLeft: number | null;
  /** Last day it may be used by its day limit or its expiry, whichever is first; null: not known. */
  readonly dueOn: CivilDate | null;
  readonly daysLeft: number | null;
}

/** What needs a person first. */
export const stationStates: readonly StationState[] = [
  'expired',
  'overdue',
  'due',
  'empty',
  'cannot-evaluate',
  'due-soon',
  'current',
  'out-of-use',
];

const rank = (state: StationState): number => stationStates.indexOf(state);

/** Past what the lab allows. */
export const isOver = (state: StationState): boolean => state === 'expired' || state === 'overdue';

/**
 * Where one bath stands on that day.
 *
 * - count: limit reached is `due` (before the next run), beyond it `overdue`;
 * - days: `sinceOn + limit` is the last good day, on it `due`, after it `overdue`; the expiry of the lot likewise, after it
 *   `expired`;
 * - a blank limit or expiry is `cannot-evaluate`, unless something known says that it must be changed.
 */
export function stationStanding(
  terms: Pick<StationTerms, 'isInUse' | 'countLimit' | 'dayLimit'>,
  fill: FillFact | null,
  { warnCount, warnDays }: Pick<BathPlan, 'warnCount' | 'warnDays'>,
  today: CivilDate,
): StationStanding {
  const nothing = { why: [], usedCount: fill?.usedCount ?? null, countLeft: null, dueOn: null, daysLeft: null };
  if (!terms.isInUse) return { ...nothing, state: 'out-of-use' };
  if (!fill) return { ...nothing, state: 'empty' };

  const { countLimit, dayLimit } = terms;
  const found: { state: StationState; why: StationWhy }[] = [];
  const countLeft = typeof countLimit === 'number' ? countLimit - fill.usedCount : null;
  if (countLimit === null) found.push({ state: 'cannot-evaluate', why: 'count-limit-blank' });
  if (countLeft !== null) {
    const state = countLeft < 0 ? 'overdue' : countLeft === 0 ? 'due' : countLeft <= warnCount ? 'due-soon' : 'current';
    found.push({ state, why: 'count' });
  }
  const byDate = (lastOn: CivilDate, past: StationState): StationState => {
    if (today >= lastOn) return today > lastOn ? past : 'due';
    return today >= addDays(lastOn, -warnDays) ? 'due-soon' : 'current';
  };
  const dates: CivilDate[] = [];
  if (dayLimit === null) found.push({ state: 'cannot-evaluate', why: 'day-limit-blank' });
  if (typeof dayLimit === 'number') {
    const lastOn = addDays(fill.sinceOn, dayLimit);
    dates.push(lastOn);
    found.push({ state: byDate(lastOn, 'overdue'), why: 'days' });
  }
  if (fill.expiresOn === null) found.push({ state: 'cannot-evaluate', why: 'expiry-blank' });
  else if (fill.expiresOn !== 'not-stated') {
    dates.push(fill.expiresOn);
    found.push({ state: byDate(fill.expiresOn, 'expired'), why: 'expiry' });
  }
  const told = found.toSorted((a, b) => rank(a.state) - rank(b.state));
  const state = told[0]?.state ?? 'cannot-evaluate';
  const dueOn = dates.toSorted()[0] ?? null;
  return {
    state,
    why: told.filter((one) => one.state !== 'current').map(({ why }) => why),
    usedCount: fill.usedCount,
    countLeft,
    dueOn,
    daysLeft: dueOn === null ? null : daysBetween(today, dueOn),
  };
}

/** Baths by what needs a person first: the state, then the fewer days, the fewer runs left, the place. */
export function inOrderOfNeed<Bath extends StationStanding & { readonly position: number }>(
  baths: readonly Bath[],
): Bath[] {
  const far = Number.MAX_SAFE_INTEGER;
  return baths.toSorted(
    (a, b) =>
      rank(a.state) - rank(b.state) ||
      (a.daysLeft ?? far) - (b.daysLeft ?? far) ||
      (a.countLeft ?? far) - (b.countLeft ?? far) ||
      a.position - b.position,
  );
}
