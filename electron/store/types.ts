import type { DefinitionStamp, Signal } from '../../shared/instruments/signals.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Decider, Folded, StreamFold } from '../../shared/records/decider.ts';
import type { RecordAuthor, RecordDraft, StoredRecord } from '../../shared/records/define.ts';

/** Places and hands the store needs from outside; all but the folder have working defaults in `open-store.ts`. */
export interface StoreClock extends Clock {
  /** Id of this run of the host. */
  readonly bootId: string;
}

/** The record log. All calls are synchronous: when one returns, its records are on the disk. */
export interface RecordLog {
  /**
   * Appends drafts, their tables and the log's head in one transaction (`BEGIN IMMEDIATE`, `synchronous=FULL`).
   * All or none.
   *
   * @throws AppError `records/stale` when a draft's `base` is no longer the newest record of its stream,
   * `records/invalid-body`, `records/too-long`, `store/disk-full`, `store/read-only`, `store/damaged`.
   */
  append(drafts: readonly RecordDraft[], author: RecordAuthor): StoredRecord[];
  /** Reads the stream, asks the decider, appends what it answers: one call, nothing can come between. */
  decide<State, Command>(
    decider: Decider<State, Command>,
    stream: string,
    command: Command,
    author: RecordAuthor,
    options?: { expectedTip?: string | null },
  ): { records: StoredRecord[]; folded: Folded<State> };
  /** A stream's records in folding order (joined streams together). */
  read(stream: string): StoredRecord[];
  /** As `read`, without the records of some types: a stream may hold thousands of one kind and be wanted for the others. */
  readWithout(stream: string, types: readonly string[]): StoredRecord[];
  fold<State>(stream: string, fold: StreamFold<State>): Folded<State>;
  /** Every id that means the same instrument or person as this one, itself among them; the first is the one tables hold. */
  idsOf(subject: 'instrument' | 'person', id: string): string[];
  /** One record by its hash, or undefined. */
  byHash(hash: string): StoredRecord | undefined;
  /** Records whose stream begins with `prefix`, newest arrival first; `before` is the cursor of the last page. */
  page(options: { streamPrefix?: string; types?: readonly string[]; before?: number; limit: number }): {
    records: StoredRecord[];
    next: number | null;
  };
  heads(): { log: string; seq: number; link: string }[];
  count(): number;
  /** Records this program does not know, by type: kept, chained, not in tables. */
  unknown(): { type: string; tv: number; count: number }[];
}

/** One piece of the wire, in arrival order. The bytes of all entries in order are every byte of the line once. */
export interface WireEntryInput {
  readonly instrumentId: string;
  /** One exchange on the line (ENQ to EOT); the host makes the id. Empty where there is none. */
  readonly conversation: string;
  readonly dir: 'in' | 'out';
  readonly kind: 'control' | 'frame' | 'rejected' | 'noise' | 'line';
  readonly bytes: Uint8Array;
  readonly monoMs: number;
  readonly wallAt: string;
  readonly reason?: string | null;
  /** True for a frame that will be ACKed: it is never aged out before its message is stored or dismissed (decision 2). */
  readonly isOwed?: boolean;
}

export interface WireEntry extends Required<WireEntryInput> {
  /** Grows in arrival order over all segments. */
  readonly id: number;
  readonly reason: string | null;
}

export interface WireStore {
  /** Resolves with the ids after COMMIT; all that was queued in the same turn shares one commit. Rejects like `RecordLog.append`. */
  append(entries: readonly WireEntryInput[]): Promise<number[]>;
  /** Queues entries nobody waits for (controls, noise): written with the next commit, within `noteDelayMs`. */
  note(entries: readonly WireEntryInput[]): void;
  flush(): Promise<void>;
  /**
   * Entries of one instrument (or all) with `id > after`, ascending; or the last `limit` before `before`, ascending.
   * An entry whose bytes no longer open comes with none and the reason `store/entry-damaged`.
   */
  read(options: {
    instrumentId?: string;
    after?: number;
    before?: number;
    fromAt?: string;
    toAt?: string;
    limit: number;
  }): WireEntry[];
  byIds(ids: readonly number[]): WireEntry[];
  /** ACKed frames whose message is neither stored nor dismissed, grouped by conversation: read at start (decision 5). */
  unfinished(): { instrumentId: string; conversation: string; entries: WireEntry[] }[];
  storage(): { segmentCount: number; byteCount: number; oldestAt: string | null; heldBackCount: number };
  /** Deletes whole segment files past the limits, never one that holds an owed frame. Answers how many went. */
  age(limits: { maxAgeDays: number; maxBytes: number }): { deleted: number; heldBack: number };
  close(): Promise<void>;
}

