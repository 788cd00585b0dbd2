import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../../shared/kernel/errors.ts';
import { maxCaptureBytes, readCapture } from '../capture-file.ts';
import { type LinkListener, type OpenLink, problemOf, type SettingsOf } from './link.ts';

/** Bytes handed on at once when a capture is replayed as fast as possible. */
const pieceBytes = 4_096;

/**
 * Plays a capture as if the instrument were there: the same framing, answers and stores as on a live line. What would be
 * written to the instrument goes nowhere. At its end the link closes with `link/replay-finished`.
 *
 * @throws AppError `link/file-missing`, `link/capture-too-large`, `link/capture-not-understood`
 */
export async function openReplay(settings: SettingsOf<'replay'>, listener: LinkListener): Promise<OpenLink> {
  const { file, speed } = settings;
  const bytes = await readWhole(file);
  const { steps } = readCapture(bytes);
  let isOver = false;
  let timer: NodeJS.Timeout | null = null;
  let wake: (() => void) | null = null;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, ms);
    });
  const play = async (): Promise<void> => {
    let now = 0;
    // Begins after the caller has its link.
    await pause(0);
    for (const step of steps) {
      if (speed === 'recorded' && step.ms > now) await pause(step.ms - now);
      now = Math.max(now, step.ms);
      for (let start = 0; start < step.bytes.length && !isOver; start += pieceBytes) {
        listener.bytes(step.bytes.subarray(start, start + pieceBytes));
        if (speed === 'max') await pause(0);
      }
      if (isOver) return;
    }
    if (isOver) return;
    isOver = true;
    listener.closed(problemOf(new AppError('link/replay-finished', { file })));
  };
  listener.connected(file);
  void play();
  return {
    where: file,
    write: async () => {},
    check: async () => {},
    modemLines: async () => null,
    async close() {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      wake?.();
    },
  };
}

async function readWhole(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > maxCaptureBytes) throw new AppError('link/capture-too-large', { file, byteCount: size });
    return await readFile(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('link/file-missing', { file }, { cause: error });
  }
}
