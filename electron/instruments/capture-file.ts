import * as z from 'zod';
import { fromHex } from '../../shared/kernel/bytes.ts';
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
}

export interface Capture {
  /** `capture`: our own transcript. `raw`: anything else, one piece as it is. */
  readonly format: 'capture' | 'raw';
  readonly steps: readonly CaptureStep[];
}

/** Bound of a file that is replayed: far above a day of a busy analyzer with images. */
export const maxCaptureBytes = 256 * 1024 * 1024;

/**
 * What the instrument sent, from the bytes of a file. A capture keeps its times, and what the host said in it is left
 * out; any other file is one piece of bytes.
 *
 * @throws AppError `link/capture-not-understood` with the line, when a file that begins like a capture is none
 */
export function readCapture(bytes: Uint8Array): Capture {
  if (!looksLikeCapture(bytes)) return { format: 'raw', steps: bytes.length === 0 ? [] : [{ ms: 0, bytes }] };
  const steps: CaptureStep[] = [];
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const parsed = captureLine.safeParse(parseJson(line));
    if (!parsed.success) {
      // The first line may describe the capture; a line later on that is none means a damaged file.
      if (index === 0) continue;
      throw new AppError('link/capture-not-understood', { line: index + 1 });
    }
    const { ms, dir, hex } = parsed.data;
    if (dir === 'in') steps.push({ ms, bytes: fromHex(hex) });
  }
  return { format: 'capture', steps };
}

function looksLikeCapture(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1').trimStart();
  return start.startsWith('{') && start.split('\n', 2).some((line) => captureLine.safeParse(parseJson(line)).success);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
