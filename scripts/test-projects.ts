import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool, tool } from './run-command.ts';
import { projectRoot } from './runtime.ts';

/** The kinds of tests, in the order they run: the quick ones first. */
export const testProjects = [
  ...(['unit', 'catalog', 'dom', 'architecture', 'integration', 'hub', 'sync'] as const),
  ...(['screens', 'e2e'] as const),
] as const;
export type TestProject = (typeof testProjects)[number];

/** Kinds whose tests start the application itself, which must be built first. */
export const startsTheApp = (project: TestProject): boolean => project === 'screens' || project === 'e2e';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What is read of vitest's JSON report. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * Counts one project's run. A file that could not be loaded has no tests in the report and counts as one failure; so does a run
 * that failed for any other reason, and a project that has test files and ran none of them.
 */
export function tallyOf(report: VitestReport | undefined, exitCode: number, fileCount: number): Tally {
  if (report === undefined) return { passed: 0, failed: fileCount === 0 && exitCode === 0 ? 0 : 1, skipped: 0 };
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + unloaded.length;
  const isUnexplained = failed === 0 && (exitCode !== 0 || !report.success || (fileCount > 0 && passed === 0));
  return { passed, failed: isUnexplained ? 1 : failed, skipped: report.numPendingTests + report.numTodoTests };
}

export const testFiles = (project: TestProject): string[] =>
  globSync(`test/${project}/**/*.test.{ts,tsx}`, { cwd: projectRoot });

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
}

/** Runs one project with vitest, its output shown as it comes. */
export async function runTestProject(project: TestProject): Promise<Tally & { readonly seconds: number }> {
  const files = testFiles(project);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0, seconds: 0 };
  const folder = mkdtempSync(path.join(tmpdir(), 'benchside-test-'));
  const reportFile = path.join(folder, 'report.json');
  try {
    const args = [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ];
    const { code, seconds } = await runTool(tool('vitest', 'vitest.mjs'), args);
    return { ...tallyOf(readReport(reportFile), code, files.length), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
