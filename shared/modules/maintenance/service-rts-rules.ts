import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import {
  overrideEnded,
  readinessOverridden,
  rtsApproved,
  rtsItemProven,
  rtsRaised,
  rtsRowChanged,
} from './service-records.ts';
import { type RtsRowItem, rtsTable } from './service-rts-table.ts';
import {
  overrideLimitHours,
  type RtsEvent,
  type RtsItemKey,
  type RtsProof,
  type RtsState,
  type RtsVerdict,
} from './service-terms.ts';

/**
 * Pure rules of return to service: what one list is after its records, whether its review holds, what may be asked.
 * Where benches decided apart, the safer value holds: not in service.
 */

export interface ProvenItem {
  readonly verdict: RtsVerdict;
  readonly proof: RtsProof;
  readonly at: string;
  readonly by: string;
  readonly hash: string;
}

export interface RtsReview {
  readonly hash: string;
  readonly at: string;
  readonly by: string;
  readonly statement: string;
  readonly proofs: BodyOf<typeof rtsApproved>['proofs'];
}

export interface RtsFold {
  readonly rtsId: string;
  /** Null while only later records have arrived. */
  readonly raised: BodyOf<typeof rtsRaised> | null;
  readonly raisedAt: string;
  readonly raisedBy: string;
  readonly raisedHash: string;
  readonly proven: Readonly<Partial<Record<RtsItemKey, Slot<ProvenItem>>>>;
  readonly reviews: readonly RtsReview[];
  /** Hash of every proof and review, replaced ones too: what a later review may settle. */
  readonly hashes: readonly string[];
}

export const initialRts = (stream: string): RtsFold => ({
  rtsId: stream.slice(stream.indexOf('/') + 1),
  raised: null,
  raisedAt: '',
  raisedBy: '',
  raisedHash: '',
  proven: {},
  reviews: [],
  hashes: [],
});

const provenRule: SlotRule<ProvenItem> = {
  code: 'maintenance/rts-proven-apart',
  hold: (a, b) => (a.verdict === 'fail' ? a : b),
  isSame: (a, b) => a.verdict === b.verdict,
  show: ({ verdict }) => verdict,
};

/** Folds one record into a list. Never throws; what breaks a rule is a named conflict. */
export function evolveRts(state: RtsFold, record: StoredRecord, context: FoldContext): RtsFold {
  if (isRecordOf(record, rtsRaised)) {
    if (state.raised) {
      context.conflict('maintenance/rts-raised-twice', {});
      return state;
    }
    const { body, wall, actor, hash } = record;
    return { ...state, raised: body, raisedAt: wall, raisedBy: actor, raisedHash: hash };
  }
  if (isRecordOf(record, rtsItemProven)) {
    const { item, verdict, proof } = record.body;
    noteApart(record, rtsApproved, context, { item });
    const value = { verdict, proof, at: record.wall, by: record.actor, hash: record.hash };
    const slot = decideSlot(state.proven[item] ?? null, record, value, context, provenRule);
    return { ...state, proven: { ...state.proven, [item]: slot }, hashes: [...state.hashes, record.hash] };
  }
  if (isRecordOf(record, rtsApproved)) {
    const apart = new Set(context.concurrentWith.map(({ hash }) => hash));
    // A review that saw both sides of an earlier disagreement has settled it.
    const seen = state.hashes.filter((hash) => !apart.has(hash));
    context.resolve(seen);
    noteApart(record, rtsItemProven, context, {});
    const { proofs, statement } = record.body;
    const review = { hash: record.hash, at: record.wall, by: record.actor, statement, proofs };
    return { ...state, reviews: [...state.reviews, review], hashes: [...state.hashes, record.hash] };
  }
  return state;
}

/** A proof and a review that did not know each other: named, because the review then rests on too little. */
function noteApart(
  record: StoredRecord,
  other: typeof rtsApproved | typeof rtsItemProven,
  context: FoldContext,
  data: Record<string, string>,
): void {
  const apart = context.concurrentWith.filter((one) => one.type === other.type);
  for (const one of apart) {
    if (one.hash !== record.hash) context.conflict('maintenance/rts-proven-after-review', data, [one.hash]);
  }
}

/** State of one item of the list. */
export function itemStateOf(state: RtsFold, key: RtsItemKey): 'open' | 'done' | 'failed' {
  const slot = state.proven[key];
  if (!slot) return 'open';
  return slot.value.verdict === 'pass' ? 'done' : 'failed';
}

/** The review that holds: it names every proof that stands now, and all of them pass. Null when none does. */
export function standingReview(state: RtsFold): RtsReview | null {
  const { raised } = state;
  if (!raised || raised.items.some(({ key }) => itemStateOf(state, key) !== 'done')) return null;
  const covers = (review: RtsReview): boolean =>
    raised.items.every(({ key }) => {
      const named = new Set(review.proofs.filter(({ item }) => item === key).flatMap(({ hashes }) => hashes));
      return state.proven[key]!.sides.every(({ hash }) => named.has(hash));
    });
  return state.reviews.findLast(covers) ?? null;
}

/** `returned` only when the list is done **and** a review of exactly these proofs was signed (mission rule C.4). */
export function rtsStateOf(state: RtsFold): RtsState {
  if (standingReview(state)) return 'returned';
  const isProven = state.raised?.items.every(({ key }) => itemStateOf(state, key) === 'done');
  return isProven ? 'proven' : 'open';
}

