import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { createLineFramer } from '../../shared/instruments/framing/line-framer.ts';
import { createLis01Framer, FRAME_OVERHEAD_BYTES } from '../../shared/instruments/framing/lis01-framer.ts';
import type { Framer } from '../../shared/instruments/framing/values.ts';

/** The framing a definition asks for, in its idle state. */
export function createFramer({ framing }: InstrumentDefinition): Framer {
  return framing.kind === 'lis01'
    ? createLis01Framer({ maxTextBytes: Math.max(1, framing.maxFrameBytes - FRAME_OVERHEAD_BYTES) })
    : createLineFramer({ end: 'crlf', maxLineBytes: framing.maxLineBytes });
}
