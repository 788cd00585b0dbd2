import type { FoldContext } from '../../records/decider.ts';
import { type BodyOf, isRecordOf, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import {
  actionEnded,
  actionPlanned,
  caseChanged,
  caseLinked,
  caseNoted,
  caseOpened,
  casePartUsed,
  caseStateChanged,
  caseTaskAdded,
  caseTaskEnded,
  caseUnlinked,
  causeInvestigated,
  effectivenessChecked,
  nonconformityDeclared,
  pictureAdded,
  timeSpent,
} from './records.ts';
import type { CaseState } from './terms.ts';

/** What a case is after its records. Pure; never throws, and depends on the set of records alone. */

type Body<D> = BodyOf<D>;

/** Body of a fact with who and when. */
export type Told<Value> = Value & { readonly at: string; readonly by: string; readonly hash: string };

export type CaseFields = Pick<
  Body<typeof caseOpened>,
  | 'title'
  | 'description'
  | 'kind'
  | 'reportedBy'
  | 'resultsAffected'
  | 'affectedNote'
  | 'hasBackup'
  | 'deadlineOn'
  | 'deadlineSource'
  | 'promisedAt'
  | 'assignee'
>;

type Ending = Told<{ readonly as: 'done' | 'dropped'; readonly note: string }>;
export type Declared = Told<Body<typeof nonconformityDeclared>>;
export type Investigated = Told<Body<typeof causeInvestigated>>;
export type EffectChecked = Told<Body<typeof effectivenessChecked>>;

export interface CaseItem<Planned> {
  readonly planned: Told<Planned> | null;
  readonly end: Slot<Ending> | null;
}

export interface CaseFold {
  readonly caseId: string;
  readonly opened: Told<Body<typeof caseOpened>> | null;
  readonly fields: Slot<CaseFields> | null;
  readonly state: Slot<CaseState> | null;
  readonly nonconformity: Slot<Declared> | null;
  /** When it was first called a nonconformity: the clock runs from then, whatever is changed later. */
  readonly declaredAt: string | null;
  readonly cause: Slot<Investigated> | null;
  readonly actions: Readonly<Record<string, CaseItem<Body<typeof actionPlanned>>>>;
  readonly tasks: Readonly<Record<string, CaseItem<Body<typeof caseTaskAdded>>>>;
  readonly effects: readonly EffectChecked[];
  readonly links: Readonly<Record<string, Told<Body<typeof caseLinked>>>>;
  readonly unlinked: Readonly<Record<string, string>>;
  readonly pictures: readonly Told<Body<typeof pictureAdded>>[];
  readonly parts: readonly Told<Body<typeof casePartUsed>>[];
  readonly times: readonly Told<Body<typeof timeSpent>>[];
  /** Latest wall time of any of its records. */
  readonly lastActAt: string;
  /** The record that closed it, while it is closed. */
  readonly closing: Told<{ readonly note: string }> | null;
}

const tell = <Value>(record: StoredRecord, body: Value): Told<Value> => ({
  ...body,
  at: record.wall,
  by: record.actor,
  hash: record.hash,
});
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const fieldsOf = (body: CaseFields): CaseFields => ({
  title: body.title,
  description: body.description,
  kind: body.kind,
  reportedBy: body.reportedBy,
  resultsAffected: body.resultsAffected,
  affectedNote: body.affectedNote,
  hasBackup: body.hasBackup,
  deadlineOn: body.deadlineOn,
  deadlineSource: body.deadlineSource,
  promisedAt: body.promisedAt,
  assignee: body.assignee,
});

const worse = { yes: 2, unknown: 1, no: 0 } as const;

/** Changed apart, what keeps the case higher in the list holds, field by field where it matters, until a person settles it. */
const fieldsRule: SlotRule<CaseFields> = {
  code: 'cases/changed-apart',
  hold: (earlier, later) => ({
    ...later,
    resultsAffected:
      worse[earlier.resultsAffected] > worse[later.resultsAffected] ? earlier.resultsAffected : later.resultsAffected,
    deadlineOn: firstOf(earlier.deadlineOn, later.deadlineOn),
    promisedAt: firstOf(earlier.promisedAt, later.promisedAt),
  }),
  isSame: sameJson,
  show: ({ title }) => title,
};

const firstOf = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a < b ? a : b);

