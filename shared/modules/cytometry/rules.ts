import { compareDecimals } from '../../instruments/mapping/decimal.ts';
import type { Decider } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf } from '../../records/define.ts';
import { checkRecorded, voltagesRead } from './records.ts';
import type { CheckTerms, CheckWhy, DetectorRow, Verdict } from './terms.ts';

/** Pure rules of a daily check. */

/**
 * The verdict on a check: it fails where a separation is below its limit, the report says so, or the beads were out of
 * date; it passes only where every separation has its limit and the report says pass. Anything missing can not be evaluated.
 *
 * @param on civil day of the check, `2026-11-22`
 */
export function judgeCheck(terms: CheckTerms, on: string): { verdict: Verdict; why: CheckWhy[] } {
  const states = terms.detectors.map(judgeDetector);
  const fails: CheckWhy[] = [];
  if (states.includes('below-least')) fails.push('below-least');
  if (terms.reportSays === 'fail') fails.push('report-says-fail');
  if (terms.beads.some(({ expiresOn }) => expiresOn !== null && expiresOn < on)) fails.push('beads-expired');
  if (fails.length > 0) return { verdict: 'fail', why: fails };
  const missing: CheckWhy[] = [];
  const measured = terms.detectors.filter(({ separation }) => separation !== null);
  if (measured.length === 0) missing.push('nothing-measured');
  if (states.includes('no-limit')) missing.push('no-limit');
  if (states.includes('no-separation')) missing.push('no-separation');
  if (terms.reportSays === 'not-stated') missing.push('report-not-stated');
  return missing.length > 0 ? { verdict: 'cannot-evaluate', why: missing } : { verdict: 'pass', why: [] };
}

/** One detector's separation against its limit. */
export function judgeDetector({ separation, least }: DetectorRow): 'ok' | 'below-least' | 'no-limit' | 'no-separation' {
  // A detector with neither was not tested.
  if (separation === null) return least === null ? 'ok' : 'no-separation';
  if (least === null) return 'no-limit';
  return compareDecimals(separation, least) < 0 ? 'below-least' : 'ok';
}

/** A stream that holds one fact; a copy of it adds nothing. */
export interface OnceFold {
  readonly hash: string | null;
}

export const checkDecider: Decider<OnceFold, BodyOf<typeof checkRecorded>> = {
  initial: () => ({ hash: null }),
  evolve: (state, record) => (state.hash === null && isRecordOf(record, checkRecorded) ? { hash: record.hash } : state),
  decide: ({ hash }, body, stream) => (hash === null ? [draft(checkRecorded, stream, body)] : []),
};

/** Settings of one day, told by files: each way they stood is one fact, however many files tell it. */
export interface VoltagesFold {
  readonly told: readonly string[];
}

export const voltagesDecider: Decider<VoltagesFold, BodyOf<typeof voltagesRead>> = {
  initial: () => ({ told: [] }),
  evolve: (state, record) =>
    isRecordOf(record, voltagesRead) ? { told: [...state.told, markOf(record.body)] } : state,
  decide: ({ told }, body, stream) => (told.includes(markOf(body)) ? [] : [draft(voltagesRead, stream, body)]),
};

const markOf = ({ readings }: BodyOf<typeof voltagesRead>): string =>
  JSON.stringify(readings.map(({ detector, reading }) => [detector, reading]).sort());
