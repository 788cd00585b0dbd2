import type { FoldContext } from '../../records/decider.ts';
import { type BodyOf, isRecordOf, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import type { ItemState, Told } from './rules-case.ts';
import type { VisitState } from './terms.ts';
import type { CustomerSheet } from './visit-contract.ts';
import {
  customerDeclined,
  customerSigned,
  followUpAdded,
  followUpEnded,
  visitArrived,
  visitCancelled,
  visitChanged,
  visitClosed,
  visitLeft,
  visitPlanned,
  visitSummarized,
  visitWorkAdded,
  visitWorkStruck,
} from './visit-records.ts';

/** What a site visit is after its records. Pure; never throws. */

export type VisitFields = Pick<
  BodyOf<typeof visitPlanned>,
  'place' | 'contact' | 'purpose' | 'plannedOn' | 'fromTime' | 'toTime' | 'specialist' | 'instrumentIds' | 'preparation'
>;
type Summary = Pick<BodyOf<typeof visitSummarized>, 'found' | 'done' | 'leftAs' | 'openPoints'>;
type Ending = Told<{ readonly as: 'done' | 'dropped'; readonly note: string }>;
type Moment = Told<{ readonly time: string; readonly note: string }>;

export interface FollowUpFold {
  readonly planned: Told<BodyOf<typeof followUpAdded>> | null;
  readonly end: Slot<Ending> | null;
}

export interface VisitFold {
  readonly visitId: string;
  readonly planned: Told<BodyOf<typeof visitPlanned>> | null;
  readonly fields: Slot<VisitFields> | null;
  readonly arrived: Slot<Moment> | null;
  readonly left: Slot<Moment> | null;
  readonly work: readonly Told<BodyOf<typeof visitWorkAdded>>[];
  readonly struck: Readonly<Record<string, string>>;
  readonly summary: Slot<Summary> | null;
  readonly followUps: Readonly<Record<string, FollowUpFold>>;
  /** Newest signature and newest refusal of the customer; `customerSays` is the one that was later. */
  readonly signed: Told<BodyOf<typeof customerSigned>> | null;
  readonly declined: Told<BodyOf<typeof customerDeclined>> | null;
  readonly customerSays: 'nothing' | 'signed' | 'declined';
  readonly closed: Told<BodyOf<typeof visitClosed>> | null;
  readonly cancelled: Told<BodyOf<typeof visitCancelled>> | null;
}

const tell = <Value>(record: StoredRecord, body: Value): Told<Value> => ({
  ...body,
  at: record.wall,
  by: record.actor,
  hash: record.hash,
});
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const visitFieldsOf = (body: VisitFields): VisitFields => ({
  place: body.place,
  contact: body.contact,
  purpose: body.purpose,
  plannedOn: body.plannedOn,
  fromTime: body.fromTime,
  toTime: body.toTime,
  specialist: body.specialist,
  instrumentIds: body.instrumentIds,
  preparation: body.preparation,
});

const fieldsRule: SlotRule<VisitFields> = {
  code: 'cases/visit-changed-apart',
  hold: (earlier, later) => (earlier.plannedOn < later.plannedOn ? earlier : later),
  isSame: sameJson,
  show: ({ plannedOn, place }) => `${plannedOn} ${place}`,
};
const summaryRule: SlotRule<Summary> = {
  code: 'cases/summary-apart',
  hold: (_earlier, later) => later,
  isSame: sameJson,
  show: ({ done }) => done.slice(0, 120),
};
/** Of two arrivals the first, of two departures the last holds: time on site is not lost. */
const arrivedRule: SlotRule<Moment> = {
  code: 'cases/arrived-apart',
  hold: (a, b) => (a.time <= b.time ? a : b),
  isSame: (a, b) => a.time === b.time,
  show: ({ time }) => time,
};
const leftRule: SlotRule<Moment> = {
  ...arrivedRule,
  code: 'cases/left-apart',
  hold: (a, b) => (a.time > b.time ? a : b),
};
const endRule: SlotRule<Ending> = {
  code: 'cases/ended-apart',
  hold: (a, b) => (a.as === 'done' ? a : b),
  isSame: (a, b) => a.as === b.as,
  show: (ending) => ending.as,
};

export const emptyVisit = (stream: string): VisitFold => ({
  visitId: stream.slice(stream.indexOf('/') + 1),
  planned: null,
  fields: null,
  arrived: null,
  left: null,
  work: [],
  struck: {},
  summary: null,
  followUps: {},
  signed: null,
  declined: null,
  customerSays: 'nothing',
  closed: null,
  cancelled: null,
});

const emptyFollowUp: FollowUpFold = { planned: null, end: null };

/** Folds one record into a visit. Never throws. */
export function evolveVisit(state: VisitFold, record: StoredRecord, context: FoldContext): VisitFold {
  if (isRecordOf(record, visitPlanned)) return state.planned ? state : { ...state, planned: tell(record, record.body) };
  if (isRecordOf(record, visitChanged)) {
    return { ...state, fields: decideSlot(state.fields, record, visitFieldsOf(record.body), context, fieldsRule) };
  }
  if (isRecordOf(record, visitArrived)) {
    const { at: time, note } = record.body;
    return { ...state, arrived: decideSlot(state.arrived, record, tell(record, { time, note }), context, arrivedRule) };
  }
  if (isRecordOf(record, visitLeft)) {
    const { at: time, note } = record.body;
    return { ...state, left: decideSlot(state.left, record, tell(record, { time, note }), context, leftRule) };
  }
  if (isRecordOf(record, visitWorkAdded)) return { ...state, work: [...state.work, tell(record, record.body)] };
  if (isRecordOf(record, visitWorkStruck)) {
    const { entryId, reason } = record.body;
    return { ...state, struck: { ...state.struck, [entryId]: reason } };
  }
  if (isRecordOf(record, visitSummarized)) {
    const { found, done, leftAs, openPoints } = record.body;
    const summary = decideSlot(state.summary, record, { found, done, leftAs, openPoints }, context, summaryRule);
    return { ...state, summary };
  }
  if (isRecordOf(record, followUpAdded)) {
    const { followUpId } = record.body;
    const item = state.followUps[followUpId] ?? emptyFollowUp;
    const planned = item.planned ?? tell(record, record.body);
    return { ...state, followUps: { ...state.followUps, [followUpId]: { ...item, planned } } };
  }
  if (isRecordOf(record, followUpEnded)) {
    const { followUpId, as, note } = record.body;
    const item = state.followUps[followUpId] ?? emptyFollowUp;
    const end = decideSlot(item.end, record, tell(record, { as, note }), context, endRule);
    return { ...state, followUps: { ...state.followUps, [followUpId]: { ...item, end } } };
  }
  if (isRecordOf(record, customerSigned)) {
    if (context.concurrentWith.some(({ hash }) => hash === state.declined?.hash)) {
      context.conflict('cases/customer-apart', {}, state.declined ? [state.declined.hash] : []);
    }
    return { ...state, signed: tell(record, record.body), customerSays: 'signed' };
  }
  if (isRecordOf(record, customerDeclined)) {
    // Refused on one bench and signed on another without seeing it: the signature stands, and the refusal is shown.
    const isApart = context.concurrentWith.some(({ hash }) => hash === state.signed?.hash);
    if (isApart) context.conflict('cases/customer-apart', {}, state.signed ? [state.signed.hash] : []);
    return { ...state, declined: tell(record, record.body), customerSays: isApart ? 'signed' : 'declined' };
  }
  if (isRecordOf(record, visitClosed)) return state.closed ? state : { ...state, closed: tell(record, record.body) };
  if (isRecordOf(record, visitCancelled)) {
    if (state.arrived !== null) context.conflict('cases/cancelled-after-arrival', {}, []);
    return state.cancelled ? state : { ...state, cancelled: tell(record, record.body) };
  }
  return state;
}

export function currentVisit(state: VisitFold): VisitFields | null {
  if (!state.planned) return null;
  return state.fields?.value ?? visitFieldsOf(state.planned);
}

/** A visit somebody arrived at was made, whatever another bench cancelled meanwhile. */
export function visitStateOf(state: VisitFold): VisitState {
  if (state.closed) return 'closed';
  if (state.left) return 'left';
  if (state.arrived) return 'on-site';
  return state.cancelled ? 'cancelled' : 'planned';
}

export const followUpStateOf = ({ end }: FollowUpFold): ItemState => end?.value.as ?? 'open';

/** Whole minutes between arriving and leaving; null while one is missing or the clock was set back between them. */
export function minutesOnSite(state: VisitFold): number | null {
  if (!state.arrived || !state.left) return null;
  const minutes = Math.round((Date.parse(state.left.value.time) - Date.parse(state.arrived.value.time)) / 60_000);
  return minutes >= 0 ? minutes : null;
}

/** What keeps the specialist from closing it, as codes. */
export function obstaclesToClose(state: VisitFold): string[] {
  return [
    ...(state.arrived === null ? ['cases/not-arrived'] : []),
    ...(state.summary === null ? ['cases/no-summary'] : []),
    ...(state.left === null ? ['cases/not-left'] : []),
    ...(state.customerSays === 'nothing' ? ['cases/customer-not-asked'] : []),
  ];
}

/** The sheet a customer is shown: from the records alone, so that the same visit gives the same bytes on every bench. */
export function customerSheetOf(state: VisitFold, instruments: CustomerSheet['instruments']): CustomerSheet | null {
  const now = currentVisit(state);
  if (!now || !state.planned) return null;
  const summary = state.summary?.value ?? { found: '', done: '', leftAs: '', openPoints: '' };
  return {
    number: state.planned.number,
    place: now.place,
    purpose: now.purpose,
    specialist: now.specialist,
    arrivedAt: state.arrived?.value.time ?? '',
    leftAt: state.left?.value.time ?? '',
    instruments: [...instruments],
    work: state.work
      .filter(({ entryId }) => state.struck[entryId] === undefined)
      .map(({ at, text, minutes }) => ({ at, text, minutes })),
    ...summary,
    followUps: Object.values(state.followUps).flatMap((item) => {
      if (!item.planned || isDroppedBefore(item, state.signed?.at)) return [];
      const { text, owner, dueOn } = item.planned;
      return [{ text, owner, dueOn: dueOn ?? '' }];
    }),
  };
}

/** Dropped before the customer signed, it was never on their sheet; dropped later, it stays on what they signed. */
function isDroppedBefore({ end }: FollowUpFold, signedAt: string | undefined): boolean {
  return end?.value.as === 'dropped' && (signedAt === undefined || end.value.at <= signedAt);
}

/**
 * What is hashed of a sheet. Leaving is not part of it: the customer signs before the specialist goes, and going changes
 * nothing of what was signed.
 */
export function sheetText(sheet: CustomerSheet): string {
  const { leftAt: _later, ...signed } = sheet;
  return JSON.stringify(signed);
}
