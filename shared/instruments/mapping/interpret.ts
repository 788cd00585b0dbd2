import { AppError } from '../../kernel/errors.ts';
import type { InstrumentDefinition } from '../definition.ts';
import type { Lis02Message } from '../protocols/lis02.ts';
import type { Interpretation, MappingContext } from './context.ts';
import { interpretLis02 } from './lis02-mapping.ts';
import { interpretMtSics, type MtSicsExchange } from './mt-sics-mapping.ts';

/** A message or an exchange after its protocol was read, before anything is made of it. */
export type ParsedMessage =
  | { readonly protocol: 'lis02'; readonly message: Lis02Message }
  | { readonly protocol: 'mt-sics'; readonly exchange: MtSicsExchange };

/**
 * What a parsed message means by a definition: signals in the order of the wire, records with identity hidden, and the
 * key by which a second report of the same thing is known. Pure; the one door between protocol and everything durable.
 *
 * @throws AppError `instruments/definition-does-not-fit` when the definition is for another protocol
 */
export function interpretMessage(
  definition: InstrumentDefinition,
  parsed: ParsedMessage,
  context: MappingContext,
): Interpretation {
  const { mapping } = definition;
  if (parsed.protocol === 'lis02' && mapping.kind === 'lis02') {
    return interpretLis02(definition, mapping, parsed.message, context);
  }
  if (parsed.protocol === 'mt-sics' && mapping.kind === 'mt-sics') {
    return interpretMtSics(definition, mapping, parsed.exchange, context);
  }
  throw new AppError('instruments/definition-does-not-fit', { key: definition.key, protocol: parsed.protocol });
}