/** Made apart, the state that keeps the case open holds. */
const stateRank: Readonly<Record<CaseState, number>> = {
  closed: 0,
  'pending-verification': 1,
  'corrective-action': 2,
  investigating: 3,
  acknowledged: 4,
  open: 5,
  recurred: 6,
};
const stateRule: SlotRule<CaseState> = {
  code: 'cases/state-conflict',
  hold: (a, b) => (stateRank[a] > stateRank[b] ? a : b),
  show: (value) => value,
};

const severityRank = { critical: 2, major: 1, minor: 0 } as const;
const declaredRule: SlotRule<Declared> = {
  code: 'cases/nonconformity-conflict',
  hold: (earlier, later) => (severityRank[earlier.severity] > severityRank[later.severity] ? earlier : later),
  isSame: (a, b) => a.severity === b.severity && a.category === b.category && a.whatHappened === b.whatHappened,
  show: ({ severity, category }) => `${severity}, ${category}`,
};
const causeRule: SlotRule<Investigated> = {
  code: 'cases/cause-conflict',
  hold: (_earlier, later) => later,
  isSame: (a, b) => a.cause === b.cause,
  show: ({ cause }) => cause.slice(0, 120),
};
/** Ended apart as done and as dropped, it was done. */
const endRule: SlotRule<Ending> = {
  code: 'cases/ended-apart',
  hold: (a, b) => (a.as === 'done' ? a : b),
  isSame: (a, b) => a.as === b.as,
  show: (ending) => ending.as,
};

/** State an effectiveness check brings. `cannot-evaluate` leaves it waiting for a check that can tell. */
export const stateAfter = {
  effective: 'closed',
  'not-effective': 'recurred',
  'cannot-evaluate': 'pending-verification',
} as const satisfies Record<EffectChecked['verdict'], CaseState>;

const emptyItem = { planned: null, end: null };

/** The case's state as it stands; `open` until somebody changed it. */
export const caseStateOf = ({ state }: Pick<CaseFold, 'state'>): CaseState => state?.value ?? 'open';
export const isOpenCase = (state: CaseState): boolean => state !== 'closed';

/** Fields as they hold now, or null while the opening has not arrived. */
export function currentCase(state: CaseFold): CaseFields | null {
  if (!state.opened) return null;
  return state.fields?.value ?? fieldsOf(state.opened);
}

export const emptyCase = (stream: string): CaseFold => ({
  caseId: stream.slice(stream.indexOf('/') + 1),
  opened: null,
  fields: null,
  state: null,
  nonconformity: null,
  declaredAt: null,
  cause: null,
  actions: {},
  tasks: {},
  effects: [],
  links: {},
  unlinked: {},
  pictures: [],
  parts: [],
  times: [],
  lastActAt: '',
  closing: null,
});

/** Folds one record into a case. Never throws. */
export function evolveCase(before: CaseFold, record: StoredRecord, context: FoldContext): CaseFold {
  const state = record.wall > before.lastActAt ? { ...before, lastActAt: record.wall } : before;
  if (isRecordOf(record, caseOpened)) return state.opened ? state : { ...state, opened: tell(record, record.body) };
  if (isRecordOf(record, caseChanged)) {
    return { ...state, fields: decideSlot(state.fields, record, fieldsOf(record.body), context, fieldsRule) };
  }
  if (isRecordOf(record, caseStateChanged)) {
    return goTo(state, record, { to: record.body.to, note: record.body.note }, context);
  }
  if (isRecordOf(record, caseNoted)) return state;
  if (isRecordOf(record, pictureAdded)) return { ...state, pictures: [...state.pictures, tell(record, record.body)] };
  if (isRecordOf(record, casePartUsed)) return { ...state, parts: [...state.parts, tell(record, record.body)] };
  if (isRecordOf(record, timeSpent)) return { ...state, times: [...state.times, tell(record, record.body)] };
  if (isRecordOf(record, caseLinked) || isRecordOf(record, caseUnlinked)) return evolveLinks(state, record);
  if (isRecordOf(record, caseTaskAdded)) {
    const { taskId } = record.body;
    const item = state.tasks[taskId] ?? emptyItem;
    const planned = item.planned ?? tell(record, record.body);
    return { ...state, tasks: { ...state.tasks, [taskId]: { ...item, planned } } };
  }
  if (isRecordOf(record, caseTaskEnded)) {
    const { taskId } = record.body;
    const item = state.tasks[taskId] ?? emptyItem;
    const end = decideSlot(item.end, record, endingOf(record, record.body), context, endRule);
    return { ...state, tasks: { ...state.tasks, [taskId]: { ...item, end } } };
  }
  return evolveNonconformity(state, record, context);
}

