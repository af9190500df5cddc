// Type-checks everything: what is built, then the tests of each package, as many at once as there are processors.
import { availableParallelism } from 'node:os';
import { mustRun, run, tool } from './lib/command.mjs';

const check = (...args) => tool('typescript/bin/tsc', ...args);

await mustRun(check('-b'));
const waiting = ['core', 'server', 'cli', 'sdk'].map((name) => `packages/${name}/tsconfig.test.json`);
let failed = 0;
async function work() {
  for (let project = waiting.shift(); project; project = waiting.shift()) {
    failed = (await run(check('-p', project))) || failed;
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exit(failed);
