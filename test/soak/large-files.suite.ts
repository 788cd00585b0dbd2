import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { passingFileLedger } from '../../electron/instruments/file-ledger.ts';
import { openFolder } from '../../electron/instruments/links/folder.ts';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { readFileBlocks } from '../../shared/instruments/drivers/cytometry-files/read-file.ts';
import { shippedDefinition } from '../harness/definitions.ts';
import { makeFcs } from '../harness/instrument-files.ts';
import { fastFolder } from '../harness/power-cut.ts';

const fileBytes = 200 * 1024 * 1024;
/** What reading may add to the memory of the process, whatever the file holds. */
const mayGrowBytes = 48 * 1024 * 1024;

export const suite: SoakSuite = {
  flag: 'large-files',
  says: 'data files of 200 MB in a watched folder, read with the memory of a small one',
  usualCount: 3,
  async run(count) {
    const root = fastFolder('large-files');
    const folder = join(root, 'drop');
    mkdirSync(folder);
    const definition = await shippedDefinition('bd-facscalibur');
    let blockCount = 0;
    let peakBytes = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => {
      peakBytes = Math.max(peakBytes, process.memoryUsage().rss - before);
    }, 10);
    const ignore = (): void => {};
    const link = await openFolder(
      { kind: 'folder', folder, includesOld: true },
      {
        connected: ignore,
        bytes: ignore,
        disconnected: ignore,
        closed: ignore,
        block: async () => {
          blockCount += 1;
        },
      },
      {
        ledger: passingFileLedger(),
        read: (source) => readFileBlocks(definition, source),
        monoMs: () => performance.now(),
        scanMs: 50,
        settleMs: 100,
      },
    );
    try {
      for (let index = 0; index < count; index += 1) writeLarge(join(folder, `large.${index}`), index);
      for (let waited = 0; blockCount < count && waited < 120; waited += 1) await pause(1_000);
    } finally {
      clearInterval(watch);
      await link.close();
      rmSync(root, { recursive: true, force: true });
    }
    const failures: string[] = [];
    if (blockCount !== count) failures.push(`${blockCount} of ${count} files were read`);
    if (peakBytes > mayGrowBytes) failures.push(`memory grew by ${megabytes(peakBytes)} MiB`);
    return { figures: { files: blockCount, 'MiB more at most': megabytes(peakBytes) }, failures };
  },
};

/** A data set of 14 bytes an event whose events are zeros: the disk need not hold them. */
function writeLarge(path: string, number: number): void {
  const events = Math.floor(fileBytes / 14);
  const keywords = {
    $PAR: '7',
    $TOT: String(events),
    $DATATYPE: 'I',
    $BYTEORD: '4,3,2,1',
    $MODE: 'L',
    $COM: `file ${number}`,
    $BEGINDATA: '2048',
    $ENDDATA: String(2047 + events * 14),
  };
  const file = openSync(path, 'w');
  writeSync(file, makeFcs({ version: 'FCS3.0', keywords }));
  ftruncateSync(file, 2_048 + events * 14);
  closeSync(file);
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);
