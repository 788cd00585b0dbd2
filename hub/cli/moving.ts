import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError } from '../../shared/kernel/errors.ts';
import { exportHub } from '../store/export-hub.ts';
import { importHub } from '../store/import-hub.ts';
import type { MoveReport } from '../store/move-lines.ts';
import { type HubPlace, openNextEpoch } from '../store/open-hub-store.ts';

const told = ({ siteCount, logCount, recordCount }: MoveReport) =>
  `${recordCount} records in ${logCount} logs of ${siteCount} sites`;

/** Writes everything of a hub into one file (gzip), which only its owner may read: the hub's key is in it. */
export async function exportTo(place: HubPlace, file: string | undefined): Promise<string> {
  if (file === undefined) throw new AppError('usage/missing', { usage: 'export FILE' });
  const part = `${file}.part`;
  const lines = exportHub(place);
  let report: MoveReport | undefined;
  const all = async function* () {
    report = yield* lines;
  };
  await pipeline(Readable.from(all(), { objectMode: true }), createGzip(), createWriteStream(part, { mode: 0o600 }));
  await sync(part);
  await rename(part, file);
  if (process.platform !== 'win32') await sync(dirname(file));
  return `${file}: ${told(report!)}. It holds the hub's key: keep it as you keep the hub.`;
}

/** Takes such a file into a place where no hub lives yet. */
export async function importFrom(place: HubPlace, file: string | undefined): Promise<string> {
  if (file === undefined) throw new AppError('usage/missing', { usage: 'import FILE' });
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  const lines = createInterface({ input: source.pipe(unpacked), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    return `${told(await importHub(place, readLines(lines, unpacked)))} taken, all heads as they were.`;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code.startsWith('hub/')) throw error;
    if (code.startsWith('Z_')) throw new AppError('hub/move-damaged', { line: 0 }, { cause: error });
    throw new AppError('usage/file', { name: 'import', detail: message }, { cause: error });
  } finally {
    lines.close();
    source.destroy();
  }
}

/** Said once by whoever put a backup of the hub back, before it starts. */
export async function restored(place: HubPlace): Promise<string> {
  const epoch = await openNextEpoch(place);
  return `The hub goes on in log ${epoch} of its own, above every number it has given. Enrol again what was enrolled since the backup.`;
}

/** readline ends quietly where its source breaks; here the break is said. */
async function* readLines(lines: AsyncIterable<string>, source: Readable): AsyncGenerator<string> {
  yield* lines;
  if (source.errored) throw source.errored;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
