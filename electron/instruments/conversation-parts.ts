import { createBlockMachine } from '../../shared/instruments/block-machine.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { createNikonPoller } from '../../shared/instruments/drivers/nikon-ascii/poller.ts';
import { createSbiPoller } from '../../shared/instruments/drivers/sartorius-sbi/poller.ts';
import type { Framer } from '../../shared/instruments/framing/values.ts';
import type { LinkMachine } from '../../shared/instruments/link-machine.ts';
import { createLis01Listener } from '../../shared/instruments/lis01-listener.ts';
import { createLis01Receiver } from '../../shared/instruments/lis01-receiver.ts';
import { createMtSicsPoller } from '../../shared/instruments/mt-sics-poller.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { createFramer } from './definition-framer.ts';

/**
 * The framing and the link machine a definition asks for.
 *
 * @param isAnswering whether frames are answered (decision 1); a polled instrument is asked either way
 */
export function createConversation(
  definition: InstrumentDefinition,
  isAnswering: boolean,
): { framer: Framer; machine: LinkMachine; owesLines: boolean } {
  return {
    framer: createFramer(definition),
    machine: createMachine(definition, isAnswering),
    owesLines: definition.conversation !== 'polled' && findDriver(definition) !== null,
  };
}

function createMachine(definition: InstrumentDefinition, isAnswering: boolean): LinkMachine {
  const { key, framing, polling } = definition;
  if (definition.conversation === 'polled') {
    if (polling === null) throw new AppError('instruments/definition-unsound', { key });
    if (definition.protocol.kind === 'nikon-ascii') return createNikonPoller(polling);
    return definition.protocol.kind === 'sartorius-sbi' ? createSbiPoller(polling) : createMtSicsPoller(polling);
  }
  const driver = findDriver(definition);
  if (driver !== null) return createBlockMachine(driver, definition, isAnswering);
  if (framing.kind !== 'lis01') return createLis01Listener({ checksum: 'absent' });
  return isAnswering ? createLis01Receiver({ frameNumbers: framing.numbering }) : createLis01Listener();
}
