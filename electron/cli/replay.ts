import { createReadStream } from 'node:fs';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { memorySource } from '../../shared/instruments/files/byte-source.ts';
import { concatBytes } from '../../shared/kernel/bytes.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { maxCaptureBytes, readCapture } from '../instruments/capture-file.ts';
import { chooseFormat, withDialects } from '../instruments/dialects.ts';
import { type OpenFile, openFileSource } from '../instruments/file-source.ts';
import { replayFile } from '../instruments/replay-file.ts';
import { replayStored } from '../instruments/replay-stored.ts';
import { type Hashing, passingHashing } from '../instruments/specimen-hash.ts';
import { wallAt } from '../instruments/wall-time.ts';
import { systemClock } from '../store/system-clock.ts';
import { exitCodes, runCommand, say } from './command.ts';
import { findDefinition, requireWire } from './definitions.ts';
import { readOptions } from './options.ts';
import { createPrinter, isUnderstood } from './print-signal.ts';

const usage = 'npm run --silent replay -- <file|-> --as <definition> [--json] [--definitions <folder>]';

await runCommand(async () => {
  const { what, options } = readOptions(
    { as: { type: 'string' }, json: { type: 'boolean' }, definitions: { type: 'string' } },
    usage,
  );
  const { definition: asked, catalog } = await findDefinition(options.as, options.definitions ?? null);
  requireWire(asked, true);
  const printer = createPrinter(options.json === true);
  const hashing = passingHashing();
  const at = wallAt(systemClock());
  if (asked.conversation === 'files') return printFile(what, asked, printer, hashing, at);
  const bytes = await readWhole(what);
  const capture = readCapture(bytes);
  const definition = chooseFormat(capture, withDialects(catalog, asked), hashing, at);
  if (definition !== asked) say(`The file is in another format of this instrument: ${definition.key}.`);
  let count = 0;
  let understoodCount = 0;
  for (const signal of replayStored(capture, definition, hashing, at)) {
    printer(signal);
    count += 1;
    if (isUnderstood(signal)) understoodCount += 1;
    // What waits to be printed is held: a long file must not wait as a whole.
    if (count % 256 === 0) await printer.finished();
  }
  await printer.finished();
  if (capture.isCut) say('The capture ends inside its last line, which was left out.');
  if (understoodCount > 0) return exitCodes.done;
  say(bytes.length === 0 ? 'The file is empty.' : 'Nothing in the file could be read as a message.');
  return bytes.length === 0 ? exitCodes.nothing : exitCodes.notUnderstood;
});

/** A file an instrument's program wrote is read piece by piece: it may be larger than any capture. */
async function printFile(
  path: string,
  definition: InstrumentDefinition,
  printer: ReturnType<typeof createPrinter>,
  hashing: Hashing,
  at: string,
): Promise<number> {
  const file = path === '-' ? null : await openSource(path);
  const source = file ?? memorySource(await readWhole(path));
  let understoodCount = 0;
  try {
    for await (const signal of replayFile(source, definition, hashing, at)) {
      printer(signal);
      if (isUnderstood(signal)) understoodCount += 1;
      await printer.finished();
    }
  } finally {
    await file?.close();
  }
  if (understoodCount > 0) return exitCodes.done;
  say(source.size === 0 ? 'The file is empty.' : 'Nothing in the file could be read as a message.');
  return source.size === 0 ? exitCodes.nothing : exitCodes.notUnderstood;
}

async function openSource(path: string): Promise<OpenFile> {
  try {
    return await openFileSource(path);
  } catch (error) {
    throw new AppError('link/file-missing', { file: path, detail: reasonOf(error) }, { cause: error });
  }
}

async function readWhole(file: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let byteCount = 0;
  try {
    // As a stream also from a file: a pipe or a device in its place has no size to ask for.
    for await (const piece of file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1_048_576 })) {
      byteCount += piece.length;
      if (byteCount > maxCaptureBytes) throw new AppError('link/capture-too-large', { file, limit: maxCaptureBytes });
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('link/file-missing', { file, detail: reasonOf(error) }, { cause: error });
  }
  return concatBytes(pieces);
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'no permission';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
