import { hostModules } from '../../electron/modules/all.ts';
import { openModuleBench } from './module-bench.ts';

/**
 * Opens a bench on a folder and says as one JSON line what a person could see there and what happens to a change. For a
 * folder on a disk that refuses every write (`power-cut-shim.c`), which only a process of its own can have.
 *
 * Argument: the data folder.
 */
const [dataFolder = ''] = process.argv.slice(2);
const bench = await openModuleBench(dataFolder, { modules: hostModules });
const { page } = bench;
const health = await page.system.health();
const { cards } = { cards: await page.instruments.cards({ withRetired: false }) };
const refused = await page.system
  .saveSettings(await page.system.settings())
  .then(() => 'saved')
  .catch((error: { code?: string; data?: { code?: string } }) => error.code ?? 'unknown');
const seen = { store: health.store, code: health.code, recordCount: health.recordCount, cards, refused };
await bench.close();
process.stdout.write(`${JSON.stringify(seen)}\n`);
