import type { InstrumentDefinition } from '../definition.ts';
import { findEntry } from '../error-book.ts';
import type { ErrorSignal, Signal } from '../signals.ts';
import type { MappingContext } from './context.ts';

/** The fields every signal of a message shares. */
export type SignalBase = Pick<Signal, 'at' | 'instrument' | 'message' | 'frames' | 'definition' | 'checksum'>;

/** What every signal of the message in hand begins with: who sent it, when it came, which definition reads it. */
export function signalBase(definition: InstrumentDefinition, context: MappingContext): SignalBase {
  return {
    at: context.at,
    instrument: context.instrument,
    message: context.messageId,
    frames: [...context.frames],
    definition: definition.stamp,
    checksum: context.checksum,
  };
}

/**
 * An error in the words of the definition's book: title, severity and what it does to results. A code the book does not
 * have is a warning that bears its own code as title.
 *
 * @param detail what the title is about, such as names of tests; empty for the title alone
 */
export function describeError(
  definition: InstrumentDefinition,
  code: string,
  detail = '',
): Pick<ErrorSignal, 'code' | 'text' | 'severity' | 'affectsResults'> {
  const entry = findEntry(definition.errorBook, code);
  const title = entry?.title ?? code;
  return {
    code,
    text: detail === '' ? title : `${title}: ${detail}`,
    severity: entry?.severity ?? 'warn',
    affectsResults: entry?.affectsResults ?? 'unknown',
  };
}
