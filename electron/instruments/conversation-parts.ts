import { createBlockMachine } from '../../shared/instruments/block-machine.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { createK204Poller } from '../../shared/instruments/drivers/k204/poller.ts';
import { createNikonPoller } from '../../shared/instruments/drivers/nikon-ascii/poller.ts';
import { createSbiPoller } from '../../shared/instruments/drivers/sartorius-sbi/poller.ts';
import type { Framer } from '../../shared/instruments/framing/values.ts';
import type { LinePolling } from '../../shared/instruments/line-poller.ts';
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

/** Who asks, by protocol; a balance with MT-SICS or KCP where none is named. */
const pollers: Partial<Record<InstrumentDefinition['protocol']['kind'], (polling: LinePolling) => LinkMachine>> = {
  k204: createK204Poller,
  'nikon-ascii': createNikonPoller,
  'sartorius-sbi': createSbiPoller,
};

function createMachine(definition: InstrumentDefinition, isAnswering: boolean): LinkMachine {
  const { key, framing, polling } = definition;
  if (definition.conversation === 'polled') {
    if (polling === null) throw new AppError('instruments/definition-unsound', { key });
    return (pollers[definition.protocol.kind] ?? createMtSicsPoller)(polling);
  }
  const driver = findDriver(definition);
  if (driver !== null) return createBlockMachine(driver, definition, isAnswering);
  if (framing.kind !== 'lis01') return createLis01Listener({ checksum: 'absent' });
  return isAnswering ? createLis01Receiver({ frameNumbers: framing.numbering }) : createLis01Listener();
}
