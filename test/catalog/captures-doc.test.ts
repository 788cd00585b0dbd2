import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { describeCaptures } from '../../scripts/captures/describe.ts';
import { resourcesFolder } from '../harness/definitions.ts';
import { hasSharedPapers, readShared } from '../harness/shared-papers.ts';

const hasPapers = hasSharedPapers('docs/captures.md says what is made of every capture');

test.skipIf(!hasPapers)('docs/captures.md is what the script writes', async () => {
  const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });
  const { files } = JSON.parse(readShared('vectors/capture-expect.dev.json').toString('utf8'));
  const page = readFileSync(new URL('../../docs/captures.md', import.meta.url), 'utf8');
  expect(page).toBe(describeCaptures(catalog, files, (file) => readShared(`corpus/${file}`)));
});
