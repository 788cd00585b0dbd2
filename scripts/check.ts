import { runTool, tool } from './run-command.ts';
import { runTestProject, type TestProject } from './test-projects.ts';

/** `npm run check`: everything quick that can refuse a change. `--no-tests` where the tests run anyway. */
interface Step {
  readonly name: string;
  run(): Promise<boolean>;
}

const withTool = (name: string, script: string, ...args: string[]): Step => ({
  name,
  run: async () => (await runTool(script, args)).code === 0,
});
const withTests = (project: TestProject): Step => ({
  name: `${project} tests`,
  run: async () => {
    const { passed, failed } = (await runTestProject(project)).tally;
    return passed > 0 && failed === 0;
  },
});

const steps: Step[] = [
  withTool('types', tool('typescript', 'bin', 'tsc'), '-b'),
  withTool('lint and format', tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'),
  withTool('dead code', tool('knip', 'bin', 'knip.js'), '--treat-config-hints-as-errors'),
  ...(process.argv.includes('--no-tests') ? [] : [withTests('architecture'), withTests('unit')]),
];

const failed: string[] = [];
for (const step of steps) {
  const started = performance.now();
  const isGood = await step.run();
  if (!isGood) failed.push(step.name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${isGood ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)\n`);
}
if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
