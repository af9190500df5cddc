import type { TraceSummary } from '@pharos/core/api/spans';
import type { SpanStatus } from '@pharos/core/span';
import { isoFromNs, type TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries, QueryOptions } from '../driver.ts';
import { decimal } from './decimal.ts';
import { LAST_NS, rowsOf, run, sql, texts, trusted, within } from './sql.ts';

/** A trace and where in time its spans start. */
export interface PlacedTrace {
  traceId: string;
  startNs: bigint;
  /** Start of its last span. */
  lastNs: bigint;
}

const COLUMNS = `trace_id, span_id, parent_id, start_time, duration_ns, name, kind, status, model, agent_name, user_id,
session_id, environment, release, service, tags, counted, priced, usage_estimated, currency, ttft_ns, usage_input, usage_cached_read,
usage_cache_write, usage_output, usage_reasoning, usage_total, cost_total, input_preview, output_preview`;

/** The root, else the earliest span, speaks for the trace. */
const FIRST = `(parent_id != '', start_time, span_id)`;
const IS_ROOT = `parent_id = ''`;
const first = (name: string, alias: string) => `argMinIf(${name}, ${FIRST}, ${name} != '') AS ${alias}`;

const SUMMARY = trusted(`trace_id AS traceId,
  toUnixTimestamp64Nano(min(start_time)) AS startNs,
  max(toUnixTimestamp64Nano(start_time) + toInt64(duration_ns)) AS endNs,
  argMin(name, ${FIRST}) AS rootName,
  argMin(status, ${FIRST}) AS rootStatus,
  toUInt32(countIf(status = 'error')) AS errorCount,
  toUInt32(count()) AS spanCount,
  toFloat64(sumIf(usage_input, counted)) AS input,
  toFloat64(sumIf(usage_cached_read, counted)) AS cachedRead,
  toFloat64(sumIf(usage_cache_write, counted)) AS cacheWrite,
  toFloat64(sumIf(usage_output, counted)) AS output,
  toFloat64(sumIf(usage_reasoning, counted)) AS reasoning,
  toFloat64(sumIf(usage_total, counted)) AS total,
  toFloat64(sumIf(usage_total, counted AND usage_estimated)) AS estimated,
  toString(sumIf(cost_total, counted)) AS cost,
  ${first('currency', 'firstCurrency')},
  toUInt32(countIf(counted AND priced = 'unpriced')) AS unpricedSpans,
  if(argMin(ttft_ns, ${FIRST}) > 0, argMin(ttft_ns, ${FIRST}), argMinIf(ttft_ns, (start_time, span_id), ttft_ns > 0)) / 1e6 AS ttftMs,
  arraySort(groupUniqArrayIf(20)(model, model != '')) AS models,
  arraySort(groupUniqArrayIf(20)(agent_name, agent_name != '')) AS agents,
  arraySort(groupUniqArrayArray(20)(tags)) AS allTags,
  ${first('user_id', 'userId')},
  ${first('session_id', 'sessionId')},
  ${first('environment', 'anyEnvironment')},
  ${first('release', 'anyRelease')},
  ${first('service', 'anyService')},
  if(argMinIf(input_preview, ${FIRST}, ${IS_ROOT}) != '', argMinIf(input_preview, ${FIRST}, ${IS_ROOT}),
    argMinIf(input_preview, (start_time, span_id), kind = 'llm' AND input_preview != '')) AS inputPreview,
  if(argMinIf(output_preview, ${FIRST}, ${IS_ROOT}) != '', argMinIf(output_preview, ${FIRST}, ${IS_ROOT}),
    argMaxIf(output_preview, (start_time, span_id), kind = 'llm' AND output_preview != '')) AS outputPreview`);

interface Row {
  traceId: string;
  startNs: string;
  endNs: string;
  rootName: string;
  rootStatus: SpanStatus;
  errorCount: number;
  spanCount: number;
  input: number;
  cachedRead: number;
  cacheWrite: number;
  output: number;
  reasoning: number;
  total: number;
  estimated: number;
  cost: string;
  firstCurrency: string;
  unpricedSpans: number;
  ttftMs: number;
  models: string[];
  agents: string[];
  allTags: string[];
  userId: string;
  sessionId: string;
  anyEnvironment: string;
  anyRelease: string;
  anyService: string;
  inputPreview: string;
  outputPreview: string;
}

/**
 * The lines of these traces, in their order, from all of their spans. Text beyond the previews is never read. Of one trace whose
 * rows are at hand, summary-of-rows.ts makes the same line.
 */
export async function summarise(
  engine: Queries,
  scope: ProjectScope,
  traces: readonly PlacedTrace[],
  options?: QueryOptions,
): Promise<TraceSummary[]> {
  if (traces.length === 0) return [];
  const range = reachOf(traces);
  const ids = sql`trace_id IN ${texts(traces.map(({ traceId }) => traceId))}`;
  const newest = sql`SELECT ${trusted(COLUMNS)}
FROM ${rowsOf(scope, 'spans', within(trusted('start_time'), range), ids)}
ORDER BY ver DESC LIMIT 1 BY trace_id, span_id`;
  const rows = await run<Row>(engine, sql`SELECT ${SUMMARY} FROM (${newest}) GROUP BY trace_id`, options);
  const byId = new Map(rows.map((row) => [row.traceId, summaryOf(row)]));
  return traces.flatMap(({ traceId }) => byId.get(traceId) ?? []);
}

/** From the first to the last start of a span of these traces. */
export function reachOf(traces: readonly PlacedTrace[]): TimeRange {
  const reach = { fromNs: LAST_NS, toNs: 0n };
  for (const { startNs, lastNs } of traces) {
    if (startNs < reach.fromNs) reach.fromNs = startNs;
    if (lastNs >= reach.toNs) reach.toNs = lastNs + 1n;
  }
  return reach;
}

function summaryOf(row: Row): TraceSummary {
  const startNs = BigInt(row.startNs);
  const endNs = BigInt(row.endNs);
  return {
    traceId: row.traceId,
    name: row.rootName,
    startTime: isoFromNs(startNs),
    endTime: isoFromNs(endNs),
    durationMs: Number(endNs - startNs) / 1e6,
    status: row.rootStatus,
    errorCount: row.errorCount,
    spanCount: row.spanCount,
    usage: {
      input: row.input,
      cachedRead: row.cachedRead,
      cacheWrite: row.cacheWrite,
      output: row.output,
      reasoning: row.reasoning,
      total: row.total,
      estimated: row.estimated,
    },
    cost: {
      total: decimal(row.cost),
      currency: row.firstCurrency || 'USD',
      unpricedSpans: row.unpricedSpans,
    },
    timeToFirstTokenMs: row.ttftMs > 0 ? row.ttftMs : null,
    models: row.models,
    agents: row.agents,
    userId: row.userId || null,
    sessionId: row.sessionId || null,
    environment: row.anyEnvironment || null,
    release: row.anyRelease || null,
    service: row.anyService || null,
    tags: row.allTags,
    inputPreview: row.inputPreview,
    outputPreview: row.outputPreview,
  };
}
