import { addDays, addMonths, type CivilDate } from '../../kernel/civil-date.ts';
import type { Demand } from './certificates-rules.ts';
import type { DueStanding } from './standards-contract.ts';
import type { CheckFact, CurrentStandard } from './standards-rules.ts';
import { lastGood } from './standards-rules.ts';
import type { CertificateTerms, DueState } from './standards-terms.ts';

/** How far a standard or certificate can be relied on today. Pure; nothing is current by default (design rule: never green when missing). */

/** Worst first: of two states the one that comes earlier is told. */
export const dueStates: readonly DueState[] = [
  'failed',
  'overdue',
  'missing',
  'cannot-evaluate',
  'not-set-up',
  'due-soon',
  'current',
  'out-of-use',
];

const rank = (state: DueState): number => dueStates.indexOf(state);
export const worseState = (a: DueState, b: DueState): DueState => (rank(a) <= rank(b) ? a : b);

/** Current, told ahead, or past: the last day still holds. */
function byDate(dueOn: CivilDate, warnDays: number, today: CivilDate): DueState {
  if (today > dueOn) return 'overdue';
  return today >= addDays(dueOn, -warnDays) ? 'due-soon' : 'current';
}

/**
 * The check of a standard: last good one plus calendar months, at month ends the last day. A failed or unevaluated newest
 * check outweighs any date. Null where the lab has set no interval and nothing failed.
 */
export function checkStanding(
  { checkMonths, warnDays }: { readonly checkMonths: number | null; readonly warnDays: number },
  checks: readonly CheckFact[],
  today: CivilDate,
): DueStanding | null {
  const good = lastGood(checks);
  const newest = checks.at(-1);
  const dueOn = good && checkMonths !== null ? addMonths(good.performedOn, checkMonths) : null;
  const base = { dueOn, since: good?.performedOn ?? null };
  // What could not be evaluated takes back neither a failure nor, by itself, anything good: it is told as it is.
  const judged = checks.findLast(({ verdict }) => verdict !== 'cannot-evaluate');
  if (judged?.verdict === 'fail') return { state: 'failed', ...base };
  if (newest?.verdict === 'cannot-evaluate') return { state: 'cannot-evaluate', ...base };
  if (checkMonths === null) return null;
  if (dueOn === null) return { state: 'missing', ...base };
  return { state: byDate(dueOn, warnDays, today), ...base };
}

export interface HeldCertificate {
  readonly certificateId: string;
  readonly terms: CertificateTerms;
  readonly isWithdrawn: boolean;
  readonly addedAt: string;
}

/** The certificate that counts: the newest by its own date; of one day, the one entered last. Null: there is none. */
export function countingCertificate<Held extends HeldCertificate>(certificates: readonly Held[]): Held | null {
  const standing = certificates.filter(({ isWithdrawn }) => !isWithdrawn);
  const order = ({ terms, addedAt, certificateId }: Held) => `${terms.issuedOn} ${addedAt} ${certificateId}`;
  return standing.reduce<Held | null>((best, one) => (best === null || order(one) > order(best) ? one : best), null);
}

/** One certificate by its own dates; without an end the lab's months count, and without those it cannot be evaluated. */
export function certificateStanding(
  terms: CertificateTerms | null,
  { certificateMonths, warnDays }: Omit<Demand, 'isNeeded'>,
  today: CivilDate,
): DueStanding {
  if (terms === null) return { state: 'missing', dueOn: null, since: null };
  const since = terms.issuedOn;
  const dueOn = terms.validTo ?? (certificateMonths === null ? null : addMonths(since, certificateMonths));
  // Issued after today: a slip of the pen or of the clock, and nothing to rely on.
  if (dueOn === null || since > today) return { state: 'cannot-evaluate', dueOn, since };
  return { state: byDate(dueOn, warnDays, today), dueOn, since };
}

export interface StandardStanding {
  readonly state: DueState;
  readonly check: DueStanding | null;
  readonly certificate: DueStanding | null;
  readonly dueOn: string | null;
}

/** Check and certificate of a standard together: the worse of what the lab asks for. */
export function standardStanding(
  { terms, status }: CurrentStandard,
  checks: readonly CheckFact[],
  certificates: readonly HeldCertificate[],
  today: CivilDate,
): StandardStanding {
  const check = checkStanding(terms, checks, today);
  const counting = countingCertificate(certificates);
  const certificate =
    terms.needsCertificate || counting ? certificateStanding(counting?.terms ?? null, terms, today) : null;
  const asked = [check, terms.needsCertificate ? certificate : null].filter((one) => one !== null);
  const dates = asked.map(({ dueOn }) => dueOn).filter((on) => on !== null);
  const dueOn = dates.toSorted()[0] ?? null;
  const states = asked.map(({ state }) => state);
  const state = status === 'in-use' ? (states.length === 0 ? 'not-set-up' : states.reduce(worseState)) : 'out-of-use';
  return { state, check, certificate, dueOn };
}