export type RtsCommand =
  | { readonly do: 'raise'; readonly body: BodyOf<typeof rtsRaised> }
  | { readonly do: 'prove'; readonly item: RtsItemKey; readonly proof: RtsProof; readonly verdict: RtsVerdict }
  | { readonly do: 'approve'; readonly statement: string };

function decideRts(state: RtsFold, command: RtsCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'raise') return state.raised ? [] : [draft(rtsRaised, stream, command.body)];
  const { raised, rtsId } = state;
  if (!raised) throw new AppError('maintenance/rts-not-found', { rtsId });
  const about = { rtsId, instrumentId: raised.instrumentId };
  if (standingReview(state)) throw new AppError('maintenance/rts-returned', { rtsId });
  if (command.do === 'prove') {
    const { item, proof, verdict } = command;
    if (!raised.items.some(({ key }) => key === item)) throw new AppError('maintenance/rts-not-on-list', { item });
    if (proof.kind === 'not-applicable' && verdict === 'fail') {
      throw new AppError('maintenance/rts-not-applicable-cannot-fail', { item });
    }
    return [draft(rtsItemProven, stream, { ...about, item, proof, verdict, answers: answersOf(state.proven[item]) })];
  }
  const open = raised.items.filter(({ key }) => itemStateOf(state, key) !== 'done');
  if (open.length > 0) throw new AppError('maintenance/rts-not-proven', { count: open.length });
  const proofs = raised.items.map(({ key }) => ({ item: key, hashes: answersOf(state.proven[key]) }));
  const answers = proofs.flatMap(({ hashes }) => hashes);
  return [draft(rtsApproved, stream, { ...about, proofs, statement: command.statement, answers })];
}

/**
 * The life of one list. Refuses with `maintenance/rts-not-found`, `rts-returned`, `rts-not-on-list`, `rts-not-proven`,
 * `rts-not-applicable-cannot-fail`. It never refuses a proof for what state the instrument is in, and looks at no clock.
 */
export const rtsDecider: Decider<RtsFold, RtsCommand> = { initial: initialRts, evolve: evolveRts, decide: decideRts };

export interface RtsTableFold {
  readonly rows: Readonly<Partial<Record<RtsEvent, Slot<BodyOf<typeof rtsRowChanged>>>>>;
}

const required = (items: readonly RtsRowItem[]): number => items.filter(({ need }) => need === 'required').length;

/** The lab's changes of the table. Apart, the row that demands more holds. */
export const rtsTableFold = {
  initial: (): RtsTableFold => ({ rows: {} }),
  evolve(state: RtsTableFold, record: StoredRecord, context: FoldContext): RtsTableFold {
    if (!isRecordOf(record, rtsRowChanged)) return state;
    const { body } = record;
    const slot = decideSlot(state.rows[body.event] ?? null, record, body, context, {
      code: 'maintenance/rts-row-conflict',
      hold: (a, b) => (required(a.items) > required(b.items) ? a : b),
      isSame: (a, b) => JSON.stringify(a.items) === JSON.stringify(b.items),
      show: ({ items }) => items.map(({ key }) => key).join(', '),
    });
    return { rows: { ...state.rows, [body.event]: slot } };
  },
};

/** The row in force for an event: the lab's, else the shipped one. */
export const rowInForce = (state: RtsTableFold, event: RtsEvent): readonly RtsRowItem[] =>
  state.rows[event]?.value.items ?? rtsTable[event];

export interface OverrideState extends BodyOf<typeof readinessOverridden> {
  readonly hash: string;
  readonly by: string;
  readonly endedAt: string | null;
}

export interface OverridesFold {
  readonly overrides: readonly OverrideState[];
  /** Ends that came before what they end: they hold all the same. */
  readonly endedEarly: Readonly<Record<string, string>>;
}

/** Signed exceptions of one instrument. Facts: an end made on either bench holds. */
export const overridesFold = {
  initial: (): OverridesFold => ({ overrides: [], endedEarly: {} }),
  evolve(state: OverridesFold, record: StoredRecord): OverridesFold {
    if (isRecordOf(record, readinessOverridden)) {
      const { overrideId } = record.body;
      const endedAt = Object.hasOwn(state.endedEarly, overrideId) ? state.endedEarly[overrideId]! : null;
      return {
        ...state,
        overrides: [...state.overrides, { ...record.body, hash: record.hash, by: record.actor, endedAt }],
      };
    }
    if (isRecordOf(record, overrideEnded)) {
      const { overrideId, at } = record.body;
      const overrides = state.overrides.map((one) =>
        one.overrideId === overrideId ? { ...one, endedAt: one.endedAt ?? at } : one,
      );
      return { overrides, endedEarly: { ...state.endedEarly, [overrideId]: at } };
    }
    return state;
  },
};

/**
 * Whether an exception holds at a moment. Never longer than 24 hours from its start whatever its record says, and not
 * before it: with a clock that stepped back the answer is "not ready".
 */
export function isOverrideActive(override: Pick<OverrideState, 'from' | 'until' | 'endedAt'>, nowMs: number): boolean {
  if (override.endedAt !== null) return false;
  const fromMs = Date.parse(override.from);
  const untilMs = Math.min(Date.parse(override.until), fromMs + overrideLimitHours * 3_600_000);
  return fromMs <= nowMs && nowMs < untilMs;
}
