import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type ProjectScope, scopeTo } from '../../packages/server/src/store/scope.ts';
import type { TelemetryReader } from '../../packages/server/src/store/telemetry/contract.ts';
import { openEmbedded } from '../../packages/server/src/store/telemetry/embedded-driver.ts';
import { migrate } from '../../packages/server/src/store/telemetry/migrate.ts';
import { answerOf } from '../../packages/server/src/store/telemetry/read/answer.ts';
import { planOf } from '../../packages/server/src/store/telemetry/read/question-plan.ts';
import { type AnswerRow, questionSql } from '../../packages/server/src/store/telemetry/read/question-sql.ts';
import { createReader } from '../../packages/server/src/store/telemetry/read/reader.ts';
import { run } from '../../packages/server/src/store/telemetry/read/sql.ts';
import { RollupKeeper } from '../../packages/server/src/store/telemetry/rollups/keeper.ts';
import { quantile, round } from './statistics.ts';
import { fill, PROJECT } from './usage-data.ts';
import { type Ask, boundsOf, PAGE, type Range } from './usage-page.ts';

/*
 * What the page of usage and cost shows over many spans of one project, with rollups and by spans alone, which must be the same
 * to the digit. Parts lie as they were written, not merged for the occasion: npm run bench:usage -- 10000000
 */
const SPANS = Number(process.argv[2] ?? 10_000_000);
const RUNS = 7;
const RUNS_BY_SPANS = 3;
const TARGET_MS = 300;

const dataDir = mkdtempSync(join(tmpdir(), 'pharos-bench-usage-'));
const driver = await openEmbedded({ path: join(dataDir, 'telemetry') });
try {
  await migrate(driver, { textIndex: false });
  const endMs = Date.now();
  const filled = await timed(() => fill(driver, SPANS, endMs));
  console.log(`${SPANS.toLocaleString('en')} spans over 30 days made in ${round(filled / 1000)} s`);

  const onError = (error: unknown) => {
    throw error;
  };
  const keeper = new RollupKeeper({ driver, quietMs: 0, onError });
  const rolled = await timed(() => keeper.pass());
  console.log(`rolled up in ${round(rolled / 1000, 1)} s`);
  for (const { table, parts, rows, bytes } of await sizes())
    console.log(`  ${table}: ${rows} rows in ${parts} parts, ${round(Number(bytes) / 2 ** 20)} MiB`);

  const scope = scopeTo(PROJECT);
  const reader = createReader(driver, { nowMs: Date.now });
  const rolledUp: Ask = (question) => reader.ask(scope, question);
  const bySpans: Ask = async (question) => {
    const plan = planOf(scope, question);
    return answerOf(plan, await run<AnswerRow>(driver, questionSql(plan)));
  };
  for (const hours of [24, 720]) {
    const at = (nth: number): Range => ({ hours, toMs: endMs - nth * 61_000 });
    const scan = await scanMs(hours, endMs);
    const all: number[] = [];
    console.log(`\n${hours} h: the engine reads and sums one column of these spans in ${scan} ms`);
    for (const [name, shown] of Object.entries(PAGE)) {
      const times = await timesOf(RUNS, (nth) => shown(rolledUp, at(nth)));
      const alone = await timesOf(RUNS_BY_SPANS, (nth) => shown(bySpans, at(nth)));
      const [one, other] = [await shown(rolledUp, at(RUNS)), await shown(bySpans, at(RUNS))];
      if (!isDeepStrictEqual(one, other)) throw new Error(`${name}: rollups and spans do not agree`);
      all.push(...times);
      const [own, spans] = [quantile(times, 0.5), quantile(alone, 0.5)];
      console.log(`${line(name, times)}  by spans p50 ${ms(spans)}  ${round(spans / own, 1)} ×`);
    }
    console.log(
      `${line('all', all)}  target ${TARGET_MS} ms, p95 ${round(quantile(all, 0.95) / scan, 2)} × the scan`,
    );
    console.log('  by spans alone, whoever asks:');
    for (const [name, read] of Object.entries(wasted(reader, scope)))
      console.log(line(name, await timesOf(RUNS_BY_SPANS, (nth) => read(at(nth)))));
  }
} finally {
  await driver.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** What no rollup can answer: it is read of spans one by one. */
function wasted(
  reader: TelemetryReader,
  scope: ProjectScope,
): Record<string, (range: Range) => Promise<unknown>> {
  const asked = (range: Range) => ({ ...boundsOf(range), filter: '', limit: 20 });
  return {
    waste: (range) => reader.waste(scope, asked(range)),
    'waste by user': (range) => reader.waste(scope, { ...asked(range), by: 'user' }),
    'the most wasteful traces': (range) => reader.wasteTraces(scope, asked(range)),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** How long each of several readings took, every one of a range of its own, so that none is known already. */
async function timesOf(runs: number, work: (nth: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let nth = 0; nth < runs; nth++) times.push(await timed(() => work(nth)));
  return times;
}

async function scanMs(hours: number, endMs: number): Promise<number> {
  const times = await timesOf(RUNS, (nth) =>
    driver.query(
      `SELECT sum(cost_total) FROM spans FINAL WHERE project_id = '${PROJECT}'
AND start_time >= fromUnixTimestamp64Milli(${endMs - hours * 3_600_000 + nth}) AND start_time < fromUnixTimestamp64Milli(${endMs})
SETTINGS do_not_merge_across_partitions_select_final = 1`,
    ),
  );
  return round(quantile(times, 0.5));
}

function sizes(): Promise<{ table: string; parts: string; rows: string; bytes: string }[]> {
  return driver.query(
    `SELECT table, count() AS parts, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
WHERE active AND database = currentDatabase() AND (startsWith(table, 'rollup') OR table = 'spans') GROUP BY table ORDER BY table`,
  );
}

function line(name: string, times: readonly number[]): string {
  return `  ${name.padEnd(32)} p50 ${ms(quantile(times, 0.5))}  p95 ${ms(quantile(times, 0.95))}`;
}

function ms(figure: number): string {
  return `${round(figure)} ms`.padStart(8);
}