export interface StoreMessageInput {
  readonly instrumentId: string;
  readonly conversation: string;
  readonly receivedAt: string;
  /** `results`, `qc`, `background`, `query`, ... (the `purpose` of the message signal). */
  readonly kind: string;
  readonly definition: { readonly key: string; readonly version: string; readonly hash: string };
  /** Hash of the bytes apart from frame numbers and the H time (decision 4). */
  readonly contentHash: string;
  /**
   * Content hashes after each of its frames or records: a partial message that ended at one of them is completed by this one.
   * Asked for only where a partial message waits.
   */
  readonly prefixHashes?: () => readonly string[];
  /** What a re-send keeps (specimen, sequence, order time); equal key with other bytes flags both. Null: not checked. */
  readonly messageKey?: string | null;
  readonly checksum: 'ok' | 'line-ends-restored' | 'failed' | 'absent';
  /** Ids of the wire entries it was made of. */
  readonly frames: readonly number[];
  readonly specimen?: { readonly hash: string; readonly shows: string } | null;
  readonly summary: { readonly resultCount: number; readonly flaggedCount: number; readonly unmappedCount: number };
  /** Decoded records as text lines, identity masked. */
  readonly records: readonly string[];
  readonly signals: readonly Signal[];
  /** True for ACKed frames without an end (decision 5). */
  readonly isPartial?: boolean;
}

export interface StoredMessageRow {
  readonly messageId: string;
  /** Cursor for keyset paging. */
  readonly cursor: number;
  readonly instrumentId: string;
  readonly conversation: string;
  readonly receivedAt: string;
  readonly kind: string;
  readonly checksum: StoreMessageInput['checksum'];
  readonly specimen: { hash: string; shows: string } | null;
  readonly resultCount: number;
  readonly flaggedCount: number;
  readonly unmappedCount: number;
  readonly state: 'complete' | 'partial' | 'completed-later' | 'dismissed';
  readonly resendCount: number;
  readonly hasRival: boolean;
}

export interface StoredMessage extends StoredMessageRow {
  readonly definition: { key: string; version: string; hash: string };
  readonly contentHash: string;
  readonly records: string[];
  readonly signals: Signal[];
  readonly frames: number[];
  readonly resends: string[];
  readonly rivals: string[];
  readonly dismissed: { by: string; reason: string; at: string } | null;
  /** The message that completed this partial one, or null. */
  readonly completedBy: string | null;
}

export interface MessageFilter {
  readonly instrumentId?: string | null;
  readonly kind?: string | null;
  readonly specimenHash?: string | null;
  readonly test?: string | null;
  readonly flag?: string | null;
  /** Words: test codes, flags, the last four of a specimen, kinds; each must begin a stored word. */
  readonly text?: string;
  readonly only?: 'all' | 'flagged' | 'partial' | 'unmapped' | 'qc' | 'background';
}

/** What a definition makes of the bytes of a message. */
export type MessageReading = Pick<StoreMessageInput, 'definition' | 'records' | 'signals' | 'summary'>;

export interface MessageStore {
  /**
   * Stores one message; atomic. A re-send (equal content hash within the instrument) is recorded once: its count and
   * time grow, its frames are settled, and `messageId` is the first one's.
   */
  storeMessage(input: StoreMessageInput): {
    messageId: string;
    isResend: boolean;
    hasRival: boolean;
    /** Partial messages this one completed. */
    completed: string[];
  };
  /**
   * The message as another definition reads it: found, counted and shown by that from now on. The earlier reading is kept
   * beside it (`earlier`).
   *
   * @throws AppError `messages/not-found`
   */
  readAgain(messageId: string, reading: MessageReading, at: string): void;
  /** Complete messages of an instrument that another definition read, newest first, at most `limit`. */
  readOtherwise(instrumentId: string, definitionHash: string, limit: number): string[];
  /** Readings a message had before, oldest first. */
  earlier(messageId: string): { definition: DefinitionStamp; replacedAt: string; signals: Signal[] }[];
  /** Says frames need no message (duplicates of a frame already taken, keep-alives): they may age. */
  settleFrames(entryIds: readonly number[], reason: string): void;
  /** @throws AppError `messages/not-partial` */
  dismiss(messageId: string, by: string, reason: string, at: string): void;
  get(messageId: string): StoredMessage | undefined;
  /** Newest first, by cursor or by position. */
  page(filter: MessageFilter, at: { before?: number; offset?: number; limit: number }): StoredMessageRow[];
  count(filter: MessageFilter): number;
  /** Marks the signals of a message as handed to the modules; `unhandled` lists those a crash left over. */
  markHandled(messageId: string): void;
  unhandled(): StoredMessage[];
  /** Deletes messages received before the instant, partial ones that wait excepted. Answers how many went. */
  age(beforeAt: string): number;
}
