import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const rooms = ['shared', 'electron', 'renderer', 'hub', 'resources', 'scripts', 'test'];
const files = ['package.json', 'tsconfig.json', 'tsconfig.base.json', 'vitest.config.ts', 'biome.json'];
const module = 'reagent-lots';
let copy = '';

/** A copy of the checkout that shares the installed packages, but not what the compiler remembers of them. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'bench-new-module-'));
  for (const room of rooms) cpSync(join(root, room), join(copy, room), { recursive: true });
  for (const file of files) cpSync(join(root, file), join(copy, file));
  mkdirSync(join(copy, 'node_modules', '.cache'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name), 'junction');
  }
  const remembered = join(root, 'node_modules/.cache/types');
  if (existsSync(remembered)) cpSync(remembered, join(copy, 'node_modules/.cache/types'), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const generate = () =>
  spawnSync(process.execPath, [join(root, 'scripts/new-module.ts'), module, '--in', copy], { encoding: 'utf8' });
const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: copy, encoding: 'utf8' });

test('a generated module passes the compiler and its own tests, and is not written twice', { timeout: 300_000 }, () => {
  const made = generate();
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);
  expect(readFileSync(join(copy, 'electron/modules/all.ts'), 'utf8')).toContain('createReagentLotsModule(),');
  const types = run('typescript/bin/tsc', '-b', 'shared', 'electron', 'renderer');
  // Other people's unfinished files are not this test's business.
  expect(types.stdout.split('\n').filter((line) => line.includes(module))).toEqual([]);
  const tests = run(
    'vitest/vitest.mjs',
    ...['run', '--project', 'unit', '--project', 'integration', '--reporter', 'json', '--outputFile', 'report.json'],
    ...[`test/unit/modules/${module}`, `test/integration/modules/${module}`],
  );
  expect(tests.stderr).toBe('');
  const report = JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8')) as Record<string, number>;
  expect(report).toMatchObject({ numPassedTests: 4, numFailedTests: 0 });
  const again = generate();
  expect(again.status).toBe(1);
  expect(again.stderr).toContain('exists already');
});

test('a name that can not be is refused before anything is written', () => {
  const refused = spawnSync(process.execPath, [join(root, 'scripts/new-module.ts'), '../x', '--in', copy], {
    encoding: 'utf8',
  });
  expect(refused.status).toBe(1);
  expect(existsSync(join(copy, 'x'))).toBe(false);
});
