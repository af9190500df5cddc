import { relative } from 'node:path';
import { ROOT } from './repository.mjs';

/** Counts of one run from vitest's JSON report. A run that failed without a failed test counts as one failure. */
export function readSum(report, exitCode) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const unloaded = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = (report?.numFailedTests ?? 0) + unloaded;
  return { passed, skipped, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** What failed, told again at the end of a long output: the file, the names of the test, its message. */
export const readFailures = (report) =>
  (report?.testResults ?? []).flatMap((file) => {
    const name = relative(ROOT, file.name);
    const tests = file.assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0) return file.status === 'failed' ? [`${name}: ${file.message}`] : [];
    return tests.map((test) => `${name}: ${test.fullName}\n${test.failureMessages.join('\n')}`);
  });