const endingOf = (record: StoredRecord, { as, note }: Pick<Ending, 'as' | 'note'>): Ending =>
  tell(record, { as, note });

function goTo(
  state: CaseFold,
  record: StoredRecord,
  { to, note }: { to: CaseState; note: string },
  context: FoldContext,
): CaseFold {
  const slot = decideSlot(state.state, record, to, context, stateRule);
  const closing = slot.value === 'closed' ? (state.closing ?? tell(record, { note })) : null;
  return { ...state, state: slot, closing };
}

/** A link stands until it is taken away by somebody who saw it; linked again, it stands again. */
function evolveLinks(state: CaseFold, record: StoredRecord): CaseFold {
  if (isRecordOf(record, caseLinked)) {
    const { stream } = record.body;
    const { [stream]: _gone, ...unlinked } = state.unlinked;
    return { ...state, unlinked, links: { ...state.links, [stream]: tell(record, record.body) } };
  }
  if (isRecordOf(record, caseUnlinked)) {
    return { ...state, unlinked: { ...state.unlinked, [record.body.stream]: record.hash } };
  }
  return state;
}

function evolveNonconformity(state: CaseFold, record: StoredRecord, context: FoldContext): CaseFold {
  if (isRecordOf(record, nonconformityDeclared)) {
    const value = tell(record, record.body);
    const nonconformity = decideSlot(state.nonconformity, record, value, context, declaredRule);
    return { ...state, nonconformity, declaredAt: firstOf(state.declaredAt, record.wall) };
  }
  if (isRecordOf(record, causeInvestigated)) {
    const cause = decideSlot(state.cause, record, tell(record, record.body), context, causeRule);
    return { ...state, cause };
  }
  if (isRecordOf(record, actionPlanned)) {
    const { actionId } = record.body;
    const item = state.actions[actionId] ?? emptyItem;
    const planned = item.planned ?? tell(record, record.body);
    return { ...state, actions: { ...state.actions, [actionId]: { ...item, planned } } };
  }
  if (isRecordOf(record, actionEnded)) {
    const { actionId } = record.body;
    const item = state.actions[actionId] ?? emptyItem;
    const end = decideSlot(item.end, record, endingOf(record, record.body), context, endRule);
    return { ...state, actions: { ...state.actions, [actionId]: { ...item, end } } };
  }
  if (isRecordOf(record, effectivenessChecked)) {
    const effects = [...state.effects, tell(record, record.body)];
    const { verdict, statement } = record.body;
    return goTo({ ...state, effects }, record, { to: stateAfter[verdict], note: statement }, context);
  }
  return state;
}

export type ItemState = 'open' | 'done' | 'dropped';
export const itemStateOf = ({ end }: CaseItem<unknown>): ItemState => end?.value.as ?? 'open';

/** Links that stand, in the order they were made. */
export function standingLinks(state: CaseFold): Told<Body<typeof caseLinked>>[] {
  return Object.values(state.links)
    .filter(({ stream }) => state.unlinked[stream] === undefined)
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.hash < b.hash ? -1 : 1));
}
