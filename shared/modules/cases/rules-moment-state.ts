import {
  factorDecided,
  factorNoted,
  sessionClosed,
  sessionOpened,
  triggerDismissed,
  triggerNoted,
} from '../calibration/records.ts';
import { serviceStatusChanged } from '../instruments/records.ts';
import {
  downtimeChanged,
  downtimeEnded,
  downtimeStarted,
  overrideEnded,
  readinessOverridden,
  rtsApproved,
  rtsItemProven,
  rtsRaised,
  workOrderChanged,
  workOrderCompleted,
  workOrderOpened,
  workOrderStateChanged,
} from '../maintenance/service-records.ts';
import { runAbandoned, runFinished, runStarted } from '../sop/run-records.ts';
import {
  sopAdded,
  sopRetired,
  versionCountersigned,
  versionRead,
  versionStarted,
  versionWritten,
} from '../sop/version-records.ts';
import type { MomentLine, MomentSection } from './moment-contract.ts';
import { caseOpened, caseStateChanged, effectivenessChecked } from './records.ts';
import { stateAfter } from './rules-case.ts';
import { known, line, missing, nothing, type Then, told } from './rules-moment.ts';

/** What the service side, calibration, procedures and people were at a past moment. Pure, see `rules-moment.ts`. */

/** Factors in force, the last calibration and verification that were closed, what was begun, what was asked for. */
export function calibrationSection(then: Then): MomentSection {
  const factors = new Map<string, { value: string; label: string; record: Parameters<typeof told>[0] }>();
  const readings = [...then.all(factorNoted), ...then.all(factorDecided)].toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1));
  for (const record of readings) {
    const { body } = record;
    if ('label' in body) {
      factors.set(body.parameter, { value: body.value, label: body.label, record });
    } else if (body.decision === 'updated' && body.set !== null) {
      const label = factors.get(body.parameter)?.label ?? body.parameter;
      factors.set(body.parameter, { value: body.set, label, record });
    }
  }
  const closed = then.all(sessionClosed);
  const closedIds = new Set(closed.map(({ body }) => body.sessionId));
  const opened = then.all(sessionOpened);
  const answered = new Set(
    opened.filter(({ body }) => closedIds.has(body.sessionId)).flatMap(({ body }) => body.triggerIds),
  );
  const dismissed = new Set(then.all(triggerDismissed).map(({ body }) => body.triggerId));
  const lines: MomentLine[] = [];
  for (const kind of ['calibration', 'verification'] as const) {
    const last = closed.findLast(({ body }) => body.kind === kind);
    if (!last) continue;
    const { outcome, on } = last.body;
    lines.push(line(`last-${kind}`, { outcome, on }, told(last)));
  }
  for (const { value, label, record } of factors.values()) lines.push(line('factor', { label, value }, told(record)));
  for (const record of opened) {
    if (!closedIds.has(record.body.sessionId)) lines.push(line('session-running', {}, told(record), 'warn'));
  }
  for (const record of then.all(triggerNoted)) {
    const { triggerId, kind } = record.body;
    if (answered.has(triggerId) || dismissed.has(triggerId)) continue;
    lines.push(line('trigger-open', { kind }, told(record), 'warn'));
  }
  return lines.length === 0 ? nothing('calibration', 'no-factors') : known('calibration', lines);
}

interface EffectiveVersion {
  readonly sopId: string;
  readonly versionId: string;
  readonly data: {
    readonly code: string;
    readonly title: string;
    readonly number: number;
    readonly effectiveOn: string;
  };
  readonly from: ReturnType<typeof told>;
}

/** Versions that had taken effect by a date and were not followed by another: what a person was to go by. */
export function effectiveVersions(then: Then, on: string): EffectiveVersion[] {
  const retired = new Set(
    then
      .all(sopRetired)
      .filter(({ body }) => body.on <= on)
      .map(({ body }) => body.sopId),
  );
  const current = new Map<string, ReturnType<typeof then.all<typeof versionCountersigned>>[number]>();
  for (const record of then.all(versionCountersigned)) {
    if (record.body.effectiveOn <= on) current.set(record.body.sopId, record);
  }
  const codes = new Map(then.all(sopAdded).map(({ body }) => [body.sopId, body.code]));
  const numbers = new Map(then.all(versionStarted).map(({ body }) => [body.versionId, body.number]));
  const titles = new Map(
    [...then.all(versionStarted), ...then.all(versionWritten)]
      .toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1))
      .map(({ body }) => [body.versionId, body.content.title]),
  );
  return [...current].flatMap(([sopId, record]) => {
    if (retired.has(sopId)) return [];
    const { versionId, effectiveOn } = record.body;
    const data = {
      code: codes.get(sopId) ?? '',
      title: titles.get(versionId) ?? '',
      number: numbers.get(versionId) ?? 0,
      effectiveOn,
    };
    return [{ sopId, versionId, data, from: told(record) }];
  });
}

