import { expect, test } from 'vitest';
import { fill, nameModule, register } from '../../../scripts/new-module/plan.ts';

test('a name has every spelling', () => {
  expect(nameModule('reagent-lots')).toEqual({
    kebab: 'reagent-lots',
    camel: 'reagentLots',
    Pascal: 'ReagentLots',
    snake: 'reagent_lots',
    Title: 'Reagent lots',
  });
});

test.each(['', 'Reagent', 'reagent lots', 'reagent_lots', '-lots', 'lots-', '../lots', 'x'.repeat(41)])(
  'refused: "%s"',
  (name) => expect(nameModule(name)).toBeNull(),
);

test('templates are filled; what is no name stays', () => {
  expect(fill('<<camel>>Contract of <<kebab>> <<other>>', nameModule('a-b')!)).toBe('aBContract of a-b <<other>>');
});

test('a line goes before its place, an import above the blank line; no place, no change', () => {
  const text = "import { a } from './a.ts';\n\n/** All. */\nexport const all = [\n  a,\n];\n";
  expect(register(text, { file: 'f', before: '/** All', line: "import { b } from './b.ts';" })).toBe(
    "import { a } from './a.ts';\nimport { b } from './b.ts';\n\n/** All. */\nexport const all = [\n  a,\n];\n",
  );
  expect(register(text, { file: 'f', before: '];', line: '  b,' })).toContain('  a,\n  b,\n];');
  expect(register(text, { file: 'f', before: 'nowhere', line: '  b,' })).toBeNull();
});
