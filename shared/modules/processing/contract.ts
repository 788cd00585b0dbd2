import { oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import {
  bathPlan,
  bathSnapshot,
  countUnit,
  day,
  gradedCriterion,
  gradingDecision,
  gradingVerdict,
  gradingWhy,
  keptPhoto,
  programTerms,
  runOutcome,
  secondLook,
  stationState,
  stationTerms,
} from './terms.ts';

/**
 * Baths, programs, runs and gradings of tissue processors and stainers. A password is null where nobody can sign yet
 * (`people.session` says so); where there are accounts a grading is signed with it.
 */

const id = z.string().min(1).max(64);
const needed = (max: number) => text(max).min(1);
/** A screen shows a hundred; a report of years takes them all. */
const limit = z.number().int().min(1).max(20_000);
/** Days of the lab's calendar, both counted in; null leaves that end open. */
const between = { from: day.nullable().optional(), to: day.nullable().optional() };
const password = z.string().min(1).max(1000).nullable();
const ofInstrument = z.object({ instrumentId: id });
/** Null: now. Else the day and the time on the wall where the instrument stands; a later one than now is refused. */
const moment = z.object({ on: day, time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }).nullable();
const expiresOn = z.union([day, z.literal('not-stated')]).nullable();

/** What stands in a bath. */
export const currentFill = z.object({
  fillId: z.string(),
  content: z.string(),
  lot: z.string(),
  expiresOn,
  openedOn: z.string().nullable(),
  sinceOn: z.string(),
  at: z.string(),
  by: z.string(),
});

export const stationRow = z.object({
  ...stationTerms.shape,
  state: stationState,
  why: z.array(z.enum(['count', 'days', 'expiry', 'count-limit-blank', 'day-limit-blank', 'expiry-blank'])),
  usedCount: z.number().nullable(),
  countLeft: z.number().nullable(),
  dueOn: z.string().nullable(),
  daysLeft: z.number().nullable(),
  fill: currentFill.nullable(),
});
export type StationRow = z.infer<typeof stationRow>;

export const programRow = z.object({
  programId: z.string(),
  version: z.number(),
  terms: programTerms,
  setAt: z.string(),
  setBy: z.string(),
  hasConflict: z.boolean(),
});
export type ProgramRow = z.infer<typeof programRow>;

export const runRow = z.object({
  runId: z.string(),
  hash: z.string(),
  programId: z.string().nullable(),
  programVersion: z.number().nullable(),
  programName: z.string(),
  count: z.number(),
  outcome: runOutcome,
  on: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string(),
});
export type RunRow = z.infer<typeof runRow>;

export const fillRow = z.object({
  fillId: z.string(),
  hash: z.string(),
  stationId: z.string(),
  position: z.number(),
  act: z.enum(['changed', 'topped-up', 'moved', 'emptied']),
  fromPosition: z.number().nullable(),
  content: z.string(),
  lot: z.string(),
  expiresOn,
  openedOn: z.string().nullable(),
  on: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string(),
});
export type FillRow = z.infer<typeof fillRow>;

export const gradingRow = z.object({
  gradingId: z.string(),
  hash: z.string(),
  material: z.string(),
  materialLot: z.string(),
  verdict: gradingVerdict,
  why: z.array(gradingWhy),
  decision: gradingDecision,
  second: secondLook,
  photoCount: z.number(),
  on: z.string(),
  at: z.string(),
  by: z.string(),
  hasConflict: z.boolean(),
});
export type GradingRow = z.infer<typeof gradingRow>;

/** How grading stands today: the newest grading, and whether one is still asked for. */
export const gradingStanding = z.object({
  state: z.enum(['not-set-up', 'accepted', 'rejected', 'held', 'waiting', 'disagreed', 'missing', 'none']),
  newest: gradingRow.nullable(),
});
export type GradingStanding = z.infer<typeof gradingStanding>;

export const board = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  today: z.string(),
  isSetUp: z.boolean(),
  countUnit,
  /** In the order of their places. */
  stations: z.array(stationRow),
  /** Ids of baths that need a person, what comes first at the front. */
  next: z.array(z.string()),
  programs: z.array(programRow),
  /** Newest first. */
  runs: z.array(runRow),
  grading: gradingStanding,
  hasConflict: z.boolean(),
});
export type BathBoard = z.infer<typeof board>;

const plan = {
  /** Null: nobody has set the baths up. */
  get: oc.input(ofInstrument).output(
    z.object({
      plan: bathPlan.nullable(),
      hasConflict: z.boolean(),
      /** `tissue-processor`, `stainer`, or what else the definition says it is. */
      instrumentClass: z.string(),
    }),
  ),
  set: oc.input(z.object({ instrumentId: id, plan: bathPlan, reason: text(500) })).output(z.object({})),
};

