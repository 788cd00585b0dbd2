import type { MappingContext, Sender } from '../../mapping/context.ts';
import { countShownCharacters } from '../../mapping/identity-policy.ts';
import type { SignalBase } from '../../mapping/signal-base.ts';
import type { MessageSignal, Signal } from '../../signals.ts';

/** What both kinds of files need to become signals. */

/** The first signal of a message, from what was found in it. */
export function messageSignal(
  base: SignalBase,
  context: MappingContext,
  found: {
    readonly protocol: string;
    readonly purpose: string;
    readonly specimen: MessageSignal['specimen'];
    readonly sender: Sender;
    readonly signals: readonly Signal[];
  },
): MessageSignal {
  const { protocol, purpose, specimen, sender, signals } = found;
  const isAnyoneNamed = Object.values(sender).some((text) => text !== '');
  return {
    kind: 'message',
    ...base,
    protocol,
    purpose,
    recordCount: 1,
    resultCount: signals.filter(({ kind }) => kind === 'result' || kind === 'qc-result').length,
    isResend: context.isResend ?? false,
    isPartial: context.isPartial ?? false,
    specimen,
    sender: isAnyoneNamed ? sender : null,
  };
}

/** A text hidden, one mark a character, its tail left where it is an id of a specimen. */
export function hide(text: string, keepsTail: boolean): string {
  const shown = keepsTail ? countShownCharacters(text) : 0;
  return '*'.repeat(text.length - shown) + text.slice(text.length - shown);
}
