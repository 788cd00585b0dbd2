import type { ChecksumVerdict, MessageSignal, Signal } from '../signals.ts';

/** A specimen as it may be stored and shown: a keyed hash to match by, and the characters that may show. */
export interface MaskedSpecimen {
  readonly hash: string;
  /** At most the last four characters. */
  readonly shows: string;
}

export type Sender = NonNullable<MessageSignal['sender']>;

/**
 * What one instrument said before, as far as a later message needs it. Opaque to the caller: hand back what the last
 * call returned (or `emptyState`). Small, plain, holds no identity.
 */
export interface MappingState {
  /** Error codes this instrument raised and has not taken back. */
  readonly activeCodes: readonly string[];
  readonly sender: Sender | null;
  /** Operational status as last told, empty where never. */
  readonly operationalStatus: string;
  /** The last reading of a polled instrument, to recognise one that says the same again. */
  readonly lastReading: string;
}

export const emptyState: MappingState = { activeCodes: [], sender: null, operationalStatus: '', lastReading: '' };

/** What the caller knows about a message. */
export interface MappingContext {
  /** ISO time with zone: when the message was received. */
  readonly at: string;
  /** Id of the instrument, or the definition's key where none is registered. */
  readonly instrument: string;
  readonly messageId: string | null;
  /** Ids of the wire entries the message came from. */
  readonly frames: readonly number[];
  readonly checksum: ChecksumVerdict;
  readonly isResend?: boolean;
  readonly isPartial?: boolean;
  /** A polled instrument said it, and nobody had asked: late, or not its own. */
  readonly isUnasked?: boolean;
  /** Keyed hash of a specimen id (trimmed); the readable id goes nowhere else. */
  hashSpecimen(raw: string): MaskedSpecimen;
  readonly state?: MappingState;
}

/** What a message means, with every identity taken out. */
export interface Interpretation {
  /** One `message` signal first, then what the message holds, in the order it was sent. */
  readonly signals: Signal[];
  /** The records as sent, one text line each, identity masked, same number of characters. */
  readonly maskedRecords: string[];
  /**
   * What makes two messages the same report (decision 4): sender, specimen hashes, tests and their completion times, or
   * the sender's own message id. Null where the message carries neither: then nothing can be said. Never holds a value.
   */
  readonly key: string | null;
  /** True when a polled instrument repeats its last reading: worth showing, not worth storing. */
  readonly isRepeat: boolean;
  readonly state: MappingState;
}
