import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { sentence } from './agenda-contract.ts';
import {
  clockState,
  eventKind,
  fieldEntry,
  photo,
  planTerms,
  recordedField,
  taskKind,
  verdict,
  wireReading,
  wireSource,
} from './terms.ts';

const id = z.string().max(64);
const hash = z.string().length(43);
const date = z.string().max(10);
const occurrence = z.string().max(120);
/** Asked again at every signature; null where the plan asks for none, or no account exists yet. */
export const signing = z.object({ password: z.string().max(200), statement: text(1000) }).nullable();

/** A sheet in progress: on this bench only, durable field by field, until it is performed or put away. */
export const sheet = z.object({
  sheetId: z.string(),
  planId: z.string(),
  occurrence: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  title: z.string(),
  kind: taskKind,
  detail: z.string(),
  sop: z.string(),
  dueOn: z.string().nullable(),
  windowOpensOn: z.string().nullable(),
  windowClosesOn: z.string().nullable(),
  fields: planTerms.shape.fields,
  entries: z.array(fieldEntry),
  needsSignature: z.boolean(),
  needsReview: z.boolean(),
  openedAt: z.string(),
  openedBy: z.string(),
  savedAt: z.string(),
  /** What it would count as if performed today: shown before saving. */
  counts: z.object({
    as: z.enum(['due', 'late', 'extra', 'already-done']),
    sentence,
    nextDueOn: z.string().nullable(),
  }),
  /** Other sheets of the same task in progress on this bench. */
  rivals: z.array(z.object({ sheetId: z.string(), openedBy: z.string(), savedAt: z.string() })),
});
export type Sheet = z.infer<typeof sheet>;

/** How a performed task counts. */
export const countsAs = z.enum(['due', 'late', 'extra', 'already-done', 'not-passed']);
export type CountsAs = z.infer<typeof countsAs>;

/** One performed task as history and grid show it. */
export const performedRow = z.object({
  hash: z.string(),
  planId: z.string(),
  occurrence: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  title: z.string(),
  kind: taskKind,
  /** The civil date it counts for at the place, and the one it was due on. */
  performedOn: z.string(),
  dueOn: z.string().nullable(),
  performedAt: z.string(),
  enteredAt: z.string(),
  timeZone: z.string(),
  by: z.string(),
  verdict,
  /** Labels of the fields that decided, and the person's own reason; empty for a pass. */
  verdictReason: z.string(),
  countsAs,
  isLateEntry: z.boolean(),
  isAmended: z.boolean(),
  isVoided: z.boolean(),
  review: z.object({ by: z.string(), at: z.string(), hash: z.string() }).nullable(),
  needsReview: z.boolean(),
  clock: clockState,
  /** Another performance of the same occurrence stands beside it. */
  isConflict: z.boolean(),
});
export type PerformedRow = z.infer<typeof performedRow>;

export const taskDetail = performedRow.extend({
  fields: z.array(recordedField),
  note: z.string(),
  lateReason: z.string(),
  plan: z.object({ tip: z.string(), rule: z.array(sentence), source: z.string(), sop: z.string(), regime: z.string() }),
  /** Corrections, newest last: the recorded value stays. */
  corrections: z.array(
    z.object({
      hash: z.string(),
      at: z.string(),
      by: z.string(),
      reason: z.string(),
      changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
    }),
  ),
  /** The other performances of the same occurrence. */
  beside: z.array(performedRow),
  skips: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string(), hash: z.string() })),
});
export type TaskDetail = z.infer<typeof taskDetail>;

export const performInput = z.object({
  sheetId: id,
  /** The day it was done; earlier than today is a late entry and needs a reason. */
  performedOn: date,
  /** Time of day on the place's clock, `HH:MM`; null where nobody remembers. */
  performedTime: z.string().max(5).nullable(),
  lateReason: text(500),
  /** True: recorded, and the date does not move. */
  isExtra: z.boolean(),
  /** Needed where required fields are missing or can not be judged: why not. */
  cannotEvaluateReason: text(500),
  note: text(2000),
  signing,
});

