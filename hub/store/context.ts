import type { HubDatabase } from './tables.ts';

/** What every part of the hub's store has at hand. */
export interface HubContext {
  readonly database: HubDatabase;
  /** The hub as a writer. */
  readonly device: string;
  readonly publicKey: string;
  /** The hub's own log: `<device>/1/org`. */
  readonly ownLog: string;
  readonly sign: (hash: Uint8Array) => Uint8Array;
  /** This machine's clock. Nothing is refused for a time a workstation names; only codes and sessions end by it. */
  readonly wallMs: () => number;
  readonly now: () => string;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Id of this run, in the clock field of the hub's own records. */
  readonly bootId: string;
  /** What the hub's own records name as the program that wrote them. */
  readonly app: string;
}
