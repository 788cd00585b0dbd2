import type { ReadinessReason, ReadinessSource } from '../../host/readiness.ts';
import { findInstrument } from './places.ts';
import { lastClosed, standingOf } from './verification-desk.ts';

/**
 * Calibration verification in date and no open trigger (mission rule C.4, point 4). House policy is to warn: what stands
 * against it is amber, and nothing is blocked. A trigger that is an open return-to-service list is red there already.
 */
export const calibrationReadiness: ReadinessSource = {
  input: 'calibration',
  reasonsOf(context, instrumentId) {
    const instrument = findInstrument(context, instrumentId);
    if (!instrument) return null;
    const { state, dueOn, openTriggers } = standingOf(context, instrument);
    if (state === 'not-applicable') return null;
    const reasons: ReadinessReason[] = [];
    const add = (code: ReadinessReason['code'], data: ReadinessReason['data'], subjectId = ''): void => {
      reasons.push({ code, tone: 'amber', data, goesTo: 'calibration', subjectId });
    };
    const isClockRunning = state !== 'exempt';
    if (state === 'overdue') add('verification-overdue', { dueOn: dueOn ?? '' });
    for (const { triggerId, on, origin } of openTriggers) {
      if (isClockRunning && origin === 'noted') add('verification-triggered', { on }, triggerId);
    }
    for (const kind of ['calibration', 'verification'] as const) {
      const last = lastClosed(context, instrumentId, kind);
      if (last?.verdict === 'fail') add(`${kind}-failed`, { on: last.closed_on }, last.session_id);
    }
    // Before the first verification and without any calibration there is nothing green could rest on.
    const isKnown = reasons.length > 0 || state === 'in-date' || state === 'due-soon' || state === 'exempt';
    return isKnown ? reasons : null;
  },
};