export const performed = z.object({
  hash: z.string(),
  verdict,
  countsAs,
  /** What it did to the date, e.g. `maintenance.counts.late` {dueOn, nextDueOn}. */
  sentence,
  nextDueOn: z.string().nullable(),
});

export const sheetsContract = {
  /** Opens a sheet, or the one this person has open of the same occurrence already (`isNew`: a second one beside it). */
  open: oc
    .input(z.object({ planId: id, occurrence: occurrence.nullable(), isNew: z.boolean().default(false) }))
    .output(sheet),
  get: oc.input(z.object({ sheetId: id })).output(sheet),
  list: oc.output(z.array(sheet)),
  /** Durable when it answers: survives a kill of the process. */
  saveField: oc
    .input(z.object({ sheetId: id, entry: fieldEntry }))
    .output(z.object({ savedAt: z.string(), verdict: verdict.nullable() })),
  /** Puts a sheet away without recording anything. */
  discard: oc.input(z.object({ sheetId: id })).output(z.object({})),
  perform: oc.input(performInput).output(performed),
  /** One daily task in one call: no sheet has to be opened first. Each is stored on its own. `requestId` repeats safely. */
  performNow: oc
    .input(
      performInput.omit({ sheetId: true }).extend({
        requestId: id.min(8),
        planId: id,
        occurrence: occurrence.nullable(),
        entries: z.array(fieldEntry).max(60),
      }),
    )
    .output(performed),
  /** Readings on the wire that could fill a field, newest first. */
  wireReadings: oc
    .input(z.object({ instrumentId: id, source: wireSource, limit: z.number().int().min(1).max(50) }))
    .output(z.array(wireReading)),
  savePhoto: oc
    .input(z.object({ name: text(200), mediaType: text(80), bytes: z.instanceof(Uint8Array) }))
    .output(photo),
  photo: oc.input(z.object({ sha256: z.string().length(64) })).output(z.object({ bytes: z.instanceof(Uint8Array) })),
};

/** One cell of the month grid: what stands in the box of one task on one day. */
export const gridCell = z.object({
  on: z.string(),
  /**
   * `done`, `late` (done on a later day), `missed`, `skipped`, `failed`, `due` (open, in time), `overdue` (open, past),
   * `extra`, `not-in-use`, `closed`, `planned`, `none`.
   */
  state: z.enum([
    'done',
    'late',
    'missed',
    'skipped',
    'failed',
    'due',
    'overdue',
    'extra',
    'not-in-use',
    'closed',
    'planned',
    'none',
  ]),
  /** Performances entered for this day: initials and hash, in order. */
  marks: z.array(
    z.object({
      hash: z.string(),
      by: z.string(),
      initials: z.string(),
      verdict,
      countsAs,
      isLateEntry: z.boolean(),
      isReviewed: z.boolean(),
      isAmended: z.boolean(),
      shift: z.string(),
      /** First measured value, for the box: `0.02 10*3/uL`. */
      value: z.string(),
    }),
  ),
  /** Where the work of this day was done later: that day. */
  doneOn: z.string().nullable(),
  reason: z.string(),
});
export type GridCell = z.infer<typeof gridCell>;

export const monthGrid = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  model: z.string(),
  serialNumber: z.string(),
  place: z.string(),
  month: z.string(),
  timeZone: z.string(),
  days: z.array(z.object({ on: z.string(), weekday: z.number(), isClosed: z.boolean(), isNotInUse: z.boolean() })),
  rows: z.array(
    z.object({
      planId: z.string(),
      title: z.string(),
      kind: taskKind,
      rule: z.array(sentence),
      isRetired: z.boolean(),
      cells: z.array(gridCell),
    }),
  ),
  /** Initials and who they stand for. */
  people: z.array(z.object({ initials: z.string(), name: z.string() })),
  gaps: z.array(z.object({ planId: z.string(), title: z.string(), dueOn: z.string(), state: z.string() })),
  reviewedCount: z.number(),
  performedCount: z.number(),
});
export type MonthGrid = z.infer<typeof monthGrid>;

