import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { createLineFramer } from '../../shared/instruments/framing/line-framer.ts';
import { createLis01Framer, FRAME_OVERHEAD_BYTES } from '../../shared/instruments/framing/lis01-framer.ts';
import type { Framer } from '../../shared/instruments/framing/values.ts';

/** The framing a definition asks for, in its idle state. */
export function createFramer(definition: InstrumentDefinition): Framer {
  const driver = findDriver(definition);
  if (driver !== null) return driver.createFramer(definition);
  const { framing, protocol } = definition;
  return framing.kind === 'lis01'
    ? createLis01Framer({ maxTextBytes: Math.max(1, framing.maxFrameBytes - FRAME_OVERHEAD_BYTES) })
    : createLineFramer({
        // LIS02 records without frames end with CR, LF or both, whatever their sender likes.
        end: protocol.kind === 'lis02' ? 'any' : 'crlf',
        ...(framing.kind === 'line' ? { maxLineBytes: framing.maxLineBytes } : {}),
      });
}
