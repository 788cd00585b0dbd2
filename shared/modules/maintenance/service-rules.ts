import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import {
  downtimeChanged,
  downtimeEnded,
  downtimeStarted,
  workOrderChanged,
  workOrderCompleted,
  workOrderNoted,
  workOrderOpened,
  workOrderStateChanged,
} from './service-records.ts';
import type {
  DowntimeKind,
  ResultsAffected,
  RtsEvent,
  WorkOrderKind,
  WorkOrderState,
  WorkOwner,
} from './service-terms.ts';

/** Pure rules of work orders and downtime. */

export interface WorkOrderFields {
  readonly title: string;
  readonly description: string;
  readonly kind: WorkOrderKind;
  readonly owner: WorkOwner;
  readonly vendor: string;
  readonly assignee: string;
  readonly dueOn: string | null;
}

export interface Completion {
  readonly at: string;
  readonly by: string;
  readonly whatWasDone: string;
  readonly rtsId: string | null;
}

export interface WorkOrderFold {
  readonly workOrderId: string;
  readonly opened: BodyOf<typeof workOrderOpened> | null;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly fields: Slot<WorkOrderFields> | null;
  readonly state: Slot<WorkOrderState> | null;
  /** Accounts of what was done: more than one when benches completed it apart. All are shown. */
  readonly completions: readonly Completion[];
}

const fieldsOf = ({ title, description, kind, owner, vendor, assignee, dueOn }: WorkOrderFields): WorkOrderFields => ({
  title,
  description,
  kind,
  owner,
  vendor,
  assignee,
  dueOn,
});
const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const fieldsRule: SlotRule<WorkOrderFields> = {
  code: 'maintenance/work-order-changed-apart',
  hold: (_earlier, later) => later,
  isSame: sameJson,
  show: ({ title }) => title,
};

/** Made apart, the state that keeps the work in sight holds. */
const stateRank: Readonly<Record<WorkOrderState, number>> = {
  cancelled: 0,
  complete: 1,
  'on-hold': 2,
  open: 3,
  'in-progress': 4,
};
const stateRule: SlotRule<WorkOrderState> = {
  code: 'maintenance/work-order-state-conflict',
  hold: (a, b) => (stateRank[a] > stateRank[b] ? a : b),
  show: (value) => value,
};

export const isOpenWork = (state: WorkOrderState): boolean => state !== 'complete' && state !== 'cancelled';

/** Folds one record into a work order. Never throws. */
export function evolveWorkOrder(state: WorkOrderFold, record: StoredRecord, context: FoldContext): WorkOrderFold {
  if (isRecordOf(record, workOrderOpened)) {
    if (state.opened) return state;
    return { ...state, opened: record.body, openedAt: record.wall, openedBy: record.actor };
  }
  if (isRecordOf(record, workOrderChanged)) {
    return { ...state, fields: decideSlot(state.fields, record, fieldsOf(record.body), context, fieldsRule) };
  }
  if (isRecordOf(record, workOrderStateChanged)) {
    return { ...state, state: decideSlot(state.state, record, record.body.to, context, stateRule) };
  }
  if (isRecordOf(record, workOrderCompleted)) {
    const { whatWasDone, rtsId } = record.body;
    const completion = { at: record.wall, by: record.actor, whatWasDone, rtsId };
    return {
      ...state,
      state: decideSlot<WorkOrderState>(state.state, record, 'complete', context, stateRule),
      completions: [...state.completions, completion],
    };
  }
  return state;
}

/** What a work order is now, or null while its opening has not arrived. */
export function currentWorkOrder(state: WorkOrderFold): (WorkOrderFields & { state: WorkOrderState }) | null {
  if (!state.opened) return null;
  return { ...fieldsOf(state.fields?.value ?? state.opened), state: state.state?.value ?? 'open' };
}

export type WorkOrderCommand =
  | { readonly do: 'open'; readonly body: BodyOf<typeof workOrderOpened> }
  | { readonly do: 'change'; readonly fields: WorkOrderFields; readonly reason: string }
  | { readonly do: 'set-state'; readonly to: Exclude<WorkOrderState, 'complete'>; readonly reason: string }
  | { readonly do: 'note'; readonly text: string }
  | {
      readonly do: 'complete';
      readonly whatWasDone: string;
      readonly events: readonly RtsEvent[];
      readonly rtsId: string | null;
    };

function decideWorkOrder(state: WorkOrderFold, command: WorkOrderCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'open') return state.opened ? [] : [draft(workOrderOpened, stream, command.body)];
  const now = currentWorkOrder(state);
  const { workOrderId } = state;
  if (!now || !state.opened) throw new AppError('maintenance/work-order-not-found', { workOrderId });
  const about = { workOrderId, instrumentId: state.opened.instrumentId };
  switch (command.do) {
    case 'note':
      return [draft(workOrderNoted, stream, { ...about, text: command.text })];
    case 'change': {
      if (sameJson(fieldsOf(command.fields), fieldsOf(now))) return [];
      const { fields, reason } = command;
      return [
        draft(workOrderChanged, stream, { ...about, ...fieldsOf(fields), reason, answers: answersOf(state.fields) }),
      ];
    }
    case 'set-state': {
      const { to, reason } = command;
      if (now.state === to && (state.state?.sides.length ?? 0) < 2) return [];
      if (now.state === 'complete' && reason === '') throw new AppError('maintenance/reason-needed', {});
      const answers = answersOf(state.state);
      return [draft(workOrderStateChanged, stream, { ...about, from: now.state, to, reason, answers })];
    }
    case 'complete': {
      if (now.state === 'complete') throw new AppError('maintenance/work-order-complete', { workOrderId });
      const { whatWasDone, events, rtsId } = command;
      const answers = answersOf(state.state);
      return [draft(workOrderCompleted, stream, { ...about, whatWasDone, events: [...events], rtsId, answers })];
    }
  }
}

