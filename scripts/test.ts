import { ensureBuilt } from './build.ts';
import { runTestProject, startsTheApp, type TestProject, testFiles, testProjects } from './test-projects.ts';

/**
 * Runs every kind of test one after another (`npm test`), or the named ones (`npm test -- unit dom`). The last line is
 * `N passed, N failed`, with `, N skipped` where some were; above it stands what failed, by name.
 */
function chosenProjects(names: readonly string[]): readonly TestProject[] {
  const unknown = names.filter((name) => !testProjects.some((project) => project === name));
  if (unknown.length > 0)
    throw new Error(`There are no ${unknown.join(', ')} tests. There are: ${testProjects.join(', ')}.`);
  return names.length === 0 ? testProjects : testProjects.filter((project) => names.includes(project));
}

const total = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

async function runOne(project: TestProject): Promise<void> {
  const fileCount = testFiles(project).length;
  process.stdout.write(`\n== ${project}: ${fileCount} files\n`);
  try {
    if (startsTheApp(project) && fileCount > 0) await ensureBuilt();
    const { tally, seconds, ...run } = await runTestProject(project);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
    failures.push(...run.failures);
    process.stdout.write(`== ${project}: ${tally.passed} passed, ${tally.failed} failed in ${seconds.toFixed(1)} s\n`);
  } catch (error) {
    total.failed += 1;
    failures.push(`${project} tests could not run: ${error instanceof Error ? error.message : String(error)}`);
  }
}

for (const project of chosenProjects(process.argv.slice(2))) await runOne(project);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
for (const failure of failures) process.stdout.write(`\nFAILED ${failure}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
