import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './repository.mjs';

const textOf = (error) => error.stack ?? error.message ?? String(error);

/**
 * A reporter of vitest that writes the sum of a run, and what failed, into the file that PHAROS_TEST_SUM names. A file that could not
 * be loaded and an error outside of any test are failures like those of tests.
 */
export default class SumReporter {
  onTestRunEnd(modules, unhandled) {
    const sum = { passed: 0, failed: 0, skipped: 0, failures: [] };
    const fail = (where, errors) => {
      sum.failed += 1;
      sum.failures.push(`${where}\n${errors.map(textOf).join('\n')}`);
    };
    for (const module of modules) {
      const file = relative(ROOT, module.moduleId);
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'failed') fail(`${file}: ${test.fullName}`, errors);
        else sum[state === 'passed' ? 'passed' : 'skipped'] += 1;
      }
      const own = [module, ...module.children.allSuites()].flatMap((each) => each.errors());
      if (own.length > 0) fail(file, own);
    }
    for (const error of unhandled) fail('Outside of any test', [error]);
    writeFileSync(process.env.PHAROS_TEST_SUM, JSON.stringify(sum));
  }
}