/** Refuses with `maintenance/work-order-not-found`, `work-order-complete`, `reason-needed` (to re-open). */
export const workOrderDecider: Decider<WorkOrderFold, WorkOrderCommand> = {
  initial: (stream) => ({
    workOrderId: stream.slice(stream.indexOf('/') + 1),
    opened: null,
    openedAt: '',
    openedBy: '',
    fields: null,
    state: null,
    completions: [],
  }),
  evolve: evolveWorkOrder,
  decide: decideWorkOrder,
};

/** Events a piece of work asks proof for: by its kind, and by the parts it used. A person confirms them. */
export function suggestEvents(kind: WorkOrderKind, parts: readonly { readonly isCritical: boolean }[]): RtsEvent[] {
  const events = new Set<RtsEvent>();
  if (parts.some(({ isCritical }) => isCritical)) events.add('critical-part');
  else if (parts.length > 0) events.add('repair');
  const byKind: Partial<Record<WorkOrderKind, RtsEvent>> = {
    repair: 'repair',
    preventive: 'major-maintenance',
    modification: 'repair',
    move: 'move',
    software: 'software-update',
  };
  const event = byKind[kind];
  // The critical part's list holds all that a repair's asks.
  if (event && !(event === 'repair' && events.has('critical-part'))) events.add(event);
  return [...events];
}

export interface DowntimeFields {
  readonly kind: DowntimeKind;
  readonly cause: string;
  readonly from: string;
  readonly resultsAffected: ResultsAffected;
  readonly affectedNote: string;
}

export interface DowntimeEnd {
  readonly at: string;
  readonly by: 'return-to-service' | 'person';
  readonly rtsId: string | null;
}

export interface DowntimeFold {
  readonly downtimeId: string;
  readonly started: BodyOf<typeof downtimeStarted> | null;
  readonly fields: Slot<DowntimeFields> | null;
  readonly end: Slot<DowntimeEnd> | null;
}

const downtimeOf = ({ kind, cause, from, resultsAffected, affectedNote }: DowntimeFields): DowntimeFields => ({
  kind,
  cause,
  from,
  resultsAffected,
  affectedNote,
});
/** Affected results outrank "no": whoever saw them is heard. */
const affectedRank: Readonly<Record<ResultsAffected, number>> = { no: 0, unknown: 1, yes: 2 };
const downtimeRule: SlotRule<DowntimeFields> = {
  code: 'maintenance/downtime-changed-apart',
  hold: (a, b) => (affectedRank[a.resultsAffected] > affectedRank[b.resultsAffected] ? a : b),
  isSame: sameJson,
  show: ({ kind, resultsAffected }) => `${kind}, ${resultsAffected}`,
};
/** The later end holds: an instrument one bench still had down was down. */
const endRule: SlotRule<DowntimeEnd> = {
  code: 'maintenance/downtime-ended-apart',
  hold: (a, b) => (Date.parse(a.at) > Date.parse(b.at) ? a : b),
  isSame: (a, b) => a.at === b.at,
  show: ({ at }) => at,
};

/** Folds one record into a downtime. Never throws. */
export function evolveDowntime(state: DowntimeFold, record: StoredRecord, context: FoldContext): DowntimeFold {
  if (isRecordOf(record, downtimeStarted)) return state.started ? state : { ...state, started: record.body };
  if (isRecordOf(record, downtimeChanged)) {
    return { ...state, fields: decideSlot(state.fields, record, downtimeOf(record.body), context, downtimeRule) };
  }
  if (isRecordOf(record, downtimeEnded)) {
    const { at, by, rtsId } = record.body;
    return { ...state, end: decideSlot(state.end, record, { at, by, rtsId }, context, endRule) };
  }
  return state;
}

export type DowntimeCommand =
  | { readonly do: 'start'; readonly body: BodyOf<typeof downtimeStarted> }
  | { readonly do: 'change'; readonly fields: DowntimeFields; readonly reason: string }
  | { readonly do: 'end'; readonly end: DowntimeEnd; readonly reason: string };

function decideDowntime(state: DowntimeFold, command: DowntimeCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'start') return state.started ? [] : [draft(downtimeStarted, stream, command.body)];
  const { started, downtimeId } = state;
  if (!started) throw new AppError('maintenance/downtime-not-found', { downtimeId });
  const about = { downtimeId, instrumentId: started.instrumentId };
  const now = downtimeOf(state.fields?.value ?? started);
  if (command.do === 'change') {
    if (sameJson(downtimeOf(command.fields), now)) return [];
    const { fields, reason } = command;
    return [
      draft(downtimeChanged, stream, { ...about, ...downtimeOf(fields), reason, answers: answersOf(state.fields) }),
    ];
  }
  if (state.end) throw new AppError('maintenance/downtime-ended', { downtimeId });
  const { end, reason } = command;
  if (Date.parse(end.at) < Date.parse(now.from)) throw new AppError('maintenance/downtime-ends-before-start', {});
  return [draft(downtimeEnded, stream, { ...about, ...end, reason, answers: [] })];
}

/** Refuses with `maintenance/downtime-not-found`, `downtime-ended`, `downtime-ends-before-start`. */
export const downtimeDecider: Decider<DowntimeFold, DowntimeCommand> = {
  initial: (stream) => ({ downtimeId: stream.slice(stream.indexOf('/') + 1), started: null, fields: null, end: null }),
  evolve: evolveDowntime,
  decide: decideDowntime,
};
