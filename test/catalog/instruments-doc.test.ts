import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { countFacts, describeInstruments, SIX } from '../../scripts/instruments/describe.ts';
import { resourcesFolder } from '../harness/definitions.ts';

const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });

test('docs/instruments.md is what the script writes from the catalogue', () => {
  const page = readFileSync(new URL('../../docs/instruments.md', import.meta.url), 'utf8');
  expect(page).toBe(describeInstruments(catalog));
});

test('each of the six is there, with facts that name a source and with its blanks', () => {
  for (const key of SIX) {
    const definition = catalog.get(key);
    expect(definition, key).toBeDefined();
    if (definition === undefined) continue;
    const { confirmed, single, inferred, blanks } = countFacts(definition);
    expect(confirmed + single + inferred, key).toBeGreaterThan(0);
    expect(blanks, key).toBeGreaterThan(0);
    const open = definition.upkeep.tasks.filter(({ interval }) => interval === null);
    for (const { key: task, blank } of open) expect(blank, `${key} ${task}`).not.toBe('');
  }
});
