import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ImportOptions } from '../../shared/modules/maintenance/import-contract.ts';
import { openModuleBench } from './module-bench.ts';

/**
 * A host that imports a log of many rows until it is killed: `node import-work.ts <folder> <rows> <signal file>`. It says
 * in the file when the import was confirmed; on a folder where one was, it only goes on with it.
 */
const [folder = '', rowCount = '1000', signalFile = ''] = process.argv.slice(2);

const bench = await openModuleBench(folder);
const { page } = bench;
if ((await page.maintenance.import.list()).length === 0) {
  const instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
  const lines = Array.from({ length: Number(rowCount) }, (_, at) => `2025-03-04,Task ${at},JD`);
  const bytes = new TextEncoder().encode(`Date,Task,By\n${lines.join('\n')}\n`);
  const { importId, sheets } = await page.maintenance.import.open({ fileName: 'log.csv', bytes });
  const options: ImportOptions = { ...sheets[0]!.suggested, subject: instrumentId };
  await page.maintenance.import.confirm({ importId, options });
}
writeFileSync(signalFile, 'confirmed');
for (;;) {
  const [first] = await page.maintenance.import.list();
  if (first?.state === 'finished') break;
  await wait(5);
}
writeFileSync(signalFile, 'finished');
await bench.close();
