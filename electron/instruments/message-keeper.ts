import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { MappingState } from '../../shared/instruments/mapping/context.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { isAppError } from '../../shared/kernel/errors.ts';
import type { SignalBatch } from '../host/context.ts';
import type { Store } from '../store/store.ts';
import type { StoreClock, StoredMessage } from '../store/types.ts';
import { hashContent, hashPrefixes } from './content-hash.ts';
import { type FileLedger, openFileLedger } from './file-ledger.ts';
import type { Fit } from './instrument-line.ts';
import { createReader, type Reader, type ReadMessage } from './message-reader.ts';
import { recoverConversations } from './recover.ts';
import type { HeardExchange, HeardMessage } from './session.ts';
import { siteHashing } from './specimen-hash.ts';
import { wallAt } from './wall-time.ts';
import { WeighingEpisodes } from './weighing-episodes.ts';

export interface MessageKeeperParts {
  readonly store: Store;
  readonly clock: StoreClock;
  /** Hands signals to the modules; called inside the transaction that stores the message. */
  readonly onBatch: (batch: SignalBatch) => void;
  /** A module or the store refused; the message is kept, and tried again. */
  readonly onFault: (error: unknown) => void;
  /** Names of what changed beside the tables of records. */
  readonly announce: (...topics: string[]) => void;
}

interface Waiting {
  readonly instrumentId: string;
  readonly store: () => void;
}

/** Messages that wait for a store that refuses them; their frames are safe in the wire store all the while. */
const maxWaiting = 1_000;

/**
 * Rest between reading a message and storing it, and between two that are stored. Either takes as long as a few frames: one
 * that comes meanwhile waits for a part of the work and not for the whole, and the answer that was just written gets out.
 */
const restMs = 2;
/** So many at once are stored without rests: the lines bring them faster than that. */
const manyWaiting = 20;

/**
 * Takes what sessions heard to the message store and the modules, in the order of the line. A message and the records it
 * brings about are one transaction; a message that cannot be stored now waits and is tried again, and after a crash it
 * is made anew from its frames.
 */
export class MessageKeeper {
  readonly #parts: MessageKeeperParts;
  readonly #readers = new Map<string, Reader>();
  readonly #waiting: Waiting[] = [];
  readonly #weighings = new WeighingEpisodes();
  #rest: NodeJS.Timeout | null = null;
  #isDraining = false;
  #contentSecret: string | null = null;

  constructor(parts: MessageKeeperParts) {
    this.#parts = parts;
  }

