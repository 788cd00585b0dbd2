import type { InstrumentDefinition } from '../definition.ts';
import { findDriver } from '../drivers/all.ts';
import { policyOf } from './identity-policy.ts';
import { bytesToText, maskUnknownText, nameControls } from './mask-bytes.ts';
import { maskBalanceLine } from './mask-line.ts';
import { type MaskCarry, maskText, startCarry } from './mask-text.ts';

/**
 * Masked raw frames for screens, prints and captures (decision 3). One character stands for one byte; control
 * characters are named (`<STX>`), so the byte count can be read off. A frame whose checksum is wrong may have any of
 * its delimiters garbled, so nothing in it is trusted: all content is hidden.
 */

const STX = 0x02;
const ETX = 0x03;
const ETB = 0x17;

/** A frame as text, masked, and the carry for the next frame of the same conversation. */
export interface MaskedFrame {
  readonly text: string;
  readonly carry: MaskCarry;
}

/**
 * Masks one wire entry. `bytes` is what one entry of the wire store holds: a frame, a control character, a line, or
 * noise. Hand the carry of the previous entry of the conversation in, so that a record cut by ETB is masked by its own
 * rules; without it a cut record's rest is hidden whole.
 */
export function maskFrame(
  definition: InstrumentDefinition | null,
  bytes: Uint8Array,
  carry: MaskCarry = startCarry,
): MaskedFrame {
  const driver = definition === null ? null : findDriver(definition);
  if (definition !== null && driver !== null) return { text: driver.mask(definition, bytes), carry };
  if (definition?.protocol.kind === 'mt-sics')
    return { text: nameControls(maskBalanceLine(bytesToText(bytes))), carry };
  const frame = splitFrame(bytes);
  if (definition === null || frame === null) {
    return { text: maskUnknownText(bytes), carry: endsConversation(bytes) ? startCarry : carry };
  }
  const isOpen = frame.end === ETB;
  const masked = maskText(frame.text, policyOf(definition), carry, isOpen);
  return { text: nameControls(frame.head + masked.text + frame.tail), carry: masked.carry };
}

/** `maskFrame` for a frame on its own. */
export function maskFrameText(definition: InstrumentDefinition | null, bytes: Uint8Array): string {
  return maskFrame(definition, bytes).text;
}

function endsConversation(bytes: Uint8Array): boolean {
  return bytes.length === 1 && (bytes[0] === 0x04 || bytes[0] === 0x05);
}

interface SplitFrame {
  /** STX and the frame number. */
  readonly head: string;
  readonly text: string;
  readonly end: number;
  /** ETX or ETB, checksum, line end. */
  readonly tail: string;
}

/** The parts of a well-made LIS01 frame, or null for anything else, a wrong checksum included. */
function splitFrame(bytes: Uint8Array): SplitFrame | null {
  if (bytes[0] !== STX || bytes.length < 5) return null;
  let end = bytes.length - 1;
  while (end > 1 && bytes[end] !== ETX && bytes[end] !== ETB) end -= 1;
  if (end <= 1 || !isChecksumRight(bytes, end)) return null;
  return {
    head: bytesToText(bytes.subarray(0, 2)),
    text: bytesToText(bytes.subarray(2, end)),
    end: bytes[end] ?? ETX,
    tail: bytesToText(bytes.subarray(end)),
  };
}

/** LIS01 6.3: byte sum modulo 256 from the number to ETX or ETB; also with the line ends a logger spoiled (decision 7). */
function isChecksumRight(bytes: Uint8Array, end: number): boolean {
  const sent = bytesToText(bytes.subarray(end + 1, end + 3)).toUpperCase();
  if (!/^[0-9A-F]{2}$/.test(sent)) return false;
  const expected = Number.parseInt(sent, 16);
  let asSent = 0;
  let withoutLf = 0;
  let lfAsCr = 0;
  for (let index = 1; index <= end; index += 1) {
    const byte = bytes[index] ?? 0;
    asSent += byte;
    if (byte !== 0x0a) withoutLf += byte;
    lfAsCr += byte === 0x0a ? 0x0d : byte;
  }
  return [asSent, withoutLf, lfAsCr].some((sum) => sum % 256 === expected);
}
