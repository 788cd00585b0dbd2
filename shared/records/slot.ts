import type { FoldContext } from './decider.ts';
import type { StoredRecord } from './define.ts';

/** One side of a decision that stands: nobody who saw it has decided otherwise since. */
export interface SlotSide<Value> {
  readonly hash: string;
  readonly value: Value;
}

/**
 * One decided value and the decisions it rests on. One side in the ordinary case; more when benches decided apart, until
 * a person who saw all of them decides again.
 */
export interface Slot<Value> {
  readonly value: Value;
  readonly sides: readonly SlotSide<Value>[];
}

export interface SlotRule<Value> {
  /** Code of the conflict when two sides differ, e.g. `instruments/service-status-conflict`. */
  readonly code: string;
  /** The value that holds while two sides stand apart; `later` is later in folding order. */
  readonly hold: (earlier: Value, later: Value) => Value;
  readonly isSame?: (a: Value, b: Value) => boolean;
  /** How the conflict names a value. */
  readonly show: (value: Value) => string;
}

/**
 * Puts one decision into its slot. Decisions its author had seen are replaced, those made apart stand beside it, are
 * named as a conflict when they differ, and `hold` says which value counts meanwhile (`sync.md` 1.4, conflicts table).
 * Pure, never throws; notes go to `context`.
 */
export function decideSlot<Value>(
  slot: Slot<Value> | null,
  record: StoredRecord,
  value: Value,
  context: FoldContext,
  rule: SlotRule<Value>,
): Slot<Value> {
  const isSame = rule.isSame ?? Object.is;
  const apart = new Set(context.concurrentWith.map((other) => other.hash));
  const before = slot?.sides ?? [];
  const standing = before.filter((side) => apart.has(side.hash));
  for (const replaced of before) {
    if (apart.has(replaced.hash)) continue;
    for (const other of before) if (other !== replaced) context.resolve([replaced.hash, other.hash]);
  }
  // One note for each pair: a later decision takes away exactly those of the sides it replaces.
  for (const side of standing) {
    if (isSame(side.value, value)) continue;
    context.conflict(rule.code, { here: rule.show(value), there: rule.show(side.value) }, [side.hash]);
  }
  const sides = [...standing, { hash: record.hash, value }];
  return { sides, value: sides.map((side) => side.value).reduce((earlier, later) => rule.hold(earlier, later)) };
}

/** Hashes a new decision must name in `answers`, so that it replaces every side that stands now. */
export function answersOf(slot: Slot<unknown> | null | undefined): string[] {
  return slot ? slot.sides.map((side) => side.hash) : [];
}
