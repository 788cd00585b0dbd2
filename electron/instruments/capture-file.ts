import * as z from 'zod';
import { concatBytes, fromHex } from '../../shared/kernel/bytes.ts';
import { AppError } from '../../shared/kernel/errors.ts';

/** One line of a capture (`*.jsonl`): milliseconds since its start, who spoke, and the bytes. */
export const captureLine = z.object({
  ms: z.number().min(0),
  dir: z.enum(['in', 'out']),
  hex: z.string().regex(/^([0-9a-fA-F]{2})*$/),
});

/** One piece of what an instrument sent. */
export interface CaptureStep {
  readonly ms: number;
  readonly bytes: Uint8Array;
  /** What the host said since the step before; a polled instrument's answers are answers to it. */
  readonly saidBefore: Uint8Array;
}

export interface Capture {
  /** `capture`: our own transcript. `raw`: anything else, one piece as it is. */
  readonly format: 'capture' | 'raw';
  readonly steps: readonly CaptureStep[];
  /** The file ends inside its last line, which is left out. */
  readonly isCut: boolean;
}

const noBytes = new Uint8Array();

/** Bound of a file that is replayed: far above a day of a busy analyzer with images. */
export const maxCaptureBytes = 256 * 1024 * 1024;

/**
 * What the instrument sent, from the bytes of a file. A capture keeps its times, and what the host said before each
 * piece; any other file is one piece of bytes.
 *
 * @throws AppError `link/capture-not-understood` with the line, when a file that begins like a capture is none
 */
export function readCapture(bytes: Uint8Array): Capture {
  if (!looksLikeCapture(bytes)) {
    return { format: 'raw', steps: bytes.length === 0 ? [] : [{ ms: 0, bytes, saidBefore: noBytes }], isCut: false };
  }
  const steps: CaptureStep[] = [];
  const said: Uint8Array[] = [];
  let isCut = false;
  for (const { text, number, isLast } of linesOf(bytes)) {
    if (text.trim() === '') continue;
    const parsed = captureLine.safeParse(parseJson(text));
    if (parsed.success) {
      const { ms, dir, hex } = parsed.data;
      if (dir === 'out') said.push(fromHex(hex));
      else steps.push({ ms, bytes: fromHex(hex), saidBefore: concatBytes(said.splice(0)) });
      continue;
    }
    // The first line may describe the capture, and a recorder that was stopped leaves half a last line; any other line
    // that is none means a damaged file.
    isCut = isLast;
    if (number > 1 && !isLast) throw new AppError('link/capture-not-understood', { line: number });
  }
  return { format: 'capture', steps, isCut };
}

/** Lines one by one: a long capture is not held a second time. `isLast`: no line end follows. */
function* linesOf(bytes: Uint8Array): Generator<{ text: string; number: number; isLast: boolean }> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = startOf(bytes), number = 1; from < file.length; number += 1) {
    const end = file.indexOf(0x0a, from);
    const isLast = end < 0;
    yield { text: file.toString('latin1', from, isLast ? file.length : end), number, isLast };
    from = isLast ? file.length : end + 1;
  }
}

/** After the byte order mark that some editors write. */
function startOf(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** One of the first two lines is a piece of traffic. */
function looksLikeCapture(bytes: Uint8Array): boolean {
  if (bytes[startOf(bytes)] !== 0x7b) return false;
  for (const { text, number } of linesOf(bytes)) {
    if (captureLine.safeParse(parseJson(text)).success) return true;
    if (number === 2) return false;
  }
  return false;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
