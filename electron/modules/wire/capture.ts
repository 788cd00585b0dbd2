import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { frameChecksum } from '../../../shared/instruments/framing/lis01-encoder.ts';
import { toHex } from '../../../shared/kernel/bytes.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { WireLine } from '../../../shared/modules/wire/contract.ts';
import { createWireLineReader } from '../../instruments/wire-lines.ts';
import type { WireStore } from '../../store/types.ts';
import { bytesOfMasked } from './unmasked.ts';

export interface CaptureRange {
  readonly instrumentId: string;
  readonly from: string;
  readonly to: string;
  readonly file: string;
}

const pageSize = 1000;

/**
 * Writes a masked piece of the wire as a capture: a first line that says what it is, then `{ms, dir, hex}` lines, as the
 * catalogue's captures are. Checksums are made anew over the masked bytes, so that the capture replays; a frame that was
 * damaged stays so. Never writes over a file.
 *
 * @throws AppError `wire/can-not-write`, `wire/file-exists`
 */
export async function writeCapture(
  wire: WireStore,
  definition: InstrumentDefinition | null,
  range: CaptureRange,
): Promise<{ lineCount: number; byteCount: number; sha256: string; fileName: string }> {
  const { file } = range;
  if (!isAbsolute(file) || !file.toLowerCase().endsWith('.jsonl')) throw new AppError('wire/can-not-write', { file });
  await wire.flush();
  const handle = await openNew(file);
  const hash = createHash('sha256');
  let byteCount = 0;
  let lineCount = 0;
  const put = async (value: unknown): Promise<void> => {
    const line = `${JSON.stringify(value)}\n`;
    hash.update(line);
    byteCount += Buffer.byteLength(line);
    await handle.write(line);
  };
  try {
    const { from, to } = range;
    await put({ benchside: 'capture', isMasked: true, definition: definition?.stamp ?? null, from, to });
    const reader = createWireLineReader(definition);
    let ms = 0;
    let after = 0;
    for (;;) {
      const entries = wire.read({ instrumentId: range.instrumentId, fromAt: from, toAt: to, after, limit: pageSize });
      for (const [index, line] of reader.read(entries).entries()) {
        ms += line.sinceMs;
        await put({ ms: Math.round(ms), dir: line.dir, hex: toHex(maskedBytes(line, entries[index]!.bytes)) });
        lineCount += 1;
      }
      const last = entries.at(-1);
      if (!last || entries.length < pageSize) break;
      after = last.id;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { lineCount, byteCount, sha256: hash.digest('hex'), fileName: basename(file) };
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new AppError(exists ? 'wire/file-exists' : 'wire/can-not-write', { file }, { cause: error });
  }
}

/** A line's bytes as masked; a line that cannot be turned back is as many `x` as it had bytes. */
export function maskedBytes(line: Pick<WireLine, 'text' | 'frame'>, original: Uint8Array): Uint8Array {
  const bytes = bytesOfMasked(line.text, original) ?? new Uint8Array(original.length).fill(0x78);
  const { frame } = line;
  if (!frame || frame.checksumSent !== frame.checksumComputed) return bytes;
  const end = Math.max(bytes.lastIndexOf(0x03), bytes.lastIndexOf(0x17));
  if (end < 1 || end + 2 >= bytes.length) return bytes;
  const sum = frameChecksum(bytes.subarray(1, end + 1));
  bytes.set([sum.charCodeAt(0), sum.charCodeAt(1)], end + 1);
  return bytes;
}
