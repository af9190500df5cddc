import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Question, type QuestionInput, questionSchema } from '@pharos/core/question';
import { scopeTo } from '../../packages/server/src/store/scope.ts';
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

/*
 * The Questions of the page of usage and cost over many spans of one project, answered with rollups and by spans alone, which
 * must be the same to the digit: npm run bench:usage -- 10000000
 */
const SPANS = Number(process.argv[2] ?? 10_000_000);
const RUNS = 7;
const TARGET_MS = 300;
const DIMENSIONS = [
  ...[
    'model',
    'provider',
    'user',
    'agent',
    'promptVersion',
    'session',
    'tag',
    'environment',
    'release',
    'apiKey',
  ],
];

type Asked = Omit<QuestionInput, 'from' | 'to'>;
const BUCKET = -1;
const production = { field: 'environment', op: '=' as const, values: ['production'] };
const PAGE: Record<string, Asked> = {
  figures: {
    metrics: [
      'cost',
      'tokens',
      'cacheHitRate',
      'cacheSavings',
      'unpricedCalls',
      'estimatedTokenShare',
      'costPerSuccess',
    ],
    bucketSeconds: BUCKET,
    compare: true,
  },
  'cost per user and session': {
    metrics: ['costPerUser', 'costPerSession', 'users', 'sessions'],
    compare: true,
  },
  'kinds of tokens': {
    metrics: ['inputTokens', 'cachedReadTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'],
    bucketSeconds: BUCKET,
  },
  'of one environment': {
    metrics: ['cost', 'tokens'],
    dimensions: ['model'],
    bucketSeconds: BUCKET,
    filters: [production],
  },
  'of one user': {
    metrics: ['cost'],
    bucketSeconds: BUCKET,
    filters: [{ field: 'user', op: '=', values: ['user-7'] }],
  },
  ...Object.fromEntries(
    DIMENSIONS.flatMap((dimension): [string, Asked][] => [
      [
        `over time by ${dimension}`,
        { metrics: ['cost'], dimensions: [dimension], bucketSeconds: BUCKET, limit: 8 },
      ],
      [
        `table by ${dimension}`,
        {
          metrics: ['cost', 'tokens', 'modelCalls', 'cacheHitRate'],
          dimensions: [dimension],
          limit: 50,
          compare: true,
        },
      ],
    ]),
  ),
};

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
  for (const { table, rows, bytes } of await sizes())
    console.log(`  ${table}: ${rows} rows, ${round(Number(bytes) / 2 ** 20)} MiB`);

  await driver.command('OPTIMIZE TABLE spans FINAL', {}, { timeoutMs: 600_000 });
  const scope = scopeTo(PROJECT);
  const reader = createReader(driver, { nowMs: Date.now });
  for (const hours of [24, 720]) {
    const scan = await scanMs(hours, endMs);
    const all: number[] = [];
    console.log(`\n${hours} h: the engine reads and sums one column of these spans in ${scan} ms`);
    for (const [name, asked] of Object.entries(PAGE)) {
      const times: number[] = [];
      for (let nth = 0; nth < RUNS; nth++) {
        const question = questionAt(asked, hours, endMs - nth * 61_000);
        times.push(await timed(() => reader.ask(scope, question)));
      }
      const question = questionAt(asked, hours, endMs - RUNS * 61_000);
      const bySpans = await timed(() => counted(question));
      const [one, other] = [await reader.ask(scope, question), await counted(question)];
      if (!isDeepStrictEqual(one, other)) throw new Error(`${name}: rollups and spans do not agree`);
      all.push(...times);
      const p95 = quantile(times, 0.95);
      console.log(
        `  ${name.padEnd(32)} p50 ${ms(quantile(times, 0.5))}  p95 ${ms(p95)}  by spans ${ms(bySpans)}  ${round(bySpans / p95, 1)} ×`,
      );
    }
    const p95 = quantile(all, 0.95);
    console.log(
      `  all: p50 ${ms(quantile(all, 0.5))}  p95 ${ms(p95)} (target ${TARGET_MS}), ${round(p95 / scan, 2)} × the scan`,
    );
  }

  function questionAt(asked: Asked, hours: number, toMs: number): Question {
    const to = Math.floor(toMs / 60_000) * 60_000;
    return questionSchema.parse({
      ...asked,
      ...(asked.bucketSeconds === BUCKET && { bucketSeconds: hours > 24 ? 86_400 : 3_600 }),
      from: new Date(to - hours * 3_600_000).toISOString(),
      to: new Date(to).toISOString(),
    });
  }
  async function counted(question: Question) {
    const plan = planOf(scope, question);
    return answerOf(plan, await run<AnswerRow>(driver, questionSql(plan)));
  }
} finally {
  await driver.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function scanMs(hours: number, endMs: number): Promise<number> {
  const times: number[] = [];
  for (let nth = 0; nth < RUNS; nth++)
    times.push(
      await timed(() =>
        driver.query(
          `SELECT sum(cost_total) FROM spans FINAL WHERE project_id = '${PROJECT}'
AND start_time >= fromUnixTimestamp64Milli(${endMs - hours * 3_600_000 + nth}) AND start_time < fromUnixTimestamp64Milli(${endMs})
SETTINGS do_not_merge_across_partitions_select_final = 1`,
        ),
      ),
    );
  return round(quantile(times, 0.5));
}

function sizes(): Promise<{ table: string; rows: string; bytes: string }[]> {
  return driver.query(
    `SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
WHERE active AND database = currentDatabase() AND (startsWith(table, 'rollup') OR table = 'spans') GROUP BY table ORDER BY table`,
  );
}

function ms(figure: number): string {
  return `${round(figure)} ms`.padStart(8);
}
