import { expect, test } from 'vitest';
import { tallyOf, type VitestReport } from '../../../scripts/test-projects.ts';

const report = (change: Partial<VitestReport> = {}): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: true,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
  ...change,
});

test('a good run counts as it is', () => {
  expect(tallyOf(report({ numPendingTests: 1, numTodoTests: 1 }), 0, 1)).toEqual({ passed: 3, failed: 0, skipped: 2 });
});

test('a file that could not be loaded is a failure though no test of it failed', () => {
  const unloaded = report({ success: false, testResults: [{ status: 'failed', assertionResults: [] }] });
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
    testResults: [{ status: 'failed', assertionResults: [{}] }],
  });
  expect(tallyOf(failed, 1, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 });
});
