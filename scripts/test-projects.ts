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
  readonly testResults: readonly VitestFile[];
}

interface VitestFile {
  /** The file's whole path. */
  readonly name: string;
  readonly status: string;
  /** Why the file could not be loaded. */
  readonly message: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[];
  }[];
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

/** What failed, a line each: file, test and the first line of why. The end of a long log then says all there is to know. */
export function failuresOf(report: VitestReport | undefined): readonly string[] {
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const line = (test: string, why: string) => `${path.relative(projectRoot, name)}${test}: ${why.split('\n', 1)[0]}`;
    if (status === 'failed' && assertionResults.length === 0) return [line(' could not be loaded', message)];
    const failed = assertionResults.filter((one) => one.status === 'failed');
    return failed.map((one) => line(`, “${one.fullName}”`, one.failureMessages[0] ?? 'no reason given'));
  });
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

export interface ProjectRun {
  readonly tally: Tally;
  /** See `failuresOf`. */
  readonly failures: readonly string[];
  readonly seconds: number;
}

/** Runs one project with vitest, its output shown as it comes. */
export async function runTestProject(project: TestProject): Promise<ProjectRun> {
  const files = testFiles(project);
  if (files.length === 0) return { tally: { passed: 0, failed: 0, skipped: 0 }, failures: [], seconds: 0 };
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
    const report = readReport(reportFile);
    return { tally: tallyOf(report, code, files.length), failures: failuresOf(report), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
