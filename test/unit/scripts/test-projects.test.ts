import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/runtime.ts';
import { failuresOf, tallyOf, type VitestReport } from '../../../scripts/test-projects.ts';

const passedTest = { status: 'passed', fullName: 'a test', failureMessages: [] };
const failedTest = {
  status: 'failed',
  fullName: 'group a test',
  failureMessages: ['expected 1 to be 2\n    at line 3'],
};
const file = (status: string, assertionResults: VitestReport['testResults'][number]['assertionResults']) => ({
  name: path.join(projectRoot, 'test/unit/some.test.ts'),
  status,
  message: 'no such module\nstack',
  assertionResults,
});

const report = (change: Partial<VitestReport> = {}): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: true,
  testResults: [file('passed', [passedTest, passedTest, passedTest])],
  ...change,
});

test('a good run counts as it is', () => {
  expect(tallyOf(report({ numPendingTests: 1, numTodoTests: 1 }), 0, 1)).toEqual({ passed: 3, failed: 0, skipped: 2 });
});

test('a file that could not be loaded is a failure though no test of it failed', () => {
  const unloaded = report({ success: false, testResults: [file('failed', [])] });
  expect(tallyOf(unloaded, 1, 2)).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

test.each([
  ['ended badly without a failed test', report(), 1],
  ['says of itself that it failed', report({ success: false }), 0],
  ['ran no test although there are files', report({ numPassedTests: 0, testResults: [] }), 0],
  ['left no report', undefined, 1],
  ['left no report and ended well', undefined, 0],
])('a run that %s is a failure', (_name, given, exitCode) => {
  expect(tallyOf(given, exitCode, 1).failed).toBe(1);
});

test('a failed test is counted once', () => {
  const failed = report({
    numFailedTests: 2,
    success: false,
    testResults: [file('failed', [failedTest])],
  });
  expect(tallyOf(failed, 1, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 });
});

test('what failed is named, with its file and the first line of why', () => {
  const failed = report({ testResults: [file('failed', [passedTest, failedTest]), file('failed', [])] });
  expect(failuresOf(failed)).toEqual([
    'test/unit/some.test.ts, “group a test”: expected 1 to be 2',
    'test/unit/some.test.ts could not be loaded: no such module',
  ]);
  expect([failuresOf(report()), failuresOf(undefined)]).toEqual([[], []]);
});
