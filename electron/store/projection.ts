import type Database from 'better-sqlite3';
import type { Folded, StreamFold } from '../../shared/records/decider.ts';
import type { AnyRecordDefinition, StoredRecord } from '../../shared/records/define.ts';
import type { RecordRegistry } from '../../shared/records/registry.ts';

/** A value SQLite can hold. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** One SQL statement with its values. The text should come from a constant: it is prepared once and kept. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * Tables made from records. They are never migrated: raise `version` when `ddl`, `fold` or `apply` change, and they are
 * dropped and rebuilt from the log at the next start.
 *
 * Every table needs a column `stream TEXT NOT NULL` holding `folded.stream`: when a record arrives late, the projector
 * deletes that stream's rows and replays that stream only. An index on it is made by the projector.
 */
export interface Projection<State = unknown> {
  readonly name: string;
  readonly version: number;
  /** `CREATE TABLE ... STRICT` and `CREATE INDEX` statements. */
  readonly ddl: readonly string[];
  /** Names of the tables in `ddl`; also the topics announced after a commit that touched them. */
  readonly tables: readonly string[];
  /** Records `apply` is called for. The fold sees every record of the stream it knows, and lets others pass. */
  readonly reads: readonly AnyRecordDefinition[];
  /** When given, the stream's state is kept folded, and `apply` sees it as it is after the record. */
  readonly fold?: StreamFold<State>;
  /** Statements that bring the tables from before the record to after it. `folded.state` is undefined without `fold`. */
  apply(record: StoredRecord, folded: Folded<State>): readonly Statement[];
  /**
   * For tables in which every row comes from one record alone and has a key that names it: the statements that take out
   * whatever rows a stream's records (all of them, amendments too) have made. With it the tables need no index on `stream`,
   * one page less at each save.
   */
  readonly withdraw?: (records: readonly StoredRecord[]) => readonly Statement[];
}

// biome-ignore lint/suspicious/noExplicitAny: a list of projections mixes state types.
export type AnyProjection = Projection<any>;

/** Declares a projection with its state type inferred from `fold`. */
export function defineProjection<State>(projection: Projection<State>): Projection<State> {
  return projection;
}

/** The log as `verify` reads it, open or not, writable or not. */
export interface ProofLog {
  readonly db: Database.Database;
  readonly registry: RecordRegistry;
}

/** What a module found about its own records. Notes are for review; problems are things that do not hold. */
export interface ModuleProof {
  readonly provedCount: number;
  readonly problems: readonly { readonly code: string; readonly where: string; readonly detail: string }[];
  readonly notes: readonly string[];
}

/** One module's share of the store; `electron/modules/all.ts` lists them for host, `verify` and tests alike. */
export interface StoreModule {
  readonly name: string;
  readonly records: readonly AnyRecordDefinition[];
  readonly projections: readonly AnyProjection[];
  /** Proves what chain, hashes and signatures of the bench can not: electronic signatures. Never throws for damage. */
  readonly prove?: (log: ProofLog) => ModuleProof;
}
