import type { LiveRun } from '@pharos/core/agents/facts';
import { STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import type { TimeRange } from '@pharos/core/time';
import { QUIET_MS } from '@pharos/core/waste/waste';
import type { ProjectScope } from '../../scope.ts';
import type { AgentError, EndedRun } from '../agents-contract.ts';
import type { Queries } from '../driver.ts';
import { IS_OPEN } from '../outcome.ts';
import { latestOf, rowsOf, run, sql, text, texts, time, trusted, within } from './sql.ts';

const OPTIONS = { timeoutMs: 20_000 };
const NS_PER_MS = 1_000_000n;
const START = trusted('start_time');
/** Spans that began before this are no longer looked for. */
const OPEN_REACH_MS = 6 * 3_600_000;
const MOST_RUNS = 1_000;
const MOST_AGENTS = 1_000;

interface OpenRow extends Omit<LiveRun, 'startedAtMs' | 'progressAtMs' | 'endedAtMs' | 'instance'> {
  startedMs: string;
  progressMs: string;
}

/** What the outermost of the open spans says, and how the innermost is called. A trace that never ends by itself is no run. */
const OPEN = trusted(`trace_id AS runId,
  argMinIf(agent_name, start_time, agent_name != '') AS agent,
  argMinIf(agent_version, start_time, agent_version != '') AS version,
  argMax(name, (start_time, parent_id != '')) AS step,
  max(user_id) AS userId, max(session_id) AS sessionId,
  toUnixTimestamp64Milli(min(start_time)) AS startedMs`);

export async function openRuns(engine: Queries, scope: ProjectScope, nowNs: bigint): Promise<LiveRun[]> {
  const range = { fromNs: nowNs - BigInt(OPEN_REACH_MS) * NS_PER_MS, toNs: nowNs + NS_PER_MS };
  const stands = sql`NOT mapContains(attrs_json, ${text(STANDS_FOR_TRACE)})`;
  const open = sql`SELECT ${OPEN} FROM ${latestOf(scope, 'spans', within(START, range), trusted(IS_OPEN), stands)}
GROUP BY trace_id ORDER BY startedMs DESC LIMIT ${trusted(String(MOST_RUNS))}`;
  const last = trusted('greatest(max(last_start), max(end_time))');
  const quietSince = time(nowNs - BigInt(QUIET_MS) * NS_PER_MS);
  const rows = await run<OpenRow>(
    engine,
    sql`WITH open AS (${open})
SELECT open.*, progressMs FROM open INNER JOIN (
  SELECT trace_id, toUnixTimestamp64Milli(${last}) AS progressMs
  FROM ${rowsOf(scope, 'trace_index', sql`trace_id IN (SELECT runId FROM open)`)}
  GROUP BY trace_id HAVING ${last} >= ${quietSince}
) AS activity ON activity.trace_id = open.runId ORDER BY startedMs DESC`,
    OPTIONS,
  );
  return rows.map(({ startedMs, progressMs, ...told }) => ({
    ...told,
    instance: '',
    startedAtMs: Number(startedMs),
    progressAtMs: Number(progressMs),
    endedAtMs: undefined,
  }));
}

export async function endedRuns(
  engine: Queries,
  scope: ProjectScope,
  runIds: readonly string[],
  range: TimeRange,
): Promise<EndedRun[]> {
  const roots = latestOf(
    scope,
    'spans',
    within(START, range),
    sql`trace_id IN ${texts(runIds)}`,
    trusted(`parent_id = '' AND kind = 'agent'`),
  );
  const rows = await run<{ runId: string; endedMs: string; failed: number }>(
    engine,
    sql`SELECT trace_id AS runId, intDiv(max(toUnixTimestamp64Nano(start_time) + toInt64(duration_ns)), 1000000) AS endedMs,
  max(status = 'error') AS failed FROM ${roots} GROUP BY trace_id HAVING NOT max(${trusted(IS_OPEN)})`,
    OPTIONS,
  );
  return rows.map(({ runId, endedMs, failed }) => ({
    ...{ runId, endedAtMs: Number(endedMs), failed: failed === 1 },
  }));
}

export async function lastErrors(
  engine: Queries,
  scope: ProjectScope,
  range: TimeRange,
): Promise<AgentError[]> {
  const failed = latestOf(
    scope,
    'spans',
    within(START, range),
    trusted(`status = 'error'`),
    trusted(`agent_name != ''`),
  );
  const rows = await run<Omit<AgentError, 'atMs'> & { atMs: string }>(
    engine,
    sql`SELECT toString(agent_name) AS agent, toUnixTimestamp64Milli(max(start_time)) AS atMs,
  argMax(if(status_message != '', status_message, toString(error_type)), start_time) AS message,
  argMax(trace_id, start_time) AS traceId, argMax(span_id, start_time) AS spanId
FROM ${failed} GROUP BY agent_name ORDER BY atMs DESC LIMIT ${trusted(String(MOST_AGENTS))}`,
    OPTIONS,
  );
  return rows.map((row) => ({ ...row, atMs: Number(row.atMs) }));
}

export const agentVersions = (
  engine: Queries,
  scope: ProjectScope,
  range: TimeRange,
): Promise<{ agent: string; versions: string[] }[]> =>
  run(
    engine,
    sql`SELECT toString(agent_name) AS agent, arraySort(groupUniqArray(20)(toString(agent_version))) AS versions
FROM ${rowsOf(scope, 'spans', within(START, range), trusted(`agent_name != '' AND agent_version != ''`))}
GROUP BY agent_name LIMIT ${trusted(String(MOST_AGENTS))}`,
    OPTIONS,
  );
