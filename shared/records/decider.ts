import type { RecordDraft, StoredRecord } from './define.ts';

/** A rule that did not hold when records met: kept, named, shown to a person; folding goes on. */
export interface Conflict {
  /** `module/what-is-in-conflict`. */
  readonly code: string;
  /** Hash of the record at which it showed. */
  readonly at: string;
  /** Hashes of the records it stands against. */
  readonly with: readonly string[];
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** What folding knows about the place of the record at hand. */
export interface FoldContext {
  /** The stream after joins: two benches' streams of one instrument fold as one (decision 20). */
  readonly stream: string;
  /** Earlier decisions in this order that the author of this one had not seen: made apart, not in turn. */
  readonly concurrentWith: readonly StoredRecord[];
  /** Notes a broken rule. `against` are the records it breaks with; by default the concurrent ones. */
  conflict(code: string, data?: Conflict['data'], against?: readonly string[]): void;
  /** Takes notes away whose two sides are both among these hashes: a person has resolved them. */
  resolve(hashes: readonly string[]): void;
}

/** How a stream's records become its state. Pure; `evolve` must not throw (if it does, that too becomes a conflict). */
export interface StreamFold<State, R extends StoredRecord = StoredRecord> {
  initial(stream: string): State;
  evolve(state: State, record: R, context: FoldContext): State;
}

/**
 * The rules of one kind of stream. `decide` is told what is and what is asked, and answers with the records to append
 * (none when nothing changes); it throws an AppError when the command is refused. It never reads a clock: times are in
 * the command, given by the host.
 */
export interface Decider<State, Command, R extends StoredRecord = StoredRecord> extends StreamFold<State, R> {
  decide(state: State, command: Command, stream: string): readonly RecordDraft[];
}

/** A folded stream. */
export interface Folded<State> {
  readonly stream: string;
  readonly state: State;
  readonly conflicts: readonly Conflict[];
  /** Hash of the last record in order: what the next decision's `base` names. Null for an empty stream. */
  readonly tip: string | null;
  readonly count: number;
}
