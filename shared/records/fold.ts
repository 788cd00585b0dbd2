import { isConflictDecision, type Rulings, rulingsOf } from './conflicts.ts';
import { amendedBody, type Corrections, correctionsByTarget, isCorrection } from './corrections.ts';
import type { Conflict, FoldContext, Folded, StreamFold } from './decider.ts';
import type { StoredRecord } from './define.ts';
import { compareByTime, orderCausally } from './order.ts';
import type { RecordRegistry } from './registry.ts';

/** What folding keeps beside the state, so that the next record can often be added without starting anew. */
export interface FoldCursor<State> extends Folded<State> {
  /** The latest record by time; not always the last in order. */
  readonly latest: StoredRecord | null;
  /** Logs that have written to the stream. */
  readonly logs: ReadonlySet<string>;
}

/**
 * Folds a whole stream, in any order of arrival. Never throws: what breaks becomes a conflict with a name. `onStep` is
 * told each record as corrections leave it; voided ones are passed over.
 */
export function foldStream<State>(
  fold: StreamFold<State>,
  stream: string,
  records: readonly StoredRecord[],
  registry: RecordRegistry,
  onStep?: (record: StoredRecord, folded: Folded<State>) => void,
): FoldCursor<State> {
  return foldPlanned(fold, stream, planFold(orderCausally(records), registry), onStep);
}

/** One record of a stream in its place, with all that does not depend on who folds it. */
interface PlannedStep {
  readonly written: StoredRecord;
  /** As corrections leave it; undefined when it counts no more. */
  readonly effective: StoredRecord | undefined;
  readonly concurrentWith: readonly StoredRecord[];
  readonly conflicts: readonly Conflict[];
}

/** A stream made ready for folding: several folds share one. */
export interface FoldPlan {
  readonly steps: readonly PlannedStep[];
  readonly rulings: Rulings | undefined;
}

/** Works out, for records that are in folding order, what every fold of them needs. */
export function planFold(ordered: readonly StoredRecord[], registry: RecordRegistry): FoldPlan {
  const log = ordered[0]?.log;
  // Most streams: one bench's, and nothing in them was corrected or decided upon.
  if (ordered.every((record) => record.log === log && !isCorrection(record) && !isConflictDecision(record)))
    return { steps: ordered.map(plainStep), rulings: undefined };
  const rulings = rulingsIn(ordered);
  const corrections = correctionsByTarget(
    rulings ? ordered.filter((record) => !rulings.isAside(record.hash)) : ordered,
  );
  const known = new Set(ordered.map((record) => record.hash));
  const isShared = ordered.some((record) => record.log !== log);
  const history = isShared ? new CausalHistory() : undefined;
  const steps = ordered.map((written): PlannedStep => {
    const apart = history?.add(written) ?? [];
    const concurrentWith = rulings ? apart.filter((one) => !isOver(one, rulings)) : apart;
    const lost = missingTarget(written, known);
    const missing: Conflict[] = lost
      ? [{ code: 'records/target-missing', at: written.hash, with: [lost], data: {} }]
      : [];
    const { effective, conflicts } = rulings?.isAside(written.hash)
      ? setAside
      : corrected(written, corrections.get(written.hash), registry);
    return { written, effective, concurrentWith, conflicts: [...missing, ...conflicts] };
  });
  return { steps, rulings };
}

/** As `foldStream`, of a stream that was made ready. */
export function foldPlanned<State>(
  fold: StreamFold<State>,
  stream: string,
  { steps, rulings }: FoldPlan,
  onStep?: (record: StoredRecord, folded: Folded<State>) => void,
): FoldCursor<State> {
  let cursor: FoldCursor<State> = emptyFold(fold, stream);
  for (const planned of steps) {
    cursor = step(fold, cursor, planned);
    if (rulings) cursor = withoutSettled(cursor, rulings);
    if (planned.effective) onStep?.(planned.effective, cursor);
  }
  return cursor;
}

const none: readonly never[] = [];
const plainStep = (record: StoredRecord): PlannedStep => ({
  written: record,
  effective: record,
  concurrentWith: none,
  conflicts: none,
});

const noLogs: ReadonlySet<string> = new Set();

/** The state of a stream nobody has written to. */
export function emptyFold<State>(fold: StreamFold<State>, stream: string): FoldCursor<State> {
  return {
    stream,
    state: fold.initial(stream),
    conflicts: [],
    tip: null,
    count: 0,
    latest: null,
    logs: noLogs,
  };
}

/**
 * Adds one record to a folded stream, or answers undefined when its place is not at the end, or when it was made apart
 * from another bench's: then the stream must be folded anew.
 */
export function foldNext<State>(
  fold: StreamFold<State>,
  cursor: FoldCursor<State>,
  record: StoredRecord,
): FoldCursor<State> | undefined {
  if (!isNextInOrder(cursor, record)) return undefined;
  return step(fold, cursor, plainStep(record));
}

/** True when the record comes last in the stream's order and needs no look back. */
export function isNextInOrder(cursor: FoldCursor<unknown>, record: StoredRecord): boolean {
  if (isCorrection(record) || isConflictDecision(record)) return false;
  const isOneLog = cursor.logs.size === 0 || (cursor.logs.size === 1 && cursor.logs.has(record.log));
  if (!isOneLog && record.kind === 'decision') return false;
  if (cursor.latest === null || compareByTime(record, cursor.latest) > 0) return true;
  return cursor.tip !== null && record.causes.includes(cursor.tip);
}

