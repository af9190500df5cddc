import type { Driver } from '../../packages/server/src/store/telemetry/driver.ts';

export const PROJECT = 'bench';
const DAYS = 30;
const SPANS_A_TRACE = 10;
const CHUNK = 1_000_000;

const among = (values: readonly string[], salt: string): string =>
  `[${values.map((value) => `'${value}'`).join(', ')}][1 + cityHash64(trace, '${salt}') % ${values.length}]`;

/** A trace of an agent: its run, four model calls, and steps and tools between them. */
const COLUMNS: Readonly<Record<string, string>> = {
  ver: '1',
  start_time: "fromUnixTimestamp64Nano(start + toInt64(place) * 1700000000, 'UTC')",
  duration_ns: '500000000 + cityHash64(n) % 3000000000',
  counted: '1',
  project_id: `'${PROJECT}'`,
  // A few users are busy, most are not.
  user_id:
    "concat('user-', toString(toUInt32(20000 * pow((cityHash64(trace, 'user') % 100000) / 100000, 3))))",
  session_id: "concat(user_id, '-', toString(intDiv(start, 14400000000000)))",
  trace_id: 'lower(hex(MD5(toString(trace))))',
  span_id: 'lower(hex(cityHash64(n)))',
  parent_id: "if(place = 0, '', 'parent')",
  kind: "['agent', 'llm', 'tool', 'llm', 'chain', 'retriever', 'llm', 'tool', 'llm', 'chain'][1 + place]",
  name: "concat(kind, '-', toString(place))",
  status: "if(cityHash64(n, 'status') % 50 = 0, 'error', 'ok')",
  model: `if(kind = 'llm', ${among(['gpt-5.5', 'gpt-5.5-mini', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'gemini-3-pro', 'deepseek-chat', 'qwen3-max', 'kimi-k2'], 'model')}, '')`,
  provider: "if(kind = 'llm', splitByChar('-', model)[1], '')",
  convention: "'otel-genai'",
  service: `${among(['api', 'worker'], 'service')}`,
  agent_name: `${among(['support', 'research', 'coder', 'planner', 'translator', 'analyst'], 'agent')}`,
  prompt_name: `if(kind = 'llm', ${among(['answer', 'plan', 'summarise', 'route', 'translate'], 'prompt')}, '')`,
  prompt_version: "if(kind = 'llm', toString(intDiv(start, 604800000000000) % 10), '')",
  environment: `if(cityHash64(trace, 'env') % 10 = 0, 'staging', 'production')`,
  release: "concat('2026.', toString(intDiv(start, 259200000000000) % 100))",
  tags: `[${among(['free', 'pro', 'team'], 'plan')}, ${among(['web', 'mobile', 'api'], 'channel')}]`,
  api_key_id: `${among(['key-1', 'key-2', 'key-3'], 'key')}`,
  has_usage: "kind = 'llm'",
  usage_input: "if(kind = 'llm', 200 + cityHash64(n, 'in') % 3000, 0)",
  usage_cached_read: "if(kind = 'llm', cityHash64(n, 'cached') % 4000, 0)",
  usage_output: "if(kind = 'llm', 20 + cityHash64(n, 'out') % 800, 0)",
  usage_total: 'usage_input + usage_cached_read + usage_output',
  usage_estimated: "kind = 'llm' AND cityHash64(n, 'estimated') % 40 = 0",
  cost_input: 'toDecimal64(0.000002, 12) * usage_input',
  cost_cached_read: 'toDecimal64(0.0000005, 12) * usage_cached_read',
  cost_output: 'toDecimal64(0.000008, 12) * usage_output',
  cost_total: 'cost_input + cost_cached_read + cost_output',
  cost_cache_saved: 'toDecimal64(0.0000015, 12) * usage_cached_read',
  priced: "if(kind = 'llm', if(cityHash64(n, 'priced') % 200 = 0, 'unpriced', 'priced'), 'none')",
};

/** So many spans of one project over thirty days up to a time, made by the engine itself, and one in a hundred of them sent again. */
export async function fill(driver: Driver, spans: number, endMs: number): Promise<void> {
  const beginNs = BigInt(endMs - DAYS * 86_400_000) * 1_000_000n;
  const stepNs = (BigInt(DAYS * 86_400_000) * 1_000_000n) / BigInt(Math.ceil(spans / SPANS_A_TRACE));
  const names = Object.keys(COLUMNS).join(', ');
  const values = Object.entries(COLUMNS).map(([name, value]) => `${value} AS ${name}`);
  const insert = (from: number, count: number, where: string) =>
    driver.command(
      `INSERT INTO spans (${names}) SETTINGS max_partitions_per_insert_block = 0, max_memory_usage = 0
WITH number AS n, intDiv(n, ${SPANS_A_TRACE}) AS trace, n % ${SPANS_A_TRACE} AS place, ${beginNs} + toInt64(trace) * ${stepNs} AS start
SELECT ${values.join(', ')} FROM numbers(${from}, ${count}) WHERE ${where}`,
      {},
      { timeoutMs: 600_000 },
    );
  for (let from = 0; from < spans; from += CHUNK) await insert(from, Math.min(CHUNK, spans - from), '1');
  for (let from = 0; from < spans; from += CHUNK)
    await insert(from, Math.min(CHUNK, spans - from), 'cityHash64(n, 1) % 100 = 0');
}
