import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gatherPaths } from '../../packages/server/src/features/paths/gather.ts';
import { presentPaths } from '../../packages/server/src/features/paths/present.ts';
import { scopeTo } from '../../packages/server/src/store/scope.ts';
import type { Driver } from '../../packages/server/src/store/telemetry/driver.ts';
import { openEmbedded } from '../../packages/server/src/store/telemetry/embedded-driver.ts';
import { migrate } from '../../packages/server/src/store/telemetry/migrate.ts';
import { createReader } from '../../packages/server/src/store/telemetry/read/reader.ts';
import { quantile, round } from './statistics.ts';
import { fill, PROJECT } from './usage-data.ts';

/*
 * The paths of 10,000 runs of an agent with 20 spans each, over a week, among many spans of other agents:
 * npm run bench:paths -- 1000000
 */
const OTHERS = Number(process.argv[2] ?? 1_000_000);
const RUNS = 10_000;
const SPANS_A_RUN = 20;
const ROUNDS = 5;
const AGENT = 'bench-agent';

/** A run: an agent that asks a model and calls one of five tools in turn; one run in twenty calls one with the same arguments again and again. */
const SPAN: Readonly<Record<string, string>> = {
  ver: '1',
  start_time: "fromUnixTimestamp64Nano(start + toInt64(place) * 400000000, 'UTC')",
  duration_ns: 'if(place = 0, 8000000000, 100000000 + cityHash64(n) % 250000000)',
  counted: '1',
  project_id: `'${PROJECT}'`,
  trace_id: "lower(hex(MD5(concat('run', toString(run)))))",
  span_id: 'lower(hex(cityHash64(n)))',
  parent_id: `if(place = 0, '', lower(hex(cityHash64(run * ${SPANS_A_RUN}))))`,
  kind: "multiIf(place = 0, 'agent', place % 2 = 1, 'llm', 'tool')",
  name: "multiIf(place = 0, 'answer', place % 2 = 1, 'chat', tool_name)",
  status: "if(cityHash64(n, 'status') % 40 = 0, 'error', 'ok')",
  model: "if(kind = 'llm', 'gpt-5.5', '')",
  request_model: "if(kind = 'llm', 'gpt-5.5', '')",
  convention: "'otel-genai'",
  agent_name: `if(place = 0, '${AGENT}', '')`,
  agent_version: "if(place = 0, if(run % 3 = 0, '1.0', '2.0'), '')",
  tool_name: "if(kind = 'tool', concat('tool-', toString(cityHash64(n, 'tool') % 5)), '')",
  cost_total: "if(kind = 'llm', toDecimal64(0.002, 12), 0)",
  priced: "if(kind = 'llm', 'priced', 'none')",
  input_preview: "if(kind = 'tool', if(run % 20 = 0, 'same', toString(n)), '')",
  output_preview: "'done'",
  attrs: "map('gen_ai.operation.name', 'chat', 'server.address', 'api.example.com')",
};

async function fillRuns(driver: Driver, endMs: number): Promise<void> {
  const beginNs = BigInt(endMs - 7 * 86_400_000) * 1_000_000n;
  const stepNs = (7n * 86_400_000n * 1_000_000n) / BigInt(RUNS);
  const numbers = `WITH number AS n, intDiv(n, ${SPANS_A_RUN}) AS run, n % ${SPANS_A_RUN} AS place, ${beginNs} + toInt64(run) * ${stepNs} AS start`;
  const values = Object.entries(SPAN).map(([name, value]) => `${value} AS ${name}`);
  const settings = 'SETTINGS max_partitions_per_insert_block = 0';
  const all = `FROM numbers(${RUNS * SPANS_A_RUN})`;
  await driver.command(
    `INSERT INTO spans (${Object.keys(SPAN).join(', ')}) ${settings} ${numbers} SELECT ${values.join(', ')} ${all}`,
  );
  await driver.command(
    `INSERT INTO payloads (ver, day, project_id, trace_id, span_id, input) ${settings}
${numbers} SELECT 1, toDate(${SPAN.start_time}), ${SPAN.project_id}, ${SPAN.trace_id}, ${SPAN.span_id}, repeat('an argument ', 40) ${all}`,
  );
}

const dataDir = mkdtempSync(join(tmpdir(), 'pharos-bench-paths-'));
const driver = await openEmbedded({ path: join(dataDir, 'telemetry') });
try {
  await migrate(driver, { textIndex: false });
  const endMs = Date.now();
  await fill(driver, OTHERS, endMs);
  await fillRuns(driver, endMs);
  const reader = createReader(driver, { nowMs: Date.now });
  const asked = { agent: AGENT, from: new Date(endMs - 7 * 86_400_000).toISOString(), filter: '' };
  const times: number[] = [];
  const held: number[] = [];
  const shown: number[] = [];
  const used: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const began = performance.now();
    const cpu = process.cpuUsage();
    const { signal } = new AbortController();
    const gathered = await gatherPaths(reader, scopeTo(PROJECT), asked, signal);
    const folded = performance.now();
    const paths = await presentPaths(AGENT, gathered, signal);
    shown.push(performance.now() - folded);
    times.push(performance.now() - began);
    const { user, system } = process.cpuUsage(cpu);
    used.push((user + system) / 1000);
    held.push(delay.max / 1e6);
    delay.disable();
    const { runs, spans, cut } = paths.basis;
    const loops = paths.findings.find(({ kind }) => kind === 'loop')?.runs;
    if (round === 0)
      console.log(
        `${runs} runs, ${spans} spans, cut: ${cut}; ${paths.variants.length} variants told, ${loops} runs with a loop; among ${OTHERS.toLocaleString('en')} other spans`,
      );
  }
  const line = (what: string, of: number[]) =>
    console.log(`${what.padEnd(44)} p50 ${round(quantile(of, 0.5))} ms  max ${round(Math.max(...of))} ms`);
  line('the whole answer', times);
  line('of it: what is told, from folded paths', shown);
  line('processor time of all threads', used);
  line('longest that the event loop was held', held);
} finally {
  await driver.close();
  rmSync(dataDir, { recursive: true, force: true });
}
