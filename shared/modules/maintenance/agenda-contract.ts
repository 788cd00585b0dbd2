import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { clockState, eventKind, planTerms, taskKind, verdict } from './terms.ts';

const id = z.string().max(64);

/**
 * Where a task stands. `overdue`: past its window. `due`: from the due date to the window's end. `soon`: within seven days,
 * or a counter at 90 %. `upcoming`: later. `not-in-use`: a person declared so. `on-demand`: no date, no counter.
 * `cannot-evaluate`: a counter nobody has read, or a rule without another date.
 */
export const dueState = z.enum(['overdue', 'due', 'soon', 'upcoming', 'not-in-use', 'on-demand', 'cannot-evaluate']);
export type DueState = z.infer<typeof dueState>;

/** A sentence of the page: key of the module's words, and its data. */
export const sentence = z.object({
  key: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Sentence = z.infer<typeof sentence>;

/** The counter side of a task: used up so far against its limit. */
export const counterState = z.object({
  meter: z.string(),
  unit: z.string(),
  every: z.number(),
  /** Counts since it was last done; null while the meter has no reading. */
  used: z.number().nullable(),
  /** 0 to 1 and beyond. */
  share: z.number().nullable(),
  readOn: z.string().nullable(),
});

/** One task as the agenda shows it: the next occurrence of one plan, or one open event. */
export const agendaItem = z.object({
  /** Of this row: plan and occurrence. */
  id: z.string(),
  planId: z.string(),
  /** Identity of the occurrence; goes back to `sheets.open`. */
  occurrence: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  model: z.string(),
  place: z.string(),
  title: z.string(),
  kind: taskKind,
  owner: planTerms.shape.owner,
  regime: z.string(),
  state: dueState,
  /** What makes it due. */
  cause: z.enum(['calendar', 'counter', 'event', 'none']),
  dueOn: z.string().nullable(),
  /** First date on which doing it counts; null: any. */
  windowOpensOn: z.string().nullable(),
  /** Last date in grace. */
  windowClosesOn: z.string().nullable(),
  /** Doing it today counts for this occurrence. */
  isWindowOpen: z.boolean(),
  /** Days past the due date; negative before it. */
  daysPast: z.number().nullable(),
  /** Name of the shift, empty where shifts play no part. */
  shift: z.string(),
  missedCount: z.number(),
  counter: counterState.nullable(),
  event: z.object({ eventId: z.string(), kind: eventKind, on: z.string(), note: z.string() }).nullable(),
  last: z.object({ on: z.string(), by: z.string(), verdict, hash: z.string(), isLateEntry: z.boolean() }).nullable(),
  /** The last one did not pass, and nothing since has. */
  isFailing: z.boolean(),
  skip: z.object({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
  /** A sheet in progress on this bench. */
  draft: z.object({ sheetId: z.string(), by: z.string(), savedAt: z.string() }).nullable(),
  /** Belongs to the list of daily tasks. */
  isDaily: z.boolean(),
  needsSignature: z.boolean(),
  needsReview: z.boolean(),
  fieldCount: z.number(),
  /** The rule in words, e.g. `rule.every-days` {every: 3}. */
  rule: z.array(sentence),
});
export type AgendaItem = z.infer<typeof agendaItem>;

/** An instrument, or a task its definition names, that has no plan yet: not set up is not overdue. */
export const notSetUp = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  place: z.string(),
  planCount: z.number(),
  /** Tasks of the definition's upkeep without a plan. */
  missing: z.array(z.object({ upkeepKey: z.string(), title: z.string() })),
});
export type NotSetUp = z.infer<typeof notSetUp>;

export const agendaCounts = z.object({
  overdue: z.number(),
  due: z.number(),
  soon: z.number(),
  failing: z.number(),
  notSetUp: z.number(),
  toReview: z.number(),
  conflicts: z.number(),
  /** What the tray and the badge show: overdue and due. */
  attention: z.number(),
});
export type AgendaCounts = z.infer<typeof agendaCounts>;

/** The machine's clock, when something is wrong with it: said above every sheet; nothing is refused for it. */
export const clockWarning = z.object({
  state: clockState,
  now: z.string(),
  /** Time of the newest record, when it lies ahead of now. */
  newestAt: z.string().nullable(),
});

/** What the desktop may be told once: a task became due or overdue, or a counter passed 90 %. */
export const notice = z.object({
  id: z.string(),
  kind: z.enum(['overdue', 'due', 'counter-90']),
  planId: z.string(),
  title: z.string(),
  instrumentName: z.string(),
  dueOn: z.string().nullable(),
});
export type Notice = z.infer<typeof notice>;

export const agendaFilter = z.object({
  instrumentId: id.nullable().default(null),
  place: z.string().max(120).nullable().default(null),
  kind: taskKind.nullable().default(null),
  owner: planTerms.shape.owner.nullable().default(null),
  states: z.array(dueState).max(7).default(['overdue', 'due', 'soon']),
  search: z.string().trim().max(80).default(''),
});
export type AgendaFilter = z.infer<typeof agendaFilter>;

/** Why a task stands where it stands, step by step. */
export const explanation = z.object({
  item: agendaItem,
  steps: z.array(sentence),
  /** Missed occurrences between the due date and today, oldest first; at most 60 of `missedCount`. */
  missed: z.array(z.object({ occurrence: z.string(), dueOn: z.string() })),
  source: z.string(),
  sop: z.string(),
});
export type Explanation = z.infer<typeof explanation>;

/** Where an instrument's plans stood at a past moment, as was known then. */
export const pastAgenda = z.object({
  /** Date where it stands. */
  today: z.string(),
  items: z.array(
    z.object({
      planId: z.string(),
      title: z.string(),
      kind: taskKind,
      state: dueState,
      dueOn: z.string().nullable(),
      last: z.object({ on: z.string(), verdict, hash: z.string() }).nullable(),
    }),
  ),
});
export type PastAgenda = z.infer<typeof pastAgenda>;

export const agendaContract = {
  /** Most urgent first: overdue, due, soon, upcoming; then by date, instrument, title. */
  list: oc
    .input(agendaFilter.extend({ offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(500) }))
    .output(
      z.object({
        today: z.string(),
        items: z.array(agendaItem),
        total: z.number(),
        counts: agendaCounts,
        notSetUp: z.array(notSetUp),
        places: z.array(z.string()),
        clock: clockWarning,
      }),
    ),
  counts: oc.output(z.object({ today: z.string(), counts: agendaCounts, clock: clockWarning })),
  /**
   * Pushes counts when they change and ids of plans that stand otherwise than before, at most four times a second, and at
   * every change of day. `notices` are for desktop notifications: each is told once a day on this bench.
   */
  live: oc.output(
    eventIterator(
      z.object({
        today: z.string(),
        counts: agendaCounts,
        changed: z.array(z.string()),
        notices: z.array(notice),
      }),
    ),
  ),
  past: oc.input(z.object({ instrumentId: id, at: z.iso.datetime({ offset: true }) })).output(pastAgenda),
  why: oc.input(z.object({ planId: id, occurrence: z.string().max(120).nullable() })).output(explanation),
  /** The daily tasks (every day, every shift) that are due now, with their sheets' fields: one screen, one row each. */
  daily: oc.input(z.object({ instrumentId: id.nullable(), place: z.string().max(120).nullable() })).output(
    z.object({
      today: z.string(),
      shift: z.string(),
      items: z.array(agendaItem.extend({ fields: planTerms.shape.fields })),
      doneToday: z.array(
        z.object({
          planId: z.string(),
          title: z.string(),
          instrumentName: z.string(),
          by: z.string(),
          hash: z.string(),
        }),
      ),
    }),
  ),
};