/** Effective procedures, and runs that were going on. */
export function proceduresSection(then: Then, on: string): MomentSection {
  const ended = new Set([...then.all(runFinished), ...then.all(runAbandoned)].map(({ body }) => body.runId));
  const lines = [
    ...effectiveVersions(then, on).map(({ data, from }) => line('procedure', data, from)),
    ...then
      .all(runStarted)
      .filter(({ body }) => !ended.has(body.runId))
      .map((record) => line('procedure-run', { code: record.body.code, title: record.body.title }, told(record))),
  ];
  return lines.length === 0 ? nothing('procedures', 'no-procedures') : known('procedures', lines);
}

/**
 * Who had read which effective procedure, the newest first. Training and competency have no records yet: the section says so.
 *
 * @param then its readings are the newest of the effective versions
 * @param readingCount how many readings of them there were in all
 */
export function peopleSection(then: Then, on: string, readingCount: number): MomentSection {
  const effective = new Map(effectiveVersions(then, on).map((version) => [version.versionId, version]));
  const lines = then
    .all(versionRead)
    .toReversed()
    .flatMap((record) => {
      const version = effective.get(record.body.versionId);
      if (!version) return [];
      const { code, title, number } = version.data;
      return [line('read', { printedName: record.body.printedName, code, title, number }, told(record))];
    });
  const more = readingCount - lines.length;
  return missing('people', 'no-competency', more > 0 ? [...lines, line('more-readings', { count: more })] : lines);
}

/** In or out of service, and why: status, downtime, proof that was still owed, signed exceptions, open work and cases. */
export function serviceSection(then: Then, isRegistered: boolean): MomentSection {
  if (!isRegistered) return missing('service', 'before-register');
  const status = then.last(serviceStatusChanged);
  const name = status?.body.serviceStatus ?? 'in-service';
  const tone = name === 'in-service' ? 'good' : name === 'out-of-service' ? 'bad' : 'warn';
  return known('service', [
    line(name, { reason: status?.body.reason ?? '' }, status ? told(status) : undefined, tone),
    ...downtimeLines(then),
    ...listLines(then),
    ...overrideLines(then),
    ...workLines(then),
    ...caseLines(then),
  ]);
}

function downtimeLines(then: Then): MomentLine[] {
  const ended = new Set(
    then
      .all(downtimeEnded)
      .filter(({ body }) => then.hasCome(body.at))
      .map(({ body }) => body.downtimeId),
  );
  const changed = new Map(then.all(downtimeChanged).map((record) => [record.body.downtimeId, record]));
  return then.all(downtimeStarted).flatMap((record) => {
    const { downtimeId } = record.body;
    const { kind, cause, from } = (changed.get(downtimeId) ?? record).body;
    if (ended.has(downtimeId) || !then.hasCome(from)) return [];
    return [line(`downtime-${kind}`, { cause }, told(record, from), 'bad')];
  });
}

function listLines(then: Then): MomentLine[] {
  const approved = new Set(then.all(rtsApproved).map(({ body }) => body.rtsId));
  const proofs = then.all(rtsItemProven);
  return then.all(rtsRaised).flatMap((record) => {
    const { rtsId, items } = record.body;
    if (approved.has(rtsId)) return [];
    const verdicts = new Map(
      proofs.filter(({ body }) => body.rtsId === rtsId).map(({ body }) => [body.item, body.verdict]),
    );
    const count = items.filter(({ key }) => verdicts.get(key) !== 'pass').length;
    return [line('return-to-service-open', { count, total: items.length }, told(record), 'bad')];
  });
}

function overrideLines(then: Then): MomentLine[] {
  const ended = new Set(
    then
      .all(overrideEnded)
      .filter(({ body }) => then.hasCome(body.at))
      .map(({ body }) => body.overrideId),
  );
  return then.all(readinessOverridden).flatMap((record) => {
    const { overrideId, from, until, reason } = record.body;
    if (ended.has(overrideId) || !then.hasCome(from) || then.hasCome(until)) return [];
    return [line('override', { until, reason }, told(record, from), 'warn')];
  });
}

function workLines(then: Then): MomentLine[] {
  const states = new Map<string, string>();
  const steps = [...then.all(workOrderStateChanged), ...then.all(workOrderCompleted)].toSorted((a, b) =>
    a.hlc < b.hlc ? -1 : 1,
  );
  for (const { body } of steps) states.set(body.workOrderId, 'to' in body ? body.to : 'complete');
  const changed = new Map(then.all(workOrderChanged).map(({ body }) => [body.workOrderId, body.title]));
  return then.all(workOrderOpened).flatMap((record) => {
    const { workOrderId, number, title } = record.body;
    const state = states.get(workOrderId) ?? 'open';
    if (state === 'complete' || state === 'cancelled') return [];
    return [line('work-order', { number, title: changed.get(workOrderId) ?? title }, told(record), 'warn')];
  });
}

function caseLines(then: Then): MomentLine[] {
  const states = new Map<string, string>();
  const steps = [...then.all(caseStateChanged), ...then.all(effectivenessChecked)].toSorted((a, b) =>
    a.hlc < b.hlc ? -1 : 1,
  );
  for (const { body } of steps) states.set(body.caseId, 'to' in body ? body.to : stateAfter[body.verdict]);
  return then.all(caseOpened).flatMap((record) => {
    const { caseId, number, title } = record.body;
    return states.get(caseId) === 'closed' ? [] : [line('case', { number, title }, told(record), 'warn')];
  });
}
