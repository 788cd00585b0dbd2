import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { matchesAny } from '../../shared/instruments/mapping/pattern.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import type { DefinitionSource } from '../host/definition-source.ts';
import type { Capture } from './capture-file.ts';
import { createTrial } from './identify-trial.ts';
import { replayStored } from './replay-stored.ts';
import type { Hashing } from './specimen-hash.ts';

/** Signals of a file that are looked at before one of several formats is chosen. */
const LOOKED_AT = 2_000;
/** What the sender's own name is worth against what its values are. */
const NAME_WORTH = 1_000_000;

/** A definition and the other wire formats of its instrument, itself first; alone where it is a dialect or has none. */
export function withDialects(catalog: DefinitionSource, definition: InstrumentDefinition): InstrumentDefinition[] {
  return [definition, ...catalog.list().filter(({ dialectOf }) => dialectOf === definition.key)];
}

/**
 * Which of several wire formats a stored file is in: the one whose results it knows most of and leaves least unread. The
 * first where none understands more than it.
 */
export function chooseFormat(
  capture: Capture,
  formats: readonly InstrumentDefinition[],
  hashing: Hashing,
  at: string,
): InstrumentDefinition {
  const [main, ...others] = formats;
  if (main === undefined) throw new RangeError('no format to choose from');
  let best = { definition: main, worth: -Infinity };
  for (const definition of [main, ...others]) {
    const signals: Signal[] = [];
    for (const signal of replayStored(capture, definition, hashing, at)) {
      signals.push(signal);
      if (signals.length >= LOOKED_AT) break;
    }
    const worth = worthOf(signals, definition);
    if (worth > best.worth) best = { definition, worth };
  }
  return best.definition;
}

/**
 * How well a definition reads: what it knows less what it does not, and whether the sender is one it is written for. One
 * that knows nothing reads worse than any that knows something.
 */
function worthOf(signals: readonly Signal[], { fits }: InstrumentDefinition): number {
  let known = 0;
  let worth = 0;
  for (const signal of signals) {
    if (signal.kind === 'unmapped' || signal.kind === 'frame-rejected') worth -= 1;
    else if ('analyte' in signal && signal.analyte !== null) known += 2;
    else if (signal.kind === 'order' || signal.kind === 'error') known += 1;
    if (signal.kind === 'message' && signal.sender !== null && fits.models.length > 0) {
      worth += matchesAny(fits.models, signal.sender.model) ? NAME_WORTH : -NAME_WORTH;
    }
  }
  return known === 0 ? -Infinity : known + worth;
}

/** Listens to a line with the other wire formats of an instrument beside the one that was asked for. */
export interface DialectEar {
  heard(bytes: Uint8Array): void;
  /** The format that the line speaks, once one of them has understood something; null until then. */
  readonly found: InstrumentDefinition | null;
}

/**
 * @param told the signals of the format that was found, from the first one it understood on
 * @param isUnderstood whether a signal shows that the instrument speaks the format
 */
export function listenForDialects(
  dialects: readonly InstrumentDefinition[],
  now: () => string,
  isUnderstood: (signal: Signal) => boolean,
  told: (signal: Signal, definition: InstrumentDefinition) => void,
): DialectEar {
  let found: InstrumentDefinition | null = null;
  const trials = dialects.map((definition) =>
    createTrial(definition, null, now, (signals) => {
      if (found === null && signals.some((signal) => signal.kind !== 'message' && isUnderstood(signal))) {
        found = definition;
      }
      if (found === definition) for (const signal of signals) told(signal, definition);
    }),
  );
  return {
    heard: (bytes) => {
      for (const trial of trials) if (found === null || found === trial.definition) trial.bytes(bytes);
    },
    get found() {
      return found;
    },
  };
}
