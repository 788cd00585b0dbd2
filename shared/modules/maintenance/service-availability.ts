/**
 * Availability of one instrument over a span of time. Pure; instants are milliseconds since 1970 UTC.
 *
 * Overlapping downtimes count once, and unplanned outranks planned where both cover a moment. A failure is an unplanned
 * downtime that began in the span.
 */

export interface DownSpan {
  readonly kind: 'planned' | 'unplanned';
  readonly fromMs: number;
  /** Null while it lasts. */
  readonly toMs: number | null;
}

export interface Availability {
  readonly hours: number;
  readonly plannedDownHours: number;
  readonly unplannedDownHours: number;
  readonly failureCount: number;
  readonly availability: number | null;
  readonly mtbfHours: number | null;
  readonly mttrHours: number | null;
  readonly notes: ('no-time' | 'no-failure' | 'failure-not-ended')[];
}

/** The formulae as they are printed beside the numbers. */
export const availabilityFormulae = [
  {
    key: 'availability',
    formula: '(time - planned downtime - unplanned downtime) / time',
    source: 'IEC 60050-192:2015, operational availability: up time over the whole time; terms as in IEC 61703:2016',
  },
  {
    key: 'mtbf',
    formula: '(time - planned downtime - unplanned downtime) / failures',
    source:
      'IEC 60050-192:2015, mean operating time between failures; failures are unplanned downtimes that began in the span',
  },
  {
    key: 'mttr',
    formula: 'time down of failures that ended / failures that ended',
    source: 'IEC 60050-192:2015, mean time to restoration: from the failure to the reviewed return to service',
  },
] as const;

const hourMs = 3_600_000;
const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** @param nowMs an open downtime lasts until now; nothing after it counts */
export function availabilityOf(
  downs: readonly DownSpan[],
  span: { readonly fromMs: number; readonly toMs: number },
  nowMs: number,
): Availability {
  const fromMs = span.fromMs;
  const toMs = Math.min(span.toMs, nowMs);
  const none = { plannedDownHours: 0, unplannedDownHours: 0, failureCount: 0 };
  if (!(toMs > fromMs)) {
    return { hours: 0, ...none, availability: null, mtbfHours: null, mttrHours: null, notes: ['no-time'] };
  }
  const cut = downs
    .map((down) => ({ ...down, start: Math.max(down.fromMs, fromMs), end: Math.min(down.toMs ?? toMs, toMs) }))
    .filter(({ start, end }) => end > start);
  const edges = [...new Set(cut.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  let plannedMs = 0;
  let unplannedMs = 0;
  for (const [at, start] of edges.entries()) {
    const end = edges[at + 1];
    if (end === undefined) break;
    const covering = cut.filter((down) => down.start <= start && down.end >= end);
    if (covering.some(({ kind }) => kind === 'unplanned')) unplannedMs += end - start;
    else if (covering.length > 0) plannedMs += end - start;
  }
  const failures = downs.filter(({ kind, fromMs: at }) => kind === 'unplanned' && at >= fromMs && at < toMs);
  const ended = failures.filter((failure) => failure.toMs !== null);
  const upMs = toMs - fromMs - plannedMs - unplannedMs;
  const notes: Availability['notes'] = [];
  if (failures.length === 0) notes.push('no-failure');
  if (ended.length < failures.length) notes.push('failure-not-ended');
  const repairMs = ended.reduce((sum, { fromMs: start, toMs: end }) => sum + Math.max(0, end! - start), 0);
  return {
    hours: round((toMs - fromMs) / hourMs, 2),
    plannedDownHours: round(plannedMs / hourMs, 2),
    unplannedDownHours: round(unplannedMs / hourMs, 2),
    failureCount: failures.length,
    availability: round((upMs / (toMs - fromMs)) * 100, 1),
    mtbfHours: failures.length === 0 ? null : round(upMs / failures.length / hourMs, 1),
    mttrHours: ended.length === 0 ? null : round(repairMs / ended.length / hourMs, 2),
    notes,
  };
}
