import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { frameChecksum } from '../../shared/instruments/framing/lis01-encoder.ts';
import { maskFrame } from '../../shared/instruments/mapping/mask-frame.ts';
import { type MaskCarry, startCarry } from '../../shared/instruments/mapping/mask-text.ts';
import { latin1ToText } from '../../shared/kernel/bytes.ts';
import type { WireLine } from '../../shared/modules/wire/contract.ts';
import type { WireEntry } from '../store/types.ts';

const STX = 0x02;
const ETX = 0x03;
const ETB = 0x17;

/** Turns stored wire entries of one instrument into masked lines, one call after the other, in arrival order. */
export interface WireLineReader {
  read(entries: readonly WireEntry[]): WireLine[];
}

/**
 * A reader that knows nothing of what came before: a record cut over the first frames of what it is given is masked
 * whole (decision 3), and the first line has waited 0 ms.
 */
export function createWireLineReader(definition: InstrumentDefinition | null): WireLineReader {
  let carry: MaskCarry = startCarry;
  let lastMs: number | null = null;
  let conversation = '';
  return {
    read(entries) {
      return entries.map((entry) => {
        if (entry.conversation !== conversation) carry = startCarry;
        conversation = entry.conversation;
        const masked = maskFrame(definition, entry.bytes, carry);
        // What this bench said in between does not interrupt what the instrument is saying.
        if (entry.dir === 'in') carry = masked.carry;
        // The monotonic clock starts anew with each run of the host.
        const sinceMs = lastMs === null ? 0 : Math.max(0, entry.monoMs - lastMs);
        lastMs = entry.monoMs;
        return {
          id: entry.id,
          at: entry.wallAt,
          sinceMs,
          dir: entry.dir,
          kind: entry.kind,
          byteCount: entry.bytes.length,
          text: masked.text,
          frame: frameFacts(entry),
          reason: entry.reason,
        };
      });
    },
  };
}

/** Number and checksums of what is, or was meant to be, a LIS01 frame. */
function frameFacts({ kind, bytes }: WireEntry): WireLine['frame'] {
  if ((kind !== 'frame' && kind !== 'rejected') || bytes[0] !== STX) return null;
  let end = bytes.length - 1;
  while (end > 1 && bytes[end] !== ETX && bytes[end] !== ETB) end -= 1;
  if (end <= 1) return null;
  return {
    number: (bytes[1] ?? 0) - 0x30,
    checksumSent: latin1ToText(bytes.slice(end + 1, end + 3)).replace(/[^\x20-\x7e]/g, '?'),
    checksumComputed: frameChecksum(bytes.subarray(1, end + 1)),
    isLast: bytes[end] === ETX,
  };
}
