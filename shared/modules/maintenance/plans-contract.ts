import { oc } from '@orpc/contract';
import * as z from 'zod';
import { agendaItem, sentence } from './agenda-contract.ts';
import { calendarRule, placeCalendar, planTerms, scheduleRule, taskField } from './terms.ts';

const id = z.string().max(64);
const reason = z.string().trim().max(500);

/** One plan: its terms, where it comes from, and how it stands today. */
export const planRow = planTerms.extend({
  planId: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  /** Key of the definition's task it was made from, or null for the lab's own. */
  upkeepKey: z.string().nullable(),
  isRetired: z.boolean(),
  createdAt: z.string(),
  createdBy: z.string(),
  changedAt: z.string().nullable(),
  /** Newest record of the plan: goes back with a change, so that a change made meanwhile is noticed. */
  tip: z.string(),
  ruleText: z.array(sentence),
  /** Null for a retired plan. */
  now: agendaItem.nullable(),
  /** Two benches changed it apart: both sides are in its history, the stricter holds. */
  hasConflict: z.boolean(),
});
export type PlanRow = z.infer<typeof planRow>;

export const planHistoryEntry = z.object({
  hash: z.string(),
  at: z.string(),
  actor: z.string(),
  type: z.string(),
  reason: z.string(),
  /** Fields that changed, old and new, as text. */
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
});

/** One task of the definition's `upkeep.yaml`, and the plan it would make. */
export const upkeepOffer = z.object({
  upkeepKey: z.string(),
  title: z.string(),
  detail: z.string(),
  kind: planTerms.shape.kind,
  /** Null: nobody published an interval; `blank` says where the lab finds it. */
  suggested: scheduleRule.nullable(),
  blank: z.string(),
  source: z.string(),
  confidence: z.string(),
  fields: z.array(taskField),
  /** Plans made from it already. */
  planIds: z.array(z.string()),
});
export type UpkeepOffer = z.infer<typeof upkeepOffer>;

/** A set of window rules, as data with its source. */
export const regime = z.object({
  key: z.string(),
  windows: z.array(
    z.object({
      /** `any`, or the interval it holds for. */
      for: z.enum(['any', 'month', 'quarter', 'half-year', 'year']),
      windowBeforeDays: z.number().nullable(),
      windowAfterDays: z.number(),
      /** The whole calendar period counts. */
      isWholePeriod: z.boolean(),
    }),
  ),
  source: z.string(),
});
export type Regime = z.infer<typeof regime>;

export const plansContract = {
  list: oc
    .input(z.object({ instrumentId: id.nullable(), withRetired: z.boolean().default(false) }))
    .output(z.array(planRow)),
  get: oc
    .input(z.object({ planId: id }))
    .output(planRow.extend({ history: z.array(planHistoryEntry), nextDates: z.array(z.string()) })),
  /** What the definition of this instrument offers. */
  upkeep: oc.input(z.object({ instrumentId: id })).output(z.object({ note: z.string(), offers: z.array(upkeepOffer) })),
  regimes: oc.output(z.array(regime)),
  /** Makes plans, all or none; from an offer (`upkeepKey`) or of the lab's own. Any number per instrument. */
  create: oc
    .input(
      z.object({
        instrumentId: id,
        plans: z
          .array(z.object({ upkeepKey: z.string().max(80).nullable(), terms: planTerms }))
          .min(1)
          .max(100),
        reason,
      }),
    )
    .output(z.object({ planIds: z.array(z.string()) })),
  /** New terms from now on. What is due already stays due under its old date. */
  change: oc
    .input(
      z.object({ planId: id, terms: planTerms, reason: reason.min(1), expectedTip: z.string().max(43).nullable() }),
    )
    .output(z.object({})),
  retire: oc.input(z.object({ planId: id, reason: reason.min(1) })).output(z.object({})),
  /** The rule in words and its next dates, before it is saved. */
  preview: oc
    .input(z.object({ instrumentId: id, rule: scheduleRule, count: z.number().int().min(1).max(24) }))
    .output(z.object({ ruleText: z.array(sentence), dates: z.array(z.string()), problem: z.string().nullable() })),
  /** `startsOn` for a rule when the work was last done on this date. */
  startAfter: oc
    .input(z.object({ calendar: calendarRule, lastDoneOn: z.string().max(10) }))
    .output(z.object({ startsOn: z.string() })),
};

export const calendarContract = {
  /** All places with a calendar of their own, and `''` for the rest; `isDefault` until the lab has said so itself. */
  get: oc.output(
    z.object({ calendars: z.array(placeCalendar.extend({ isDefault: z.boolean() })), places: z.array(z.string()) }),
  ),
  set: oc.input(z.object({ calendar: placeCalendar, reason })).output(z.object({})),
};

export const notInUseSpan = z.object({
  spanId: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  fromOn: z.string(),
  /** First day back in use; null while it lasts. */
  toOn: z.string().nullable(),
  reason: z.string(),
  declaredBy: z.string(),
  declaredAt: z.string(),
  /** Declared after it had begun: shown, as it moves due dates of the past. */
  isBackdated: z.boolean(),
});

export const notInUseContract = {
  list: oc.input(z.object({ instrumentId: id.nullable() })).output(z.array(notInUseSpan)),
  /** Said by a person, never concluded from silence. */
  declare: oc
    .input(z.object({ instrumentId: id, fromOn: z.string().max(10), reason: reason.min(1) }))
    .output(z.object({ spanId: z.string() })),
  /** Back in use from this day; tasks asked for on return are raised. Answers their plans. */
  end: oc
    .input(z.object({ instrumentId: id, spanId: id, toOn: z.string().max(10), note: reason }))
    .output(z.object({ raised: z.array(z.string()) })),
};
