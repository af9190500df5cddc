import { PREFIX_BYTES, type SampledCall } from '@pharos/core/savings/facts';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import type { CallsAsked } from '../../savings-contract.ts';
import { PROMPT_TOKENS } from '../metric-sql.ts';
import { spanRows } from '../question-rows.ts';
import { integer, rowsOf, run, sql, texts, time, trusted } from '../sql.ts';
import { BACKGROUND, BACKGROUND_OPTIONS } from '../waste/heavy.ts';
import { IS_CALL } from '../waste/judged.ts';
import { PLACE } from './calls.ts';

interface CallRow extends Record<'provider' | 'model' | 'prompt' | 'agent' | 'name', string> {
  traceId: string;
  spanId: string;
  conversation: string;
  startMs: string;
  prompt_tokens: string;
  cached: string;
}

interface TextRow {
  trace_id: string;
  span_id: string;
  bytes: string;
  tool_bytes: string;
  tool_hash: string;
  hashes: string[];
}

const MS = 1_000_000n;

/** Of a page of the calls of the range those whose text is stored, with what is needed to see which starts they share. */
export async function sampleCalls(
  engine: Queries,
  scope: ProjectScope,
  { range, filters, search }: CallsAsked,
  { limit, offset }: { limit: number; offset: number },
): Promise<SampledCall[]> {
  const where = trusted(`${IS_CALL} AND kind = 'llm' AND status != 'error' AND usage_input > 0`);
  const { from } = spanRows(scope, { filters, search }, range, where);
  const calls = await run<CallRow>(
    engine,
    sql`SELECT ${trusted(PLACE)}, trace_id AS traceId, span_id AS spanId, if(session_id = '', trace_id, session_id) AS conversation,
  toUnixTimestamp64Milli(start_time) AS startMs, ${trusted(PROMPT_TOKENS)} AS prompt_tokens, usage_cached_read + usage_cache_write AS cached
FROM ${from} ORDER BY start_time, spanId LIMIT ${integer(limit)} OFFSET ${integer(offset)} ${BACKGROUND}`,
    BACKGROUND_OPTIONS,
  );
  const texts = new Map(
    (await textsOf(engine, scope, calls)).map((row) => [`${row.trace_id}\n${row.span_id}`, row]),
  );
  return calls.flatMap((call) => {
    const text = texts.get(`${call.traceId}\n${call.spanId}`);
    if (!text) return [];
    const { provider, model, prompt, agent, name, traceId, conversation } = call;
    return {
      ...{ provider, model, prompt, agent, name, traceId, conversation },
      startMs: Number(call.startMs),
      promptTokens: Number(call.prompt_tokens),
      cachedTokens: Number(call.cached),
      bytes: Number(text.bytes),
      toolBytes: Number(text.tool_bytes),
      toolHash: text.tool_hash,
      hashes: text.hashes,
    };
  });
}

/** Definitions of tools stand before the messages. Texts are hashed where they lie, and never leave the engine. */
async function textsOf(engine: Queries, scope: ProjectScope, calls: readonly CallRow[]): Promise<TextRow[]> {
  const [first, last] = [calls[0], calls.at(-1)];
  if (!first || !last) return [];
  const day = (ms: string) => sql`toDate(${time(BigInt(ms) * MS)})`;
  const from = rowsOf(
    scope,
    'payloads',
    sql`day >= ${day(first.startMs)} AND day <= ${day(last.startMs)}`,
    sql`trace_id IN ${texts([...new Set(calls.map(({ traceId }) => traceId))])}`,
    sql`span_id IN ${texts(calls.map(({ spanId }) => spanId))}`,
  );
  return run<TextRow>(
    engine,
    sql`SELECT trace_id, span_id, length(input) AS bytes, length(tools) AS tool_bytes, if(tools = '', '', toString(cityHash64(tools))) AS tool_hash,
  arrayMap(size -> toString(cityHash64(substring(input, 1, size))), arrayFilter(size -> size <= length(input), ${trusted(`[${PREFIX_BYTES.join(', ')}]`)})) AS hashes
FROM (SELECT trace_id, span_id, input, JSONExtractRaw(details, 'toolDefinitions') AS tools FROM (
  SELECT trace_id, span_id, input, details FROM ${from} ORDER BY ver DESC LIMIT 1 BY trace_id, span_id) WHERE input != '') ${BACKGROUND}`,
    BACKGROUND_OPTIONS,
  );
}