  /** How many messages wait for the store. */
  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** Reads a message and stores it, before this returns or, where its sender is waiting for answers, after a rest. */
  heard(
    instrumentId: string,
    definition: InstrumentDefinition,
    message: HeardMessage,
    { isAnswerAwaited = false }: { isAnswerAwaited?: boolean } = {},
  ): Fit {
    const read = this.#reader(instrumentId, definition).message(message);
    const content = hashContent(message.bytes, this.#secret());
    this.#later(instrumentId, () => this.#store(instrumentId, definition, message, read, content));
    if (isAnswerAwaited) this.#drainSoon();
    else this.#drain();
    return read.fit;
  }

  exchanged(instrumentId: string, definition: InstrumentDefinition, exchange: HeardExchange): Fit | null {
    const read = this.#reader(instrumentId, definition).exchange(exchange);
    if (read === null) return null;
    if (read.isRepeat) this.#tell(instrumentId, read.signals);
    else {
      const bytes = Buffer.concat(exchange.lines.flatMap((line) => [line, Buffer.from('\r')]));
      const message = { ...exchange, bytes, checksum: 'absent', partial: null } as const;
      // Two equal weights are two weighings when the load changed in between, and one while it rests.
      const mark = `${exchange.frames.join(' ')} ${exchange.receivedAt}`;
      const episode = this.#weighings.of(instrumentId, read.signals, mark);
      const content = hashContent(Buffer.concat([bytes, Buffer.from(`${episode}\r`)]), this.#secret());
      this.#later(instrumentId, () => this.#store(instrumentId, definition, message, read, content));
      this.#drain();
    }
    return read.fit;
  }

  rejected(
    instrumentId: string,
    definition: InstrumentDefinition,
    rejection: { reason: string; byteCount: number; frames: readonly number[]; at: string },
  ): void {
    this.#tell(instrumentId, [this.#reader(instrumentId, definition).rejected(rejection)]);
  }

  /** What the line itself says: its state, or that it is silent. */
  link(instrumentId: string, definition: InstrumentDefinition, state: string, code: string | null): void {
    this.#tell(instrumentId, [this.#reader(instrumentId, definition).link(state, code, wallAt(this.#parts.clock))]);
  }

  /** Things of the line that a person should know: a `link` signal, and for the store its health. */
  notice(
    instrumentId: string,
    definition: InstrumentDefinition,
    code: string,
    data: Readonly<Record<string, string | number>>,
  ): void {
    const told = noticeCodes[code];
    if (told !== undefined) this.link(instrumentId, definition, 'open', told);
    if (code !== 'commit-failed' && code !== 'commit-slow') return;
    this.#parts.announce('system', 'instruments');
    if (typeof data.code === 'string' && !data.code.startsWith('store/')) this.#parts.onFault(new Error(data.code));
  }

  settled(frames: readonly number[], reason: string): void {
    this.#drain();
    try {
      this.#parts.store.messages.settleFrames(frames, reason);
    } catch (error) {
      // They stay owed, which only keeps them longer.
      this.#parts.onFault(error);
    }
  }

  /** Stores now what waits: what rests, and what the store refused. */
  flush(): void {
    this.#drain();
  }

  /** Makes messages, whole or partial, of frames that were answered but are in no message: a crash came between. */
  recover(instrumentId: string, definition: InstrumentDefinition): void {
    const groups = this.#parts.store.wire.unfinished().filter((group) => group.instrumentId === instrumentId);
    for (const message of recoverConversations(groups, definition)) {
      if ('duplicates' in message) this.settled(message.duplicates, 'duplicate');
      else this.heard(instrumentId, definition, message);
    }
  }

  /** Hands over messages whose signals did not reach the modules before a crash or because one of them failed. */
  handOverRest(): void {
    for (const message of this.#parts.store.messages.unhandled()) {
      try {
        this.#parts.store.transaction(() => {
          this.#parts.onBatch(batchOf(message));
          this.#parts.store.messages.markHandled(message.messageId);
        });
      } catch (error) {
        this.#parts.onFault(error);
      }
    }
  }

  /** What of the files of an instrument was read before. */
  fileLedger(instrumentId: string): FileLedger {
    const { store } = this.#parts;
    const { keyed } = siteHashing(store.keys);
    return openFileLedger(store.settings, instrumentId, keyed);
  }

  forget(instrumentId: string): void {
    this.#readers.delete(instrumentId);
  }

