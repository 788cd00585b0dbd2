import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { makeFolder } from './durable-files.ts';
import { Gathering } from './gathering.ts';
import type { StoreKeys } from './keys.ts';
import type { OpenDatabaseOptions } from './open-database.ts';
import { toStoreError } from './store-errors.ts';
import type { WireEntry, WireEntryInput, WireStore } from './types.ts';
import { entryId, fileBytes, removeSegment, segmentOf, WireSegment } from './wire-segment.ts';

/** What the message store tells about frames: which are accounted for by a stored or dismissed message. */
export interface FrameLedger {
  /** Ids in the range (both ends included) that belong to a message, a partial one also, or were settled otherwise. */
  accountedBetween(first: number, last: number): ReadonlySet<number>;
  /** The same without those of partial messages that still wait: these may be aged out. */
  settledBetween(first: number, last: number): ReadonlySet<number>;
  /** The frames of this range are gone; their notes may go too. */
  forgetBetween(first: number, last: number): void;
  /** Number of the last segment up to which every owed frame is accounted for; 0 at first. */
  accountedThrough(): number;
  setAccountedThrough(segment: number): void;
}

export interface WireStoreOptions {
  /** `<data>/wire`. */
  readonly folder: string;
  readonly keys: StoreKeys;
  readonly ledger: FrameLedger;
  readonly wallMs: () => number;
  /** A segment that reached either is closed and the next begun. */
  readonly segmentBytes?: number | undefined;
  readonly segmentHours?: number | undefined;
  /** How long entries nobody waits for may stay unwritten. */
  readonly noteDelayMs?: number | undefined;
  readonly database?: OpenDatabaseOptions | undefined;
  /** Key of a segment that is there or is to be made; undefined for a plain one. */
  readonly keyOf?: ((path: string) => Uint8Array | undefined) | undefined;
  readonly onTrouble?: ((error: AppError) => void) | undefined;
  readonly readonly?: boolean | undefined;
  /** Every id an instrument is known by; itself alone where left out. */
  readonly idsOf?: ((instrumentId: string) => readonly string[]) | undefined;
}

interface Waiting {
  readonly entries: readonly WireEntryInput[];
  readonly done: ((ids: number[]) => void) | undefined;
  readonly failed: ((error: AppError) => void) | undefined;
}

/** Notes kept for a later try while the disk refuses them; above it the oldest are dropped and counted. */
const maxHeldNotes = 5000;
/** Closed segments kept open for reading. */
const maxOpenReaders = 4;
const namePattern = /^wire-(\d{6,7})\.sqlite$/;

/** Opens (or begins) the wire store of a data folder. */
export function openWireStore(options: WireStoreOptions): SegmentedWireStore {
  return new SegmentedWireStore(options);
}

/**
 * See `WireStore`. Entries queue up during one turn of the event loop (while many lines are busy, a little longer) and share
 * one commit.
 */
export class SegmentedWireStore implements WireStore {
  readonly #o: WireStoreOptions;
  readonly #readers = new Map<number, WireSegment>();
  readonly #damaged = new Set<number>();
  /** Made in part only: they hold nothing. */
  readonly #unfinished = new Set<number>();
  #current: WireSegment | undefined;
  #queue: Waiting[] = [];
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #gathering = new Gathering();
  #gatherTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #heldBack = 0;
  #droppedNotes = 0;
  #lastFailure: AppError | undefined;

  constructor(options: WireStoreOptions) {
    this.#o = options;
    if (options.readonly) return;
    makeFolder(options.folder);
    this.#finishNewest();
  }

