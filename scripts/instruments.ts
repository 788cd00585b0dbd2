import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../electron/instruments/catalog.ts';
import { describeInstruments } from './instruments/describe.ts';

/** `node scripts/instruments.ts [--write]`: the page of instruments from the catalogue; without `--write` it is printed. */
const catalog = await loadCatalog({ shipped: fileURLToPath(new URL('../resources/', import.meta.url)), lab: null });
const text = describeInstruments(catalog);
if (process.argv.includes('--write')) writeFileSync(new URL('../docs/instruments.md', import.meta.url), text);
else process.stdout.write(text);
