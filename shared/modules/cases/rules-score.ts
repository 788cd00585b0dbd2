import { type CivilDate, daysBetween } from '../../kernel/civil-date.ts';
import type { ScoreTerm } from './case-contract.ts';
import type { YesNoUnknown } from './terms.ts';

/** The priority of a case as a sum with words (mission rule C.13): never a hidden number. */

export interface ScoreFacts {
  /** Why the instrument is down, or `no`; `no` too where the case is about no instrument. */
  readonly down: 'no' | 'out-of-service' | 'downtime' | 'stop-error';
  readonly hasBackup: YesNoUnknown;
  readonly resultsAffected: YesNoUnknown;
  readonly deadlineOn: CivilDate | null;
  readonly deadlineSource: string;
  /** Time promised to the one who waits, ISO. */
  readonly promisedAt: string | null;
  /** Last time anybody did anything about it, ISO. */
  readonly lastActAt: string;
  /** Date where the instrument stands. */
  readonly today: CivilDate;
  readonly nowMs: number;
}

/** Weights of C.13: they sum to 100. */
export const scoreWeights = {
  'down-no-backup': 40,
  'results-affected': 25,
  deadline: 15,
  promise: 10,
  waiting: 10,
} as const;

/** A deadline counts from a week before, a promise from a day before, waiting after a day without any act. */
const deadlineDays = 7;
const promiseHours = 24;
const waitingHours = 24;
const hourMs = 3_600_000;

function term(key: ScoreTerm['key'], applies: YesNoUnknown, data: ScoreTerm['data']): ScoreTerm {
  const weight = scoreWeights[key];
  return { key, weight, applies, points: applies === 'no' ? 0 : weight, data };
}

/**
 * The terms of a case's priority. What nobody has answered counts in full until somebody does: what is not known is never
 * counted as harmless.
 */
export function scoreTerms(facts: ScoreFacts): ScoreTerm[] {
  const { down, hasBackup, resultsAffected, deadlineOn, deadlineSource, promisedAt, nowMs } = facts;
  const noBackup: YesNoUnknown = down === 'no' || hasBackup === 'yes' ? 'no' : hasBackup === 'no' ? 'yes' : 'unknown';
  const days = deadlineOn === null ? null : daysBetween(facts.today, deadlineOn);
  const promisedMs = promisedAt === null ? Number.NaN : Date.parse(promisedAt);
  const isAtRisk = promisedMs - nowMs <= promiseHours * hourMs;
  // A clock set back makes nothing wait a negative time.
  const waited = Math.max(0, Math.floor((nowMs - Date.parse(facts.lastActAt)) / hourMs)) || 0;
  return [
    term('down-no-backup', noBackup, { down, hasBackup }),
    term('results-affected', resultsAffected, {}),
    term('deadline', days !== null && days <= deadlineDays ? 'yes' : 'no', {
      deadlineOn: deadlineOn ?? '',
      days: days ?? 0,
      source: deadlineSource,
    }),
    term('promise', isAtRisk ? 'yes' : 'no', { promisedAt: promisedAt ?? '' }),
    term('waiting', waited > waitingHours ? 'yes' : 'no', { hours: waited }),
  ];
}

/** Sum of the points, 0 to 100. */
export const scoreOf = (terms: readonly ScoreTerm[]): number => terms.reduce((sum, { points }) => sum + points, 0);
