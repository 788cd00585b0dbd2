import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../electron/instruments/catalog.ts';
import { describeCaptures } from './captures/describe.ts';

/**
 * `node scripts/captures.ts [--write]`: what is made of the captures that lie beside the project. Without `--write` the page
 * is printed.
 */
const shared = new URL('../../shared/', import.meta.url);
if (!existsSync(new URL('corpus/', shared))) {
  process.stderr.write('the captures are not here: nothing to describe\n');
  process.exit(1);
}
const catalog = await loadCatalog({ shipped: fileURLToPath(new URL('../resources/', import.meta.url)), lab: null });
const { files } = JSON.parse(readFileSync(new URL('vectors/capture-expect.dev.json', shared), 'utf8'));
const text = describeCaptures(catalog, files, (file) => readFileSync(new URL(`corpus/${file}`, shared)));
if (process.argv.includes('--write')) writeFileSync(new URL('../docs/captures.md', import.meta.url), text);
else process.stdout.write(text);
