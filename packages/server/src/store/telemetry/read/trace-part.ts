import type { ApiSpan, TraceSummary } from '@pharos/core/api/spans';
import type { Clock } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import type { Counted, TracePartQuery, TraceWithRoot } from '../paged-contract.ts';
import { attributeField } from './field-columns.ts';
import { groupConditions } from './filter-sql.ts';
import { rangeAsked } from './range-asked.ts';
import { listSpans } from './span-list.ts';
import {
  all,
  any,
  FINAL_WITHIN_PARTITIONS,
  integer,
  latestOf,
  rowsOf,
  run,
  type Sql,
  sql,
  text,
  texts,
  trusted,
  within,
} from './sql.ts';
import { placesOf, REACH_NS } from './trace-list.ts';
import { type PlacedTrace, reachOf, summarise } from './trace-summary.ts';

const OPTIONS = { timeoutMs: 20_000 };
const MAX_ROOTS = 2000;
const START = trusted('start_time');

/** Traces that start in the range and meet the conditions, in order of start. */
export async function tracePart(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  query: TracePartQuery,
): Promise<Counted<TraceWithRoot>> {
  const { limit, offset = 0, order = 'desc', roots: wanted, withIds = false } = query;
  const matching = tracesMatching(scope, query);
  const direction = trusted(order === 'asc' ? 'ASC' : 'DESC');
  const [rows, [count]] = await Promise.all([
    run<{ id: string; startNs: string; lastNs: string }>(
      engine,
      sql`SELECT trace_id AS id, toUnixTimestamp64Nano(min(start_time)) AS startNs, toUnixTimestamp64Nano(max(last_start)) AS lastNs
FROM ${matching} ORDER BY startNs ${direction}, id ${direction} LIMIT ${integer(limit)} OFFSET ${integer(offset)}`,
      OPTIONS,
    ),
    run<{ total: string }>(
      engine,
      sql`SELECT count() AS total FROM (SELECT trace_id FROM ${matching})`,
      OPTIONS,
    ),
  ]);
  const places = rows.map(({ id, startNs, lastNs }) => ({
    traceId: id,
    startNs: BigInt(startNs),
    lastNs: BigInt(lastNs),
  }));
  const [summaries, roots, spanIds, scoreIds] = await Promise.all([
    summarise(engine, scope, places, OPTIONS),
    wanted ? rootsOf(engine, scope, clock, places, wanted) : new Map<string, ApiSpan>(),
    withIds ? idsOf(engine, spansOf(scope, places), 'span_id') : new Map<string, string[]>(),
    withIds ? idsOf(engine, scoresOf(scope, places), 'score_id') : new Map<string, string[]>(),
  ]);
  return {
    data: summaries.map((trace) => ({
      trace,
      root: roots.get(trace.traceId),
      spanIds: spanIds.get(trace.traceId) ?? [],
      scoreIds: scoreIds.get(trace.traceId) ?? [],
    })),
    total: Number(count?.total ?? 0),
  };
}

/** The lines of these traces, newest first. */
export async function traceSummaries(
  engine: Queries,
  scope: ProjectScope,
  traceIds: readonly string[],
): Promise<TraceSummary[]> {
  const places = await placesOf(engine, scope, traceIds, OPTIONS);
  return summarise(engine, scope, places, OPTIONS);
}

/** Where a trace starts is known by the index; its spans are looked at only for conditions. */
function tracesMatching(scope: ProjectScope, query: TracePartQuery): Sql {
  const range = rangeAsked(query);
  const spans = spansMatching(scope, query, { fromNs: range.fromNs, toNs: range.toNs + REACH_NS });
  const traces = rowsOf(scope, 'trace_index', ...(spans ? [sql`trace_id IN (${spans})`] : []));
  return sql`${traces} GROUP BY trace_id HAVING ${within(trusted('min(start_time)'), range)}`;
}

function spansMatching(
  scope: ProjectScope,
  { filters = [], named, from, to }: TracePartQuery,
  reach: { fromNs: bigint; toNs: bigint },
): Sql | undefined {
  const start = within(START, reach);
  if (filters.length === 0 && named === undefined) {
    if (from === undefined && to === undefined) return undefined;
    return sql`SELECT trace_id FROM ${rowsOf(scope, 'spans', start)}`;
  }
  const { having, narrowing } = groupConditions(scope, filters);
  const calls = named ? [callsIt(named)] : [];
  const narrowed = [...narrowing, ...calls.map(({ row }) => row)].map(
    (condition) => sql`trace_id IN (SELECT trace_id FROM ${rowsOf(scope, 'spans', start, condition)})`,
  );
  const conditions = [having, ...calls.map(({ trace }) => trace)];
  return sql`SELECT trace_id FROM ${latestOf(scope, 'spans', start, ...narrowed)}
GROUP BY trace_id HAVING ${all(conditions)} ${FINAL_WITHIN_PARTITIONS}`;
}

/** What is true of a trace that is called so, and of some row of it. */
function callsIt({ name, attributes }: NonNullable<TracePartQuery['named']>): { trace: Sql; row: Sql } {
  const says = attributes.map((key) => sql`${attributeField(key).value} = ${text(name)}`);
  const root = sql`argMin(name, (parent_id != '', start_time, span_id)) = ${text(name)}`;
  return {
    trace: any([root, ...says.map((row) => sql`countIf(${row}) > 0`)]),
    row: any([sql`name = ${text(name)}`, ...says]),
  };
}

const idsIn = (places: readonly PlacedTrace[]): Sql =>
  sql`trace_id IN ${texts(places.map(({ traceId }) => traceId))}`;
const spansOf = (scope: ProjectScope, places: readonly PlacedTrace[]): Sql =>
  rowsOf(scope, 'spans', within(START, reachOf(places)), idsIn(places));
const scoresOf = (scope: ProjectScope, places: readonly PlacedTrace[]): Sql =>
  latestOf(scope, 'scores', idsIn(places));

async function idsOf(engine: Queries, from: Sql, column: string): Promise<Map<string, string[]>> {
  const rows = await run<{ trace_id: string; ids: string[] }>(
    engine,
    sql`SELECT trace_id, arraySort(groupUniqArray(20000)(${trusted(column)})) AS ids FROM ${from} GROUP BY trace_id`,
    OPTIONS,
  );
  return new Map(rows.map(({ trace_id, ids }) => [trace_id, ids]));
}

/** A trace that has several begins with the first. */
async function rootsOf(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  places: readonly PlacedTrace[],
  wanted: 'bare' | 'full',
): Promise<Map<string, ApiSpan>> {
  if (places.length === 0) return new Map();
  const traceIds = places.map(({ traceId }) => traceId);
  const { data } = await listSpans(engine, scope, clock, {
    traceIds,
    parentIds: [''],
    order: 'newest',
    limit: MAX_ROOTS,
    content: wanted === 'full',
  });
  return new Map(data.map((root) => [root.traceId, root]));
}
