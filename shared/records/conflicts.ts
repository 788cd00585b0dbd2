import * as z from 'zod';
import type { Conflict } from './decider.ts';
import { defineRecord, isRecordOf, type RecordOf, type StoredRecord } from './define.ts';

/** How a person ends a conflict: both sides stay in the log, and a record says which of them counts. */

const hash = z.string().length(43);

/**
 * A reviewer has seen all sides of a conflict and decided. Goes to the stream the sides stand in. The side that is upheld
 * counts, the others are set aside: folding passes them over, the log keeps them. `upholds: null` says that all stand as
 * they are and nothing more is asked.
 */
export const conflictDecided = defineRecord({
  type: 'conflict.decided',
  version: 1,
  schema: () =>
    z
      .object({
        sides: z.array(hash).min(1).max(64),
        upholds: hash.nullable(),
        reason: z.string().min(1).max(500),
        /** Earlier decisions about any of these sides that its author had seen: they hold no more. */
        replaces: z.array(hash).max(64),
      })
      .refine(({ sides, upholds }) => upholds === null || sides.includes(upholds)),
  kind: 'decision',
  scope: 'site',
  causes: (body) => [...body.sides, ...body.replaces],
});

export type ConflictDecision = RecordOf<typeof conflictDecided>;

/** What the decisions about a stream's conflicts come to. */
export interface Rulings {
  /** Decisions that hold. */
  readonly inForce: readonly ConflictDecision[];
  /** Decisions made apart that contradict each other: none of them holds, and the conflict is open again. */
  readonly contradicted: readonly ConflictDecision[];
  /** True for a side that a decision in force did not uphold. */
  isAside(hash: string): boolean;
  /** True when all sides of a conflict were before the person who decided. */
  isSettled(conflict: Pick<Conflict, 'at' | 'with'>): boolean;
}

const none: Rulings = { inForce: [], contradicted: [], isAside: () => false, isSettled: () => false };

/** True for a record that decides a conflict. */
export function isConflictDecision(record: StoredRecord): record is ConflictDecision {
  return isRecordOf(record, conflictDecided);
}

/**
 * Reads the decisions among a stream's records, in any order: one replaced by another does not hold, and two that were
 * made apart hold only where they agree. Pure, never throws.
 *
 * @param isVoid says whether a later correction took a record back
 */
export function rulingsOf(records: readonly StoredRecord[], isVoid: (hash: string) => boolean = () => false): Rulings {
  const decisions = records.filter(isConflictDecision).filter((one) => !isVoid(one.hash));
  if (decisions.length === 0) return none;
  const replaced = new Set(decisions.flatMap((one) => one.body.replaces));
  const standing = decisions.filter((one) => !replaced.has(one.hash));
  const contradicted = standing.filter((one) => standing.some((other) => contradicts(one, other)));
  const inForce = standing.filter((one) => !contradicted.includes(one));
  const aside = new Set(inForce.flatMap(losersOf));
  const seen = inForce.map((one) => new Set(one.body.sides));
  return {
    inForce,
    contradicted,
    isAside: (hash) => aside.has(hash),
    isSettled: ({ at, with: against }) => seen.some((sides) => sides.has(at) && against.every((one) => sides.has(one))),
  };
}

/** The sides a decision sets aside. */
export function losersOf({ body }: Pick<ConflictDecision, 'body'>): string[] {
  return body.upholds === null ? [] : body.sides.filter((side) => side !== body.upholds);
}

/** True when one lets a side stand that the other sets aside. */
function contradicts(one: ConflictDecision, other: ConflictDecision): boolean {
  if (one === other) return false;
  const setAside = new Set(losersOf(other));
  const alsoAside = new Set(losersOf(one));
  const both = one.body.sides.filter((side) => other.body.sides.includes(side));
  return both.some((side) => setAside.has(side) !== alsoAside.has(side));
}

/** A question for a person: notes of one stream that share a side are one question. */
export interface ConflictQuestion<Note> {
  readonly notes: readonly Note[];
  /** Hashes of all sides, sorted. */
  readonly sides: readonly string[];
}

/**
 * Gathers notes into questions. Two completions and a third that came later are three notes, and one question.
 *
 * @param notes of one stream; equal ones of several tables count once
 */
export function questionsOf<Note extends Pick<Conflict, 'at' | 'with' | 'code'>>(
  notes: readonly Note[],
): ConflictQuestion<Note>[] {
  const groups: { notes: Note[]; sides: Set<string> }[] = [];
  const known = new Set<string>();
  for (const note of notes) {
    const sides = [note.at, ...note.with];
    const key = JSON.stringify([note.code, [...sides].sort(), 'data' in note ? note.data : null]);
    if (known.has(key)) continue;
    known.add(key);
    const touched = groups.filter((group) => sides.some((side) => group.sides.has(side)));
    const target = touched[0] ?? { notes: [], sides: new Set<string>() };
    if (touched.length === 0) groups.push(target);
    for (const other of touched.slice(1)) {
      target.notes.push(...other.notes);
      for (const side of other.sides) target.sides.add(side);
      groups.splice(groups.indexOf(other), 1);
    }
    target.notes.push(note);
    for (const side of sides) target.sides.add(side);
  }
  return groups.map((group) => ({ notes: group.notes, sides: [...group.sides].sort() }));
}