  #reader(instrumentId: string, definition: InstrumentDefinition): Reader {
    const known = this.#readers.get(instrumentId);
    if (known !== undefined && known.definition === definition) return known;
    const { store } = this.#parts;
    const key = stateKey(instrumentId);
    const reader = createReader(definition, instrumentId, siteHashing(store.keys), {
      state: store.settings.get(key) as MappingState | undefined,
      onState: (state) => {
        try {
          store.settings.set(key, state);
        } catch {
          // The disk refuses: the message itself must not be lost for it. What is remembered goes on in memory, is written with
          // the next change, and the store says by itself that it is full.
        }
      },
    });
    this.#readers.set(instrumentId, reader);
    return reader;
  }

  #later(instrumentId: string, store: () => void): void {
    if (this.#waiting.length >= maxWaiting) this.#waiting.shift();
    this.#waiting.push({ instrumentId, store });
  }

  #drainSoon(): void {
    this.#rest ??= setTimeout(
      () => this.#drain(this.#waiting.length < manyWaiting ? 1 : Number.POSITIVE_INFINITY),
      restMs,
    );
  }

  #drain(most = Number.POSITIVE_INFINITY): void {
    // A module that is handed signals may bring about the next of them.
    if (this.#isDraining) return;
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = null;
    this.#isDraining = true;
    try {
      this.#storeWaiting(most);
    } finally {
      this.#isDraining = false;
    }
  }

  #storeWaiting(most: number): void {
    for (let count = 0; this.#waiting[0] !== undefined; count += 1) {
      if (count >= most) {
        this.#drainSoon();
        return;
      }
      const next = this.#waiting[0];
      try {
        next.store();
      } catch (error) {
        if (!isAppError(error) || !isPassing(error.code)) {
          // It would fail for ever and hold up all others: its frames stay owed and are read again at the next start.
          this.#waiting.shift();
          this.#parts.onFault(error);
          continue;
        }
        this.#parts.announce('system');
        return;
      }
      this.#waiting.shift();
    }
  }

  #secret(): string {
    this.#contentSecret ??= siteHashing(this.#parts.store.keys).keyed('content of messages');
    return this.#contentSecret;
  }

  #store(
    instrumentId: string,
    definition: InstrumentDefinition,
    message: HeardMessage,
    read: ReadMessage,
    content: string,
  ): void {
    const { store } = this.#parts;
    const save = (): SignalBatch => {
      const stored = store.messages.storeMessage({
        instrumentId,
        conversation: message.conversation,
        receivedAt: message.receivedAt,
        kind: read.purpose,
        definition: definition.stamp,
        contentHash: content,
        prefixHashes: () => hashPrefixes(message.bytes, this.#secret()),
        messageKey: read.key,
        checksum: message.checksum,
        frames: message.frames,
        specimen: read.specimen,
        summary: read.summary,
        records: read.maskedRecords,
        signals: read.signals,
        isPartial: message.partial !== null,
      });
      const { messageId, isResend } = stored;
      const signals = read.signals.map((signal) => ({
        ...signal,
        message: messageId,
        ...(signal.kind === 'message' ? { isResend } : {}),
      }));
      return { instrumentId, messageId, isResend, isPartial: message.partial !== null, signals };
    };
    try {
      store.transaction(() => {
        const batch = save();
        this.#parts.onBatch(batch);
        if (batch.messageId !== null) store.messages.markHandled(batch.messageId);
      });
    } catch (error) {
      if (isAppError(error) && isPassing(error.code)) throw error;
      // A module failed: the message must not be lost for it. It stays unhandled and is handed over at the next start.
      this.#parts.onFault(error);
      store.transaction(save);
    }
    this.#parts.announce('messages');
  }

  /** Signals without a message: nothing to store, but modules may make records of them. */
  #tell(instrumentId: string, signals: readonly Signal[]): void {
    const batch: SignalBatch = { instrumentId, messageId: null, isResend: false, isPartial: false, signals };
    // In the order of the line: after the messages that came before.
    this.#drain();
    try {
      this.#parts.store.transaction(() => this.#parts.onBatch(batch));
    } catch (error) {
      this.#parts.onFault(error);
    }
  }
}

/** Notices of link machines that are worth a signal; the others are seen on the wire view. */
const noticeCodes: Readonly<Record<string, string>> = {
  'frame-rejected-repeatedly': 'link/frame-rejected-repeatedly',
  'device-silent': 'link/device-silent',
  'commit-failed': 'link/frame-not-stored',
};

const stateKey = (instrumentId: string): string => `instruments/mapping-state/${instrumentId}`;

/** Reasons of a store that go away: space is made, a disk comes back. */
const isPassing = (code: string): boolean =>
  code === 'store/disk-full' || code === 'store/read-only' || code === 'store/disk-error' || code === 'store/busy';

function batchOf(message: StoredMessage): SignalBatch {
  const { instrumentId, messageId, state } = message;
  const signals = message.signals.map((signal) => ({ ...signal, message: messageId }));
  return { instrumentId, messageId, isResend: false, isPartial: state === 'partial', signals };
}
