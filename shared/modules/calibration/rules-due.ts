import { addMonths, type CivilDate, daysBetween, laterDate } from '../../kernel/civil-date.ts';
import type { VerificationReason } from './terms.ts';

/**
 * When the next calibration verification is due (findings CC8, CC8c; 42 CFR 493.1255(b)): six calendar months after the
 * last that passed, at once after an event, never silently. Civil dates in, civil dates out; no clock.
 */

export interface OpenTrigger {
  readonly triggerId: string;
  readonly kind: VerificationReason;
  readonly on: CivilDate;
}

export interface VerificationFacts {
  readonly today: CivilDate;
  /** False where no patient result is measured (a balance): the clock does not run. */
  readonly isMeasuring: boolean;
  readonly registeredOn: CivilDate;
  readonly months: number;
  readonly warnDays: number;
  /** Days of passed verifications, any order. */
  readonly passedOn: readonly CivilDate[];
  readonly triggers: readonly OpenTrigger[];
  readonly exemption: { readonly isExempt: boolean; readonly untilOn: CivilDate | null } | null;
}

export interface VerificationDue {
  readonly state: 'in-date' | 'due-soon' | 'overdue' | 'triggered' | 'never' | 'exempt' | 'not-applicable';
  readonly lastOn: CivilDate | null;
  /** Last day on which it is still in date. */
  readonly dueOn: CivilDate | null;
  readonly daysLeft: number | null;
  /** Events no passed verification has answered. */
  readonly openTriggers: readonly OpenTrigger[];
  readonly isExemptionExpired: boolean;
}

/** `last + months` calendar months; from the 31st to the last day of a shorter month (mission rule C.6). */
export const verificationDueOn = (lastOn: CivilDate, months: number): CivilDate => addMonths(lastOn, months);

/** An event is answered by a verification that passed on its day or later. */
export function openTriggersOf(triggers: readonly OpenTrigger[], passedOn: readonly CivilDate[]): OpenTrigger[] {
  return triggers.filter(({ on }) => !passedOn.some((passed) => passed >= on));
}

/**
 * Where a verification stands.
 *
 * An expired exemption holds no more. Before the first verification the clock runs from the day the instrument was
 * registered, so that a new bench is "never yet", not overdue, and one that was forgotten is overdue (CC8).
 */
export function verificationDue(facts: VerificationFacts): VerificationDue {
  const { today, exemption, passedOn, months } = facts;
  const lastOn = passedOn.length === 0 ? null : passedOn.reduce(laterDate);
  const dueOn = verificationDueOn(lastOn ?? facts.registeredOn, months);
  const openTriggers = openTriggersOf(facts.triggers, passedOn);
  const isHeld = exemption?.isExempt === true;
  const isExemptionExpired = isHeld && exemption.untilOn !== null && exemption.untilOn < today;
  const base = { lastOn, openTriggers, isExemptionExpired };
  if (!facts.isMeasuring) return { ...base, state: 'not-applicable', dueOn: null, daysLeft: null };
  if (isHeld && !isExemptionExpired) return { ...base, state: 'exempt', dueOn: null, daysLeft: null };
  const daysLeft = daysBetween(today, dueOn);
  const dated = { ...base, dueOn, daysLeft };
  if (daysLeft < 0) return { ...dated, state: 'overdue' };
  if (openTriggers.length > 0) return { ...dated, state: 'triggered' };
  if (lastOn === null) return { ...dated, state: daysLeft <= facts.warnDays ? 'due-soon' : 'never' };
  return { ...dated, state: daysLeft <= facts.warnDays ? 'due-soon' : 'in-date' };
}

/** Whole months from one date to the month before another, oldest first: `2026-09`, `2026-10`. */
export function wholeMonths(fromOn: CivilDate, today: CivilDate): string[] {
  const months: string[] = [];
  let first = `${fromOn.slice(0, 7)}-01`;
  if (fromOn !== first) first = addMonths(first, 1);
  const end = `${today.slice(0, 7)}-01`;
  // A bound for dates nobody could mean: fifty years of months.
  for (let at = 0; first < end && at < 600; at += 1) {
    months.push(first.slice(0, 7));
    first = addMonths(first, 1);
  }
  return months;
}

/**
 * Finding CC7: months whose report of the maker's monitoring nobody has read. A month signed as "no report was there" is
 * as missing as one nobody looked at.
 */
export function missingMonths(
  since: CivilDate,
  today: CivilDate,
  reviewed: readonly { readonly month: string; readonly verdict: string }[],
): string[] {
  const read = new Set(reviewed.filter(({ verdict }) => verdict !== 'no-report').map(({ month }) => month));
  return wholeMonths(since, today).filter((month) => !read.has(month));
}