function step<State>(
  fold: StreamFold<State>,
  cursor: FoldCursor<State>,
  { written, effective, concurrentWith, conflicts: ownConflicts }: PlannedStep,
): FoldCursor<State> {
  const found = ownConflicts.length > 0 ? [...cursor.conflicts, ...ownConflicts] : cursor.conflicts;
  const context = new StepContext(cursor.stream, concurrentWith, written.hash, found);
  let state = cursor.state;
  if (effective?.isKnown && !isCorrection(effective) && !isConflictDecision(effective)) {
    try {
      state = fold.evolve(state, effective, context);
    } catch (error) {
      const why = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
      context.conflict('records/fold-failed', { type: written.type, why }, []);
    }
  }
  const isLatest = cursor.latest === null || compareByTime(written, cursor.latest) > 0;
  return {
    stream: cursor.stream,
    state,
    conflicts: context.conflicts,
    tip: written.hash,
    count: cursor.count + 1,
    latest: isLatest ? written : cursor.latest,
    logs: cursor.logs.has(written.log) ? cursor.logs : new Set(cursor.logs).add(written.log),
  };
}

/** What a fold is told of one step, and what it says of it. */
class StepContext implements FoldContext {
  readonly stream: string;
  readonly concurrentWith: readonly StoredRecord[];
  conflicts: readonly Conflict[];
  readonly #at: string;

  constructor(stream: string, concurrentWith: readonly StoredRecord[], at: string, conflicts: readonly Conflict[]) {
    this.stream = stream;
    this.concurrentWith = concurrentWith;
    this.conflicts = conflicts;
    this.#at = at;
  }

  conflict(
    code: Conflict['code'],
    data: Conflict['data'] = {},
    against: readonly string[] = this.concurrentWith.map((other) => other.hash),
  ): void {
    this.conflicts = [...this.conflicts, { code, at: this.#at, with: against, data }];
  }

  resolve(hashes: readonly string[]): void {
    const named = new Set(hashes);
    this.conflicts = this.conflicts.filter((one) => !(named.has(one.at) && one.with.every((hash) => named.has(hash))));
  }
}

const setAside = { effective: undefined, conflicts: [] } as const;

/** What a person has decided about conflicts of these records, where anybody has. */
function rulingsIn(ordered: readonly StoredRecord[]): Rulings | undefined {
  if (!ordered.some(isConflictDecision)) return undefined;
  const corrections = correctionsByTarget(ordered);
  return rulingsOf(ordered, (hash) => (corrections.get(hash)?.voids.length ?? 0) > 0);
}

/** A decision about a conflict is no side of another one, nor is what it set aside. */
function isOver(record: StoredRecord, rulings: Rulings): boolean {
  return rulings.isAside(record.hash) || isConflictDecision(record);
}

function withoutSettled<State>(cursor: FoldCursor<State>, rulings: Rulings): FoldCursor<State> {
  const conflicts = cursor.conflicts.filter((one) => !rulings.isSettled(one));
  return conflicts.length === cursor.conflicts.length ? cursor : { ...cursor, conflicts };
}

function missingTarget(record: StoredRecord, known: ReadonlySet<string>): string | undefined {
  if (!isCorrection(record)) return undefined;
  const { target } = record.body as { target: string };
  return known.has(target) ? undefined : target;
}

/** The record as corrections leave it: undefined when voided, amended where the amended body still holds. */
function corrected(
  record: StoredRecord,
  correction: Corrections | undefined,
  registry: RecordRegistry,
): { effective: StoredRecord | undefined; conflicts: Conflict[] } {
  if (!correction) return { effective: record, conflicts: [] };
  if (correction.voids.length > 0) return { effective: undefined, conflicts: [] };
  const conflicts: Conflict[] = [];
  const schema = registry.get(record.type)?.schema;
  let effective = record;
  const writers = new Map<string, StoredRecord>();
  for (const amendment of correction.amendments) {
    const next = schema?.safeParse(amendedBody(effective, [amendment]));
    if (!next?.success) {
      conflicts.push({ code: 'records/bad-amendment', at: amendment.hash, with: [record.hash], data: {} });
      continue;
    }
    for (const field of Object.keys(amendment.body.patch)) {
      const other = writers.get(field);
      // Another log's correction of the same field whose author had not seen the first: both are shown.
      if (other && other.log !== amendment.log && amendment.base !== other.hash) {
        conflicts.push({ code: 'records/amended-apart', at: amendment.hash, with: [other.hash], data: { field } });
      }
      writers.set(field, amendment);
    }
    effective = { ...effective, body: next.data };
  }
  return { effective, conflicts };
}

/** Knows for each record of a stream which others its author had seen: the newest sequence of each log, by causes. */
class CausalHistory {
  readonly #seenBy = new Map<string, ReadonlyMap<string, number>>();
  readonly #lastOfLog = new Map<string, string>();
  readonly #decisions: StoredRecord[] = [];

  /** Takes the next record in order; answers the earlier decisions that were made apart from it. */
  add(record: StoredRecord): StoredRecord[] {
    const seen = new Map<string, number>();
    const before = this.#lastOfLog.get(record.log);
    for (const hash of before === undefined ? record.causes : [before, ...record.causes]) {
      for (const [log, seq] of this.#seenBy.get(hash) ?? []) seen.set(log, Math.max(seq, seen.get(log) ?? 0));
    }
    const apart = record.kind === 'decision' ? this.#decisions.filter((one) => (seen.get(one.log) ?? 0) < one.seq) : [];
    seen.set(record.log, record.seq);
    this.#seenBy.set(record.hash, seen);
    this.#lastOfLog.set(record.log, record.hash);
    if (record.kind === 'decision') this.#decisions.push(record);
    return apart;
  }
}
