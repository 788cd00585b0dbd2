import { expect, test } from 'vitest';
import { brokenImports, importsOf } from './import-rules.ts';
import { allPaths, isSource, sourceFiles, trackedPaths } from './source-files.ts';

test('every file git lists was seen', () => {
  const tracked = trackedPaths();
  if (tracked === undefined) {
    process.stderr.write('NOT A CLONE: the list of files could not be held against git.\n');
    return;
  }
  const seen = new Set(allPaths);
  expect(tracked.filter((file) => !seen.has(file))).toEqual([]);
  expect(sourceFiles.length).toBeGreaterThanOrEqual(tracked.filter(isSource).length);
  expect(sourceFiles.length).toBeGreaterThan(0);
});

test('every import keeps to the house plan', () => {
  expect(sourceFiles.flatMap(brokenImports)).toEqual([]);
});

test('imports are found in every way they are written', () => {
  const text = [
    `import fs from 'node:fs';`,
    `import {\n  one,\n  type Two,\n} from './two.ts';`,
    `import type { Three } from "three";`,
    `import './four.css';`,
    `export { five } from './five.ts';`,
    `export type * from './six.ts';`,
    `const seven = await import('./seven.ts');`,
    `type Eight = import('eight').Eight;`,
    `const nine = require('nine');`,
  ].join('\n');
  expect(importsOf(text).sort()).toEqual(
    ['node:fs', './two.ts', 'three', './four.css', './five.ts', './six.ts', './seven.ts', 'eight', 'nine'].sort(),
  );
});

test.each([
  ['shared/kernel/a.ts', 'node:fs'],
  ['shared/kernel/a.ts', 'yaml'],
  ['shared/kernel/a.ts', '../../electron/host/host.ts'],
  ['renderer/app/a.tsx', '../../electron/host/host.ts'],
  ['renderer/app/a.tsx', 'node:path'],
  ['electron/host/a.ts', 'electron'],
  ['electron/host/a.ts', '../../renderer/data/client.ts'],
  ['electron/modules/errors/handlers.ts', '../instruments/handlers.ts'],
  ['electron/modules/errors/handlers.ts', '../../../shared/modules/instruments/rules.ts'],
  ['shared/modules/errors/rules.ts', '../instruments/rules.ts'],
  ['renderer/modules/errors/parts/a.tsx', '../../instruments/parts/b.tsx'],
  ['scripts/demo.ts', '../renderer/app/app.tsx'],
  ['scripts/demo.ts', '../electron/main.ts'],
  ['scripts/setup/lock.mjs', 'yaml'],
  ['electron/host/a.ts', './b'],
  ['test/unit/a.test.ts', '../../../elsewhere/a.ts'],
])('refused: %s imports %s', (path, name) => {
  expect(brokenImports({ path, text: `import { a } from '${name}';` })).toHaveLength(1);
});

test.each([
  ['electron/main.ts', 'electron'],
  ['electron/shell/window.ts', 'electron'],
  ['electron/modules/errors/handlers.ts', '../../../shared/modules/instruments/records.ts'],
  ['electron/modules/all.ts', './errors/handlers.ts'],
  ['renderer/modules/errors/screens/a.tsx', '../../../../shared/modules/instruments/contract.ts'],
  ['renderer/modules/errors/screens/a.tsx', '../parts/b.tsx'],
  ['shared/modules/errors/contract.ts', 'zod'],
  ['test/e2e/a.test.ts', '../../renderer/i18n/words.ts'],
])('allowed: %s imports %s', (path, name) => {
  expect(brokenImports({ path, text: `import { a } from '${name}';` })).toEqual([]);
});