const programs = {
  list: oc.input(z.object({ instrumentId: id, show: z.enum(['in-use', 'all']) })).output(z.array(programRow)),
  /** Every version there was, newest first. */
  versions: oc
    .input(z.object({ programId: id }))
    .output(
      z.array(
        z.object({ version: z.number(), terms: programTerms, reason: z.string(), at: z.string(), by: z.string() }),
      ),
    ),
  /** `programId` null: a new program. Baths of the steps are those of the plan. */
  set: oc
    .input(z.object({ instrumentId: id, programId: id.nullable(), terms: programTerms, reason: text(500) }))
    .output(z.object({ programId: z.string(), version: z.number() })),
};

const runs = {
  list: oc.input(z.object({ instrumentId: id, limit, ...between })).output(z.array(runRow)),
  /** Without a program it counts for every bath in use. */
  log: oc
    .input(
      z.object({
        instrumentId: id,
        requestId: id,
        programId: id.nullable(),
        count: z.number().int().min(1).max(10_000),
        outcome: runOutcome,
        at: moment,
        note: text(500),
      }),
    )
    .output(z.object({ runId: z.string(), dueStationIds: z.array(z.string()) })),
  void: oc.input(z.object({ runId: id, reason: needed(500) })).output(z.object({})),
};

const fills = {
  list: oc.input(z.object({ instrumentId: id, stationId: id.nullable(), limit, ...between })).output(z.array(fillRow)),
  /** Changed, topped up or emptied. */
  record: oc
    .input(
      z.object({
        instrumentId: id,
        requestId: id,
        stationId: id,
        act: z.enum(['changed', 'topped-up', 'emptied']),
        lot: text(80),
        expiresOn,
        openedOn: day.nullable(),
        at: moment,
        note: text(500),
      }),
    )
    .output(z.object({ fillId: z.string() })),
  /** What stood in one bath now stands in another, with its lot, its days and its count. */
  move: oc
    .input(z.object({ instrumentId: id, requestId: id, fromStationId: id, stationId: id, note: text(500) }))
    .output(z.object({ fillId: z.string() })),
  /** What is known of a lot that was used before, so that a scan fills in the rest. */
  lot: oc
    .input(z.object({ instrumentId: id, lot: needed(80) }))
    .output(z.object({ content: z.string(), expiresOn, openedOn: z.string().nullable() }).nullable()),
  void: oc.input(z.object({ fillId: id, reason: needed(500) })).output(z.object({})),
};

const gradings = {
  list: oc.input(z.object({ instrumentId: id, limit, ...between })).output(z.array(gradingRow)),
  get: oc.input(z.object({ gradingId: id })).output(
    gradingRow.extend({
      instrumentId: z.string(),
      instrumentName: z.string(),
      criteria: z.array(gradedCriterion),
      correctiveAction: z.string(),
      photos: z.array(keptPhoto),
      baths: z.array(bathSnapshot),
      run: runRow.nullable(),
      note: z.string(),
      confirmation: z.object({ hash: z.string(), by: z.string(), at: z.string(), note: z.string() }).nullable(),
      needsPassword: z.boolean(),
    }),
  ),
  /** The verdict is the host's; criteria that are not the plan's are refused. */
  record: oc
    .input(
      z.object({
        instrumentId: id,
        requestId: id,
        material: needed(120),
        materialLot: text(80),
        runId: id.nullable(),
        criteria: z.array(gradedCriterion.pick({ criterionId: true, grade: true, value: true })).max(30),
        decision: gradingDecision,
        correctiveAction: text(2000),
        photos: z.array(keptPhoto).max(6),
        note: text(2000),
        password,
      }),
    )
    .output(z.object({ gradingId: z.string(), verdict: gradingVerdict })),
  /** The second person, who is not the first. */
  confirm: oc
    .input(z.object({ gradingId: id, outcome: z.enum(['agreed', 'disagreed']), note: text(1000), password }))
    .output(z.object({})),
  void: oc.input(z.object({ gradingId: id, reason: needed(500), password })).output(z.object({})),
  /** Seals a picture; durable when it returns. */
  savePhoto: oc
    .input(z.object({ name: needed(200), mediaType: text(80), bytes: z.instanceof(Uint8Array) }))
    .output(keptPhoto),
  photo: oc.input(z.object({ sha256: z.string().length(64) })).output(z.object({ bytes: z.instanceof(Uint8Array) })),
};

export const processingContract = {
  /** Everything of one instrument that the bath board shows. */
  board: oc.input(ofInstrument).output(board),
  /** Baths of all instruments that are to be changed, for the agenda. */
  due: oc.output(
    z.array(
      z.object({
        instrumentId: z.string(),
        instrumentName: z.string(),
        stations: z.array(
          z.object({
            position: z.number(),
            content: z.string(),
            state: stationState,
            dueOn: z.string().nullable(),
            countLeft: z.number().nullable(),
          }),
        ),
      }),
    ),
  ),
  plan,
  programs,
  runs,
  fills,
  gradings,
};
