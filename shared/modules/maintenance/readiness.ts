import * as z from 'zod';

/**
 * "Ready to run?" of one instrument: a pure rule over named inputs (mission rule C.4). Modules that come later add inputs;
 * none may turn missing data into green.
 */

export const readinessState = z.enum(['green', 'amber', 'red', 'not-set-up']);

/** One named reason; its sentence is `readiness.reason.<code>` with `data`. */
export const readinessReason = z.object({
  code: z.enum([
    'stop-error',
    'results-affected',
    'background-failed',
    'background-missing',
    'background-cannot-evaluate',
    'overdue-maintenance',
    'return-to-service-open',
    'return-to-service-not-reviewed',
    'out-of-service',
    'restricted',
    'override-active',
    'no-plans',
    'no-background-on-the-wire',
    'verification-overdue',
    'verification-triggered',
    'calibration-failed',
    'verification-failed',
    'baths-over',
    'baths-cannot-evaluate',
    'baths-not-set-up',
    'grading-rejected',
    'grading-disagreed',
    'grading-held',
    'grading-missing',
    'grading-waiting',
    'other-registered',
    'other-serial-number',
    'other-model',
  ]),
  tone: z.enum(['red', 'amber', 'not-set-up', 'info']),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Where a person goes to change it. */
  goesTo: z.enum([
    'errors',
    'messages',
    'agenda',
    'return-to-service',
    'set-up',
    'plans',
    'calibration',
    'baths',
    'none',
  ]),
  /** The error, list or plan meant; empty where there is none. */
  subjectId: z.string(),
});
export type ReadinessReason = z.infer<typeof readinessReason>;

export const readiness = z.object({
  instrumentId: z.string(),
  state: readinessState,
  /** Gravest first; empty only for green. */
  reasons: z.array(readinessReason),
  /** The signed exception that holds now, or null. It turns red into amber and is named among the reasons. */
  override: z.object({ overrideId: z.string(), by: z.string(), reason: z.string(), until: z.string() }).nullable(),
  /** What was looked at, so that green can say on what it rests. */
  inputs: z.array(
    z.enum([
      'errors',
      'background',
      'maintenance',
      'calibration',
      'baths',
      'identity',
      'return-to-service',
      'service-status',
    ]),
  ),
});
export type Readiness = z.infer<typeof readiness>;

/** Everything the rule looks at, read by the host. Null means "not known", which is never green. */
export interface ReadinessInputs {
  readonly instrumentId: string;
  readonly serviceStatus: 'in-service' | 'restricted' | 'out-of-service' | 'retired';
  readonly openErrors: readonly {
    readonly id: string;
    readonly code: string;
    readonly severity: 'info' | 'warn' | 'stop';
    readonly affectsResults: 'yes' | 'no' | 'flagged' | 'unknown';
  }[];
  /** False where the wire never carries a background check and no task stands for it: it is then not asked for. */
  readonly expectsBackground: boolean;
  /** Newest background of today (the site's civil date), or null where none was recorded today. */
  readonly backgroundToday: {
    readonly verdict: 'pass' | 'fail' | 'cannot-evaluate';
    readonly at: string;
    readonly worst: string;
  } | null;
  readonly planCount: number;
  readonly overdue: readonly { readonly planId: string; readonly title: string; readonly dueOn: string }[];
  readonly openLists: readonly {
    readonly rtsId: string;
    readonly isProven: boolean;
    readonly openItemCount: number;
    readonly events: string;
  }[];
  readonly override: Readiness['override'];
  /** What other modules looked at, with the reasons they found. */
  readonly others?: readonly {
    readonly input: Readiness['inputs'][number];
    readonly reasons: readonly ReadinessReason[];
  }[];
}

const rank = { red: 0, 'not-set-up': 2, amber: 1, info: 3 } as const;

/**
 * The state and its named reasons.
 *
 * - red: an open stop error or one that touched results; today's background failed; a return-to-service list is open; the
 *   lab took the instrument out of service;
 * - amber: overdue maintenance, calibration verification past its date, (493.1254 asks for at least the maker's frequency; house policy is to warn), no background
 *   today, one that can not be evaluated, restricted service, an override that holds;
 * - not set up: no plan and no background to judge by; a new bench is not "overdue" (mission rule C.0.9);
 * - green: everything looked at is in order.
 *
 * Source: mission rule C.4 over 42 CFR 493.1254(a)(2), (b) and 493.1256. Never blocks anything: it only says.
 */
export function judgeReadiness(inputs: ReadinessInputs): Readiness {
  const reasons: ReadinessReason[] = [];
  const add = (
    tone: ReadinessReason['tone'],
    code: ReadinessReason['code'],
    goesTo: ReadinessReason['goesTo'],
    data: ReadinessReason['data'] = {},
    subjectId = '',
  ): void => {
    reasons.push({ code, tone, data, goesTo, subjectId });
  };

  for (const { rtsId, isProven, openItemCount, events } of inputs.openLists) {
    if (isProven) add('red', 'return-to-service-not-reviewed', 'return-to-service', { events }, rtsId);
    else add('red', 'return-to-service-open', 'return-to-service', { events, count: openItemCount }, rtsId);
  }
  if (inputs.serviceStatus === 'out-of-service' && inputs.openLists.length === 0)
    add('red', 'out-of-service', 'set-up');
  if (inputs.serviceStatus === 'restricted') add('amber', 'restricted', 'set-up');
  for (const { id, code, severity, affectsResults } of inputs.openErrors) {
    if (severity === 'stop') add('red', 'stop-error', 'errors', { code }, id);
    else if (affectsResults === 'yes') add('red', 'results-affected', 'errors', { code }, id);
  }
  const { backgroundToday: background } = inputs;
  if (background) {
    const data = { at: background.at, worst: background.worst };
    if (background.verdict === 'fail') add('red', 'background-failed', 'messages', data);
    if (background.verdict === 'cannot-evaluate') add('amber', 'background-cannot-evaluate', 'messages', data);
  } else if (inputs.expectsBackground) add('amber', 'background-missing', 'messages');
  for (const { planId, title, dueOn } of inputs.overdue) {
    add('amber', 'overdue-maintenance', 'agenda', { title, dueOn }, planId);
  }
  const others = inputs.others ?? [];
  for (const other of others) reasons.push(...other.reasons);
  if (inputs.planCount === 0) add('not-set-up', 'no-plans', 'plans');

  const isRed = reasons.some(({ tone }) => tone === 'red');
  const isAmber = reasons.some(({ tone }) => tone === 'amber');
  const { override } = inputs;
  if (override && isRed) add('amber', 'override-active', 'none', { until: override.until, reason: override.reason });
  reasons.sort((a, b) => rank[a.tone] - rank[b.tone]);
  const isNotSetUp = reasons.some(({ tone }) => tone === 'not-set-up');
  const state = isRed ? (override ? 'amber' : 'red') : isAmber ? 'amber' : isNotSetUp ? 'not-set-up' : 'green';
  return {
    instrumentId: inputs.instrumentId,
    state,
    reasons,
    override: override ?? null,
    inputs: [
      'errors',
      ...(inputs.expectsBackground || background ? (['background'] as const) : []),
      ...(inputs.planCount > 0 ? (['maintenance'] as const) : []),
      ...others.map(({ input }) => input),
      'return-to-service',
      'service-status',
    ],
  };
}
