import { latin1ToText } from '../../../kernel/bytes.ts';
import { createGreetedFramer } from '../../framing/greeted-framer.ts';
import { hexAt } from '../../framing/hex-digits.ts';
import { createMarkedFramer } from '../../framing/marked-framer.ts';
import type { Framer } from '../../framing/values.ts';

/**
 * Packages of the Diatron family (its LIS protocol, as restated): SOH, a running id of one character, the command, STX, the
 * message, ETX, two hex digits, EOT. The digits are the low byte of the sum from SOH to ETX, both included.
 */

const SOH = 0x01;
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
const CHECK_BYTES = 2;
/** Longest package kept: one with everything holds three curves and a picture of them as text. */
const MAX_PACKAGE_BYTES = 262_144;

export interface DiatronPackage {
  /** `shape`: the marks do not stand where they must; `checksum`: the sum is another. */
  readonly fault: 'none' | 'shape' | 'checksum';
  readonly messageId: string;
  readonly command: string;
  readonly message: string;
}

/** A framer whose `line` values are packages without SOH and EOT; an ENQ before one is a control value. */
export const createDiatronFramer = (): Framer =>
  createGreetedFramer(
    createMarkedFramer({
      start: Uint8Array.of(SOH),
      end: Uint8Array.of(EOT),
      isStartUnique: true,
      maxBlockBytes: MAX_PACKAGE_BYTES,
    }),
  );

/** Where STX and ETX stand, or null where they do not stand where they must. */
function findMarks(block: Uint8Array): { stx: number; etx: number } | null {
  const stx = block.indexOf(STX);
  const etx = block.length - CHECK_BYTES - 1;
  return stx >= 2 && etx > stx && block[etx] === ETX ? { stx, etx } : null;
}

/** What is wrong with a package without SOH and EOT, judged by its bytes alone. */
export function findFault(block: Uint8Array): DiatronPackage['fault'] {
  const marks = findMarks(block);
  if (marks === null) return 'shape';
  let sum = SOH;
  for (let at = 0; at <= marks.etx; at += 1) sum += block[at]!;
  return hexAt(block, marks.etx + 1) === (sum & 0xff) ? 'none' : 'checksum';
}

/** Reads a package without SOH and EOT. Takes any bytes. */
export function readPackage(block: Uint8Array): DiatronPackage {
  const fault = findFault(block);
  const marks = findMarks(block);
  if (marks === null) return { fault, messageId: '', command: '', message: '' };
  const text = latin1ToText(block);
  const { stx, etx } = marks;
  return { fault, messageId: text.slice(0, 1), command: text.slice(1, stx), message: text.slice(stx + 1, etx) };
}

/** One `name<HT>value` of a message. */
export interface DiatronLine {
  readonly name: string;
  readonly value: string;
}

/** Lines of a message; one without a tab has no name, and its value is the line. */
export function readLines(message: string): DiatronLine[] {
  return message
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      return tab < 0 ? { name: '', value: line } : { name: line.slice(0, tab).trim(), value: line.slice(tab + 1) };
    });
}
