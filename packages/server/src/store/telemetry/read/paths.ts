import { finishReason } from '@pharos/core/finish-reason';
import { groupBy } from '@pharos/core/group-by';
import { LOOP_CALLS } from '@pharos/core/paths/findings';
import type { Choice, PathSpan } from '@pharos/core/paths/run-path';
import { LIMIT_FRAMEWORKS, LIMIT_WORDS } from '@pharos/core/paths/step-limits';
import { parseDecimal } from '@pharos/core/pricing/decimal';
import type { SpanKind } from '@pharos/core/span';
import type { Clock } from '@pharos/core/time';
import { z } from 'zod';
import type { ProjectScope } from '../../scope.ts';
import type { Queries, QueryOptions } from '../driver.ts';
import { IS_OPEN } from '../outcome.ts';
import { type AgentTraces, MOST_SPANS_OF_TRACE, type PathsAsked } from '../paths-contract.ts';
import { groupConditions } from './filter-sql.ts';
import { type ListRequest, readListQuery } from './list-query.ts';
import { searchCondition } from './search-sql.ts';
import { NAMED_STEP } from './span-row.ts';
import {
  FINAL_WITHIN_PARTITIONS,
  integer,
  latestOf,
  rowsOf,
  run,
  type Sql,
  sql,
  text,
  texts,
  time,
  trusted,
  within,
} from './sql.ts';
import { placesOf, REACH_NS } from './trace-list.ts';
import { type PlacedTrace, reachOf } from './trace-summary.ts';

const OPTIONS: QueryOptions = { timeoutMs: 30_000 };
const START = trusted('start_time');

export async function agentTraces(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  { agent, version, ...query }: PathsAsked,
  limit: number,
): Promise<AgentTraces> {
  const request = readListQuery(clock, { ...query, limit });
  const matching = tracesMatching(scope, request);
  const named = rowsOf(
    scope,
    'spans',
    within(START, request.range),
    sql`agent_name = ${text(agent)}`,
    ...(version === undefined ? [] : [sql`agent_version = ${text(version)}`]),
    ...(matching ? [sql`trace_id IN (${matching})`] : []),
  );
  const rows = await run<{ id: string }>(
    engine,
    sql`SELECT trace_id AS id FROM ${named} GROUP BY trace_id
ORDER BY min(start_time) DESC, trace_id DESC LIMIT ${integer(limit)}`,
    OPTIONS,
  );
  return { range: request.range, traceIds: rows.map(({ id }) => id) };
}

/** Traces with a span of the range, or near it, for each condition; undefined without any. */
function tracesMatching(scope: ProjectScope, { range, filters, search }: ListRequest): Sql | undefined {
  if (filters.length === 0 && search === '') return undefined;
  const reach = { fromNs: range.fromNs - REACH_NS, toNs: range.toNs + REACH_NS };
  const { having, narrowing } = groupConditions(scope, filters);
  const words = searchCondition(scope, search, reach);
  const narrowed = narrowing.map(
    (condition) =>
      sql`trace_id IN (SELECT trace_id FROM ${rowsOf(scope, 'spans', within(START, reach), condition)})`,
  );
  return sql`SELECT trace_id FROM ${latestOf(scope, 'spans', within(START, reach), ...narrowed, ...(words ? [words] : []))}
GROUP BY trace_id HAVING ${having} ${FINAL_WITHIN_PARTITIONS}`;
}

interface Row {
  trace_id: string;
  span_id: string;
  parent_id: string;
  start_ns: string;
  duration_ns: string;
  name: string;
  kind: SpanKind;
  failed: number;
  open: number;
  agent_name: string;
  agent_version: string;
  tool_name: string;
  model: string;
  request_model: string;
  named_step: number;
  cost: string;
  alike: string;
  has_output: number;
  /** Place among the words for limits, from 1; 0 for none. */
  limit_word: number;
  finish: string;
  decision: string;
  chosen: string;
  options: string;
}

/** Where words about a limit of steps may stand: in what went wrong, or in what an agent or a chain gave as its answer. */
const TELLS = `concat(toString(error_type), '\\n', if(status = 'error', status_message, ''), '\\n', if(kind IN ('agent', 'chain'), output_preview, ''))`;
const COLUMNS = sql`trace_id, span_id, parent_id, toUnixTimestamp64Nano(start_time) AS start_ns, duration_ns,
  name, kind, status = 'error' AS failed, ${trusted(IS_OPEN)} AS open, agent_name, agent_version, tool_name, model, request_model,
  ${trusted(NAMED_STEP)} AS named_step, if(counted, toString(cost_total), '0') AS cost,
  if(kind = 'tool' AND input_preview != '', toString(cityHash64(tool_name, input_preview)), '') AS alike,
  output_preview != '' AS has_output,
  toUInt32(multiSearchFirstIndexCaseInsensitive(${trusted(TELLS)}, ${texts(LIMIT_WORDS)})) AS limit_word,
  if(kind = 'agent', if(attrs['ai.response.finishReason'] != '', attrs['ai.response.finishReason'],
    attrs_json['gen_ai.response.finish_reasons']), '') AS finish,
  attrs['pharos.decision.name'] AS decision, attrs['pharos.decision.chosen'] AS chosen,
  attrs_json['pharos.decision.options'] AS options`;

