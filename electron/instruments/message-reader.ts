import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import type { StoredBlock } from '../../shared/instruments/drivers/driver.ts';
import {
  emptyState,
  type Interpretation,
  type MappingContext,
  type MappingState,
} from '../../shared/instruments/mapping/context.ts';
import { interpretMessage, type ParsedMessage } from '../../shared/instruments/mapping/interpret.ts';
import { matchesAny } from '../../shared/instruments/mapping/pattern.ts';
import { checkSample } from '../../shared/instruments/plausibility.ts';
import { type Lis02Message, type Lis02Options, parseLis02 } from '../../shared/instruments/protocols/lis02.ts';
import type { ChecksumVerdict, MessageSignal, Signal } from '../../shared/instruments/signals.ts';
import { latin1ToText } from '../../shared/kernel/bytes.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import type { StoreMessageInput } from '../store/types.ts';
import type { Fit } from './instrument-line.ts';
import type { HeardExchange, HeardMessage } from './session.ts';
import type { Hashing } from './specimen-hash.ts';
import { findDecoder } from './text-decoders.ts';

/** A message as the definition reads it, with what storing it needs. */
export interface ReadMessage extends Omit<Interpretation, 'state'> {
  readonly fit: Fit;
  readonly purpose: string;
  readonly specimen: MessageSignal['specimen'];
  readonly summary: StoreMessageInput['summary'];
}

/** A message of a stored file, already parsed. */
export interface StoredMessageToRead {
  readonly message: Lis02Message;
  readonly checksum: ChecksumVerdict;
  readonly isPartial: boolean;
  readonly isResend: boolean;
  readonly receivedAt: string;
}

/** What is known of a message besides its bytes. */
interface From {
  readonly receivedAt: string;
  readonly frames: readonly number[];
  readonly checksum: ChecksumVerdict;
  readonly isPartial: boolean;
  readonly isResend?: boolean;
  readonly isUnasked?: boolean;
}

/** Reads what one instrument says, one message after the other; remembers what a later one needs. */
export interface Reader {
  readonly definition: InstrumentDefinition;
  message(message: HeardMessage): ReadMessage;
  stored(message: StoredMessageToRead): ReadMessage;
  /** A block of a stored file; only for definitions whose messages are blocks. */
  storedBlock(block: StoredBlock, receivedAt: string, isResend: boolean): ReadMessage;
  /** Null for an exchange that says nothing (no answer, which the doctor sees by itself). */
  exchange(exchange: HeardExchange): ReadMessage | null;
  rejected(rejection: { reason: string; byteCount: number; frames: readonly number[]; at: string }): Signal;
  link(state: string, code: string | null, at: string): Signal;
}

/** How the protocol reads text of this definition's instruments, in any code page the platform knows. */
export function lis02Options({ protocol }: InstrumentDefinition): Lis02Options {
  return { charset: protocol.charset, dialect: protocol.escapes, findDecoder };
}

/**
 * @param instrument the instrument's id, or the definition's key where none is registered
 * @param kept the mapping's memory from before, and who keeps it
 */
