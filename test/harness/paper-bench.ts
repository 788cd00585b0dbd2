import type { Decider } from '../../shared/records/decider.ts';
import type { AnyRecordDefinition, RecordDraft, StoredRecord } from '../../shared/records/define.ts';
import { type FoldCursor, foldStream } from '../../shared/records/fold.ts';
import { orderCausally } from '../../shared/records/order.ts';
import { createRegistry } from '../../shared/records/registry.ts';

let made = 0;

/**
 * A bench on paper: a log of its own, what it has seen of others, and a clock that may be years off. Records are as the
 * store gives them, without hashing and signing; for tests of pure rules.
 */
export class PaperBench {
  readonly seen: StoredRecord[] = [];
  readonly #name: string;
  readonly #registry;
  #seq = 0;
  #hlc = 0;
  wallMs: number;

  constructor(name: string, definitions: readonly AnyRecordDefinition[], wallMs = Date.UTC(2026, 10, 22, 10)) {
    this.#name = name;
    this.#registry = createRegistry(definitions);
    this.wallMs = wallMs;
  }

  write(drafts: readonly RecordDraft[]): StoredRecord[] {
    return drafts.map((one) => {
      this.#seq += 1;
      this.#hlc = Math.max(this.#hlc + 1, this.wallMs);
      const body = this.#registry.check(one);
      const tip = orderCausally(this.seen.filter((record) => record.stream === one.stream)).at(-1)?.hash ?? null;
      const base = one.base !== undefined ? one.base : one.definition.kind === 'decision' ? tip : null;
      made += 1;
      const hash = `${this.#name}${made}`.padEnd(43, '-');
      const causes = [...(base === null ? [] : [base]), ...(one.definition.causes?.(body) ?? [])];
      const record: StoredRecord = {
        type: one.definition.type,
        body,
        isKnown: true,
        tv: one.definition.version,
        kind: one.definition.kind,
        stream: one.stream,
        id: hash,
        hash,
        log: this.#name,
        seq: this.#seq,
        hlc: `${String(this.#hlc).padStart(15, '0')}-0000-${this.#name.padEnd(12, '0').slice(0, 12)}`,
        wall: new Date(this.wallMs).toISOString(),
        tz: '+00:00',
        actor: `os:${this.#name}`,
        auth: { session: null, proof: 'os-user' },
        base,
        causes,
      };
      this.seen.push(record);
      return record;
    });
  }

  decide<State, Command>(decider: Decider<State, Command>, stream: string, command: Command): StoredRecord[] {
    return this.write(decider.decide(this.fold(decider, stream).state, command, stream));
  }

  fold<State>(
    fold: Decider<State, never> | Parameters<typeof foldStream<State>>[0],
    stream: string,
  ): FoldCursor<State> {
    const records = this.seen.filter((record) => record.stream === stream);
    return foldStream(fold, stream, records, this.#registry);
  }

  /** Folds any list of records, in the order given by the caller's shuffling. */
  foldOf<State>(fold: Parameters<typeof foldStream<State>>[0], stream: string, records: readonly StoredRecord[]) {
    return foldStream(fold, stream, records, this.#registry);
  }

  /** Takes over everything the other bench has seen. */
  pull(other: PaperBench): void {
    const known = new Set(this.seen.map((record) => record.hash));
    for (const record of other.seen) if (!known.has(record.hash)) this.seen.push(record);
  }
}
