import type * as z from 'zod';
import { AppError } from '../kernel/errors.ts';

/**
 * `fact`: immutable, additive, never in conflict. `decision`: about a shared thing; it names in `base` the newest record
 * of its stream that its author had seen, so that two made apart can be told from two made in turn (decision 19).
 */
export type RecordKind = 'fact' | 'decision';

/** Which log a record goes to: the site's (provisional before enrolment) or the organisation's. */
export type RecordHome = 'site' | 'org';

/** Turns a body of version n into version n + 1. Pure, and never refuses. */
// biome-ignore lint/suspicious/noExplicitAny: the body of an old version has no type left in the program.
export type Upcast = (body: any) => unknown;

export interface RecordDefinition<Type extends string = string, Body = unknown> {
  /** `module.past-tense`, e.g. `error.acknowledged`. */
  readonly type: Type;
  /** Version of the body now written, from 1. */
  readonly version: number;
  readonly schema: z.ZodType<Body>;
  /** From each older version to the next: keys 1 to version - 1, each exactly once. */
  readonly upcasts: Readonly<Record<number, Upcast>>;
  readonly kind: RecordKind;
  readonly scope: RecordHome;
  /** Hashes of records this one answers, beside `base`: targets of an amendment, sides of a resolved conflict. */
  readonly causes?: ((body: Body) => readonly string[]) | undefined;
}

/** A definition whose body type does not matter to the caller. */
// biome-ignore lint/suspicious/noExplicitAny: `causes` makes the body type invariant, and lists mix all of them.
export type AnyRecordDefinition = RecordDefinition<string, any>;

export type BodyOf<D> = D extends RecordDefinition<string, infer Body> ? Body : never;

const typePattern = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

/**
 * Declares one record type: name, body schema, versions, upgrades, kind and scope in one place.
 *
 * @throws AppError `records/bad-definition` when the name is not `module.past-tense`, or an upgrade is missing or extra.
 */
export function defineRecord<const Type extends string, Schema extends z.ZodType>(definition: {
  type: Type;
  version: number;
  /** Makes the body's schema, when a body is first written or read: a start needs few of them. */
  schema: () => Schema;
  upcasts?: Readonly<Record<number, Upcast>>;
  kind: RecordKind;
  scope: RecordHome;
  causes?: (body: z.output<Schema>) => readonly string[];
}): RecordDefinition<Type, z.output<Schema>> {
  const { schema: makeSchema, ...given } = definition;
  const { type, version, upcasts = {} } = given;
  let schema: Schema | undefined;
  const refuse = (why: string): never => {
    throw new AppError('records/bad-definition', { type, why });
  };
  if (!typePattern.test(type)) refuse('name');
  if (!Number.isInteger(version) || version < 1) refuse('version');
  const steps = Object.keys(upcasts).map(Number);
  if (steps.length !== version - 1 || steps.some((step) => !(step >= 1 && step < version))) refuse('upcasts');
  return {
    ...given,
    upcasts,
    get schema() {
      schema ??= makeSchema();
      return schema;
    },
  } as RecordDefinition<Type, z.output<Schema>>;
}

/** Something about to become a record: all the author decides. Time, sequence, chain and signature are the store's. */
export interface RecordDraft<D extends AnyRecordDefinition = AnyRecordDefinition> {
  readonly definition: D;
  /** The thing it is about: `<subject>/<id>` or `<subject>/<id>/<part>`, e.g. `instrument/0199.../link`. */
  readonly stream: string;
  readonly body: BodyOf<D>;
  /**
   * Hash of the newest record of the stream the author had seen (a page passes what it showed). Left out, a decision
   * takes the stream's newest at the moment of saving; null says "there was none".
   */
  readonly base?: string | null;
}

/** Types a draft by its definition, so that a wrong body is refused where it is written. */
export function draft<D extends AnyRecordDefinition>(
  definition: D,
  stream: string,
  body: BodyOf<D>,
  base?: string | null,
): RecordDraft<D> {
  return base === undefined ? { definition, stream, body } : { definition, stream, body, base };
}

/** Who wrote a record and how that was proved. `instrument` and `system` records have no person behind them. */
export interface RecordAuthor {
  /** `os:<login>`, `user:<id>`, `instrument:<id>`, `system`. */
  readonly actor: string;
  readonly auth: { readonly session: string | null; readonly proof: 'password' | 'pin' | 'badge' | 'os-user' | 'none' };
}

/** A record as folding and tables see it: body in the newest version, envelope facts beside it. No arrival number. */
export interface StoredRecord<Type extends string = string, Body = unknown> {
  readonly type: Type;
  readonly body: Body;
  /** False when this program does not know the type, or the version is newer: `body` is then as written. */
  readonly isKnown: boolean;
  /** Version the body was written in. */
  readonly tv: number;
  readonly kind: RecordKind;
  readonly stream: string;
  readonly id: string;
  readonly hash: string;
  readonly log: string;
  readonly seq: number;
  readonly hlc: string;
  readonly wall: string;
  readonly tz: string;
  readonly actor: string;
  readonly auth: RecordAuthor['auth'];
  readonly base: string | null;
  /** `base` and whatever else this record answers: it comes after all of them. */
  readonly causes: readonly string[];
}

/** The stored record of a definition, or the union for a union of definitions. */
export type RecordOf<D> = D extends RecordDefinition<infer Type, infer Body> ? StoredRecord<Type, Body> : never;

/** Narrows a record to one definition's type and body. */
export function isRecordOf<D extends AnyRecordDefinition>(record: StoredRecord, definition: D): record is RecordOf<D> {
  return record.isKnown && record.type === definition.type;
}