export function createReader(
  definition: InstrumentDefinition,
  instrument: string,
  hashing: Hashing,
  kept: { state?: MappingState | undefined; onState?: (state: MappingState) => void } = {},
): Reader {
  const driver = findDriver(definition);
  let state = kept.state ?? emptyState;
  const remember = (next: MappingState): void => {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    kept.onState?.(next);
  };
  const readWith = (interpret: (context: MappingContext) => Interpretation, from: From): ReadMessage => {
    const { receivedAt, frames, checksum, isPartial, isResend = false, isUnasked = false } = from;
    const interpretation = interpret({
      at: receivedAt,
      instrument,
      messageId: null,
      frames,
      checksum,
      isPartial,
      isResend,
      isUnasked,
      hashSpecimen: hashing.specimen,
      state,
    });
    remember(interpretation.state);
    return { ...interpretation, ...describe(definition, interpretation) };
  };
  const read = (parsed: ParsedMessage, from: From): ReadMessage =>
    readWith((context) => interpretMessage(definition, parsed, context), from);
  const readBlock = (block: Uint8Array, from: From): ReadMessage => {
    if (driver === null) throw new AppError('instruments/definition-does-not-fit', { key: definition.key });
    return readWith((context) => driver.interpret(definition, block, context), from);
  };
  const lineBase = (at: string) => ({
    at,
    instrument,
    message: null,
    definition: definition.stamp,
    checksum: 'absent' as const,
  });
  return {
    definition,
    message(message) {
      const from = { ...message, isPartial: message.partial !== null };
      if (driver !== null) return readBlock(message.bytes, from);
      if (definition.protocol.kind === 'mt-sics') return read(mtSics('', [message.bytes]), from);
      return read({ protocol: 'lis02', message: parseLis02(message.bytes, lis02Options(definition)) }, from);
    },
    stored: (stored) => read({ protocol: 'lis02', message: stored.message }, { ...stored, frames: [] }),
    storedBlock: ({ block, ...rest }, receivedAt, isResend) =>
      readBlock(block, { ...rest, receivedAt, isResend, frames: [] }),
    exchange(exchange) {
      const [line] = exchange.lines;
      if (line === undefined) return null;
      // A polled driver's answer is one line, and says by itself what it answers.
      const from = { ...exchange, checksum: 'absent', isPartial: false } as const;
      if (driver !== null) return readBlock(line, { ...from, isUnasked: exchange.command === '' });
      return read(mtSics(exchange.command, exchange.lines), from);
    },
    rejected: ({ reason, byteCount, frames, at }) => ({
      kind: 'frame-rejected',
      ...lineBase(at),
      frames: [...frames],
      // Refused for its number, a frame may be sound all the same; only a wrong sum is a wrong sum.
      checksum: reason.startsWith('checksum-') ? 'failed' : 'absent',
      reason,
      byteCount,
    }),
    link: (linkState, code, at) => ({ kind: 'link', ...lineBase(at), frames: [], state: linkState, code }),
  };
}

const mtSics = (command: string, lines: readonly Uint8Array[]): ParsedMessage => ({
  protocol: 'mt-sics',
  exchange: { command, lines: lines.flatMap((line) => latin1ToText(line).split(/[\r\n]+/)).filter(Boolean) },
});

/** What of an interpretation is stored beside its signals. */
function describe(
  definition: InstrumentDefinition,
  { signals }: Interpretation,
): Pick<ReadMessage, 'fit' | 'purpose' | 'specimen' | 'summary'> {
  const message = signals.find((signal) => signal.kind === 'message');
  const measured = signals.filter((signal) => 'test' in signal);
  const unmapped = signals.filter((signal) => signal.kind === 'unmapped');
  const model = message?.sender?.model ?? '';
  const { models } = definition.fits;
  const isOtherModel = models.length > 0 && model !== '' && !matchesAny(models, model);
  const unknownTests = unmapped.filter(({ what }) => what.startsWith('test ')).length;
  const isForeign = definition.conversation === 'polled' && isOnlyForeignLines(signals);
  const isNothingKnown = measured.length > 0 && unknownTests > 0 && measured.every(({ analyte }) => analyte === null);
  // A map says what stands where: numbers that contradict each other were read in the wrong places.
  const isContradictory =
    'fieldMap' in definition.mapping &&
    checkSample(measured.filter(({ checksum }) => checksum !== 'failed')).verdict === 'does-not-fit';
  const fits = !isOtherModel && !isNothingKnown && !isForeign && !isContradictory;
  return {
    fit: { fits, sender: senderName(message?.sender ?? null) },
    purpose: message?.purpose ?? 'other',
    specimen: message?.specimen ?? null,
    summary: {
      resultCount: measured.length,
      flaggedCount: measured.filter(({ meaning }) => !quietMeanings.has(meaning)).length,
      unmappedCount: unmapped.length,
    },
  };
}

/** Lines no instrument of this kind says, and nothing else: something else speaks on this line. */
function isOnlyForeignLines(signals: readonly Signal[]): boolean {
  const said = signals.filter(({ kind }) => kind !== 'message');
  return said.length > 0 && said.every((signal) => signal.kind === 'unmapped' && signal.what === 'line');
}

/** Meanings that do not ask for a second look. */
const quietMeanings: ReadonlySet<string> = new Set(['normal', 'not-flagged', 'text', 'image', 'service', 'stable', '']);

const senderName = (sender: MessageSignal['sender']): string =>
  sender === null ? '' : `${sender.model} ${sender.serialNumber}`.trim();