  append(entries: readonly WireEntryInput[]): Promise<number[]> {
    if (this.#isClosed) return Promise.reject(new AppError('store/closed', { what: 'wire' }));
    if (this.#o.readonly) return Promise.reject(new AppError('store/read-only', { what: 'wire' }));
    return new Promise((done, failed) => {
      this.#queue.push({ entries, done, failed });
      this.#commitSoon(entries);
    });
  }

  note(entries: readonly WireEntryInput[]): void {
    if (this.#isClosed || this.#o.readonly || entries.length === 0) return;
    this.#queue.push({ entries, done: undefined, failed: undefined });
    this.#timer ??= setTimeout(() => this.#commit(), this.#o.noteDelayMs ?? 200);
  }

  flush(): Promise<void> {
    this.#commit();
    return Promise.resolve();
  }

  read(options: Parameters<WireStore['read']>[0]): WireEntry[] {
    this.#commit();
    const newestFirst = options.after === undefined && options.fromAt === undefined;
    const after = options.after ?? 0;
    const before = options.before ?? Number.MAX_SAFE_INTEGER;
    const { instrumentId, ...asked } = options;
    const instrumentIds = instrumentId === undefined ? undefined : (this.#o.idsOf?.(instrumentId) ?? [instrumentId]);
    const found: WireEntry[] = [];
    const numbers = this.#numbers().filter((number) => number >= segmentOf(after) && number <= segmentOf(before));
    for (const number of newestFirst ? numbers.reverse() : numbers) {
      const limit = options.limit - found.length;
      if (limit <= 0) break;
      found.push(...(this.#reader(number)?.read({ ...asked, instrumentIds, after, before, limit, newestFirst }) ?? []));
    }
    return newestFirst ? found.reverse() : found;
  }

  byIds(ids: readonly number[]): WireEntry[] {
    this.#commit();
    return ids.flatMap((id) => this.#reader(segmentOf(id))?.byId(id) ?? []);
  }

  unfinished(): { instrumentId: string; conversation: string; entries: WireEntry[] }[] {
    this.#commit();
    const groups = new Map<string, { instrumentId: string; conversation: string; entries: WireEntry[] }>();
    let isAllAccounted = true;
    const numbers = this.#numbers();
    for (const number of numbers) {
      if (number <= this.#o.ledger.accountedThrough()) continue;
      const open = this.#open(number, 'accountedBetween');
      for (const entry of this.byIds(open)) {
        const key = JSON.stringify([entry.instrumentId, entry.conversation]);
        const group = groups.get(key) ?? {
          instrumentId: entry.instrumentId,
          conversation: entry.conversation,
          entries: [],
        };
        group.entries.push(entry);
        groups.set(key, group);
      }
      // Only the newest segment grows, and what cannot be read cannot be called complete.
      isAllAccounted &&= open.length === 0 && number !== numbers.at(-1) && !this.#damaged.has(number);
      if (isAllAccounted) this.#o.ledger.setAccountedThrough(number);
    }
    return [...groups.values()];
  }

  storage(): { segmentCount: number; byteCount: number; oldestAt: string | null; heldBackCount: number } {
    const numbers = this.#numbers();
    const oldest = numbers[0] === undefined ? undefined : this.#reader(numbers[0]);
    return {
      segmentCount: numbers.length,
      byteCount: numbers.reduce((sum, number) => sum + fileBytes(this.#path(number)), 0),
      oldestAt: oldest?.startedAt ?? null,
      heldBackCount: this.#heldBack,
    };
  }

  age(limits: { maxAgeDays: number; maxBytes: number }): { deleted: number; heldBack: number } {
    this.#commit();
    const oldestAllowed = this.#o.wallMs() - limits.maxAgeDays * 86_400_000;
    const segments = this.#numbers().filter((number) => number !== this.#current?.number);
    let total = this.storage().byteCount;
    let deleted = 0;
    let heldBack = 0;
    for (const number of segments) {
      const bytes = fileBytes(this.#path(number));
      if (total <= limits.maxBytes && this.#endMs(number) >= oldestAllowed) continue;
      if (this.#mustStay(number)) {
        heldBack++;
        continue;
      }
      this.#readers.get(number)?.close();
      this.#readers.delete(number);
      removeSegment(this.#path(number), this.#o.folder);
      this.#o.ledger.forgetBetween(entryId(number, 0), entryId(number + 1, 0) - 1);
      total -= bytes;
      deleted++;
    }
    this.#heldBack = heldBack;
    return { deleted, heldBack };
  }

  /** What the last commit failed with; undefined when it did not. */
  get lastFailure(): AppError | undefined {
    return this.#lastFailure;
  }

  /** Notes lost because the disk refused them for too long. */
  get droppedNoteCount(): number {
    return this.#droppedNotes;
  }

  /** Segments that can not be read; they stay where they are. */
  damagedSegments(): number[] {
    return [...this.#damaged];
  }

  close(): Promise<void> {
    this.#commit();
    this.#isClosed = true;
    this.#current?.close();
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
    return Promise.resolve();
  }

  #commitSoon(entries: readonly WireEntryInput[]): void {
    const waitMs = this.#gathering.waitMs(entries[0]?.instrumentId ?? '', performance.now());
    if (this.#immediate || this.#gatherTimer) return;
    if (waitMs > 0) this.#gatherTimer = setTimeout(() => this.#commit(), waitMs);
    else this.#immediate = setImmediate(() => this.#commit());
  }

  #commit(): void {
    if (this.#immediate) clearImmediate(this.#immediate);
    if (this.#gatherTimer) clearTimeout(this.#gatherTimer);
    if (this.#timer) clearTimeout(this.#timer);
    this.#immediate = undefined;
    this.#gatherTimer = undefined;
    this.#timer = undefined;
    const batch = this.#queue;
    if (batch.length === 0) return;
    this.#queue = [];
    let ids: number[];
    try {
      ids = this.#write(batch.flatMap((waiting) => waiting.entries));
    } catch (error) {
      this.#fail(batch, toStoreError(error, { what: 'wire' }));
      return;
    }
    this.#lastFailure = undefined;
    let at = 0;
    for (const waiting of batch) {
      const next = at + waiting.entries.length;
      waiting.done?.(ids.slice(at, next));
      at = next;
    }
  }

  #write(entries: readonly WireEntryInput[]): number[] {
    try {
      return this.#writable().insert(entries);
    } catch (error) {
      const { code } = toStoreError(error);
      if (code !== 'store/damaged' && code !== 'store/disk-error') throw error;
      // This file can not be trusted with more; a new one may be sound.
      if (this.#current) this.#damaged.add(this.#current.number);
      this.#current?.close();
      this.#current = undefined;
      this.#o.onTrouble?.(toStoreError(error, { what: 'wire' }));
      return this.#writable().insert(entries);
    }
  }

  #fail(batch: readonly Waiting[], error: AppError): void {
    this.#lastFailure = error;
    for (const waiting of batch) waiting.failed?.(error);
    const notes = batch.filter((waiting) => waiting.done === undefined);
    const held = [...notes, ...this.#queue];
    this.#queue = held.slice(-maxHeldNotes);
    this.#droppedNotes += held.length - this.#queue.length;
    this.#o.onTrouble?.(error);
  }

  #writable(): WireSegment {
    const { segmentBytes = 16 * 1024 * 1024, segmentHours = 24 } = this.#o;
    const current = this.#current ?? this.#resume();
    const isFull = (segment: WireSegment) =>
      segment.hasReached(segmentBytes) || this.#o.wallMs() - Date.parse(segment.startedAt) >= segmentHours * 3_600_000;
    if (current && !isFull(current)) return current;
    const next = Math.max(0, ...this.#numbers()) + 1;
    const segment = this.#make(next);
    current?.close();
    this.#current = segment;
    return segment;
  }

  /** A segment with owed frames stays; one that can not be read may hold some and waits for a person. */
  #mustStay(number: number): boolean {
    if (!this.#reader(number)) return !this.#unfinished.has(number);
    return this.#open(number, 'settledBetween').length > 0;
  }

  #make(number: number): WireSegment {
    const { folder, keys, wallMs } = this.#o;
    const path = this.#path(number);
    return WireSegment.create(number, path, folder, keys, new Date(wallMs()).toISOString(), this.#database(path));
  }

  /** A segment that a power cut left half made can be finished by a writer only: readers come after this. */
  #finishNewest(): void {
    try {
      this.#resume();
    } catch (error) {
      // A full or read-only disk: the first write says so to whoever waits for it.
      this.#o.onTrouble?.(toStoreError(error, { what: 'wire' }));
    }
  }

  /** The newest segment, to go on with after a start, unless it can not be used. */
  #resume(): WireSegment | undefined {
    const newest = this.#numbers().at(-1);
    if (newest === undefined || this.#damaged.has(newest)) return undefined;
    try {
      this.#readers.get(newest)?.close();
      this.#readers.delete(newest);
      // Making it is safe to repeat: a segment that a crash left half made is finished here.
      this.#current = this.#make(newest);
      this.#unfinished.delete(newest);
    } catch (error) {
      const known = toStoreError(error, { what: 'wire', segment: newest });
      if (known.code === 'store/disk-full' || known.code === 'store/read-only') throw known;
      this.#damaged.add(newest);
      this.#o.onTrouble?.(known);
    }
    return this.#current;
  }

  #reader(number: number): WireSegment | undefined {
    if (this.#current?.number === number) return this.#current;
    const known = this.#readers.get(number);
    if (known) return known;
    if (this.#damaged.has(number) || this.#unfinished.has(number) || !existsSync(this.#path(number))) return undefined;
    try {
      const path = this.#path(number);
      const reader = WireSegment.open(number, path, this.#o.keys, { ...this.#database(path), readonly: true });
      this.#readers.set(number, reader);
      const oldest = this.#readers.keys().next().value;
      if (this.#readers.size > maxOpenReaders && oldest !== undefined) {
        this.#readers.get(oldest)?.close();
        this.#readers.delete(oldest);
      }
      return reader;
    } catch (error) {
      const known = toStoreError(error, { what: 'wire', segment: number });
      if (known.code === 'store/segment-unfinished') this.#unfinished.add(number);
      else {
        this.#damaged.add(number);
        this.#o.onTrouble?.(known);
      }
      return undefined;
    }
  }

  /** Owed frames of a segment that the ledger does not have. */
  #open(number: number, has: 'accountedBetween' | 'settledBetween'): number[] {
    const owed = this.#reader(number)?.owedIds() ?? [];
    if (owed.length === 0) return [];
    const known = this.#o.ledger[has](owed[0]!, owed.at(-1)!);
    return owed.filter((id) => !known.has(id));
  }

  /** When a segment stopped growing: the start of the next one. */
  #endMs(number: number): number {
    const next = this.#numbers().find((other) => other > number);
    const startedAt = next === undefined ? undefined : this.#reader(next)?.startedAt;
    return startedAt ? Date.parse(startedAt) : this.#o.wallMs();
  }

  #numbers(): number[] {
    if (!existsSync(this.#o.folder)) return [];
    return readdirSync(this.#o.folder)
      .flatMap((name) => Number(namePattern.exec(name)?.[1] ?? 0) || [])
      .sort((a, b) => a - b);
  }

  #database(path: string): OpenDatabaseOptions {
    return { ...this.#o.database, key: this.#o.keyOf?.(path) };
  }

  #path(number: number): string {
    return join(this.#o.folder, `wire-${String(number).padStart(6, '0')}.sqlite`);
  }
}
