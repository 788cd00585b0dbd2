import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { createLineFramer } from '../../shared/instruments/framing/line-framer.ts';
import { createLis01Framer, FRAME_OVERHEAD_BYTES } from '../../shared/instruments/framing/lis01-framer.ts';
import type { Framer } from '../../shared/instruments/framing/values.ts';

/** The framing a definition asks for, in its idle state. */
export function createFramer({ framing, protocol }: InstrumentDefinition): Framer {
  return framing.kind === 'lis01'
    ? createLis01Framer({ maxTextBytes: Math.max(1, framing.maxFrameBytes - FRAME_OVERHEAD_BYTES) })
    : createLineFramer({
        // LIS02 records without frames end with CR, LF or both, whatever their sender likes.
        end: protocol.kind === 'lis02' ? 'any' : 'crlf',
        maxLineBytes: framing.maxLineBytes,
      });
}