export async function pathSpans(
  engine: Queries,
  scope: ProjectScope,
  traceIds: readonly string[],
): Promise<PathSpan[][]> {
  const places = await placesOf(engine, scope, traceIds, OPTIONS);
  if (places.length === 0) return [];
  const ids = sql`trace_id IN ${texts(traceIds)}`;
  const newest = sql`SELECT ${COLUMNS} FROM ${rowsOf(scope, 'spans', within(START, reachOf(places)), ids)}
ORDER BY ver DESC LIMIT 1 BY trace_id, span_id`;
  const rows = await run<Row>(
    engine,
    sql`SELECT * FROM (${newest}) ORDER BY start_ns, span_id LIMIT ${integer(MOST_SPANS_OF_TRACE)} BY trace_id`,
    OPTIONS,
  );
  const hashes = await argumentHashes(engine, scope, places, rows);
  const byTrace = groupBy(rows, ({ trace_id }) => trace_id);
  return traceIds.flatMap((id) => {
    const of = byTrace.get(id);
    return of ? [of.map((row) => pathSpanOf(row, hashes))] : [];
  });
}

const keyOf = ({ trace_id, span_id }: Pick<Row, 'trace_id' | 'span_id'>): string => `${trace_id}\n${span_id}`;

/**
 * Of calls that may be a loop, what their arguments are the same by. They are read only where a tool was called often enough with
 * arguments that begin the same, and never leave the store.
 */
async function argumentHashes(
  engine: Queries,
  scope: ProjectScope,
  places: readonly PlacedTrace[],
  rows: readonly Row[],
): Promise<Map<string, string>> {
  const calls = rows.filter(({ alike }) => alike !== '');
  const alike = groupBy(calls, (row) => `${row.trace_id}\n${row.alike}`);
  const asked = [...alike.values()].filter(({ length }) => length >= LOOP_CALLS).flat();
  if (asked.length === 0) return new Map();
  const { fromNs, toNs } = reachOf(places);
  const days = sql`day >= toDate(${time(fromNs)}) AND day <= toDate(${time(toNs)})`;
  const traces = sql`trace_id IN ${texts([...new Set(asked.map(({ trace_id }) => trace_id))])}`;
  const spans = sql`span_id IN ${texts(asked.map(({ span_id }) => span_id))}`;
  const found = await run<{ trace_id: string; span_id: string; hash: string }>(
    engine,
    sql`SELECT trace_id, span_id, toString(argMax(sipHash64(input), ver)) AS hash
FROM ${rowsOf(scope, 'payloads', days, traces, spans)} GROUP BY trace_id, span_id`,
    OPTIONS,
  );
  return new Map(found.map((row) => [keyOf(row), row.hash]));
}

const orNull = (value: string): string | null => (value === '' ? null : value);

function pathSpanOf(row: Row, hashes: ReadonlyMap<string, string>): PathSpan {
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: orNull(row.parent_id),
    startNs: BigInt(row.start_ns),
    durationMs: Number(row.duration_ns) / 1e6,
    kind: row.kind,
    name: row.name,
    agentName: orNull(row.agent_name),
    agentVersion: row.agent_version,
    toolName: orNull(row.tool_name),
    model: orNull(row.model),
    requestModel: orNull(row.request_model),
    namedStep: row.named_step === 1,
    failed: row.failed === 1,
    open: row.open === 1,
    cost: row.cost === '0' ? 0n : (parseDecimal(row.cost) ?? 0n),
    argumentsHash: hashes.get(keyOf(row)) ?? row.alike,
    hasOutput: row.has_output === 1,
    limitOf: LIMIT_FRAMEWORKS[row.limit_word - 1] ?? '',
    finishReason: finishReason(oneOf(row.finish)),
    choice: choiceOf(row),
  };
}

const listed = z.array(z.string()).catch([]);

function textList(json: string): string[] {
  try {
    return listed.parse(JSON.parse(json));
  } catch {
    return [];
  }
}

/** A reason that stands alone, or the first of a list. */
const oneOf = (reported: string): string =>
  reported.startsWith('[') ? (textList(reported)[0] ?? '') : reported;

const choiceOf = ({ decision, chosen, options }: Row): Choice | undefined =>
  decision === '' ? undefined : { name: decision, chosen, options: textList(options) };
