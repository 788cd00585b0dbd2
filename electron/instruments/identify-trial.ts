import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { FramingValue } from '../../shared/instruments/framing/values.ts';
import { createTrialCollector, type TrialFacts } from '../../shared/instruments/identify.ts';
import type { LinkEffect, WireRef } from '../../shared/instruments/link-machine.ts';
import type { SerialSettings } from '../../shared/instruments/link-settings.ts';
import { createConversation } from './conversation-parts.ts';
import { createReader, type ReadMessage } from './message-reader.ts';
import { passingHashing } from './specimen-hash.ts';

/** One definition's reading of a line it may not belong to. Keeps nothing, and writes nothing by itself. */
export interface IdentifyTrial {
  readonly definition: InstrumentDefinition;
  bytes(bytes: Uint8Array): void;
  /** The read-only question to ask now, were asking allowed; null for an instrument that speaks by itself. */
  readonly question: { readonly bytes: Uint8Array; readonly command: string } | null;
  facts(): TrialFacts;
}

/**
 * A definition that gives up on what it hears has no claim to it; the others go on.
 *
 * @param told what it makes of each message
 */
export function createTrial(
  definition: InstrumentDefinition,
  settings: SerialSettings | null,
  now: () => string,
  told?: (signals: ReadMessage['signals']) => void,
): IdentifyTrial {
  const collector = createTrialCollector(definition, settings);
  const { framer, machine } = createConversation(definition, false);
  const reader = createReader(definition, definition.key, passingHashing());
  let nextRef: WireRef = 1;
  let question: IdentifyTrial['question'] = null;
  let isBroken = false;

  const note = (read: ReadMessage | null, checksum: Parameters<typeof collector.read>[1]): void => {
    if (read === null) return;
    collector.read(read.signals, checksum);
    told?.(read.signals);
  };
  const carryOut = (effect: LinkEffect): void => {
    const at = { conversation: '', receivedAt: now(), frames: [] };
    switch (effect.kind) {
      case 'send':
        question = { bytes: effect.bytes, command: effect.label };
        return;
      case 'message-complete':
      case 'partial-message': {
        const { bytes, checksum } = effect.message;
        const partial = effect.kind === 'partial-message' ? effect.reason : null;
        note(reader.message({ ...at, bytes, checksum, partial }), checksum);
        return;
      }
      case 'exchange':
      case 'unsolicited': {
        const lines = effect.kind === 'exchange' ? effect.exchange.lines.map(({ text }) => text) : [effect.text];
        const command = effect.kind === 'exchange' ? effect.exchange.command : '';
        note(reader.exchange({ ...at, command, outcome: 'answered', attempts: 0, lines }), 'absent');
        return;
      }
      case 'commit-frame':
        // Blocks are read once they are kept; a trial keeps nothing, and reads them at once.
        for (const next of machine.handle({ kind: 'frame-committed', ref: effect.ref })) carryOut(next);
        return;
      default:
        // Timers and notices are a real conversation's; a trial only reads.
        return;
    }
  };
  const take = (value: FramingValue): void => {
    const detail = value.kind === 'control' ? value.control : value.kind === 'rejected' ? value.reason : '';
    collector.framed(value.kind, detail, value.raw.length);
    for (const effect of machine.handle({ kind: 'value', value, ref: nextRef++ })) carryOut(effect);
  };
  const guarded = (work: () => void): void => {
    if (isBroken) return;
    try {
      work();
    } catch {
      isBroken = true;
    }
  };
  guarded(() => {
    for (const effect of machine.handle({ kind: 'link-opened' })) carryOut(effect);
  });
  return {
    definition,
    get question() {
      return isBroken ? null : question;
    },
    bytes(bytes) {
      collector.heard(bytes.length);
      guarded(() => framer.feed(bytes, take));
    },
    facts: () => collector.facts(),
  };
}
