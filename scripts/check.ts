import { runToolAside, tool } from './run-command.ts';
import { runTestProject, type TestProject } from './test-projects.ts';

/** `npm run check`: everything quick that can refuse a change. `--no-tests` where the tests run anyway. */
const failed: string[] = [];

function told(name: string, isGood: boolean, seconds: number): void {
  if (!isGood) failed.push(name);
  process.stdout.write(`${isGood ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)\n`);
}

async function checkWith(name: string, script: string, ...args: string[]): Promise<void> {
  const { code, seconds, output } = await runToolAside(script, args);
  process.stdout.write(output);
  told(name, code === 0, seconds);
}

async function checkTests(project: TestProject): Promise<void> {
  const { tally, seconds } = await runTestProject(project);
  told(`${project} tests`, tally.passed > 0 && tally.failed === 0, seconds);
}

// Side by side: the types take one processor, and longer than both others together.
await Promise.all([
  checkWith('types', tool('typescript', 'bin', 'tsc'), '-b'),
  checkWith('lint and format', tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.').then(
    () => checkWith('dead code', tool('knip', 'bin', 'knip.js'), '--treat-config-hints-as-errors'),
  ),
]);
if (!process.argv.includes('--no-tests'))
  for (const project of ['architecture', 'unit'] as const) await checkTests(project);
if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
