import type { StationRow } from '../../../shared/modules/processing/contract.ts';
import { isOver } from '../../../shared/modules/processing/rules-due.ts';
import type { ReadinessReason, ReadinessSource } from '../../host/readiness.ts';
import { gradingStandingOf, planOf, stationRows } from './board-desk.ts';
import { findInstrument, nowAt } from './places.ts';

/** What a definition calls an instrument whose baths are kept here. */
const bathClasses: readonly string[] = ['tissue-processor', 'stainer'];

const named = (stations: readonly StationRow[]): string =>
  stations.map(({ position, content }) => `${position} ${content}`.trim()).join(', ');

/** Gravest first, so that the state of a grading can be said in one reason. */
const ofGrading = {
  rejected: ['red', 'grading-rejected'],
  disagreed: ['red', 'grading-disagreed'],
  held: ['amber', 'grading-held'],
  missing: ['amber', 'grading-missing'],
  waiting: ['amber', 'grading-waiting'],
} as const;

/**
 * Baths within their limits and the last slide accepted. A bath past its limit is amber (house policy is to warn), a
 * rejected slide is red: what comes out of the instrument is not fit for use until one is accepted.
 */
export const processingReadiness: ReadinessSource = {
  input: 'baths',
  reasonsOf(context, instrumentId) {
    const instrument = findInstrument(context, instrumentId);
    if (!instrument) return null;
    const held = planOf(context, instrumentId);
    const reasons: ReadinessReason[] = [];
    const add = (
      tone: ReadinessReason['tone'],
      code: ReadinessReason['code'],
      data: ReadinessReason['data'] = {},
      subjectId = '',
    ): void => {
      reasons.push({ code, tone, data, goesTo: 'baths', subjectId });
    };
    if (!held) {
      if (!bathClasses.includes(instrument.instrumentClass)) return null;
      add('not-set-up', 'baths-not-set-up');
      return reasons;
    }
    const { on: today } = nowAt(context, instrument);
    const stations = stationRows(context, instrumentId, held.plan, today);
    const over = stations.filter(({ state }) => isOver(state) || state === 'due');
    if (over.length > 0) add('amber', 'baths-over', { what: named(over) });
    const unknown = stations.filter(({ state }) => state === 'cannot-evaluate' || state === 'empty');
    if (unknown.length > 0) add('amber', 'baths-cannot-evaluate', { what: named(unknown) });
    const { state, newest } = gradingStandingOf(context, instrumentId, held.plan, today);
    if (state in ofGrading) {
      const [tone, code] = ofGrading[state as keyof typeof ofGrading];
      add(tone, code, { on: newest?.on ?? '' }, newest?.gradingId ?? '');
    }
    return reasons;
  },
};