export const tasksContract = {
  get: oc.input(z.object({ hash })).output(taskDetail),
  history: oc
    .input(
      z.object({
        instrumentId: id.nullable(),
        planId: id.nullable(),
        fromOn: date.nullable(),
        toOn: date.nullable(),
        only: z.enum(['all', 'to-review', 'failed', 'late-entries', 'conflicts']).default('all'),
        before: z.string().max(120).nullable(),
        limit: z.number().int().min(1).max(500),
      }),
    )
    .output(z.object({ rows: z.array(performedRow), next: z.string().nullable() })),
  /** Not done, and why. The task stays due. */
  skip: oc
    .input(z.object({ planId: id, occurrence: occurrence.nullable(), reason: text(500).min(1) }))
    .output(z.object({ hash: z.string() })),
  /** New values beside the recorded ones, with the reason. A signature on the old one does not count for the new one. */
  correct: oc
    .input(
      z.object({
        hash,
        entries: z.array(fieldEntry).max(60),
        performedOn: date.nullable(),
        note: text(2000).nullable(),
        reason: text(500).min(1),
        signing,
      }),
    )
    .output(z.object({ verdict, nextDueOn: z.string().nullable() })),
  /** The record does not hold (wrong instrument, not done at all): it stays visible, and the task is due again. */
  void: oc
    .input(z.object({ hash, reason: text(500).min(1), signing }))
    .output(z.object({ nextDueOn: z.string().nullable() })),
  /** Review with signature, one or a month's worth: each record is named by its hash. */
  review: oc
    .input(z.object({ hashes: z.array(hash).min(1).max(500), note: text(1000), signing }))
    .output(z.object({ reviewedCount: z.number() })),
  /** `month`: `YYYY-MM`. */
  month: oc.input(z.object({ instrumentId: id, month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) })).output(monthGrid),
};

export const meterRow = z.object({
  instrumentId: z.string(),
  meter: z.string(),
  unit: z.string(),
  /** As the instrument shows it, and running over replaced meters. */
  reading: z.string(),
  total: z.number(),
  readAt: z.string(),
  readOn: z.string(),
  origin: z.enum(['typed', 'wire']),
  replacedCount: z.number(),
  /** Readings that went down without a replaced meter: kept, shown, not used. */
  conflictCount: z.number(),
  planIds: z.array(z.string()),
});
export type MeterRow = z.infer<typeof meterRow>;

export const metersContract = {
  list: oc.input(z.object({ instrumentId: id.nullable() })).output(z.array(meterRow)),
  history: oc.input(z.object({ instrumentId: id, meter: text(80), limit: z.number().int().min(1).max(500) })).output(
    z.array(
      z.object({
        hash: z.string(),
        at: z.string(),
        on: z.string(),
        reading: z.string(),
        total: z.number().nullable(),
        origin: z.string(),
        by: z.string(),
      }),
    ),
  ),
  /** A reading typed by a person. Lower than the last is refused: a meter goes up, or it was replaced. */
  note: oc
    .input(
      z.object({
        instrumentId: id,
        meter: text(80).min(1),
        unit: text(40),
        reading: text(30),
        readOn: date.nullable(),
      }),
    )
    .output(z.object({ total: z.number() })),
  /** Signed: the old meter's last reading, the new one's first. */
  replace: oc
    .input(
      z.object({
        instrumentId: id,
        meter: text(80).min(1),
        lastReading: text(30),
        firstReading: text(30),
        reason: text(500).min(1),
        signing,
      }),
    )
    .output(z.object({ total: z.number() })),
};

export const eventRow = z.object({
  eventId: z.string(),
  instrumentId: z.string(),
  kind: eventKind,
  on: z.string(),
  at: z.string(),
  note: z.string(),
  by: z.string(),
  /** Plans it raised, and whether each is answered. */
  raised: z.array(z.object({ planId: z.string(), title: z.string(), isAnswered: z.boolean() })),
});

export const eventsContract = {
  list: oc.input(z.object({ instrumentId: id, limit: z.number().int().min(1).max(200) })).output(z.array(eventRow)),
  /** Something happened: raises a task of every plan of the instrument that names this kind. */
  note: oc
    .input(z.object({ instrumentId: id, kind: eventKind, on: date.nullable(), note: text(1000) }))
    .output(z.object({ eventId: z.string(), raised: z.array(z.string()) })),
};
