import { isAppError } from '../../shared/kernel/errors.ts';
import { sentenceOf } from './words.ts';

/** What the commands answer to the shell; `docs/command-line.md` lists them. */
export const exitCodes = {
  done: 0,
  /** A fault of ours; what is known stands on stderr. */
  fault: 1,
  /** Options or files that can not be used as given. */
  usage: 2,
  /** The port or address could not be opened. */
  link: 3,
  /** The line, or the file, held nothing. */
  nothing: 4,
  /** Something was there, but nothing that could be understood or delivered. */
  notUnderstood: 5,
} as const;

/** A line for people; stdout is kept for what a program may read. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Writes one line to stdout and waits while the reader is slow. */
export async function print(line: string): Promise<void> {
  if (process.stdout.write(`${line}\n`)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

/**
 * Runs a command to its exit code. A known error becomes its sentence; so does an unknown one, and its stack shows where
 * `BENCHSIDE_STACK` is set. A reader that goes away (`| head`) ends the command quietly.
 */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    process.exitCode = await main();
  } catch (error) {
    if (isAppError(error)) {
      say(sentenceOf(error.code, error.data));
      process.exitCode = exitCodeOf(error.code);
    } else {
      say(`A fault of Benchside: ${error instanceof Error ? error.message : String(error)}`);
      if (process.env.BENCHSIDE_STACK && error instanceof Error) say(error.stack ?? '');
      process.exitCode = exitCodes.fault;
    }
  }
}

const usageCodes = new Set([
  'store/failed',
  'store/in-use',
  'store/cannot-open',
  'store/not-ours',
  'store/from-the-future',
  'store/migration-edited',
  'store/network-drive',
  'store/read-only',
  'keys/unreadable',
  'link/port-not-understood',
  'link/file-missing',
  'link/capture-not-understood',
  'link/capture-too-large',
]);

function exitCodeOf(code: string): number {
  if (code === 'usage/help') return exitCodes.done;
  if (code.startsWith('usage/') || code.startsWith('catalog/') || usageCodes.has(code)) return exitCodes.usage;
  if (code.startsWith('simulate/')) return exitCodes.usage;
  return code.startsWith('link/') ? exitCodes.link : exitCodes.fault;
}

/** One Ctrl-C can arrive twice, from the terminal and passed on by who started us; nobody means "at once" so soon. */
const samePressMs = 500;

/** Aborts at Ctrl-C and at a polite kill, once; a second Ctrl-C ends at once. */
export function untilInterrupted(): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  let pressedAt = 0;
  const interrupt = (): void => {
    if (!controller.signal.aborted) {
      pressedAt = performance.now();
      controller.abort();
    } else if (performance.now() - pressedAt > samePressMs) process.exit(130);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    stop: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

/** Resolves after so many milliseconds, or when the signal aborts; null waits for the signal alone. */
export function pauseUntil(ms: number | null, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    // An interval keeps the process alive where nothing else does, and ends with the wait.
    const timer = setInterval(() => ms !== null && end(), ms ?? 60_000);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
