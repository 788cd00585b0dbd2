import type { InstrumentDefinition } from '../definition.ts';
import type { Framer } from '../framing/values.ts';
import type { Interpretation, MappingContext } from '../mapping/context.ts';
import type { ChecksumVerdict } from '../signals.ts';

/**
 * How one family of wire formats is read whose messages are blocks: a start mark, text, an end mark. The host, the
 * command line and the catalogue's tests know drivers only by this face; LIS02 and balances, which hold a conversation,
 * are read by machines of their own.
 *
 * Pure. Nothing here throws for bad bytes: they become unmapped signals or a failed verdict.
 */
export interface BlockDriver {
  /** `protocol.kind` of the definitions it reads. */
  readonly kind: InstrumentDefinition['protocol']['kind'];
  /** A new framer whose `line` values are blocks: `text` is what stands between the marks. */
  createFramer(definition: InstrumentDefinition): Framer;
  /** The verdict on the block's own checksum; `absent` where the format has none. */
  verify(definition: InstrumentDefinition, block: Uint8Array): ChecksumVerdict;
  /**
   * What the sender is told where the lab chose answering (decision 1): taken when `isTaken`, else to be sent again. Null
   * where the format knows no answer.
   */
  answer(definition: InstrumentDefinition, block: Uint8Array, isTaken: boolean): BlockAnswer | null;
  /** What a lone ENQ before a block is answered with where the lab chose answering; nothing where it is left out. */
  readonly greeting?: BlockAnswer;
  /** Milliseconds the sender wants to wait for its answer; at once where it is left out. */
  answerAfterMs?(definition: InstrumentDefinition): number;
  /** What a block means, with every identity taken out. */
  interpret(definition: InstrumentDefinition, block: Uint8Array, context: MappingContext): Interpretation;
  /**
   * Bytes of one wire entry as text, identity hidden, for the wire view and for exports: one character a byte, control
   * characters as `<CR>`.
   */
  mask(definition: InstrumentDefinition, raw: Uint8Array): string;
  /**
   * Blocks of a stored file whose marks a logger may have stripped, in order. Without it the framer is used, and what it
   * does not take is left out.
   */
  readStored?(definition: InstrumentDefinition, file: Uint8Array): Iterable<StoredBlock>;
}

export interface BlockAnswer {
  readonly bytes: Uint8Array;
  /** Its name in the wire view: `ACK`, `NAK`, `MSA AA`. */
  readonly label: string;
}

export interface StoredBlock {
  readonly block: Uint8Array;
  readonly checksum: ChecksumVerdict;
  readonly isPartial: boolean;
}
