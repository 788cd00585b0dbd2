import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../../shared/kernel/errors.ts';
import { maxCaptureBytes } from '../instruments/capture-file.ts';
import { replayStored } from '../instruments/replay-stored.ts';
import { passingHashing } from '../instruments/specimen-hash.ts';
import { wallAt } from '../instruments/wall-time.ts';
import { systemClock } from '../store/system-clock.ts';
import { exitCodes, runCommand, say } from './command.ts';
import { findDefinition } from './definitions.ts';
import { readOptions } from './options.ts';
import { createPrinter } from './print-signal.ts';

const usage = 'npm run --silent replay -- <file|-> --as <definition> [--json] [--definitions <folder>]';

await runCommand(async () => {
  const { what, options } = readOptions(
    { as: { type: 'string' }, json: { type: 'boolean' }, definitions: { type: 'string' } },
    usage,
  );
  const { definition } = await findDefinition(options.as, options.definitions ?? null);
  const bytes = await readWhole(what);
  const signals = replayStored(bytes, definition, passingHashing(), wallAt(systemClock()));
  const printer = createPrinter(options.json === true);
  for (const signal of signals) printer(signal);
  await printer.finished();
  if (signals.length > 0) return exitCodes.done;
  say(bytes.length === 0 ? 'The file is empty.' : 'Nothing in the file could be read as a message.');
  return bytes.length === 0 ? exitCodes.nothing : exitCodes.notUnderstood;
});

async function readWhole(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    const { size } = await stat(file);
    if (size > maxCaptureBytes) throw new AppError('link/capture-too-large', { file, byteCount: size });
    return await readFile(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('link/file-missing', { file }, { cause: error });
  }
}
