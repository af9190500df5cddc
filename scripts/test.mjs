// `npm test`: prepares a fresh clone, runs every suite (or what vitest's arguments choose) and ends with one line,
// the sum. With PHAROS_REQUIRE_SERVICES=1 a skipped test is a failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tool } from './lib/command.mjs';
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { inRoot } from './lib/repository.mjs';

const args = process.argv.slice(2);
// Only the journeys run what was built; everything else runs from source.
const chosen = args.flatMap((arg, at) => (arg === '--project' ? [args[at + 1]] : []));
const journeys = chosen.length === 0 ? args.length === 0 : chosen.includes('e2e');

await ensureInstalled();
if (journeys) await ensureBuilt();

const results = mkdtempSync(join(tmpdir(), 'pharos-test-results-'));
const file = join(results, 'sum.json');
const reporters = ['--reporter=default', `--reporter=${inRoot('scripts/lib/sum-reporter.mjs')}`];
// A server that is a process of its own starts in half the time when it is built.
const built = journeys ? { PHAROS_TEST_BUILT: '1' } : {};
const env = { UV_THREADPOOL_SIZE: '16', ...built, ...process.env, PHAROS_TEST_SUM: file };
const code = await run(tool('vitest/vitest.mjs', 'run', ...reporters, ...args), { env });

let sum = { passed: 0, failed: 0, skipped: 0, failures: [] };
try {
  sum = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  // Vitest ended before it could report: its own message stands above, and the sum counts it as a failure.
}
rmSync(results, { recursive: true, force: true });
for (const failure of sum.failures) console.log(`\nFAILED ${failure}`);
const { passed, skipped } = sum;
const failed = sum.failed === 0 && code !== 0 ? 1 : sum.failed;
const strict = process.env.PHAROS_REQUIRE_SERVICES === '1';
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || (strict && skipped > 0) ? 1 : code);
